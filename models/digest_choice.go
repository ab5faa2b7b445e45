package models

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// DigestChoice is what a coordinator said of an Org's digest after looking at it:
// to hold it back today, or words to add. Without one it is posted as it is.
type DigestChoice struct {
	ID                  int64
	OrgID               int64 `gorm:"uniqueIndex:digest_choice,priority:1"`
	Due                 int64 `gorm:"uniqueIndex:digest_choice,priority:2"` // when it is posted
	Held                bool  // 今天先不发
	SentAt              int64 // 现在发: when it went out before its time, 0 when it did not
	ByID                int64
	At                  int64
	Sealed              []byte
	DigestChoicePrivate `gorm:"-"`
}

// DigestChoicePrivate is what was added.
type DigestChoicePrivate struct {
	Note string `json:"note,omitempty"`
}

func (d *DigestChoice) private() (any, *[]byte) { return &d.DigestChoicePrivate, &d.Sealed }

// DigestChoice is what was said of org's digest of due; its ID is 0 when nothing was.
func (s *Store) DigestChoice(ctx context.Context, org int64, due time.Time) (d DigestChoice, err error) {
	err = s.db(ctx).Where("org_id = ? AND due = ?", org, due.UnixMilli()).Limit(1).Find(&d).Error
	return d, err
}

// HoldDigest (今天先不发) keeps org's digest of due back.
func (s *Store) HoldDigest(ctx context.Context, by Actor, org Org, due time.Time) error {
	return s.chooseDigest(ctx, by, org, due, "hold digest", func(d *DigestChoice) { d.Held = true })
}

// SentDigest (现在发) keeps that org's digest of due has gone out to the groups bound
// until now.
func (s *Store) SentDigest(ctx context.Context, by Actor, org Org, due time.Time) error {
	return s.chooseDigest(ctx, by, org, due, "send digest", func(d *DigestChoice) { d.Held, d.SentAt = false, by.Now.UnixMilli() })
}

// Keeps says that nothing is posted to g at the digest's time: it is held back, or
// has gone out.
func (d DigestChoice) Keeps(g Group) bool { return d.Held || d.SentAt != 0 && g.BoundAt <= d.SentAt }

// NoteDigest (加一句) adds words to org's digest of due, in place of those added
// before; "" takes them out. It refuses (Invalid) a phone number and the name of a
// child of the unit: groups get none.
func (s *Store) NoteDigest(ctx context.Context, by Actor, org Org, due time.Time, note string) error {
	if hasPhone(note) {
		return Refuse(Invalid, "群里不放手机号。换成“联系街道办公室”这样的说法，再说一遍就行。")
	}
	if named, err := s.namesChild(ctx, org, note); err != nil || named {
		if err == nil {
			err = Refuse(Invalid, "群里不写孩子的名字。换成“一位同学”这样的说法，再说一遍就行。")
		}
		return err
	}
	return s.chooseDigest(ctx, by, org, due, "note digest", func(d *DigestChoice) { d.Note = note })
}

// namesChild says that a child enrolled in org or below stands in text by name.
func (s *Store) namesChild(ctx context.Context, org Org, text string) (bool, error) {
	var es []Enrolment
	if text == "" {
		return false, nil
	}
	err := s.db(ctx).Where("(org_id IN (?) OR partner_id = ?) AND forgotten = ?", s.below(ctx, []Org{org}), org.ID, false).Find(&es).Error
	return slices.ContainsFunc(es, func(e Enrolment) bool {
		return utf8.RuneCountInString(e.Child) > 1 && strings.Contains(text, e.Child)
	}), err
}

func (s *Store) chooseDigest(ctx context.Context, by Actor, org Org, due time.Time, act string, choose func(*DigestChoice)) error {
	if !by.Holds(Coordinator, org) {
		return Refuse(Forbidden, "%s的日报归%s的协调员管。", org.Name, org.Name)
	}
	return s.Tx(ctx, func(tx *Store) error {
		d, err := tx.DigestChoice(ctx, org.ID, due)
		if err != nil {
			return err
		}
		d.OrgID, d.Due, d.ByID, d.At = org.ID, due.UnixMilli(), by.Person, by.Now.UnixMilli()
		choose(&d)
		if err := tx.db(ctx).Save(&d).Error; err != nil {
			return again(err)
		}
		return tx.audit(ctx, by, act, "", org.ID, "")
	})
}

// hasPhone says that eleven digits of a mobile phone stand in text, however they
// are grouped.
func hasPhone(text string) bool {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == ' ' || r == '-':
			return -1
		}
		return r
	}, text)
	run := 0
	for i := 0; i <= len(digits); i++ {
		if i < len(digits) && digits[i] >= '0' && digits[i] <= '9' {
			run++
			continue
		}
		if run == 11 && digits[i-11] == '1' {
			return true
		}
		run = 0
	}
	return false
}

// GroupsOf are the groups bound to org itself, oldest first.
func (s *Store) GroupsOf(ctx context.Context, org int64) (gs []Group, err error) {
	err = s.db(ctx).Where("org_id = ?", org).Order("id").Find(&gs).Error
	return gs, err
}
