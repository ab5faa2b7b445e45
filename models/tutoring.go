package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// TutoringLog (课时上报) is a tutor's report that a lesson was given. A wrong
// report is answered by a correction that names it, never edited, so that a
// digest already posted can be explained. A report that overlaps another and
// says why is held for the coordinator and counts when they approve it.
type TutoringLog struct {
	ID              int64
	LessonID        int64        `gorm:"index"`
	TutorID         int64        `gorm:"index:log_tutor_day,priority:1"`
	OrgID           int64        `gorm:"index;index:log_held,priority:1"`
	Day             calendar.Day `gorm:"size:10;index:log_tutor_day,priority:2"`
	Start           calendar.Clock
	Minutes         int              // clock minutes given, 10 to 240
	Periods         calendar.Periods // Minutes / 45, rounded down to a half; 0 when the child did not come
	Waited          int              // minutes the tutor waited for a child who did not come
	Held            bool             `gorm:"index:log_held,priority:2"`
	Corrects        int64            // the report that this one takes the place of, 0 for none
	Standing        bool             // one a lesson
	Heard           string           `gorm:"size:12"` // what the guardian says: asked, confirmed, default, disputed; "" before they were asked
	AskedAt         int64            // when they were
	DecidedBy       int64            // the coordinator who let it count, refused or corrected it
	DecidedIn       int64            // the Org they did it for
	DecidedAt       int64
	Refused         bool
	MadeAt          int64
	Channel         string `gorm:"size:20"`
	EnteredBy       int64  // the coordinator who put it down for the tutor, 0 for the tutor
	Sealed          []byte
	TutoringPrivate `gorm:"-"`
}

// TutoringPrivate is the tutor's own words.
type TutoringPrivate struct {
	Note string `json:"note,omitempty"`
	Why  string `json:"why,omitempty"` // why it is held: 时间重叠
	// Refusal is what the coordinator said who refused or corrected it.
	Refusal string `json:"refusal,omitempty"`
}

func (l *TutoringLog) private() (any, *[]byte) { return &l.TutoringPrivate, &l.Sealed }

// Report is what a tutor says of one lesson.
type Report struct {
	Start   calendar.Clock
	Minutes int
	Absent  bool // 孩子没来
	Note    string
	// EnteredBy is the coordinator who puts it down for the tutor, 0 for the tutor.
	EnteredBy int64
}

// ReportLesson (课时上报) records that l was given. Reporting again with the same
// minutes changes nothing; with others it is a correction. It refuses (Invalid)
// a lesson that has not begun and (Conflict) a time that overlaps another report
// of the same tutor, unless the note says why: then it is held.
func (s *Store) ReportLesson(ctx context.Context, by Actor, l Lesson, r Report) (log TutoringLog, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if l.TutorID != by.Person {
			return Refuse(Forbidden, "%s不是你的课，报不了。", l.Ticket())
		}
		if err := tx.reportable(l, r, by); err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		log, err = tx.keepReport(ctx, by, l, r)
		return err
	})
	return log, err
}

// reportable refuses a length that no lesson has, and a lesson that has not begun.
func (s *Store) reportable(l Lesson, r Report, by Actor) error {
	if r.Minutes < 10 || r.Minutes > 240 {
		return Refuse(Invalid, "一节课要在10分钟到4小时之间，比如“90分钟”。")
	}
	if !l.Day.At(r.Start, s.Zone).After(by.Now) {
		return nil
	}
	if l.ID == 0 {
		return Refuse(Invalid, "这个时间还没到，上完课再报就行。")
	}
	return Refuse(Invalid, "%s还没开始，上完课再报就行。", l.Ticket())
}

// keepReport keeps the report of a lesson, and the lesson where nobody had planned
// it.
func (s *Store) keepReport(ctx context.Context, by Actor, l Lesson, r Report) (TutoringLog, error) {
	if l.ID == 0 {
		l.MadeAt = by.Now.UnixMilli()
		if err := s.db(ctx).Create(&l).Error; err != nil {
			return TutoringLog{}, err
		}
	}
	return s.saveReport(ctx, by, l, r)
}

func (s *Store) saveReport(ctx context.Context, by Actor, l Lesson, r Report) (TutoringLog, error) {
	old, err := s.StandingReport(ctx, l.ID)
	if err != nil {
		return old, err
	}
	log := TutoringLog{LessonID: l.ID, TutorID: l.TutorID, OrgID: l.OrgID, Day: l.Day, Start: r.Start, Minutes: r.Minutes,
		Periods: calendar.PeriodsOf(r.Minutes, s.PeriodMinutes), Corrects: old.ID, Standing: true, MadeAt: by.Now.UnixMilli(), Channel: by.Via, EnteredBy: r.EnteredBy, TutoringPrivate: TutoringPrivate{Note: r.Note}}
	if r.Absent {
		log.Waited, log.Minutes, log.Periods = r.Minutes, 0, 0
	}
	if old.ID != 0 && old.Start == log.Start && old.Minutes == log.Minutes && old.Waited == log.Waited {
		return old, nil
	}
	other, err := s.overlappingReport(ctx, log)
	if err != nil {
		return log, err
	}
	if other != nil && r.Note == "" {
		t := Ticket{LessonPrefix, other.LessonID}
		return log, Refuse(Conflict, "这段时间和%s（%s–%s）重叠了。时间写错了就改一下，确实都上了就在备注里写一句说明。", t, other.Start, other.Start+calendar.Clock(other.Minutes))
	}
	if log.Why, err = s.doubtful(ctx, by, l, log, other != nil); err != nil {
		return log, err
	}
	log.Held = log.Why != ""
	return log, s.replaceReport(ctx, by, l, old, &log)
}

const (
	// longDay is how many minutes one tutor teaches in a day before somebody looks.
	longDay = 6 * 60
	// longer is how many minutes a lesson may go over its plan before somebody looks.
	longer = 60
	// lateAfter is how many days a report may come after its lesson.
	lateAfter = 7
)

// doubtful says why a report has to be looked at before it counts, "" when it need
// not be.
func (s *Store) doubtful(ctx context.Context, by Actor, l Lesson, log TutoringLog, overlaps bool) (string, error) {
	switch {
	case overlaps:
		return "时间重叠", nil
	case calendar.DayOf(by.Now).Sub(log.Day) > lateAfter:
		return "过了7天才报", nil
	case l.Planned && l.Minutes > 0 && log.Minutes > l.Minutes+longer:
		return "比排的多了1小时以上", nil
	}
	var sum int
	err := s.db(ctx).Model(&TutoringLog{}).Select("COALESCE(SUM(minutes), 0)").Where("tutor_id = ? AND day = ? AND standing = ? AND lesson_id <> ?", log.TutorID, log.Day, true, log.LessonID).Scan(&sum).Error
	if err == nil && sum+log.Minutes > longDay {
		return "这天一共超过6小时", nil
	}
	return "", err
}

// replaceReport takes back what the old report counted and counts the new one.
func (s *Store) replaceReport(ctx context.Context, by Actor, l Lesson, old TutoringLog, log *TutoringLog) error {
	if old.ID != 0 {
		if err := s.db(ctx).Model(&TutoringLog{}).Where("id = ?", old.ID).Update("standing", false).Error; err != nil {
			return err
		}
		if err := s.countReport(ctx, old, -1, by.Now); err != nil {
			return err
		}
	}
	if err := s.db(ctx).Create(log).Error; err != nil {
		return err
	}
	if err := s.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Updates(map[string]any{"given": true, "dropped": l.Dropped && l.Planned}).Error; err != nil {
		return err
	}
	if err := s.countReport(ctx, *log, 1, by.Now); err != nil {
		return err
	}
	if err := s.tried(ctx, by, l); err != nil {
		return err
	}
	if err := s.followUp(ctx, l, *log, by.Now); err != nil {
		return err
	}
	return s.audit(ctx, by, "report", l.Ticket().String(), l.OrgID, "")
}

// tried lets a child's first lesson be the trial, and the second be the end of it.
func (s *Store) tried(ctx context.Context, by Actor, l Lesson) error {
	var given int64
	if err := s.db(ctx).Model(&Lesson{}).Where("enrolment_id = ? AND given = ?", l.EnrolmentID, true).Count(&given).Error; err != nil {
		return err
	}
	from, to, act := Paired, Trial, "trial"
	if given > 1 {
		from, to, act = Trial, Running, "run"
	}
	e, err := s.Enrolment(ctx, l.EnrolmentID)
	if err != nil || e.Stage != from {
		return err
	}
	if err := e.advance(e.Ticket(), act, to, Teaching, by.Now); err != nil {
		return err
	}
	if err := s.db(ctx).Model(&e).Select("stage", "stage_at").Updates(&e).Error; err != nil {
		return err
	}
	if err := s.goAlong(ctx, e, from, by.Now); err != nil {
		return err
	}
	return s.audit(ctx, by, act, Ticket{EnrolmentPrefix, l.EnrolmentID}.String(), l.OrgID, "")
}

// countReport enters (sign 1) or takes back (-1) what a report counts: nothing
// while it is held; one 人次 a tutor and lesson, whether or not the child came.
func (s *Store) countReport(ctx context.Context, log TutoringLog, sign int64, now time.Time) error {
	for _, e := range reportEntries(log, sign) {
		if err := s.enter(ctx, e, now); err != nil {
			return err
		}
	}
	return nil
}

func reportEntries(log TutoringLog, sign int64) (entries []Entry) {
	if log.Held {
		return nil
	}
	given := int64(1)
	if log.Minutes == 0 {
		given = 0
	}
	subject := Ticket{LessonPrefix, log.LessonID}.String()
	for _, e := range []Entry{{Measure: LessonsGiven, Delta: given}, {Measure: TutoringTurns, Delta: 1}, {Measure: HalfPeriods, Delta: int64(log.Periods)}, {Measure: heardMeasures[log.Heard], Delta: 1}} {
		if e.Delta == 0 || e.Measure == "" {
			continue
		}
		e.OrgID, e.Day, e.Delta, e.Subject = log.OrgID, log.Day, e.Delta*sign, subject
		entries = append(entries, e)
	}
	return entries
}

// StandingReport is the report that holds for a lesson; its ID is 0 when there
// is none.
func (s *Store) StandingReport(ctx context.Context, lesson int64) (log TutoringLog, err error) {
	if lesson == 0 {
		return log, nil
	}
	err = s.db(ctx).Where("lesson_id = ? AND standing = ?", lesson, true).Limit(1).Find(&log).Error
	return log, err
}

// FirstReport is the id of the first report of a pairing that ever stood, 0 when
// there is none.
func (s *Store) FirstReport(ctx context.Context, pairing int64) (id int64, err error) {
	lessons := s.db(ctx).Model(&Lesson{}).Select("id").Where("pairing_id = ?", pairing)
	err = s.db(ctx).Model(&TutoringLog{}).Select("COALESCE(MIN(id), 0)").Where("lesson_id IN (?)", lessons).Scan(&id).Error
	return id, err
}

// NewestReport is a tutor's newest standing report since a day, of one lesson when
// that is not 0; its ID is 0 when there is none.
func (s *Store) NewestReport(ctx context.Context, tutor, lesson int64, since calendar.Day) (log TutoringLog, err error) {
	q := s.db(ctx).Where("tutor_id = ? AND day >= ? AND standing = ?", tutor, since, true)
	if lesson != 0 {
		q = q.Where("lesson_id = ?", lesson)
	}
	err = q.Order("id DESC").Limit(1).Find(&log).Error
	return log, err
}

func (s *Store) overlappingReport(ctx context.Context, log TutoringLog) (*TutoringLog, error) {
	var others []TutoringLog
	err := s.db(ctx).Where("tutor_id = ? AND day = ? AND standing = ? AND lesson_id <> ?", log.TutorID, log.Day, true, log.LessonID).Order("id").Find(&others).Error
	for i, o := range others {
		if log.Start < o.Start+calendar.Clock(o.Minutes) && o.Start < log.Start+calendar.Clock(log.Minutes) {
			return &others[i], err
		}
	}
	return nil, err
}

// DropLesson (这节课没上) says that a lesson did not take place; it no longer
// counts as planned on its day. A reported one is refused (Conflict).
func (s *Store) DropLesson(ctx context.Context, by Actor, l Lesson) error {
	return s.Tx(ctx, func(tx *Store) error {
		if l.TutorID != by.Person {
			return Refuse(Forbidden, "%s不是你的课，改不了。", l.Ticket())
		}
		if l.Given {
			return Refuse(Conflict, "%s已经报过课时了。", l.Ticket())
		}
		return tx.FallThrough(ctx, by, l)
	})
}

// TakeBackReport (撤销) undoes the standing report of a lesson, and what it
// counted; a lesson that nobody had planned goes with it.
func (s *Store) TakeBackReport(ctx context.Context, by Actor, t Ticket) error {
	return s.Tx(ctx, func(tx *Store) error {
		l, err := tx.Lesson(ctx, t.ID)
		if err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		log, err := tx.StandingReport(ctx, l.ID)
		if err == nil && l.TutorID != by.Person && (log.ID == 0 || log.EnteredBy != by.Person) {
			err = Refuse(Forbidden, "%s不是你的课，撤不了。", t)
		}
		if err != nil || log.ID == 0 {
			return err
		}
		if err := tx.db(ctx).Model(&TutoringLog{}).Where("id = ?", log.ID).Update("standing", false).Error; err != nil {
			return err
		}
		if err := tx.countReport(ctx, log, -1, by.Now); err != nil {
			return err
		}
		if err := tx.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Updates(map[string]any{"given": false, "dropped": !l.Planned}).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "undo", t.String(), l.OrgID, "")
	})
}
