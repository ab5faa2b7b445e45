package cli

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"xiaoqing/bot/workflow"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// classLink is the page that a guardian gets to hand on.
func (h *house) classLink(who string) string {
	h.t.Helper()
	links := h.says(who, "direct", "上课页").Links
	if len(links) != 1 {
		h.t.Fatalf("%s is given %v", who, links)
	}
	return links[0]
}

// lessonLink is the page on which a tutor reports a lesson.
func (h *house) lessonLink(l models.Lesson) string {
	return h.bot.Links.Personal(workflow.Link{To: workflow.ToLesson, ID: l.ID, Person: l.TutorID, Expires: h.clock.Now().AddDate(0, 0, 7)})
}

func (h *house) lessonByID(id int64) models.Lesson {
	h.t.Helper()
	l, err := h.store.Lesson(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return l
}

// unspoken is what may never stand on a page that is handed on.
var unspoken = []string{"朵朵", "小宝", "芮", "周岚", "许静", "1381234", "五角场", "三年级"}

func (v *visitor) nameless(page string) {
	v.t.Helper()
	for _, w := range unspoken {
		if strings.Contains(page, w) {
			v.t.Errorf("the page says %s:\n%s", w, page)
		}
	}
}

func TestTheClassPage(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		v, link := h.visitor(), h.classLink("mama")
		page := v.gets(http.StatusOK, link, nil, "不用登录，转给陪孩子的人就行", "今天 19:00", "数学课", "45分钟（课1）", "会议链接还没有", "老师没来怎么办", "021-12345678")
		v.nameless(page)
		h.says("rui", "direct", "朵朵的会议 https://meeting.tencent.com/dm/Qx7mPz2LkV 会议号482-153-906 密码7788")
		page = v.gets(http.StatusOK, link, nil, `href="https://meeting.tencent.com/dm/Qx7mPz2LkV"`, "482-153-906", "7788")
		v.nameless(page)
		if strings.Contains(page, `value="absent"`) {
			t.Error("a tutor can be missed before the lesson")
		}
		h.at("2022-04-08T19:04:00+08:00")
		early := url.Values{"submission": {strings.Repeat("e", 24)}, "do": {"absent"}, "lesson": {"1"}}
		v.gets(http.StatusConflict, link, early, "才过了4分钟")
		h.at("2022-04-08T19:06:00+08:00")
		page = v.gets(http.StatusOK, link, nil, "已经过了6分钟", `value="absent"`)
		tap := url.Values{"submission": {submission(page)}, "do": {"absent"}, "lesson": {"1"}}
		other := url.Values{"submission": {submission(page)}, "do": {"absent"}, "lesson": {fmt.Sprint(h.lessonOf("mama2"))}}
		v.gets(http.StatusNotFound, link, other)
		h.heard("direct:rui")
		for range 2 {
			v.nameless(v.gets(http.StatusOK, link, tap, "已经在问老师了"))
		}
		v.nameless(v.gets(http.StatusOK, link, nil, "19:06已经在问老师了"))
		h.says("mama", "direct", "老师没来")
		if news := h.heard("direct:rui"); len(news) != 1 || !strings.Contains(news[0].Text, "朵朵已经在等你上课了") {
			t.Errorf("the tutor heard %v", news)
		}
		// who came after all is not missed again by the old page
		h.says("rui", "direct", "马上来 课1")
		v.gets(http.StatusOK, link, tap)
		if news := h.heard("direct:rui"); len(news) != 0 {
			t.Errorf("asked again: %v", news)
		}
		h.at("2022-04-08T20:00:00+08:00")
		v.gets(http.StatusConflict, link, url.Values{"submission": {strings.Repeat("x", 24)}, "do": {"absent"}, "lesson": {"1"}}, "已经结束了")
		v.gets(http.StatusOK, link, nil, "4月15日 周五 19:00")
		v.gets(http.StatusNotFound, link[:len(link)-2]+"xx", nil)
		h.at("2022-09-01T10:00:00+08:00")
		v.gets(http.StatusGone, link, nil)
	})
}

// lessonOf is a lesson of the child of somebody.
func (h *house) lessonOf(who string) int64 {
	h.t.Helper()
	a, err := h.store.FindAccount(h.t.Context(), "sim", who)
	if err != nil {
		h.t.Fatal(err)
	}
	ls, err := h.store.OwnLessons(h.t.Context(), a.PersonID, h.clock.Now())
	if err != nil || len(ls) == 0 {
		h.t.Fatal(ls, err)
	}
	return ls[0].ID
}

func TestTheTutorsPageMissesTheChild(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		h.says("mama", "direct", "会议号 611-222-333 密码 1234")
		v, link := h.visitor(), h.lessonLink(h.lessonByID(1))
		if page := v.gets(http.StatusOK, link, nil, "会议号611-222-333，密码1234"); strings.Contains(page, "孩子没来</button>") {
			t.Error("a child can be missed before the lesson")
		}
		h.at("2022-04-08T19:07:00+08:00")
		page := v.gets(http.StatusOK, link, nil, "已经等了7分钟", "孩子没来</button>")
		tap := url.Values{"submission": {submission(page)}, "do": {"absent"}}
		h.heard("direct:mama")
		for range 2 {
			v.gets(http.StatusOK, link, tap, "已经在问家长了")
		}
		h.says("rui", "direct", "孩子没来")
		if news := h.heard("direct:mama"); len(news) != 1 || !strings.Contains(news[0].Text, "老师已经在等了") {
			t.Errorf("the guardian heard %v", news)
		}
	})
}

// uploads sends a file as a page's form does.
func (v *visitor) uploads(path, key, name string, body []byte) (int, string) {
	v.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("submission", key)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(body)
	}
	if err != nil {
		v.t.Fatal(err)
	}
	_ = w.Close()
	return v.posts(path, w.FormDataContentType(), &b)
}

func (v *visitor) posts(path, kind string, body io.Reader) (int, string) {
	v.t.Helper()
	r, err := v.client.Post(path, kind, body)
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return r.StatusCode, string(page)
}

func TestASheetOfLessons(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		h.at("2022-04-15T21:00:00+08:00")
		link := h.link("rui", "用表格报课时")
		v := h.visitor()
		page := v.gets(http.StatusOK, link, nil, "下载课时表", "填好的表")
		blank, err := http.Get(link + "/lessons.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		sheet, _ := io.ReadAll(blank.Body)
		blank.Body.Close()
		key := submission(page)
		if status, page := v.uploads(link, key, "课时.xlsx", sheet); status != http.StatusOK || strings.Count(page, "记下了") != 3 || !strings.Contains(page, "上报这3节") {
			t.Fatalf("the sheet that was filled for the tutor: %d\n%s", status, page)
		}
		csv := "日期,开始,时长,孩子,孩子来了吗,备注\n2022-04-08,19:00,45分钟,朵朵,是,\n4月15日,19:00,一小时,朵朵,,\n2022-04-10,9:30,90分钟,小宝,否,\n2022-04-11,19:00,60分钟,丁丁,是,\n2022-04-12,25:00,60分钟,朵朵,是,\n2022-04-08,19:30,45分钟,小宝,是,\n2022-04-20,19:00,45分钟,朵朵,是,\n"
		status, page := v.uploads(link, key, "a.csv", []byte(csv))
		for _, want := range []string{"第2行", "1课时", "第4行", "孩子没来", "第5行", "没有“丁丁”", "第6行", "开始：", "第7行", "重叠", "第8行", "上报这3节"} {
			if status != http.StatusOK || !strings.Contains(page, want) {
				t.Errorf("%d, no %q in\n%s", status, want, page)
			}
		}
		if l := h.lessonByID(1); l.Given {
			t.Error("kept what was only looked at")
		}
		data := strings.NewReplacer("&#34;", `"`, "&#43;", "+").Replace(between(page, `name="rows" value="`, `"`))
		for range 2 {
			var b bytes.Buffer
			w := multipart.NewWriter(&b)
			for k, x := range map[string]string{"submission": key, "do": "report", "rows": data} {
				_ = w.WriteField(k, x)
			}
			_ = w.Close()
			if status, page := v.posts(link, w.FormDataContentType(), &b); status != http.StatusOK || strings.Count(page, "记下了") != 3 || !strings.Contains(page, "报好了") {
				t.Errorf("%d\n%s", status, page)
			}
		}
		var n int64
		if err := h.store.Post(t.Context()).DB.Model(&models.TutoringLog{}).Count(&n).Error; err != nil || n != 3 {
			t.Errorf("%d reports, %v", n, err)
		}
		for name, body := range map[string][]byte{"x.doc": []byte("x"), "x.csv": []byte("甲,乙\n1,2\n"), "y.xlsx": []byte("no sheet")} {
			if status, page := v.uploads(link, key, name, body); status != http.StatusUnprocessableEntity || !strings.Contains(page, `role="alert"`) {
				t.Errorf("%s: %d\n%s", name, status, page)
			}
		}
		if strings.Contains(h.logs.String(), "朵朵") {
			t.Error("a child's name in the log")
		}
	})
}

// exempt are the kinds of letters to a parent that are no unasked ones: what they
// decide or was decided on, a lesson that is near, falls through or is changed, the
// other side's words.
var exempt = map[string]bool{"pairing": true, "lesson": true, "absence": true, "cover": true, "review": true, "relay": true, "report": true}

// TestOneThingADayToAParent lets a season's week go by, with lessons, questions, and
// a dialog left alone, and counts what each guardian was told unasked.
func TestOneThingADayToAParent(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		h.says("mama", "direct", "报云托班 小满 一年级 13812345678")
		for _, words := range []string{"1", "1"} {
			h.says("mama", "direct", words)
		}
		for _, words := range []string{"通过 托3", "结对 托3 芮老师", "排课 托3 周一、周三、周六 10:00 1课时", "排课 托1 周日 15:00 1课时"} {
			h.says("street", "direct", words)
		}
		mentions := 0
		for day := calendar.Day("2022-04-08"); day <= "2022-04-17"; day = day.Add(1) {
			for clock := calendar.Clock(6 * 60); clock < 24*60; clock += 30 {
				now := day.At(clock, h.store.Zone)
				if now.Before(h.clock.Now()) {
					continue
				}
				h.job("reminder", now.Format(time.RFC3339))
				if clock == 12*60 && day == "2022-04-13" {
					h.says("mama", "direct", "给孩子报云托班") // and left alone
				}
				ls, err := h.store.LessonsBetween(t.Context(), day, day)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range ls {
					if end := l.Ends(h.store.Zone); !l.Given && !end.After(now) {
						mentions++
						h.visitor().reports(h.lessonLink(l))
					}
				}
			}
		}
		var letters []struct {
			PersonID, CreatedAt int64
			Kind, LetterKey     string
		}
		if err := h.store.Post(t.Context()).DB.Table("letters").Find(&letters).Error; err != nil {
			t.Fatal(err)
		}
		parents := map[int64]bool{}
		for _, who := range []string{"mama", "mama2"} {
			a, err := h.store.FindAccount(t.Context(), "sim", who)
			if err != nil {
				t.Fatal(err)
			}
			parents[a.PersonID] = true
		}
		told := map[string]int{}
		for _, l := range letters {
			at := time.UnixMilli(l.CreatedAt).In(h.store.Zone)
			switch {
			case !parents[l.PersonID] || exempt[l.Kind]:
			case l.Kind != "unasked":
				t.Errorf("a letter %s of the kind %s to a parent", l.LetterKey, l.Kind)
			case at.Hour() < 7 || at.Hour() >= 23:
				t.Errorf("%s woke somebody at %s", l.LetterKey, at)
			default:
				told[fmt.Sprintf("%d on %s", l.PersonID, calendar.DayOf(at))]++
			}
		}
		for who, n := range told {
			if n > 1 {
				t.Errorf("%s: %d unasked letters", who, n)
			}
		}
		var waiting int64
		if err := h.store.Post(t.Context()).DB.Model(&models.Unasked{}).Where("day = '' AND made_at < ?", calendar.Day("2022-04-16").At(0, h.store.Zone).UnixMilli()).Count(&waiting).Error; err != nil || waiting != 0 {
			t.Errorf("%d never told, %v", waiting, err)
		}
		if len(told) < 10 || mentions < 8 {
			t.Errorf("only %d letters of %d lessons: nothing was tried", len(told), mentions)
		}
	})
}

// reports confirms a lesson on its tutor's page.
func (v *visitor) reports(link string) {
	v.t.Helper()
	page := v.gets(http.StatusOK, link, nil)
	start, minutes := between(page, `id="f-start" type="text" value="`, `"`), between(page, `id="f-minutes" type="text" value="`, `"`)
	v.gets(http.StatusOK, link, url.Values{"submission": {submission(page)}, "start": {start}, "minutes": {minutes}, "came": {"yes"}}, "记下了")
}

// beside walks the pages of a lesson on a small phone: the one that is handed on, the
// tutor's own, the sheet.
func beside(h *house, open func() *phone) {
	h.class()
	link := h.classLink("mama")
	p := open().opens(link).sees("转给陪孩子的人", "会议链接还没有").fits("class-no-meeting")
	h.says("rui", "direct", "朵朵的会议 https://meeting.tencent.com/dm/Qx7mPz2LkV 会议号482-153-906 密码7788")
	p.do(chromedp.Reload()).sees("进会议", "482-153-906", "再往后").fits("class")
	h.at("2022-04-08T19:06:00+08:00")
	p.do(chromedp.Reload()).sees("已经过了6分钟").fits("class-late")
	tutor := open().opens(h.lessonLink(h.lessonByID(1))).sees("已经等了6分钟", "孩子没来", "进会议").fits("lesson-late")
	p.presses("老师没来").sees("已经在问老师了").fits("class-asked")
	tutor.presses("孩子没来").sees("两边都在等").fits("lesson-asked")
	open().do(chromedp.EmulateViewport(1280, 800)).opens(link).sees("老师还没来").fits("class-desktop")
	h.at("2022-04-15T21:00:00+08:00")
	open().opens(h.link("rui", "用表格报课时")).sees("下载课时表").fits("sheet")
}
