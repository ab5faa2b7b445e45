package models

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm/clause"

	"xiaoqing/models/calendar"
)

// Unasked (没问先说的) is something that a parent is told without having asked. They
// get one letter of this sort a day: what has come together by then goes in it,
// what comes later waits for the next day.
//
// These go through it: tomorrow's lessons, the week's and the first lesson's
// question, the questions of after-care, news of the queue, a dialog that was left
// alone. These do not, for they are an answer, an event of the person's own, or too
// late tomorrow: answers and refusals; decisions on their record (通过, 退回, 结对, 排课)
// and what they are asked to decide within a day; a lesson that begins within the
// hour, that fell through, that somebody moves, covers or drops; what the other side
// of a lesson says to them; a case.
type Unasked struct {
	ID             int64
	Key            string       `gorm:"column:unasked_key;size:160;uniqueIndex"` // as a letter's: it is said once
	PersonID       int64        `gorm:"index:unasked_day,priority:1"`
	Day            calendar.Day `gorm:"size:10;index:unasked_day,priority:2"` // on which they were told, "" while it waits
	MadeAt         int64
	Expires        int64 // dropped when not told by then; 0: never
	Sealed         []byte
	UnaskedPrivate `gorm:"-"`
}

// TableName is the plural of a word that has none.
func (Unasked) TableName() string { return "unasked" }

// UnaskedPrivate is what to say.
type UnaskedPrivate struct {
	Body json.RawMessage `json:"body,omitempty"`
}

func (u *Unasked) private() (any, *[]byte) { return &u.UnaskedPrivate, &u.Sealed }

const (
	// unaskedFrom and unaskedTo are between what hours they are told.
	unaskedFrom, unaskedTo calendar.Clock = 7 * 60, 23 * 60
	unaskedBatch                          = 200
)

// Mention keeps something to tell a parent that they have not asked for; the same
// Key again changes nothing. TellUnasked tells it.
func (s *Store) Mention(ctx context.Context, person int64, n Notice) error {
	body, err := json.Marshal(n.Body)
	if err != nil {
		return err
	}
	u := Unasked{Key: n.Key, PersonID: person, MadeAt: n.Now.UnixMilli(), UnaskedPrivate: UnaskedPrivate{body}}
	if !n.Expires.IsZero() {
		u.Expires = n.Expires.UnixMilli()
	}
	return s.Tx(ctx, func(tx *Store) error {
		return tx.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&u).Error
	})
}

// HeardToday says whether a person was told something unasked today, so that more
// has to wait.
func (s *Store) HeardToday(ctx context.Context, person int64, now time.Time) (bool, error) {
	var n int64
	err := s.db(ctx).Model(&Unasked{}).Where("person_id = ? AND day = ?", person, calendar.DayOf(now)).Count(&n).Error
	return n > 0, err
}

// UnaskedAt is when what is mentioned now will be told: now, or the next morning.
func (s *Store) UnaskedAt(ctx context.Context, person int64, now time.Time) (time.Time, error) {
	today, clock := calendar.DayOf(now), calendar.ClockOf(now)
	heard, err := s.HeardToday(ctx, person, now)
	switch {
	case heard || clock >= unaskedTo:
		return today.Add(1).At(unaskedFrom, s.Zone), err
	case clock < unaskedFrom:
		return today.At(unaskedFrom, s.Zone), err
	}
	return now, err
}

// TellUnasked writes today's one letter to each person for whom something waits and
// who has had none yet; join makes one body of several. It returns how many it
// wrote.
func (s *Store) TellUnasked(ctx context.Context, now time.Time, join func(bodies []json.RawMessage) (any, error)) (letters int, err error) {
	for {
		var people []int64
		heard := s.db(ctx).Model(&Unasked{}).Select("person_id").Where("day = ?", calendar.DayOf(now))
		err := s.db(ctx).Model(&Unasked{}).Distinct("person_id").Where("day = '' AND (expires = 0 OR expires > ?) AND person_id NOT IN (?)", now.UnixMilli(), heard).
			Order("person_id").Limit(unaskedBatch).Pluck("person_id", &people).Error
		if err != nil || len(people) == 0 || !unaskedHours(now) {
			return letters, err
		}
		for _, person := range people {
			told, err := s.TellUnaskedTo(ctx, person, now, join)
			if err != nil {
				return letters, err
			}
			if told {
				letters++
			}
		}
	}
}

func unaskedHours(now time.Time) bool {
	clock := calendar.ClockOf(now)
	return clock >= unaskedFrom && clock < unaskedTo
}

// TellUnaskedTo is TellUnasked for one person.
func (s *Store) TellUnaskedTo(ctx context.Context, person int64, now time.Time, join func([]json.RawMessage) (any, error)) (told bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		told = false
		if err := tx.lockTutor(ctx, person); err != nil {
			return err
		}
		if heard, err := tx.HeardToday(ctx, person, now); err != nil || heard || !unaskedHours(now) {
			return err
		}
		var waiting []Unasked
		if err := tx.db(ctx).Where("person_id = ? AND day = '' AND (expires = 0 OR expires > ?)", person, now.UnixMilli()).Order("id").Find(&waiting).Error; err != nil || len(waiting) == 0 {
			return err
		}
		n := Notice{Key: waiting[0].Key, Kind: "unasked", Now: now}
		var bodies []json.RawMessage
		for i := range waiting {
			bodies = append(bodies, waiting[i].Body)
			if err := tx.hear(ctx, waiting[i], now); err != nil {
				return err
			}
		}
		n.Expires = lastExpiry(waiting)
		if n.Body, err = join(bodies); err != nil {
			return err
		}
		told = true
		return tx.Tell(ctx, person, n)
	})
	return told, err
}

// lastExpiry is until when any of them is of use, zero for ever.
func lastExpiry(us []Unasked) (last time.Time) {
	for _, u := range us {
		if u.Expires == 0 {
			return time.Time{}
		}
		if e := time.UnixMilli(u.Expires); e.After(last) {
			last = e
		}
	}
	return last
}

// hear keeps that something was told today; its words are in the letter now.
func (s *Store) hear(ctx context.Context, u Unasked, now time.Time) error {
	return s.db(ctx).Model(&Unasked{}).Where("id = ?", u.ID).Updates(map[string]any{"day": calendar.DayOf(now), "sealed": []byte{}}).Error
}

// TakeDay keeps that today's one letter to a person is one that the caller writes;
// false when they have had it.
func (s *Store) TakeDay(ctx context.Context, person int64, key string, now time.Time) (taken bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		taken = false
		if err := tx.lockTutor(ctx, person); err != nil {
			return err
		}
		if heard, err := tx.HeardToday(ctx, person, now); err != nil || heard {
			return err
		}
		taken = true
		return tx.db(ctx).Create(&Unasked{Key: key, PersonID: person, Day: calendar.DayOf(now), MadeAt: now.UnixMilli()}).Error
	})
	return taken, err
}

// ForgetUnasked removes what was told, or would have been, before t; at most limit.
func (s *Store) ForgetUnasked(ctx context.Context, t time.Time, limit int) (n int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var ids []int64
		if err := tx.db(ctx).Model(&Unasked{}).Where("made_at < ?", t.UnixMilli()).Order("id").Limit(limit).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		gone := tx.db(ctx).Where("id IN ?", ids).Delete(&Unasked{})
		n = gone.RowsAffected
		return gone.Error
	})
	return n, err
}
