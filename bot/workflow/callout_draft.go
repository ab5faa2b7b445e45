package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// draftFields are what can be changed of a draft, by what people call it.
var draftFields = []struct{ label, field string }{
	{"任务", "task"}, {"内容", "task"}, {"日期", "when"}, {"时间", "when"}, {"地点", "place"}, {"名额", "places"}, {"人数", "places"}, {"联系人", "contact"}, {"联系电话", "contact"},
}

// changesDraft reads 时间改成明早8点 and 也发给志愿者 while a draft of the speaker's waits.
func (t *Turn) changesDraft(ctx context.Context, text string) (r say.Reply, ok bool, err error) {
	field, value := draftChange(text)
	if field == "" {
		return r, false, nil
	}
	c, err := t.Store.DraftOf(ctx, t.By)
	if err != nil || c.ID == 0 || field == "any" && !t.meansDraft(c, value) {
		return r, false, err
	}
	org, err := t.Store.Org(ctx, c.OrgID)
	if err != nil {
		return r, true, err
	}
	reach, err := t.Store.CallReach(ctx, org)
	if err != nil {
		return r, true, err
	}
	c, err = t.Store.ChangeDraft(ctx, t.By, c.ID, func(c *models.Callout) error {
		c.People = reach.People
		return t.changeDraft(c, field, value)
	})
	return t.preview(c, org, reach), true, err
}

// justNow is how long a correction that names nothing is about the draft.
const justNow = 10 * time.Minute

// meansDraft says that a correction without a name can be about a draft.
func (t *Turn) meansDraft(c models.Callout, value string) bool {
	said := parse.ReadCall(value, parse.Context{At: t.By.Now})
	return t.By.Now.Sub(time.UnixMilli(c.MadeAt)) <= justNow && (said.Date != "" || said.Start != "" || said.Places > 0 || said.Contact != "")
}

func draftChange(text string) (field, value string) {
	switch text {
	case "也发给志愿者", "也发志愿者", "只发群", "不提醒", "提醒一次", "紧急":
		return "how", text
	}
	for _, f := range draftFields {
		rest, found := strings.CutPrefix(text, f.label)
		for _, w := range []string{"改成", "改为", "改到", "换成", "换到", "是", "：", ":"} {
			if after, is := strings.CutPrefix(rest, w); found && is && strings.TrimSpace(after) != "" {
				return f.field, strings.TrimSpace(after)
			}
		}
	}
	for _, w := range []string{"不对，是", "不对,是", "说错了，是", "写错了，是", "应该是", "改成", "改到", "改为", "换成", "加到", "减到", "推迟到", "提前到"} {
		if after, is := strings.CutPrefix(text, w); is && strings.TrimSpace(after) != "" {
			return "any", strings.TrimSpace(after)
		}
	}
	return "", ""
}

func (t *Turn) changeDraft(c *models.Callout, field, value string) (err error) {
	at := form.Context{At: t.By.Now}
	switch field {
	case "how":
		switch value {
		case "紧急":
			c.Urgent = true
		case "不提醒":
			c.Remind = -1
		case "提醒一次":
			c.Remind = 0
		default:
			c.Volunteers = value != "只发群"
		}
	case "task":
		c.Task, err = form.Text{Max: 200}.Read(value, at)
	case "place":
		c.Place, err = form.Text{Max: 40}.Read(value, at)
	case "contact":
		c.Contact, err = form.Text{Max: 40}.Read(value, at)
	case "places":
		var n string
		if n, err = (form.Places{}).Read(value, at); err == nil {
			_, err = fmt.Sscan(n, &c.Places)
		}
	case "when":
		return t.changeWhen(c, value)
	case "any":
		return t.changeAny(c, value)
	}
	if err != nil {
		return models.Refuse(models.Invalid, "%s", err.Error())
	}
	return nil
}

// changeAny takes a correction that does not name what it is about: a time, a number
// of people, or whom to ask.
func (t *Turn) changeAny(c *models.Callout, value string) error {
	said := parse.ReadCall(value, parse.Context{At: t.By.Now})
	switch {
	case said.Date != "" || said.Start != "":
		return t.changeWhen(c, value)
	case said.Places > 0:
		c.Places = said.Places
	default:
		c.Contact = said.Contact
	}
	return nil
}

// changeWhen takes a day, an hour or both; what is not said stays.
func (t *Turn) changeWhen(c *models.Callout, value string) error {
	said := parse.ReadCall(value, parse.Context{At: t.By.Now})
	if said.Date == "" && said.Start == "" {
		return models.Refuse(models.Invalid, "没看懂是什么时候，比如“时间改成明早7点”。")
	}
	if was := c.Starts(t.By.Now.Location()); !was.IsZero() {
		day, dayed := parse.Day(value, t.By.Now, false, nil)
		if said.Date = calendar.DayOf(was); dayed {
			said.Date = day
		}
		if said.Start == "" && c.Clock {
			said.Start = calendar.ClockOf(was).String()
		}
	}
	setStart(c, said.Date, said.Start, t.By.Now)
	return nil
}
