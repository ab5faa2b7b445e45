package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Concern (我有点担心): a tutor or parent wants something looked at. It is a case
// that social workers read and nobody else; the other side never hears of it.
var Concern = Workflow{
	Intent: "concern", Words: "心里不踏实，说“我有点担心”，只有社工看得到", Direct: true,
	Form: form.Form{Name: "concern", Title: "我有点担心", Fields: []form.Field{
		{Name: "words", Label: "担心的事", Ask: "您担心什么？直接说就行，只有社工看得到，协调员、对方都不知道。", Kind: form.Text{Max: 2000}},
	}},
	Prepare: prepareConcern,
	Save:    saveConcern,
}

// prepareConcern takes what was said, unless it was only that there is something.
func prepareConcern(_ context.Context, t *Turn) (s Start, err error) {
	if text := strings.TrimSpace(t.Text); !bareWorry(text) {
		s.Answers = s.Answers.Set("words", text)
	}
	return s, nil
}

// bareWorry says whether a message tells that there is a worry and not which.
func bareWorry(text string) bool {
	for _, word := range []string{"小青", "你好", "您好", "我想", "反映一个情况", "反映个情况", "反映情况", "我有点担心", "有点担心", "我很担心", "我担心", "不放心", "我", "有", "一点", "想", "说", "个", "事", "情", "孩子", "老师", "的", "了", "啊", "呢", "，", "。", "！", "、", "…", " "} {
		text = strings.ReplaceAll(text, word, "")
	}
	return text == ""
}

// worryDays is how many working days a social worker has to look at a worry.
const worryDays = 1

func saveConcern(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	not, err := t.Store.OtherSides(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	home, err := t.Store.HomeOf(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	duty, people, err := t.onDuty(ctx, home, append(not, t.By.Person))
	if err != nil {
		return say.Reply{}, err
	}
	due := calendar.Arranged().Workday(calendar.DayOf(t.By.Now), worryDays)
	account := t.Account
	account.PersonID = t.By.Person
	c, added, err := t.Store.Worry(ctx, account, duty, not, due, a.Get("words"), t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	if err := t.callDuty(ctx, c, duty, people); err != nil {
		return say.Reply{}, err
	}
	return t.worryHeard(c, duty, added, len(people) > 0), nil
}

// onDuty are the social workers who look at a worry: of the unit or the nearest
// above, else of one below; nobody of not.
func (t *Turn) onDuty(ctx context.Context, home models.Org, not []int64) (duty models.Org, people []int64, err error) {
	if duty, people, err = t.Store.DutyHolders(ctx, models.SocialWorker, home, not...); err != nil || len(people) > 0 {
		return duty, people, err
	}
	below, found, err := t.Store.DutyOrg(ctx, models.SocialWorker, home)
	if err != nil || !found {
		return home, nil, err
	}
	if duty, people, err = t.Store.DutyHolders(ctx, models.SocialWorker, below, not...); len(people) == 0 {
		duty = home
	}
	return duty, people, err
}

// callDuty tells those who look at it that there is something, and nothing of it;
// where nobody is on duty, a coordinator that somebody must be found.
func (t *Turn) callDuty(ctx context.Context, c models.Case, duty models.Org, people []int64) error {
	words := say.Text("%s：有人说有点担心，请在%s前看一看。回“%s”看内容，只有社工能看。", c.Ticket(), say.ShortDate(c.DueOn), c.Ticket())
	if len(people) == 0 {
		var err error
		if _, people, err = t.Store.DutyHolders(ctx, models.Coordinator, duty, append(c.Parties, c.PersonID)...); err != nil {
			return err
		}
		words = say.Text("%s：有人有一件担心的事想请社工看，现在没有值班社工。请请人来值班：回“邀请 %s 社工”。", c.Ticket(), duty.Name)
	}
	for _, p := range people {
		n := models.Notice{Key: fmt.Sprintf("case:%d:%d:%d", c.ID, len(c.Words), p), Kind: "case", Now: t.By.Now, Body: words}
		if err := t.Store.Tell(ctx, p, n); err != nil {
			return err
		}
	}
	return nil
}

// worryHeard is what the person hears: who looks at it and by when.
func (t *Turn) worryHeard(c models.Case, duty models.Org, added, staffed bool) (r say.Reply) {
	you := "你"
	if t.Elder() {
		you = "您"
	}
	switch {
	case added:
		r.Text = fmt.Sprintf("补上了，还是%s，只有社工看得到。", c.Ticket())
	case staffed:
		r.Text = fmt.Sprintf("谢谢%s说出来，记下了（%s）。由%s的社工来看，%s前有人联系%s。只有社工看得到，对方和别人都不知道。", you, c.Ticket(), duty.Name, say.ShortDate(c.DueOn), you)
	default:
		r.Text = fmt.Sprintf("谢谢%s说出来，记下了（%s），别人都看不到。%s现在没有值班社工，正在请人，%s前有人联系%s；等不及就打12355。", you, c.Ticket(), duty.Name, say.ShortDate(c.DueOn), you)
	}
	r.Hint = "想起什么再补充，就说“我有点担心……”；很急的事打12355，有危险打110。"
	return r
}

// LateWorries reminds, once, of the worries at which nobody has looked by their
// day, and tells the social workers above. It returns how many letters it wrote.
func LateWorries(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	late, err := tx.LateWorries(ctx, calendar.DayOf(now))
	if err != nil {
		return 0, err
	}
	for _, c := range late {
		org, err := tx.Org(ctx, c.OrgID)
		if err != nil {
			return letters, err
		}
		not := append(c.Parties, c.PersonID)
		_, people, err := tx.DutyHolders(ctx, models.SocialWorker, org, not...)
		if err != nil {
			return letters, err
		}
		if org.ParentID > 0 {
			above, err := tx.Org(ctx, org.ParentID)
			if err != nil {
				return letters, err
			}
			_, higher, err := tx.DutyHolders(ctx, models.SocialWorker, above, append(not, people...)...)
			if err != nil {
				return letters, err
			}
			people = append(people, higher...)
		}
		for _, p := range people {
			n := models.Notice{Key: fmt.Sprintf("case:late:%d:%d", c.ID, p), Kind: "case", Now: now, Body: say.Text("%s过了%s还没人看，请现在看一看：回“%s”。", c.Ticket(), say.ShortDate(c.DueOn), c.Ticket())}
			if err := tx.Tell(ctx, p, n); err != nil {
				return letters, err
			}
			letters++
		}
		if err := tx.RemindedOfWorry(ctx, &c); err != nil {
			return letters, err
		}
	}
	return letters, nil
}
