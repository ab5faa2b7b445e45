package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// prepareResume takes 恢复 for a child's lessons, for a tutor whom a coordinator
// names, or for the speaker who is back.
func prepareResume(ctx context.Context, t *Turn) (Start, error) {
	f := t.Reading.Fields
	if len(f.Tickets) == 0 && f.Tutor != "" {
		return Start{Answers: form.Answers{}.Set("tutor", f.Tutor)}, nil
	}
	s, err := prepareChild("resume")(ctx, t)
	if err != nil && len(f.Tickets) == 0 && t.By.Has(models.Tutor) {
		return Start{Answers: form.Answers{}.Set("tutor", selfTutor)}, nil
	}
	return s, err
}

// selfTutor stands for the speaker.
const selfTutor = "self"

func saveResume(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if who := a.Get("tutor"); who == selfTutor {
		return t.back(ctx)
	} else if who != "" {
		return t.recall(ctx, who)
	}
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	end, clash, err := t.Store.Resume(ctx, t.By, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	e := end.Enrolment
	when := "上课时间协调员排好就告诉您。"
	if len(end.Lessons) > 0 {
		l := end.Lessons[0]
		when = fmt.Sprintf("第一节是%s %s（%s）。", say.Day(l.Day, calendar.DayOf(t.By.Now)), l.Start, l.Ticket())
	}
	if clash || len(end.Lessons) == 0 {
		org, err := t.Store.Org(ctx, e.OrgID)
		if err != nil {
			return say.Reply{}, err
		}
		why := map[bool]string{true: "原来的时间和老师别的课撞了", false: "没有固定的时间"}[clash]
		if _, err := t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "resume:" + t.Key + ":coordinator", Kind: "stage", Now: t.By.Now,
			Body: say.Text("%s恢复上课了，%s，请您排课，比如“排课 %s 周三 19:00 1课时”。", ticket, why, ticket)}); err != nil {
			return say.Reply{}, err
		}
	}
	if err := t.tellOthers(ctx, withoutLessons(end), "resume:"+t.Key, fmt.Sprintf("%s的课恢复了，%s", e.Child, when), fmt.Sprintf("%s的课恢复了，%s", e.Child, when)); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s的课恢复了，已经告诉%s。%s", ticket, others(end), when), nil
}

// back is a tutor's own return.
func (t *Turn) back(ctx context.Context) (say.Reply, error) {
	was, err := t.Store.Back(ctx, t.By, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	if was.RestingUntil == "" {
		return say.Text("欢迎！你没在休息，有合适的孩子就来找你。看自己的资料回“我的资料”。"), nil
	}
	me, err := t.Store.Person(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	org, err := t.tutorOrg(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "back:" + t.Key, Kind: "rest", Now: t.By.Now, Body: say.Text("%s老师回来了，可以接新孩子了。", me.Name)})
	return say.Text("欢迎回来！有合适的孩子就来找你。时间有变就说，比如“我的时间改成周二晚上7点到9点”。"), err
}

// recall ends the rest of a tutor whom a coordinator names.
func (t *Turn) recall(ctx context.Context, name string) (say.Reply, error) {
	if !t.By.Has(models.Coordinator) {
		return say.Reply{}, models.Refuse(models.Forbidden, "让老师回来要由协调员来做。您的课要恢复，说“恢复 托12”。")
	}
	people, err := t.Store.TutorsIn(ctx, t.By.Orgs(models.Coordinator))
	if err != nil {
		return say.Reply{}, err
	}
	var found []models.Person
	for _, p := range people {
		profile, err := t.Store.TutorProfile(ctx, p.ID)
		if err != nil {
			return say.Reply{}, err
		}
		if strings.HasPrefix(p.Name, name) && profile.RestingUntil != "" {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 0:
		return say.Reply{}, models.Refuse(models.NotFound, "您管的范围里，没有正在休息、姓名是“%s”开头的老师。", name)
	case len(found) > 1:
		var names []string
		for _, p := range found {
			names = append(names, tutorLabel(p, people))
		}
		return say.Reply{}, models.Refuse(models.Invalid, "有%d位：%s。请写全名再说一遍。", len(found), say.List(names))
	case found[0].ID == t.By.Person:
		return say.Reply{}, models.Refuse(models.Forbidden, "这是您自己，直接说“我回来了”就行。")
	}
	if _, err := t.Store.Back(ctx, t.By, found[0].ID); err != nil {
		return say.Reply{}, err
	}
	err = t.tell(ctx, found[0].ID, "rest", "recalled:"+t.Key, say.Text("你的休息结束了，有合适的孩子就来找你。还想再歇，说一声“我想休息两周”就行。"))
	return say.Text("%s老师恢复了，可以接新孩子，已经告诉本人。", found[0].Name), err
}
