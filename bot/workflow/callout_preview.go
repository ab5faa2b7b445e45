package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// manyPeople is above how many recipients the number must be said.
const manyPeople = 1000

// many says that a call-out needs its number said.
func many(c models.Callout) bool { return c.Volunteers && c.People > manyPeople }

// preview is what would go out and whom it would reach.
func (t *Turn) preview(c models.Callout, org models.Org, reach models.CallReach) say.Reply {
	ticket := c.Ticket().String()
	r := say.Reply{Text: fmt.Sprintf("动员令（%s）还没发，您先看一眼：", ticket), Rows: append([]say.Row{{Label: "任务", Value: c.Task}}, draftFacts(c, org, reach, t.By.Now)...)}
	r.Hint = "要改直接说，比如“时间改成明早8点”“名额改成30”。" + lacking(c)
	r.Buttons = []string{"发出 " + ticket, "先不发 " + ticket}
	if many(c) {
		r.Hint = fmt.Sprintf("人多，请再核对一遍。没问题就打这一句：%s", sure(c)) + "\n" + r.Hint
		r.Buttons = r.Buttons[1:]
	}
	return r
}

// sure is what must be said before a call-out goes to very many.
func sure(c models.Callout) string {
	return fmt.Sprintf("确认发给%s人", say.Count(int64(c.People)))
}

// draftFacts are the rows of a draft: what it says and whom it would reach.
func draftFacts(c models.Callout, org models.Org, reach models.CallReach, now time.Time) []say.Row {
	rows := append(facts(c, now, true), say.Row{Label: "发到", Value: reached(c, org, reach)})
	if c.Urgent {
		rows = append(rows, say.Row{Label: "紧急", Value: "夜里也发"})
	}
	if c.Volunteers && c.Remind >= 0 {
		rows = append(rows, say.Row{Label: "提醒", Value: reminded(c)})
	}
	return rows
}

// DraftFacts are the rows of a draft's page, and what must be written before it
// goes, "" for nothing.
func (t *Turn) DraftFacts(ctx context.Context, c models.Callout, org models.Org) (rows []say.Row, words string, err error) {
	reach, err := t.Store.CallReach(ctx, org)
	if many(c) {
		words = sure(c)
	}
	return draftFacts(c, org, reach, t.By.Now), words, err
}

// reached is 五角场街道和下面的3个群，1,234位志愿者（28位没有聊天，收不到）.
func reached(c models.Callout, org models.Org, reach models.CallReach) string {
	text := fmt.Sprintf("%s和下面的%d个群", org.Name, reach.Groups)
	if reach.Groups == 0 {
		text = org.Name + "和下面都还没有绑定的群"
	}
	if !c.Volunteers {
		return text
	}
	text += fmt.Sprintf("，%s位志愿者", say.Count(int64(reach.People)))
	var not []string
	if reach.Mute > 0 {
		not = append(not, fmt.Sprintf("其中%s位没有聊天，收不到", say.Count(int64(reach.Mute))))
	}
	if reach.Off > 0 {
		not = append(not, fmt.Sprintf("另有%s位不收动员令", say.Count(int64(reach.Off))))
	}
	if not != nil {
		text += "（" + strings.Join(not, "；") + "）"
	}
	return text
}

func reminded(c models.Callout) string {
	if c.Remind > 0 {
		return say.Minutes(c.Remind) + "后，没回的提醒一次"
	}
	return "没回的提醒一次"
}

// lacking names what could still be said.
func lacking(c models.Callout) string {
	var names []string
	for _, x := range []struct {
		said bool
		name string
	}{{c.StartsAt != 0, "时间"}, {c.Place != "", "地点"}, {c.Places > 0, "名额"}, {c.Contact != "", "联系人"}} {
		if !x.said {
			names = append(names, x.name)
		}
	}
	hint := ""
	if names != nil {
		hint = "还可以补上" + say.List(names) + "。"
	}
	if !c.Volunteers {
		hint += "要私下也发，回“也发给志愿者”。"
	}
	return hint
}

// facts are a call-out's time, place, places and contact, a row each. whole has the
// number of places, else what is left of them.
func facts(c models.Callout, now time.Time, whole bool) (rows []say.Row) {
	if at := c.Starts(now.Location()); !at.IsZero() {
		when := say.Date(calendar.DayOf(at))
		if c.Clock {
			when += " " + calendar.ClockOf(at).String()
		}
		rows = append(rows, say.Row{Label: "时间", Value: when})
	}
	if c.Place != "" {
		rows = append(rows, say.Row{Label: "地点", Value: c.Place})
	}
	if c.Places > 0 {
		value := fmt.Sprintf("%d人", c.Places)
		if !whole {
			value += fmt.Sprintf("，还剩%d个", c.Left())
		}
		rows = append(rows, say.Row{Label: "名额", Value: value})
	}
	if c.Contact != "" {
		rows = append(rows, say.Row{Label: "联系人", Value: c.Contact})
	}
	return rows
}

// CallFacts are the rows of a call-out's page, with the places that are left
// while it can be joined.
func CallFacts(c models.Callout, now time.Time) []say.Row { return facts(c, now, !c.Open(now)) }
