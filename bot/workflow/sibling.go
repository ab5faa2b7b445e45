package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Siblings (一起上, 分开上): a guardian says how two children are to learn, once asked
// or at any time before they have a tutor.
var Siblings = Workflow{
	Intent: "siblings", Words: "两个孩子“一起上”或“分开上”", Direct: true,
	Form: form.Form{Name: "siblings", Title: "一起上还是分开上"},
	Save: saveSiblings,
}

func saveSiblings(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	f := t.Reading.Fields
	own, err := t.Store.Siblings(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	if len(f.Tickets) > 0 {
		own = slices.DeleteFunc(own, func(e models.Enrolment) bool { return !slices.Contains(f.Tickets, e.Ticket().String()) })
	}
	if len(own) < 2 {
		return say.Reply{}, models.Refuse(models.NotFound, "要两个还没结对的孩子才定得了。再报一个孩子，直接说“报云托班”；已经结对的要改，请联系协调员。")
	}
	var ids []int64
	var names []string
	for _, e := range own {
		ids, names = append(ids, e.ID), append(names, e.Child)
	}
	if f.Topic == "apart" {
		if err := t.Store.LearnApart(ctx, t.By, ids); err != nil {
			return say.Reply{}, err
		}
		return say.Text("好的，%s分开上，各自找老师。结对以前想改，说一声“一起上”就行。", say.List(names)), nil
	}
	if err := t.Store.LearnTogether(ctx, t.By, ids); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s一起上：同一位老师，同一个时间，两个编号都留着。结对以前想改，说一声“分开上”就行。", strings.Join(names, "和")), nil
}

// togetherOrApart is the question for a guardian of several children who have no
// tutor yet, "" when it was answered or there is none.
func (t *Turn) togetherOrApart(ctx context.Context) (string, error) {
	own, err := t.Store.Siblings(ctx, t.By.Person)
	if err != nil || len(own) < 2 || !slices.ContainsFunc(own, func(e models.Enrolment) bool { return e.LeadID == 0 }) {
		return "", err
	}
	var names []string
	for _, e := range own {
		names = append(names, e.Child)
	}
	return fmt.Sprintf("%s一起上还是分开上？一起上就是同一位老师、同一个时间。", strings.Join(names, "和")), nil
}

// grades are the grade of a child, or of all who learn together: 三年级、五年级.
func grades(e models.Enrolment) string {
	if len(e.Grades) == 0 {
		return say.Grade(e.Grade)
	}
	var all []string
	for _, g := range e.Grades {
		if s := say.Grade(g); !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return strings.Join(all, "、")
}
