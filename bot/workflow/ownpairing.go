package workflow

import (
	"context"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// whose asks which child's lessons are meant.
var whose = form.Field{Name: "pairing", Label: "孩子", Ask: "是哪个孩子的课？", Kind: form.OneOf{}}

// meantPairings are the pairings that a message may be about: those of the numbers
// that it names, else the speaker's own, of the child that it names. example is what
// a coordinator should have said, who has none of their own.
func (t *Turn) meantPairings(ctx context.Context, example string) ([]models.Pairing, error) {
	own, err := t.Store.OwnPairings(ctx, t.By.Person, t.By.Now)
	if err != nil {
		return nil, err
	}
	if said := t.Reading.Fields.Tickets; len(said) > 0 {
		return t.pairingsOf(ctx, said, own)
	}
	if len(own) == 0 {
		if t.By.Has(models.Coordinator) {
			return nil, models.Refuse(models.Invalid, "请带上孩子的编号，比如“%s”。", example)
		}
		return nil, models.Refuse(models.NotFound, "%s", t.addressed("您这边还没有结好对的课，结对好了我马上告诉您。"))
	}
	var named []models.Pairing
	for _, p := range own {
		e, err := t.Store.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return nil, err
		}
		if e.Child != "" && strings.Contains(t.Text, e.Child) {
			named = append(named, p)
		}
	}
	if len(named) > 0 {
		return named, nil
	}
	return own, nil
}

// pairingsOf are those of numbers: one's own, or of children whose coordinator the
// speaker is.
func (t *Turn) pairingsOf(ctx context.Context, numbers []string, own []models.Pairing) (ps []models.Pairing, err error) {
	for _, s := range numbers {
		ticket, ok := models.ParseTicket(s)
		if ok && ticket.Prefix == models.LessonPrefix {
			l, err := t.Store.Lesson(ctx, ticket.ID)
			if err != nil {
				return nil, err
			}
			ticket = models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.EnrolmentID}
		}
		if !ok || ticket.Prefix != models.EnrolmentPrefix {
			return nil, models.Refuse(models.Invalid, "%s不是孩子的编号，孩子的编号像“托123”。", s)
		}
		if i := slices.IndexFunc(own, func(p models.Pairing) bool { return p.EnrolmentID == ticket.ID }); i >= 0 {
			ps = append(ps, own[i])
			continue
		}
		p, err := t.coordinated(ctx, ticket)
		if err != nil {
			return nil, err
		}
		ps = append(ps, p)
	}
	return ps, nil
}

// coordinated is the pairing of a child in the speaker's units.
func (t *Turn) coordinated(ctx context.Context, ticket models.Ticket) (p models.Pairing, err error) {
	if err := t.coordinates(ctx, ticket); err != nil {
		return p, err
	}
	return t.Store.PairingOf(ctx, ticket.ID)
}

// coordinates refuses (Forbidden) a record that is not of the speaker's units, also
// one that is not there: no telling which numbers exist.
func (t *Turn) coordinates(ctx context.Context, ticket models.Ticket) error {
	refused := models.Refuse(models.Forbidden, "%s不归您管，请核对编号。", ticket)
	r, err := t.Store.Record(ctx, ticket)
	if models.KindOf(err) == models.NotFound && err != nil {
		return refused
	}
	if err != nil {
		return err
	}
	org, err := t.Store.Org(ctx, models.ReviewOf(r).OrgID)
	if err == nil && !t.By.Holds(models.Coordinator, org) {
		err = refused
	}
	return err
}

// choosePairing begins with the one pairing that is meant, or with all to choose
// from, by the children's names.
func (t *Turn) choosePairing(ctx context.Context, ps []models.Pairing) (s Start, err error) {
	var options []form.Option
	for _, p := range ps {
		label, err := t.pairingLabel(ctx, p)
		if err != nil {
			return s, err
		}
		options = append(options, form.Option{Value: rowOption(p.ID), Label: label})
	}
	if len(options) == 1 {
		s.Answers = s.Answers.Set("pairing", options[0].Value)
	}
	s.Options = map[string][]form.Option{"pairing": options}
	return s, nil
}

// pairingLabel names the child to those who may know the name.
func (t *Turn) pairingLabel(ctx context.Context, p models.Pairing) (string, error) {
	e, err := t.Store.Enrolment(ctx, p.EnrolmentID)
	return e.Ticket().String() + " " + e.Child, err
}

// chosen are the pairings of an answer: one, or several joined by a comma.
func (t *Turn) chosen(ctx context.Context, a form.Answers) (ps []models.Pairing, err error) {
	for _, s := range strings.Split(a.Get("pairing"), ",") {
		id, err := rowOf(s)
		if err != nil {
			return nil, models.Refuse(models.Invalid, "没认出是哪个孩子，请从列出来的里面选一个。")
		}
		p, err := t.Store.Pairing(ctx, id)
		if err != nil {
			return nil, err
		}
		ps = append(ps, p)
	}
	return ps, nil
}

// sides are the people of a pairing: who teaches it, whoever covers the next lesson
// included, and the guardian.
func sides(p models.Pairing, e models.Enrolment, next models.Lesson) []int64 {
	all := []int64{e.PersonID, p.TutorID}
	if next.ID != 0 && next.TutorID != p.TutorID {
		all = append(all, next.TutorID)
	}
	return all
}

// ClassLink leads to the page for whoever sits beside a child in a lesson: without login,
// without names, to be handed on. Through a season it is the same.
func ClassLink(tx *models.Store, links Linker, e models.Enrolment, now time.Time) say.Link {
	return say.Link{Label: "上课页", URL: links.Personal(Link{To: ToClass, ID: e.ID, Person: e.PersonID, Expires: tx.TimetableEnd(now).At(24*60, tx.Zone)})}
}
