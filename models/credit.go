package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Export (导出批次) is one time that hours left for another platform.
type Export struct {
	ID       int64
	OrgID    int64
	FirstDay calendar.Day `gorm:"size:10"` // "" is open
	LastDay  calendar.Day `gorm:"size:10"`
	Reports  int          // how many left
	Minutes  int
	MadeBy   int64
	MadeAt   int64
	Via      string `gorm:"size:20"`
}

// Credit (已导出) says that a report's minutes left in an export, so that no
// hour is credited twice. What had left for the same lesson before, under a report
// that was corrected since, is not in it.
type Credit struct {
	ID       int64
	LogID    int64 `gorm:"uniqueIndex:credit_once,priority:1"`
	ExportID int64 `gorm:"uniqueIndex:credit_once,priority:2;index"`
	LessonID int64 `gorm:"index"`
	Minutes  int
	Periods  calendar.Periods
	MadeAt   int64
}

// Outgoing is a report with what of it is to leave: all of it, or what a
// correction added to what had left before.
type Outgoing struct {
	TutoringLog
	Before, Give               int // minutes of its lesson that had left, and that are to leave now
	BeforePeriods, GivePeriods calendar.Periods
	LeftIn, When               int64 // the export it left in last, and when; 0 for none
}

// Outgoings are what an export takes and what it must be told beside it.
type Outgoings struct {
	Give  []Outgoing // reports with minutes to leave, in the order of their days
	Left  []Outgoing // reports of which all had left before
	Over  []Outgoing // lessons of which more had left than holds now: corrected since, or taken back
	Again bool
}

// TakeOut (导出时长) gathers the reports of x that count and have not left yet,
// hands them to f, which writes them down, and marks them as gone; again takes
// those that had left too. When f fails nothing is marked. Others go on writing
// while f does, so f is called once more when what it was given has changed; it
// refuses (Conflict) when that goes on.
func (s *Store) TakeOut(ctx context.Context, by Actor, x Extent, again bool, f func(Outgoings) error) (e Export, err error) {
	for range 5 {
		o, err := s.outgoings(ctx, x, again)
		if err != nil {
			return e, err
		}
		if err := f(o); err != nil || len(o.Give) == 0 {
			return e, err
		}
		if e, err = s.markOut(ctx, by, x, o); !errors.Is(err, errChanged) {
			return e, err
		}
	}
	return e, Refuse(Conflict, "导出的时候一直有人在报课时，请过几分钟再导一次。")
}

// errChanged says that reports came in, or left, since they were gathered.
var errChanged = errors.New("what is to leave has changed")

// markOut marks what was written down as gone, if it is still what is to leave.
func (s *Store) markOut(ctx context.Context, by Actor, x Extent, o Outgoings) (e Export, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.lockExports(ctx); err != nil {
			return err
		}
		now, err := tx.outgoings(ctx, x, o.Again)
		if err != nil {
			return err
		}
		if !slices.EqualFunc(now.Give, o.Give, func(a, b Outgoing) bool { return a.ID == b.ID && a.Give == b.Give && a.Before == b.Before }) {
			return &Error{Kind: Conflict, Err: errChanged}
		}
		e = Export{OrgID: x.Org.ID, FirstDay: x.From, LastDay: x.To, Reports: len(o.Give), MadeBy: by.Person, MadeAt: by.Now.UnixMilli(), Via: by.Via}
		for _, g := range o.Give {
			e.Minutes += g.Give
		}
		if err := tx.db(ctx).Create(&e).Error; err != nil {
			return err
		}
		if err := tx.credit(ctx, e, o.Give, by.Now); err != nil {
			return err
		}
		return tx.audit(ctx, by, "export hours", "", x.Org.ID, fmt.Sprint(e.ID))
	})
	return e, err
}

// lockExports lets exports go one after the other.
func (s *Store) lockExports(ctx context.Context) error {
	return s.db(ctx).Model(&Org{}).Where("parent_id = 0").Update("made_at", gorm.Expr("made_at")).Error
}

func (s *Store) credit(ctx context.Context, e Export, give []Outgoing, now time.Time) error {
	rows := make([]Credit, len(give))
	for i, g := range give {
		rows[i] = Credit{LogID: g.ID, ExportID: e.ID, LessonID: g.LessonID, Minutes: max(0, g.Minutes-g.Before), Periods: max(0, g.Periods-g.BeforePeriods), MadeAt: now.UnixMilli()}
	}
	return s.db(ctx).CreateInBatches(rows, 200).Error
}

// outgoings compares what holds now with what had left, lesson by lesson.
func (s *Store) outgoings(ctx context.Context, x Extent, again bool) (o Outgoings, err error) {
	var logs []TutoringLog
	err = s.extent(ctx, x, &TutoringLog{}, "day").Where("standing = ? AND held = ? AND heard <> ?", true, false, HeardOtherwise).Order("day, start, id").Find(&logs).Error
	if err != nil {
		return o, err
	}
	gone, err := s.goneLessons(ctx, x)
	if err != nil {
		return o, err
	}
	lessons := gone
	for _, l := range logs {
		lessons = append(lessons, l.LessonID)
	}
	left, err := find[Credit](s.db(ctx), "lesson_id", lessons)
	if err != nil {
		return o, err
	}
	before := grouped(left, func(c Credit) int64 { return c.LessonID })
	o.Again = again
	for _, l := range logs {
		o.sort(l, before[l.LessonID])
	}
	return o, s.addOver(ctx, &o, gone, before)
}

// sort puts a report that holds where it belongs.
func (o *Outgoings) sort(l TutoringLog, left []Credit) {
	g := Outgoing{TutoringLog: l}
	for _, c := range left {
		g.Before, g.BeforePeriods = g.Before+c.Minutes, g.BeforePeriods+c.Periods
		if c.MadeAt >= g.When {
			g.LeftIn, g.When = c.ExportID, c.MadeAt
		}
	}
	g.Give, g.GivePeriods = max(0, l.Minutes-g.Before), max(0, l.Periods-g.BeforePeriods)
	if g.Before > l.Minutes {
		o.Over = append(o.Over, g)
	}
	switch {
	case l.Minutes == 0:
	case o.Again:
		g.Give, g.GivePeriods = l.Minutes, l.Periods
		o.Give = append(o.Give, g)
	case g.Give > 0:
		o.Give = append(o.Give, g)
	default:
		o.Left = append(o.Left, g)
	}
}

// goneLessons are the lessons of x of which a report had left.
func (s *Store) goneLessons(ctx context.Context, x Extent) (ids []int64, err error) {
	logs := s.extent(ctx, x, &TutoringLog{}, "day").Select("id")
	err = s.db(ctx).Model(&Credit{}).Where("log_id IN (?)", logs).Distinct().Pluck("lesson_id", &ids).Error
	return ids, err
}

// addOver adds the lessons that had left and of which no report holds any more.
func (s *Store) addOver(ctx context.Context, o *Outgoings, gone []int64, before map[int64][]Credit) error {
	standing, err := find[TutoringLog](s.db(ctx).Where("standing = ? AND held = ? AND heard <> ?", true, false, HeardOtherwise), "lesson_id", gone)
	if err != nil {
		return err
	}
	holds := indexed(standing, func(l TutoringLog) int64 { return l.LessonID })
	for _, lesson := range gone {
		if _, ok := holds[lesson]; ok {
			continue
		}
		last := before[lesson][len(before[lesson])-1]
		var l TutoringLog
		if err := s.db(ctx).Take(&l, last.LogID).Error; err != nil {
			return err
		}
		l.Minutes, l.Periods = 0, 0
		o.sort(l, before[lesson])
	}
	return nil
}
