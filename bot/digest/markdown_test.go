package digest_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// names are those of units, to a size that stands at every place of the limits.
var names = []string{"社区", "😀👨‍👩‍👧社区", "**_`[点我](http://x.cn)`_**社区", "<@all><font color=\"warning\">社区", "a&lt;b\\n#社区", "中国（上海）自由贸易试验区临港新片区南汇新城镇滨海森林公园居民委员会社区"}

// TestMarkdownIsWhole looks at a digest of ever more units with names of every
// sort: both forms are within their bytes, of whole lines, characters and tags, and
// say how many units they leave out.
func TestMarkdownIsWhole(t *testing.T) {
	each(t, func(w *world) {
		ctx, due := context.Background(), at("2022-04-08 18:00")
		cut := map[string]int{}
		for i := range 72 {
			name := fmt.Sprintf("%s%s%d", names[i%len(names)], strings.Repeat("长", i%23), i)
			o := w.org(w.street, name, models.Community, true)
			w.signUp(o, fmt.Sprint("人", i), at("2022-04-08 09:00"))
			w.must(w.s.GrantRole(ctx, w.person(fmt.Sprint("lead", i), due), models.Coordinator, o, 0, at("2022-04-01 09:00")))
			r, err := digest.Compose(ctx, w.s, w.street, due, false)
			w.must(err)
			full, err := digest.Full(ctx, w.s, w.street, due)
			w.must(err)
			w.whole(r, full.Text, cut)
		}
		if cut["text"] < 20 || cut["markdown"] < 5 {
			w.Errorf("too few were ever cut: %v", cut)
		}
	})
}

// whole checks the two forms of one digest.
func (w *world) whole(r say.Reply, full string, cut map[string]int) {
	w.Helper()
	left := func(form, text string, units int) {
		want := strings.Count(full, "社区") // at least each of its lines
		if m := regexp.MustCompile(`\n另有(\d+)个单位，回“日报”看全。$`).FindStringSubmatch(text); m != nil {
			cut[form]++
			var n int
			_, err := fmt.Sscan(m[1], &n)
			w.must(err)
			units += n
		}
		if lines := strings.Count(full, "：报名1人；等审核1人"); units != lines || want == 0 {
			w.Errorf("%s: %d of %d units are shown or counted as left out:\n%s", form, units, lines, text)
		}
	}
	lines := strings.Split(full, "\n")
	for _, l := range strings.Split(r.Text, "\n") {
		if !slices.Contains(lines, l) && !strings.HasPrefix(l, "另有") {
			w.Errorf("cut within a line: %q", l)
		}
	}
	left("text", r.Text, strings.Count(r.Text, "：报名1人；等审核1人"))
	left("markdown", r.Markdown, strings.Count(r.Markdown, "\n> "))
	if len(r.Text) > digest.Limit || len(r.Markdown) > digest.MarkdownLimit || !utf8.ValidString(r.Text+r.Markdown) {
		w.Errorf("%d and %d bytes", len(r.Text), len(r.Markdown))
	}
	bare := regexp.MustCompile(`<font color="(info|warning|comment)">[^<>]*</font>`).ReplaceAllString(r.Markdown, "")
	for i, l := range strings.Split(bare, "\n") {
		if i == 0 {
			l = strings.TrimSuffix(strings.TrimPrefix(l, "**"), "**")
		}
		if strings.ContainsAny(strings.TrimPrefix(l, "> "), "*_`[]<>#&\\") {
			w.Errorf("a name has an effect: %s", l)
		}
	}
}

// TestMarkdown shows the whole of one, with what a coordinator added.
func TestMarkdown(t *testing.T) {
	each(t, func(w *world) {
		w.season()
		due := at("2022-04-08 18:00")
		all, err := digest.Letters(context.Background(), w.s, w.street, digest.Posting{Group: 1, Due: due, Cutoff: due, Now: due, Note: "明早8点<@all>\n#体育馆"})
		w.must(err)
		words, drawn := all[0].Body.(say.Reply), all[1].Body.(say.Reply)
		w.says(words.Markdown, `
			**五角场街道 日报 4月8日 周五（截至18:00）**
			今日：<font color="info">报名0人，审核通过0人，报云托班2人，排课1节，上课1节，辅导1人次，共1.5课时</font>
			昨日全天：报名1人，审核通过1人，报云托班0人，排课0节，上课0节，辅导0人次，共0课时
			累计：报名2人，审核通过1人，报云托班3人，排课1节，上课1节，辅导1人次，共1.5课时
			目前：已结对1人，等结对1人
			<font color="warning">等审核2人，最久1天3小时；1个孩子等结对，最久8小时</font>
			补充：明早8点＜@all＞ ＃体育馆
			> 本级：报云托班1人；等审核1人
			> 国年路社区：排课1节，上课1节，辅导1人次，共1.5课时
			> 政府路社区：报云托班1人；等审核1人；1个孩子等结对`)
		if alternative := drawn.Text; !strings.HasPrefix(alternative, words.Text) || !strings.Contains(alternative, "\n有人报名的单位：2/2 = 100.0%") || !strings.Contains(alternative, "\n审核通过：1人 · 1/2 = 50.0%") {
			w.Errorf("the picture in words:\n%s", alternative)
		}
	})
}

// TestTheCityHearsWhatWouldHelp: as of the last round before the cut-off, in the
// city's picture and its words, and only while a child waits.
func TestTheCityHearsWhatWouldHelp(t *testing.T) {
	each(t, func(w *world) {
		ctx, line := context.Background(), "再有1位周三晚上有空、能教物理的志愿者，还能帮1个孩子结上对"
		drawn := func(org models.Org, due string) string {
			issue, err := digest.OfDay(ctx, w.s, org, at(due))
			w.must(err)
			r, err := issue.Drawn()
			w.must(err)
			return r.Text + string(r.Attachment.Values)
		}
		w.season()
		w.must(w.s.KeepHelp(ctx, []string{line}, at("2022-04-08 07:00")))
		w.must(w.s.KeepHelp(ctx, nil, at("2022-04-09 07:00")))
		for _, c := range []struct {
			org  models.Org
			due  string
			want int
		}{{w.city, "2022-04-08 18:00", 2}, {w.street, "2022-04-08 18:00", 0}, {w.city, "2022-04-08 06:00", 0}, {w.city, "2022-04-09 18:00", 0}} {
			if got := strings.Count(drawn(c.org, c.due), line); got != c.want {
				w.Errorf("%s as of %s: %d times, want %d", c.org.Name, c.due, got, c.want)
			}
		}
	})
}
