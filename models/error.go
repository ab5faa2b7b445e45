package models

import (
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// Kind is what sort of refusal an Error is; handlers map it to a status.
type Kind int

const (
	Internal    Kind = iota
	Invalid          // what was said cannot be right
	Forbidden        // this person may not
	NotFound         // there is no such record
	Conflict         // it clashes with what is already there
	Gone             // it was there and has expired or ended
	Unavailable      // the database is away
	TooMany          // slow down
)

// Error speaks twice: Say to the person who asked, Err to the log.
type Error struct {
	Kind Kind
	Say  string // Chinese, sent as it stands
	Err  error
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("kind %d: %v", e.Kind, e.Err)
	}
	return fmt.Sprintf("kind %d refused", e.Kind)
}

func (e *Error) Unwrap() error { return e.Err }

// Refuse is an Error of kind k with a sentence for the person.
func Refuse(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Say: fmt.Sprintf(format, args...)}
}

// SayOf is what to tell the person about err.
func SayOf(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Say != "" {
		return e.Say
	}
	return "这边出了点小问题，刚才那句没记上，请过一分钟再发一次。"
}

// KindOf is err's kind, Internal when it is none of ours.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Missing says that err is only that there is no such row.
func Missing(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// Duplicate says that err is only that the row is there already.
func Duplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }
