package models

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Stages of an Appeal.
const (
	AppealOpen      = "open"      // 待答复
	AppealUpheld    = "upheld"    // 通过
	AppealDismissed = "dismissed" // 不通过
)

// appealDays is how many working days an appeal is answered in.
const appealDays = 3

// Appeal (申诉) asks a coordinator of the level above whoever decided on a report to
// look again. One stands open a lesson. Nobody answers it who decided before, or
// whose lesson it is; what follows from the answer is entered, never edited. Not
// answered in time, it climbs one level, once.
type Appeal struct {
	ID            int64
	LessonID      int64 `gorm:"index"`
	LogID         int64
	PersonID      int64        `gorm:"index"` // who appeals: the tutor or the guardian
	OrgID         int64        `gorm:"index"` // whose coordinators answer
	AgainstID     int64        // who decided before, 0 when the rule or the other side did
	DueOn         calendar.Day `gorm:"size:10"`
	Stage         string       `gorm:"size:12;index"`
	Climbed       bool
	AnsweredBy    int64
	AnsweredIn    int64 // the Org they answered for
	AnsweredAt    int64
	MadeAt        int64
	Sealed        []byte
	AppealPrivate `gorm:"-"`
}

// AppealPrivate is what both sides said.
type AppealPrivate struct {
	Words  string `json:"words,omitempty"`
	Answer string `json:"answer,omitempty"`
}

func (a *Appeal) private() (any, *[]byte) { return &a.AppealPrivate, &a.Sealed }

// Lesson is the ticket that people call it by: that of its lesson.
func (a Appeal) Lesson() Ticket { return Ticket{LessonPrefix, a.LessonID} }

// LastReport is the newest report of a lesson, whether it stands or not; its ID is 0
// when there is none.
func (s *Store) LastReport(ctx context.Context, lesson int64) (log TutoringLog, err error) {
	err = s.db(ctx).Where("lesson_id = ?", lesson).Order("id DESC").Limit(1).Find(&log).Error
	return log, err
}

// Contestable says whether a tutor or, with guardian, a guardian may appeal against
// what became of a report.
func (l TutoringLog) Contestable(guardian bool) bool {
	if guardian {
		return l.DecidedBy != 0 && l.Standing
	}
	return l.Refused || l.Standing && (l.Held || l.Heard == HeardOtherwise || l.DecidedBy != 0 && l.Corrects != 0)
}

// Appeal (申诉) brings what became of a lesson's report before the level above; said
// again it adds words, and added is true. It refuses (Forbidden) other people's
// lessons and (Conflict) what is not contested or was answered.
func (s *Store) Appeal(ctx context.Context, by Actor, l Lesson, words string) (a Appeal, added bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		e, err := tx.Enrolment(ctx, l.EnrolmentID)
		if err != nil {
			return err
		}
		log, err := tx.LastReport(ctx, l.ID)
		if err != nil {
			return err
		}
		guardian := e.PersonID == by.Person
		if log.TutorID != by.Person && l.TutorID != by.Person && !guardian {
			return Refuse(Forbidden, "%s不是您的课，不能替别人申诉。", l.Ticket())
		}
		if a, added, err = tx.appealOf(ctx, by, log, words); err != nil || added {
			return err
		}
		if !log.Contestable(guardian) {
			return Refuse(Conflict, "%s没有可以申诉的：没有被扣下、退回，也没有异议。回“查 %s”看看。", l.Ticket(), l.Ticket())
		}
		a = Appeal{LessonID: l.ID, LogID: log.ID, PersonID: by.Person, AgainstID: log.DecidedBy, Stage: AppealOpen, MadeAt: by.Now.UnixMilli(), AppealPrivate: AppealPrivate{Words: words},
			DueOn: calendar.Arranged().Workday(calendar.DayOf(by.Now), appealDays)}
		to, _, err := tx.appealTo(ctx, l, log, e)
		if err != nil {
			return err
		}
		a.OrgID = to.ID
		if err := tx.db(ctx).Create(&a).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "appeal", l.Ticket().String(), a.OrgID, "")
	})
	return a, added, err
}

// appealOf adds words to the speaker's open appeal about a lesson; added is false
// when there is none.
func (s *Store) appealOf(ctx context.Context, by Actor, log TutoringLog, words string) (a Appeal, added bool, err error) {
	var all []Appeal
	if err := s.db(ctx).Where("lesson_id = ?", log.LessonID).Order("id").Find(&all).Error; err != nil {
		return a, false, err
	}
	for _, a := range all {
		switch {
		case a.Stage == AppealOpen && a.PersonID != by.Person:
			return a, false, Refuse(Conflict, "%s正在复核，有了结果告诉您。", a.Lesson())
		case a.Stage == AppealOpen:
			if words != "" && words != a.Words {
				a.Words = joinLines(a.Words, words)
			}
			return a, true, s.db(ctx).Save(&a).Error
		case a.LogID == log.ID && a.PersonID == by.Person:
			return a, false, Refuse(Conflict, "%s已经复核过了：%s", a.Lesson(), orElse(a.Answer, "结果不变。"))
		}
	}
	return a, false, nil
}

func joinLines(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// appealTo is the unit above whoever decided, or would have, whose coordinators are
// neither they nor a side of the lesson; where there is none above, that unit's
// others.
func (s *Store) appealTo(ctx context.Context, l Lesson, log TutoringLog, e Enrolment) (to Org, people []int64, err error) {
	not := []int64{log.DecidedBy, log.TutorID, l.TutorID, e.PersonID}
	base := log.DecidedIn
	if base == 0 {
		base = l.OrgID
	}
	org, err := s.Org(ctx, base)
	if err != nil {
		return to, nil, err
	}
	if log.DecidedIn == 0 { // who would have decided
		if duty, found, err := s.DutyHolders(ctx, Coordinator, org); err != nil {
			return to, nil, err
		} else if len(found) > 0 {
			org = duty
		}
	}
	if org.ParentID > 0 {
		above, err := s.Org(ctx, org.ParentID)
		if err != nil {
			return to, nil, err
		}
		if to, people, err = s.DutyHolders(ctx, Coordinator, above, not...); err != nil || len(people) > 0 {
			return to, people, err
		}
	}
	if to, people, err = s.DutyHolders(ctx, Coordinator, org, not...); len(people) == 0 {
		to = org
	}
	return to, people, err
}

// AppealHolders are those who are to answer an appeal.
func (s *Store) AppealHolders(ctx context.Context, a Appeal) (people []int64, err error) {
	not, err := s.appealParties(ctx, a)
	if err != nil {
		return nil, err
	}
	org, err := s.Org(ctx, a.OrgID)
	if err != nil {
		return nil, err
	}
	_, people, err = s.DutyHolders(ctx, Coordinator, org, not...)
	return people, err
}

// appealParties are who may not answer: who decided, and the sides of the lesson.
func (s *Store) appealParties(ctx context.Context, a Appeal) ([]int64, error) {
	l, err := s.Lesson(ctx, a.LessonID)
	if err != nil {
		return nil, err
	}
	e, err := s.Enrolment(ctx, l.EnrolmentID)
	return []int64{a.AgainstID, a.PersonID, l.TutorID, e.PersonID}, err
}

// Appeals are the open ones that the actor may answer, the oldest due first.
func (s *Store) Appeals(ctx context.Context, by Actor, limit int) (as []Appeal, err error) {
	var all []Appeal
	err = s.db(ctx).Where("stage = ?", AppealOpen).Where("org_id IN (?)", s.belowOrNone(ctx, by.Orgs(Coordinator))).Order("due_on, id").Find(&all).Error
	for _, a := range all {
		not, err := s.appealParties(ctx, a)
		if err != nil {
			return nil, err
		}
		if len(as) < limit && !slices.Contains(not, by.Person) {
			as = append(as, a)
		}
	}
	return as, err
}

// OpenAppeal is the open appeal about a lesson; its ID is 0 when there is none.
func (s *Store) OpenAppeal(ctx context.Context, lesson int64) (a Appeal, err error) {
	err = s.db(ctx).Where("lesson_id = ? AND stage = ?", lesson, AppealOpen).Limit(1).Find(&a).Error
	return a, err
}

// AnswerAppeal (申诉通过, 申诉不通过) decides on the open appeal about a lesson. It
// refuses (Forbidden) anyone below its unit, who decided before, and the sides of
// the lesson.
func (s *Store) AnswerAppeal(ctx context.Context, by Actor, t Ticket, upheld bool, words string) (a Appeal, log TutoringLog, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		l, err := tx.Lesson(ctx, t.ID)
		if err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		err = tx.db(ctx).Where("lesson_id = ? AND stage = ?", l.ID, AppealOpen).Take(&a).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return Refuse(NotFound, "%s没有在等答复的申诉。", t)
		}
		if err != nil {
			return err
		}
		org, err := tx.mayAnswer(ctx, by, a)
		if err != nil {
			return err
		}
		if log, err = tx.LastReport(ctx, l.ID); err != nil {
			return err
		}
		log.decidedBy(by, org, words)
		a.AnsweredBy, a.AnsweredIn, a.AnsweredAt, a.Answer, a.Stage = by.Person, log.DecidedIn, by.Now.UnixMilli(), words, AppealDismissed
		if upheld {
			a.Stage = AppealUpheld
		}
		if err := tx.db(ctx).Save(&a).Error; err != nil {
			return err
		}
		if err := tx.follow(ctx, by, a, l, &log); err != nil {
			return err
		}
		return tx.audit(ctx, by, a.Stage, t.String(), a.OrgID, "")
	})
	return a, log, err
}

func (s *Store) mayAnswer(ctx context.Context, by Actor, a Appeal) (org Org, err error) {
	if org, err = s.Org(ctx, a.OrgID); err != nil {
		return org, err
	}
	if !by.Holds(Coordinator, org) {
		return org, Refuse(Forbidden, "%s的申诉由%s的协调员答复。", a.Lesson(), org.Name)
	}
	not, err := s.appealParties(ctx, a)
	if err == nil && slices.Contains(not, by.Person) {
		err = Refuse(Forbidden, "%s是您经手或者您自己的，按回避的规矩请另一位协调员答复。", a.Lesson())
	}
	return org, err
}

// follow lets the report become what the answer says: the side that is right has it
// its way. What counted and no longer does, and the other way round, is entered.
func (s *Store) follow(ctx context.Context, by Actor, a Appeal, l Lesson, log *TutoringLog) error {
	tutors := a.PersonID == log.TutorID
	counts := tutors == (a.Stage == AppealUpheld)
	switch {
	case tutors && counts && log.Standing && !log.Held && log.Corrects != 0 && log.Heard != HeardOtherwise:
		return s.restoreReport(ctx, by, l, log)
	case counts && log.Standing && !log.Held && log.Heard != HeardOtherwise, !counts && !log.Standing:
		return s.db(ctx).Save(log).Error // as it was, now for good
	}
	return s.settleLog(ctx, by, l, log, counts)
}

// restoreReport lets the report that was corrected hold again, by a correction of
// the correction.
func (s *Store) restoreReport(ctx context.Context, by Actor, l Lesson, log *TutoringLog) error {
	var before TutoringLog
	if err := s.db(ctx).Take(&before, log.Corrects).Error; err != nil {
		return err
	}
	again := before
	again.ID, again.Corrects, again.Standing, again.Held, again.Refused, again.MadeAt, again.Channel = 0, log.ID, true, false, false, by.Now.UnixMilli(), by.Via
	again.DecidedBy, again.DecidedIn, again.DecidedAt, again.Refusal = log.DecidedBy, log.DecidedIn, log.DecidedAt, log.Refusal
	old := *log
	*log = again
	return s.replaceReport(ctx, by, l, old, log)
}

// LateAppeals are the open ones whose day has passed and that have not climbed.
func (s *Store) LateAppeals(ctx context.Context, today calendar.Day) (as []Appeal, err error) {
	err = s.db(ctx).Where("stage = ? AND due_on < ? AND climbed = ?", AppealOpen, today, false).Order("id").Find(&as).Error
	return as, err
}

// Climb hands an appeal that was not answered in time to the level above, once.
func (s *Store) Climb(ctx context.Context, a *Appeal, now time.Time) (to Org, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if to, err = tx.Org(ctx, a.OrgID); err != nil {
			return err
		}
		not, err := tx.appealParties(ctx, *a)
		if err != nil {
			return err
		}
		if to.ParentID > 0 {
			above, err := tx.Org(ctx, to.ParentID)
			if err != nil {
				return err
			}
			if org, people, err := tx.DutyHolders(ctx, Coordinator, above, not...); err != nil {
				return err
			} else if len(people) > 0 {
				to = org
			}
		}
		a.OrgID, a.Climbed, a.DueOn = to.ID, true, calendar.Arranged().Workday(calendar.DayOf(now), appealDays)
		if err := tx.db(ctx).Save(a).Error; err != nil {
			return err
		}
		return tx.audit(ctx, Actor{Via: "command", Now: now}, "climb", a.Lesson().String(), to.ID, "")
	})
	return to, err
}

// TutorReports are a tutor's reports, the newest of each lesson, latest day first.
func (s *Store) TutorReports(ctx context.Context, tutor int64) (logs []TutoringLog, err error) {
	newest := s.db(ctx).Model(&TutoringLog{}).Select("MAX(id)").Where("tutor_id = ?", tutor).Group("lesson_id")
	err = s.db(ctx).Where("id IN (?)", newest).Order("day DESC, start DESC, id DESC").Find(&logs).Error
	return logs, err
}

// Unreported are a tutor's planned lessons since a day that are over and of which no
// report came, in order.
func (s *Store) Unreported(ctx context.Context, tutor int64, since calendar.Day, now time.Time) (ls []Lesson, err error) {
	reported := s.db(ctx).Model(&TutoringLog{}).Select("lesson_id").Where("tutor_id = ?", tutor)
	var all []Lesson
	err = s.db(ctx).Where("tutor_id = ? AND planned = ? AND given = ? AND dropped = ? AND day >= ? AND day <= ? AND id NOT IN (?)", tutor, true, false, false, since, calendar.DayOf(now), reported).
		Order("day, start, id").Find(&all).Error
	for _, l := range all {
		if l.Ends(s.Zone).Before(now) {
			ls = append(ls, l)
		}
	}
	return ls, err
}
