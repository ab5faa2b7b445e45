package models

import (
	"context"
	"errors"
	"time"
)

// ConsentVersion names the text that guardians agree to; a new text is a new
// version.
const ConsentVersion = "2026-11"

// ByLink is Actor.Via of a guardian who is known by their signed link alone.
const ByLink = "link"

// Consent (监护人同意) is a guardian's own tap for one record of someone under 18.
type Consent struct {
	ID       int64
	Ticket   string `gorm:"size:24;index"`
	PersonID int64  // who tapped, 0 when they came by a link alone
	Version  string `gorm:"size:16"`
	Channel  string `gorm:"size:20"`
	GivenAt  int64
	EndedAt  int64 // when it was withdrawn, 0 while it stands
}

// Agree keeps a guardian's tap for a record. Agreeing again changes nothing; after
// the consent was withdrawn the child joins the queue again, in the old place,
// as long as the words are still there.
func (s *Store) Agree(ctx context.Context, t Ticket, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		r, err := tx.Record(ctx, t)
		if err != nil {
			return err
		}
		id := consentOf(r)
		if *id != 0 {
			return nil
		}
		v := r.review()
		if v.Forgotten {
			return Refuse(Gone, "%s的资料已经删了，请重新报一次名。", t)
		}
		c := Consent{Ticket: t.String(), PersonID: by.Person, Version: ConsentVersion, Channel: by.Via, GivenAt: by.Now.UnixMilli()}
		if err := tx.db(ctx).Create(&c).Error; err != nil {
			return err
		}
		*id = c.ID
		if err := tx.agreed(ctx, by, r); err != nil {
			return err
		}
		return tx.audit(ctx, by, "consent", t.String(), v.OrgID, "")
	})
}

// consentOf is where a record keeps its consent.
func consentOf(r Record) *int64 {
	if x, ok := r.(*Signup); ok {
		return &x.ConsentID
	}
	return &r.(*Enrolment).ConsentID
}

// agreed is what follows from a tap: an enrolment that passed joins the queue.
func (s *Store) agreed(ctx context.Context, by Actor, r Record) error {
	v, was := r.review(), r.review().Stage
	switch {
	case was == Eligible:
		if err := v.advance(r.Ticket(), "consent", Waiting, Owner, by.Now); err != nil {
			return err
		}
	case was == Ended || was == Withdrawn:
		revoked, err := s.revoked(ctx, r.Ticket())
		if err != nil || !revoked {
			return errors.Join(err, s.db(ctx).Save(r).Error)
		}
		next := Applied
		if v.ReviewedAt > 0 {
			next = Waiting
		}
		if err := v.advance(r.Ticket(), "reconsent", next, Owner, by.Now); err != nil {
			return err
		}
		v.EndedAt = 0
	}
	if err := s.db(ctx).Save(r).Error; err != nil {
		return err
	}
	if v.Stage != was && (was == Ended || was == Withdrawn) {
		if err := s.reseat(ctx, r, by.Now); err != nil {
			return err
		}
	}
	switch {
	case was == Withdrawn && v.Stage != Withdrawn:
		return s.recount(ctx, r, by)
	case was != Waiting && v.Stage == Waiting:
		return s.passed(ctx, by, r, Waiting)
	}
	return nil
}

// revoked says that a record's last consent was withdrawn.
func (s *Store) revoked(ctx context.Context, t Ticket) (bool, error) {
	var n int64
	err := s.db(ctx).Model(&Consent{}).Where("ticket = ? AND ended_at > 0", t.String()).Count(&n).Error
	return n > 0, err
}

// Revoke (撤回同意) ends a guardian's consent: lessons fall at once, the tutor's
// seat is free, and the record ends; its words go 30 days later, as of any that
// ended. It refuses (Forbidden) who is neither the record's own person nor came by
// the guardian's link. It returns what fell, for those who are to be told.
func (s *Store) Revoke(ctx context.Context, by Actor, t Ticket) (end Ending, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		e, err := tx.lockEnrolment(ctx, t)
		if err != nil {
			return err
		}
		if e.PersonID != by.Person && by.Via != ByLink {
			return Refuse(Forbidden, "%s不是您的孩子。", t)
		}
		if e.ConsentID == 0 {
			return Refuse(Conflict, "%s还没有同意过，没有要撤回的。不想报了就说“取消 %s”。", t, t)
		}
		if err := tx.db(ctx).Model(&Consent{}).Where("id = ?", e.ConsentID).Update("ended_at", by.Now.UnixMilli()).Error; err != nil {
			return err
		}
		e.ConsentID = 0
		was, to := e.Stage, Withdrawn
		if was.HasTutor() {
			to = Ended
		}
		if end, err = tx.finish(ctx, by, e, "revoke", to, Owner, ""); err != nil {
			return err
		}
		if was.HasTutor() {
			return nil
		}
		return tx.uncount(ctx, e, false, by.Now)
	})
	return end, err
}

// ConsentOf is the consent that stands for a record.
func (s *Store) ConsentOf(ctx context.Context, id int64) (c Consent, given time.Time, err error) {
	err = s.db(ctx).Take(&c, id).Error
	return c, time.UnixMilli(c.GivenAt).In(s.Zone), err
}
