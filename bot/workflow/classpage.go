package workflow

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// ClassPage (上课页): a guardian gets the page for whoever sits beside the child.
var ClassPage = Workflow{
	Intent: "class_page", Words: "要上课页，说“上课页”，可以转给陪孩子的人", Direct: true,
	Form: form.Form{Name: "class_page", Title: "上课页"},
	Save: saveClassPage,
}

func saveClassPage(ctx context.Context, t *Turn, _ form.Answers) (r say.Reply, err error) {
	ps, err := t.meantPairings(ctx, "上课页 托123")
	if err != nil {
		return r, err
	}
	for _, p := range ps {
		e, err := t.Store.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return r, err
		}
		if e.PersonID != t.By.Person {
			continue
		}
		link := ClassLink(t.Store, t.Links, e, t.By.Now)
		if len(ps) > 1 {
			link.Label = fmt.Sprintf("%s（%s）的上课页", e.Child, e.Ticket())
		}
		r.Links = append(r.Links, link)
	}
	if len(r.Links) == 0 {
		return say.Text("上课页是给孩子那边的，家长跟我说“上课页”就有。你要进会议，说“会议链接”。"), nil
	}
	r.Text = "时间、会议都在上课页里，不用登录，转给陪孩子的人就行。上面没有孩子和老师的名字。"
	return r, nil
}

// AbsentOnPage is Absent as a page says it: kept under the page's own key, so that a
// page that is sent twice says it once.
func AbsentOnPage() Workflow {
	w := Absent
	w.Direct = false
	return w
}

// Missable says how long ago a lesson began, in whole minutes, and whether the other side
// can be missed on a page: from minute 5 until it is over.
func Missable(s *models.Store, l models.Lesson, now time.Time) (minutes int, missed bool) {
	minutes = int(now.Sub(l.Begins(s.Zone)).Minutes())
	return minutes, minutes >= lateFrom && now.Before(l.Ends(s.Zone)) && !l.Given && !l.Dropped
}

// lateFrom is the minute from which someone who is not there is late.
const lateFrom = 5
