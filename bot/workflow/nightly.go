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

const (
	// answerBy is how long both sides have to answer an offer.
	answerBy = 24 * time.Hour
	// remindAt is after what time they are reminded of it, once.
	remindAt = 12 * time.Hour
)

// Nightly solves a round and tells each coordinator, by counts alone, what there is
// to look at; and of children who had no lesson for a week. It returns how many
// letters it wrote.
func Nightly(ctx context.Context, tx *models.Store, links Linker, now time.Time) (letters int, err error) {
	if letters, err = TellUntaught(ctx, tx, now); err != nil {
		return letters, err
	}
	found, help, err := Propose(ctx, tx, now)
	if err != nil {
		return letters, err
	}
	counts := map[int64]int{}
	for _, p := range found {
		org, err := tx.Org(ctx, p.OrgID)
		if err != nil {
			return letters, err
		}
		people, err := tx.NearestHolders(ctx, models.Coordinator, org)
		if err != nil {
			return letters, err
		}
		for _, person := range people {
			counts[person]++
		}
	}
	for person, n := range counts {
		body := say.Reply{Text: strings.Join(append([]string{fmt.Sprintf("给%d个孩子找到了老师，请您看一眼。", n)}, help...), "\n"), Hint: "回“结对建议”看是谁、为什么；回“全部结对”就去问两边。",
			Links: []say.Link{{Label: "在手机上看", URL: links.Personal(Link{To: ToConsole, Person: person, Expires: now.Add(24 * time.Hour)})}}}
		n := models.Notice{Key: fmt.Sprintf("match:%s:%d", calendar.DayOf(now), person), Kind: "pairing", Now: now, Expires: now.Add(24 * time.Hour), Body: body}
		if err := tx.Tell(ctx, person, n); err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}

// Chase reminds of offers that were not answered, once, and ends those whose time
// is up: the child goes on to the next best.
func Chase(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	open, err := tx.Unanswered(ctx, now.Add(-remindAt))
	if err != nil {
		return 0, err
	}
	for i := range open {
		p := &open[i]
		t := &Turn{Store: tx, By: models.Actor{Via: "command", Now: now}}
		switch {
		case now.Sub(time.UnixMilli(p.AskedAt)) >= answerBy:
			err = t.lapse(ctx, p)
		case !p.Reminded:
			err = t.remindOffer(ctx, p)
		default:
			continue
		}
		if err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}

func (t *Turn) remindOffer(ctx context.Context, p *models.Pairing) error {
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return err
	}
	ticket := e.Ticket().String()
	buttons := []string{"同意 " + ticket, "换一位 " + ticket}
	if p.GuardianSaid == 0 {
		if err := t.tell(ctx, e.PersonID, "pairing", fmt.Sprintf("ask:%d:guardian:again", p.ID), say.Reply{Text: e.Child + "的老师还等您回一声，合适吗？", Buttons: buttons}); err != nil {
			return err
		}
	}
	if p.TutorSaid == 0 {
		if err := t.tell(ctx, p.TutorID, "pairing", fmt.Sprintf("ask:%d:tutor:again", p.ID), say.Reply{Text: fmt.Sprintf("%s（%s）还等你回一声，愿意带吗？", e.Child, grades(e)), Buttons: buttons}); err != nil {
			return err
		}
	}
	return t.Store.RemindedOf(ctx, p)
}

// lapse ends an offer in silence: who had said yes hears that it came to nothing.
func (t *Turn) lapse(ctx context.Context, p *models.Pairing) error {
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return err
	}
	if p.GuardianSaid != 0 {
		if err := t.tell(ctx, e.PersonID, "pairing", fmt.Sprintf("lapse:%d:guardian", p.ID), say.Text("%s这次的老师没能回复，正在重新找，排的位置不变。", e.Ticket())); err != nil {
			return err
		}
	}
	if p.TutorSaid != 0 {
		if err := t.tell(ctx, p.TutorID, "pairing", fmt.Sprintf("lapse:%d:tutor", p.ID), say.Text("这次家长没能回复，没结上对。谢谢你，有合适的孩子再来找你。")); err != nil {
			return err
		}
	}
	return t.Store.Lapse(ctx, p, t.By.Now)
}
