package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// Stages of a Cover.
const (
	CoverAsking = "asking"  // 在找人
	CoverFound  = "found"   // 有人代
	CoverFailed = "failed"  // 没找到
	CoverEnded  = "dropped" // 不用代了
)

// Cover (代课) is the search for someone to give a lesson whose tutor cannot.
type Cover struct {
	ID       int64
	LessonID int64  `gorm:"uniqueIndex"`
	TutorID  int64  // who cannot
	Stage    string `gorm:"size:12;index"`
	WaveAt   int64  // when the last wave was asked
	MadeAt   int64
}

// CoverAsk is one tutor who was asked.
type CoverAsk struct {
	ID       int64
	CoverID  int64  `gorm:"uniqueIndex:cover_once,priority:1"`
	PersonID int64  `gorm:"uniqueIndex:cover_once,priority:2;index"`
	Answer   string `gorm:"size:8"` // yes, no, "" while open
	AskedAt  int64
}

// StartCover (请假) begins the search for a lesson that has not begun; again it is
// the same one. It refuses (Forbidden) a lesson that is another tutor's.
func (s *Store) StartCover(ctx context.Context, by Actor, l Lesson) (c Cover, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		switch {
		case l.TutorID != by.Person:
			return Refuse(Forbidden, "%s不是你的课。", l.Ticket())
		case l.Given || !l.Begins(tx.Zone).After(by.Now):
			return Refuse(Conflict, "%s已经开始了。来不了就回“今天来不了 %s”。", l.Ticket(), l.Ticket())
		}
		found := tx.db(ctx).Where("lesson_id = ?", l.ID).Limit(1).Find(&c)
		if found.Error != nil || found.RowsAffected > 0 && c.Stage == CoverAsking {
			return found.Error
		}
		c.LessonID, c.TutorID, c.Stage, c.MadeAt = l.ID, by.Person, CoverAsking, by.Now.UnixMilli()
		if err := tx.db(ctx).Save(&c).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "leave", l.Ticket().String(), l.OrgID, "")
	})
	return c, err
}

// CoverOf is the search for a lesson; its ID is 0 when there is none.
func (s *Store) CoverOf(ctx context.Context, lesson int64) (c Cover, err error) {
	err = s.db(ctx).Where("lesson_id = ?", lesson).Limit(1).Find(&c).Error
	return c, err
}

// OpenCovers are the searches that go on.
func (s *Store) OpenCovers(ctx context.Context) (cs []Cover, err error) {
	err = s.db(ctx).Where("stage = ?", CoverAsking).Order("id").Find(&cs).Error
	return cs, err
}

// CoverAsks are those who were asked for one, in order.
func (s *Store) CoverAsks(ctx context.Context, cover int64) (as []CoverAsk, err error) {
	err = s.db(ctx).Where("cover_id = ?", cover).Order("id").Find(&as).Error
	return as, err
}

// AskedOf is the one lesson that a person was asked to cover and may still answer for;
// its ID is 0 when there is none, or several.
func (s *Store) AskedOf(ctx context.Context, person int64) (l Lesson, err error) {
	open := s.db(ctx).Model(&CoverAsk{}).Select("cover_id").Where("person_id = ? AND answer = ''", person)
	var cs []Cover
	if err := s.db(ctx).Where("stage = ? AND id IN (?)", CoverAsking, open).Limit(2).Find(&cs).Error; err != nil || len(cs) != 1 {
		return l, err
	}
	return s.Lesson(ctx, cs[0].LessonID)
}

// LastAsked is when each tutor was last asked to cover any lesson; who never was is
// absent.
func (s *Store) LastAsked(ctx context.Context) (map[int64]int64, error) {
	var rows []struct{ PersonID, At int64 }
	err := s.db(ctx).Model(&CoverAsk{}).Select("person_id, MAX(asked_at) AS at").Group("person_id").Scan(&rows).Error
	out := map[int64]int64{}
	for _, r := range rows {
		out[r.PersonID] = r.At
	}
	return out, err
}

// Busy are the tutors who teach at the time of a lesson.
func (s *Store) Busy(ctx context.Context, l Lesson) (map[int64]bool, error) {
	var ls []Lesson
	err := s.db(ctx).Where("day = ? AND dropped = ?", l.Day, false).Find(&ls).Error
	busy := map[int64]bool{}
	for _, o := range ls {
		if l.Start < o.Start+calendar.Clock(o.Minutes) && o.Start < l.Start+calendar.Clock(l.Minutes) {
			busy[o.TutorID] = true
		}
	}
	return busy, err
}

// AskToCover keeps that people are asked now, as one wave.
func (s *Store) AskToCover(ctx context.Context, c *Cover, people []int64, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		for _, p := range people {
			if err := tx.db(ctx).Create(&CoverAsk{CoverID: c.ID, PersonID: p, AskedAt: now.UnixMilli()}).Error; err != nil {
				return err
			}
		}
		c.WaveAt = now.UnixMilli()
		return tx.db(ctx).Save(c).Error
	})
}

// AnswerCover keeps what someone who was asked says. The first yes wins the lesson:
// won is then true. It refuses (Gone) when the lesson has found someone or is over.
func (s *Store) AnswerCover(ctx context.Context, by Actor, l Lesson, yes bool) (c Cover, won bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if c, err = tx.CoverOf(ctx, l.ID); err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, c.TutorID); err != nil {
			return err
		}
		if c, err = tx.CoverOf(ctx, l.ID); err != nil {
			return err
		}
		var ask CoverAsk
		found := tx.db(ctx).Where("cover_id = ? AND person_id = ?", c.ID, by.Person).Limit(1).Find(&ask)
		switch {
		case found.Error != nil:
			return found.Error
		case found.RowsAffected == 0:
			return Refuse(Forbidden, "%s没有在找你代课。", l.Ticket())
		case c.Stage == CoverFound && ask.Answer == "yes":
			return nil // said twice
		case c.Stage != CoverAsking:
			return Refuse(Gone, "%s已经有人代了，谢谢你！", l.Ticket())
		}
		ask.Answer = "no"
		if yes {
			ask.Answer = "yes"
		}
		if err := tx.db(ctx).Save(&ask).Error; err != nil || !yes {
			return err
		}
		return tx.win(ctx, by, l, &c, &won)
	})
	return c, won, err
}

// win gives a lesson to who said yes first, when they teach nothing else then.
func (s *Store) win(ctx context.Context, by Actor, l Lesson, c *Cover, won *bool) error {
	if err := s.lockTutor(ctx, by.Person); err != nil {
		return err
	}
	l.TutorID = by.Person
	if other, err := s.overlapping(ctx, l); err != nil || other != nil {
		if err == nil {
			err = Refuse(Conflict, "这个时间你有%s，代不了。", other.Ticket())
		}
		return err
	}
	if profile, err := s.TutorProfile(ctx, by.Person); err != nil || !profile.Fit(l.Day) {
		if err == nil {
			err = Refuse(Gone, "%s已经有别的安排了，谢谢你！", l.Ticket())
		}
		return err
	}
	if err := s.handOver(ctx, l, by); err != nil {
		return err
	}
	c.Stage, *won = CoverFound, true
	if err := s.db(ctx).Save(c).Error; err != nil {
		return err
	}
	return s.audit(ctx, by, "cover", l.Ticket().String(), l.OrgID, "")
}

// handOver gives a lesson to another tutor; what it counted follows to their
// university.
func (s *Store) handOver(ctx context.Context, l Lesson, by Actor) error {
	subject := l.Ticket().String()
	before, err := s.partnersOf(ctx, subject)
	if err != nil {
		return err
	}
	if err := s.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Update("tutor_id", by.Person).Error; err != nil {
		return err
	}
	after, err := s.partnersOf(ctx, subject)
	if err != nil {
		return err
	}
	return s.remirror(ctx, append(before, after...), []string{subject}, by.Now)
}

// EndCover ends a search without anyone.
func (s *Store) EndCover(ctx context.Context, c *Cover, stage string) error {
	c.Stage = stage
	return s.Tx(ctx, func(tx *Store) error { return tx.db(ctx).Save(c).Error })
}
