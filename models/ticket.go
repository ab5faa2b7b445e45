package models

import (
	"fmt"
	"strconv"
	"strings"
)

// Prefixes of tickets, one for each sort of record.
const (
	SignupPrefix      = "志"
	EnrolmentPrefix   = "托"
	LessonPrefix      = "课"
	CasePrefix        = "案"
	CertificatePrefix = "证"
	ErasurePrefix     = "删"
	CalloutPrefix     = "召"
	ChainPrefix       = "龙" // in audit rows only
	AppealPrefix      = "诉" // names a list; people call an appeal by its lesson
	ShiftPrefix       = "岗"
	RosterPrefix      = "班"
	MusterPrefix      = "集"
)

// Ticket (编号) is what people call a record by: 志678.
type Ticket struct {
	Prefix string
	ID     int64
}

func (t Ticket) String() string { return fmt.Sprintf("%s%d", t.Prefix, t.ID) }

// ParseTicket reads 志678; ok is false for anything else.
func ParseTicket(s string) (t Ticket, ok bool) {
	for _, prefix := range []string{SignupPrefix, EnrolmentPrefix, LessonPrefix, CasePrefix, CertificatePrefix, ErasurePrefix, CalloutPrefix, ShiftPrefix, RosterPrefix, MusterPrefix} {
		if rest, found := strings.CutPrefix(s, prefix); found {
			id, err := strconv.ParseInt(rest, 10, 64)
			return Ticket{prefix, id}, err == nil && id > 0
		}
	}
	return Ticket{}, false
}
