package workflow

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Coming reminds both sides of a lesson that is about to begin: who the guardian is,
// and what tutor and guardian hear.
func Coming(ctx context.Context, tx *models.Store, links Linker, l models.Lesson, now time.Time) (guardian int64, toTutor, toParent say.Reply, err error) {
	e, p, tutor, err := lessonOf(ctx, tx, l)
	if err != nil {
		return 0, toTutor, toParent, err
	}
	toTutor = withMeeting(say.Text("%s的课快到了：%s %s，%s课时（%s）。辛苦啦！", e.Child, say.Date(l.Day), l.Start, l.Periods, l.Ticket()), p.Meeting, "")
	toParent = withMeeting(say.Text("%s的课快到了：今天%s，%s（%s）。", e.Child, l.Start, teacher(tutor), l.Ticket()), p.Meeting, "")
	toParent.Links = append(toParent.Links, ClassLink(tx, links, e, now))
	toParent.Hint = "谁陪孩子上课，把上课页转给谁就行。"
	return e.PersonID, toTutor, toParent, nil
}

// lessonOf is what reminders say of a lesson: the child, the pairing, who teaches it.
func lessonOf(ctx context.Context, tx *models.Store, l models.Lesson) (e models.Enrolment, p models.Pairing, tutor models.Person, err error) {
	if e, err = tx.Learner(ctx, l.EnrolmentID); err != nil {
		return e, p, tutor, err
	}
	if l.PairingID != 0 {
		if p, err = tx.Pairing(ctx, l.PairingID); err != nil {
			return e, p, tutor, err
		}
	}
	tutor, err = tx.Person(ctx, l.TutorID)
	return e, p, tutor, err
}

// teacher is how a tutor is called: 王老师.
func teacher(p models.Person) string { return surname(p.Name) + "老师" }

// evening is one person's lessons of tomorrow.
type evening struct {
	lines   []string
	meeting []say.Link
	pages   []say.Link
	parent  bool // as a guardian too: it is their one letter of the day
	last    time.Time
}

// Evening tells each tutor and guardian tomorrow's lessons in one letter; guardians
// within their one thing a day. It returns how many people it was for.
func Evening(ctx context.Context, tx *models.Store, links Linker, now time.Time) (people int, err error) {
	tomorrow := calendar.DayOf(now).Add(1)
	ls, err := tx.LessonsBetween(ctx, tomorrow, tomorrow)
	if err != nil {
		return 0, err
	}
	all := map[int64]*evening{}
	for _, l := range ls {
		if err := addEvening(ctx, tx, links, all, l, now); err != nil {
			return 0, err
		}
	}
	for _, person := range slices.Sorted(maps.Keys(all)) {
		v := all[person]
		n := models.Notice{Key: fmt.Sprintf("evening:%d:%s", person, tomorrow), Kind: "reminder", Now: now, Expires: v.last, Body: v.words(tomorrow)}
		tell := tx.Tell
		if v.parent {
			tell = tx.Mention
		}
		if err := tell(ctx, person, n); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// addEvening puts one lesson down for its tutor and its guardian.
func addEvening(ctx context.Context, tx *models.Store, links Linker, all map[int64]*evening, l models.Lesson, now time.Time) error {
	e, p, tutor, err := lessonOf(ctx, tx, l)
	if err != nil {
		return err
	}
	for person, line := range map[int64]string{
		l.TutorID:  fmt.Sprintf("%s 给%s上课，%s（%s）", l.Start, e.Child, say.Minutes(l.Minutes), l.Ticket()),
		e.PersonID: fmt.Sprintf("%s %s上课，%s，%s（%s）", l.Start, e.Child, teacher(tutor), say.Minutes(l.Minutes), l.Ticket()),
	} {
		v := all[person]
		if v == nil {
			v = &evening{}
			all[person] = v
		}
		r := withMeeting(say.Reply{Text: line}, p.Meeting, "")
		v.lines, v.last = append(v.lines, r.Text), l.Begins(tx.Zone)
		for _, link := range r.Links {
			v.meeting = append(v.meeting, say.Link{Label: l.Ticket().String() + link.Label, URL: link.URL})
		}
		if person == e.PersonID {
			v.parent = true
			page := ClassLink(tx, links, e, now)
			if !slices.ContainsFunc(v.pages, func(x say.Link) bool { return x.URL == page.URL }) {
				v.pages = append(v.pages, page)
			}
		}
	}
	return nil
}

// words name the day by its date: the letter may be read on the morning of it.
func (v *evening) words(day calendar.Day) say.Reply {
	r := say.Reply{Text: fmt.Sprintf("%s有课：%s。", say.Date(day), strings.TrimSuffix(v.lines[0], "。"))}
	if len(v.lines) > 1 {
		r.Text = fmt.Sprintf("%s有%d节课：\n%s", say.Date(day), len(v.lines), strings.Join(v.lines, "\n"))
	}
	r.Hint = "来不了、要改时间，说一声就行。"
	r.Links = append(v.meeting, v.pages...)
	return r
}

// TellUnasked writes the letters that parents have not asked for, one a day each.
func TellUnasked(ctx context.Context, tx *models.Store, now time.Time) (int, error) {
	return tx.TellUnasked(ctx, now, say.Join)
}

// mention tells a parent something that they have not asked for: now or, when they
// had today's, tomorrow.
func (t *Turn) mention(ctx context.Context, person int64, key string, r say.Reply) error {
	if err := t.Store.Mention(ctx, person, models.Notice{Key: key, Now: t.By.Now, Body: r}); err != nil {
		return err
	}
	_, err := t.Store.TellUnaskedTo(ctx, person, t.By.Now, say.Join)
	return err
}
