package workflow

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// collected is what became of one list.
type collected struct {
	chain   models.Chain
	added   []int64  // rows of lines
	gone    []int64  // rows of lines whose people left
	tickets []string // of new sign-ups
	told    []string // what could not be done, a sentence each
	items   []models.ChainItem
	changed int
}

func saveChain(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if a.Get("becomes") == chainNot {
		return say.Text("好的，先不转。要转的时候再整份贴一次。"), nil
	}
	l := decodeChain(a)
	org, err := t.Store.Org(ctx, l.Org)
	if err != nil {
		return say.Reply{}, err
	}
	if err := t.Store.LockChains(ctx, org); err != nil {
		return say.Reply{}, err
	}
	old, kept, err := t.Store.FindChain(ctx, org, l.Title, l.rows(), t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	c := collected{chain: old}
	if c.chain.ID == 0 {
		c.chain = models.Chain{OrgID: org.ID, PersonID: t.By.Person, Becomes: a.Get("becomes"), Programme: l.programme(), ChainPrivate: models.ChainPrivate{Title: l.Title}}
	}
	if err := t.Store.KeepChain(ctx, &c.chain, t.By); err != nil {
		return say.Reply{}, err
	}
	if err := t.collect(ctx, &c, models.DiffChain(kept, l.rows()), a.Get("left") == chainLeft); err != nil {
		return say.Reply{}, err
	}
	t.Lists = c.tickets
	t.Did = Saved{Tickets: []string{models.ChainPrefix + strconv.FormatInt(c.chain.ID, 10)}, Before: form.Answers{}.Set("added", ids(c.added)).Set("gone", ids(c.gone)).Set("new", strconv.FormatBool(old.ID == 0))}
	r := c.reply(old.ID != 0, org)
	if t.Reading.Intent == "chain" {
		r.Text += l.unread()
	}
	return r, nil
}

// collect does what the comparison came to.
func (t *Turn) collect(ctx context.Context, c *collected, d models.ChainDiff, left bool) error {
	for i := range d.Added {
		if err := t.addLine(ctx, c, &d.Added[i]); err != nil {
			return err
		}
	}
	for i := range d.Changed {
		if err := t.changeLine(ctx, c, &d.Changed[i]); err != nil {
			return err
		}
	}
	if !left {
		return nil
	}
	for i := range d.Missing {
		if err := t.removeLine(ctx, c, &d.Missing[i]); err != nil {
			return err
		}
	}
	return nil
}

// reply says what was done, and how to go on.
func (c *collected) reply(again bool, org models.Org) say.Reply {
	var lines []string
	switch {
	case len(c.added) == 0 && len(c.gone) == 0 && c.changed == 0:
		lines = append(lines, "和上次一样，没有新的。")
	case c.chain.Becomes == models.ChainOrder && len(c.added) > 0:
		lines = append(lines, fmt.Sprintf("%s%d人的订单记下了%s。", more(again), len(c.added), totals(c.items)))
	case len(c.tickets) > 0:
		lines = append(lines, fmt.Sprintf("%s%d人报上了：%s，由%s审核。", more(again), len(c.tickets), say.List(ranges(c.tickets)), org.Name))
	}
	if c.changed > 0 {
		lines = append(lines, fmt.Sprintf("%d人的备注改了，跟着改好了。", c.changed))
	}
	if len(c.gone) > 0 {
		lines = append(lines, fmt.Sprintf("退出的%d人撤下来了。", len(c.gone)))
	}
	lines = append(lines, c.told...)
	r := say.Reply{Text: strings.Join(lines, "\n"), Hint: "再有人接龙，把新的整份贴给我，只加新的；贴错了回“撤销”。"}
	if len(c.tickets) > 0 {
		r.Buttons = []string{"全部通过"}
	}
	return r
}

func more(again bool) string {
	if again {
		return "新加的"
	}
	return ""
}

// totals adds up what was ordered: ，合计：鸡蛋12盒、牛奶3箱.
func totals(items []models.ChainItem) string {
	sums := map[[2]string]float64{}
	var order [][2]string
	for _, x := range items {
		key := [2]string{x.Name, x.Unit}
		if sums[key] == 0 {
			order = append(order, key)
		}
		sums[key] += x.Quantity
	}
	var parts []string
	for _, key := range order {
		name, unit := key[0], key[1]
		if unit == "" {
			unit = "份"
		}
		parts = append(parts, name+strconv.FormatFloat(sums[key], 'f', -1, 64)+unit)
	}
	if parts == nil {
		return ""
	}
	return "，合计：" + say.List(parts)
}

// undoChain takes back what the last paste did, and the whole list when it was
// its first.
func undoChain(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	for _, id := range rows(last.Before.Get("added")) {
		l, err := t.Store.ChainLine(ctx, id)
		if err == nil && !l.Gone {
			err = t.Store.LeaveChain(ctx, t.By, &l)
		}
		if err != nil {
			return say.Reply{}, err
		}
	}
	for _, id := range rows(last.Before.Get("gone")) {
		if err := t.Store.ReturnToChain(ctx, t.By, id); err != nil {
			return say.Reply{}, err
		}
	}
	if last.Before.Get("new") == "true" {
		id, _ := strconv.ParseInt(strings.TrimPrefix(last.Tickets[0], models.ChainPrefix), 10, 64)
		if err := t.Store.DropChain(ctx, id); err != nil {
			return say.Reply{}, err
		}
	}
	return say.Text("刚才那份接龙撤回了，加的、减的都还原了。"), nil
}

func ids(rows []int64) string {
	var out []string
	for _, id := range rows {
		out = append(out, strconv.FormatInt(id, 10))
	}
	return strings.Join(out, ",")
}

func rows(ids string) (out []int64) {
	for _, s := range strings.Split(ids, ",") {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil {
			out = append(out, id)
		}
	}
	return out
}
