package models

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"
)

// Audit is who did what to which record, for good.
type Audit struct {
	ID           int64
	PersonID     int64  `gorm:"index"`
	Act          string `gorm:"size:24"`
	Ticket       string `gorm:"size:24;index"`
	OrgID        int64
	Via          string `gorm:"size:20"`
	At           int64
	Sealed       []byte
	AuditPrivate `gorm:"-"`
}

// AuditPrivate is what was said for a reason.
type AuditPrivate struct {
	Detail string `json:"detail,omitempty"`
}

func (a *Audit) private() (any, *[]byte) { return &a.AuditPrivate, &a.Sealed }

func (s *Store) audit(ctx context.Context, by Actor, act, ticket string, org int64, detail string) error {
	return s.db(ctx).Create(&Audit{PersonID: by.Person, Act: act, Ticket: ticket, OrgID: org, Via: by.Via, At: by.Now.UnixMilli(), AuditPrivate: AuditPrivate{detail}}).Error
}

// Note writes an audit row for something that is no verb of its own: an export,
// an import, a look at a case.
func (s *Store) Note(ctx context.Context, by Actor, act, ticket string, org int64) error {
	return s.Tx(ctx, func(tx *Store) error { return tx.audit(ctx, by, act, ticket, org, "") })
}

// Submission is a form as it was handed in, whatever the door. Its key makes a
// page that was sent twice one submission.
type Submission struct {
	ID                int64
	SubmissionKey     string `gorm:"size:64;uniqueIndex"`
	Form              string `gorm:"size:32"`
	Ticket            string `gorm:"size:24;index"`
	PersonID          int64
	Channel           string `gorm:"size:20"`
	MadeAt            int64
	Sealed            []byte
	SubmissionPrivate `gorm:"-"`
}

// SubmissionPrivate is the answers, and the words that were told back.
type SubmissionPrivate struct {
	Answers json.RawMessage `json:"answers"`
	Answer  json.RawMessage `json:"answer,omitempty"`
}

func (x *Submission) private() (any, *[]byte) { return &x.SubmissionPrivate, &x.Sealed }

// Submitted is the submission of that key; found is false when it is new.
func (s *Store) Submitted(ctx context.Context, key string) (x Submission, found bool, err error) {
	err = s.db(ctx).Where("submission_key = ?", key).Take(&x).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return x, false, nil
	}
	return x, err == nil, err
}

// KeepSubmission stores what was handed in; gorm.ErrDuplicatedKey when its key
// is known.
func (s *Store) KeepSubmission(ctx context.Context, x *Submission, now time.Time) error {
	x.MadeAt = now.UnixMilli()
	return s.db(ctx).Create(x).Error
}
