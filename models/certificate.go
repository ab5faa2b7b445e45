package models

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Certificate (志愿服务证明) says how much a person gave in a stretch of days. It
// waits for the unit that issues it (待盖章); from then on its figures stand still,
// whatever is corrected later. A wrong one is withdrawn, and another issued.
type Certificate struct {
	ID                 int64
	Year               int          // in which it was asked for, in the programme's zone
	CodeKey            string       `gorm:"size:44;uniqueIndex"` // finds it by its check code
	PersonID           int64        `gorm:"index"`
	OrgID              int64        `gorm:"index"` // who issues it: the person's own unit
	FirstDay           calendar.Day `gorm:"size:10"`
	LastDay            calendar.Day `gorm:"size:10"` // included
	Minutes            int
	Periods            calendar.Periods
	Turns              int   // 人次
	Stage              Stage `gorm:"size:16;index"` // Unsealed, Issued, Returned, Rejected or Withdrawn
	AskedAt            int64
	IssuedBy           int64
	IssuedAt           int64 // kept when it is withdrawn, 0 when it never was issued
	DecidedBy          int64 // who issued it, sent it back or withdrew it
	DecidedAt          int64
	Version            int64
	Sealed             []byte
	CertificatePrivate `gorm:"-"`
}

// CertificatePrivate is what is printed beside the figures, and why it was not
// issued.
type CertificatePrivate struct {
	Code    string `json:"code"` // of the check link, known to who holds the sheet
	Name    string `json:"name"`
	Handler string `json:"handler,omitempty"` // 经办人
	Contact string `json:"contact,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

// The stages that only a certificate has.
const (
	Unsealed Stage = "unsealed" // 待盖章
	Issued   Stage = "issued"   // 已签发
)

func (c *Certificate) private() (any, *[]byte) { return &c.CertificatePrivate, &c.Sealed }

// Ticket is 证12.
func (c Certificate) Ticket() Ticket { return Ticket{CertificatePrefix, c.ID} }

// State is what people read of its stage.
func (c Certificate) State() string {
	if c.Stage == Withdrawn && c.IssuedAt == 0 {
		return "已取消"
	}
	return map[Stage]string{Unsealed: "待盖章", Issued: "已签发", Returned: "被退回", Rejected: "没有通过", Withdrawn: "已作废"}[c.Stage]
}

// checkLetters leave out I, O and U, which are read as others. Their number is a
// prime above ten, so that one wrong digit, or two that changed places, always
// change the letter.
const checkLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

// Serial is the number that is printed: XQ-2022-000123-K.
func (c Certificate) Serial() string {
	year, number := fmt.Sprintf("%04d", c.Year), fmt.Sprintf("%06d", c.ID)
	n, _ := strconv.ParseInt(year+number, 10, 64)
	return fmt.Sprintf("XQ-%s-%s-%c", year, number, checkLetters[n%int64(len(checkLetters))])
}

// codeAlphabet is read and typed without doubt; 16 of its characters are 80 bits.
const (
	codeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	codeLength   = 16
)

// Service is what a person gave from First to Last: lessons whose reports stand and
// count, and shifts whose length was approved.
type Service struct {
	First, Last calendar.Day // the first and the last day on which they gave any
	Minutes     int
	Periods     calendar.Periods
	Turns       int // 人次
	Lessons     int // of the turns
	Held        int // reports and shifts that wait for a coordinator and are not in it
}

// Service sums a person's lessons and shifts of the days from to to, both included; "" is
// open.
func (s *Store) Service(ctx context.Context, person int64, from, to calendar.Day) (v Service, err error) {
	q := s.db(ctx).Model(&TutoringLog{}).Where("tutor_id = ? AND standing = ?", person, true)
	if from != "" {
		q = q.Where("day >= ?", from)
	}
	if to != "" {
		q = q.Where("day <= ?", to)
	}
	q = q.Session(&gorm.Session{})
	err = q.Where("held = ? AND heard <> ?", false, HeardOtherwise).Select("COALESCE(MIN(day), '') AS first, COALESCE(MAX(day), '') AS last, COALESCE(SUM(minutes), 0) AS minutes, COALESCE(SUM(periods), 0) AS periods, COUNT(*) AS turns").Scan(&v).Error
	if err != nil {
		return v, err
	}
	var held int64
	err = q.Where("held = ? OR heard = ?", true, HeardOtherwise).Count(&held).Error
	if err != nil {
		return v, err
	}
	v.Lessons, v.Held = v.Turns, int(held)
	return v, s.addShifts(ctx, person, from, to, &v)
}

// addShifts adds a person's approved shifts.
func (s *Store) addShifts(ctx context.Context, person int64, from, to calendar.Day, v *Service) error {
	q := s.db(ctx).Model(&Shift{}).Where("person_id = ?", person)
	if from != "" {
		q = q.Where("day >= ?", from)
	}
	if to != "" {
		q = q.Where("day <= ?", to)
	}
	q = q.Session(&gorm.Session{})
	var duty Service
	err := q.Where("stage = ?", ShiftApproved).Select("COALESCE(MIN(day), '') AS first, COALESCE(MAX(day), '') AS last, COALESCE(SUM(approved), 0) AS minutes, COUNT(*) AS turns").Scan(&duty).Error
	if err != nil {
		return err
	}
	var waiting int64
	err = q.Where("stage IN ?", shiftsWaiting).Count(&waiting).Error
	v.Held += int(waiting)
	v.add(duty)
	return err
}

// add joins what else a person gave.
func (v *Service) add(other Service) {
	if v.First == "" || other.First != "" && other.First < v.First {
		v.First = other.First
	}
	v.Last = max(v.Last, other.Last)
	v.Minutes, v.Turns = v.Minutes+other.Minutes, v.Turns+other.Turns
}

// ServedFor is what a certificate is about: lessons, shifts, or both.
func (s *Store) ServedFor(ctx context.Context, c Certificate) (lessons, shifts bool, err error) {
	v, err := s.Service(ctx, c.PersonID, c.FirstDay, c.LastDay)
	return v.Lessons > 0 || c.Periods > 0, v.Turns > v.Lessons, err
}

// Asked is a certificate that someone asks for.
type Asked struct {
	Org      Org // who shall issue it
	From, To calendar.Day
}

// AskCertificate (开证明) puts a certificate before its unit. The one that stands
// for the same days is that one, and fresh is false; one that was sent back waits
// again. It refuses
// (Conflict) while another of the person's waits there, (Forbidden) where they
// serve in no such unit, and (Invalid) when there is nothing to certify.
func (s *Store) AskCertificate(ctx context.Context, by Actor, a Asked) (c Certificate, fresh bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		fresh = false
		if err := tx.lockTutor(ctx, by.Person); err != nil {
			return err
		}
		schools, err := tx.PartnersOfTutor(ctx, by.Person)
		if err != nil {
			return err
		}
		if a.Org.Level != Beside && !by.Holds(Tutor, a.Org) && !by.Holds(Volunteer, a.Org) || a.Org.Level == Beside && !slices.Contains(schools, a.Org) {
			return Refuse(Forbidden, "你不在%s服务，证明要由自己的单位来开。", a.Org.Name)
		}
		v, err := tx.Service(ctx, by.Person, a.From, a.To)
		if err != nil {
			return err
		}
		if v.Turns == 0 {
			return Refuse(Invalid, "这段时间还没有算数的课时或上岗时长，开不了证明。先把时长报上来、请协调员核好。")
		}
		if c, err = tx.standingCertificate(ctx, by.Person, a); err != nil || c.Stage == Unsealed || c.Stage == Issued {
			return err
		}
		p, err := tx.Person(ctx, by.Person)
		if err != nil {
			return err
		}
		if p.Name == "" {
			return Refuse(Invalid, "证明上要写姓名，这里还没有你的姓名。先说一声“报名 姓名 手机号”，再来开。")
		}
		fresh = true
		return tx.putCertificate(ctx, by, a, p.Name, v, &c)
	})
	return c, fresh, err
}

// standingCertificate is the one that was issued, waits or was sent back for the
// same days; its ID is 0 when there is none.
func (s *Store) standingCertificate(ctx context.Context, person int64, a Asked) (c Certificate, err error) {
	var all []Certificate
	err = s.db(ctx).Where("person_id = ? AND org_id = ? AND stage IN ?", person, a.Org.ID, []Stage{Unsealed, Issued, Returned}).Order("id").Find(&all).Error
	if err != nil {
		return c, err
	}
	for _, other := range all {
		switch {
		case other.FirstDay == a.From && other.LastDay == a.To:
			c = other
		case other.Stage == Unsealed:
			return c, Refuse(Conflict, "%s还在等%s盖章，一次开一份。要换一段时间，先说“取消 %s”。", other.Ticket(), a.Org.Name, other.Ticket())
		}
	}
	return c, nil
}

func (s *Store) putCertificate(ctx context.Context, by Actor, a Asked, name string, v Service, c *Certificate) error {
	if c.ID == 0 {
		code := newCode(rand.Reader, codeAlphabet, codeLength)
		*c = Certificate{Year: by.Now.Year(), CodeKey: s.certificateKey(code), PersonID: by.Person, OrgID: a.Org.ID, FirstDay: a.From, LastDay: a.To,
			CertificatePrivate: CertificatePrivate{Code: code}}
	}
	c.Stage, c.Name, c.Reason, c.AskedAt, c.DecidedBy, c.DecidedAt = Unsealed, name, "", by.Now.UnixMilli(), 0, 0
	c.Minutes, c.Periods, c.Turns, c.Version = v.Minutes, v.Periods, v.Turns, c.Version+1
	if err := s.db(ctx).Save(c).Error; err != nil {
		return err
	}
	return s.audit(ctx, by, "ask", c.Ticket().String(), c.OrgID, "")
}

func (s *Store) certificateKey(code string) string {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	return s.vault.Lookup("certificate", code)
}

// Certificate is the certificate of that ticket; it refuses (NotFound) when there
// is none. One that waits shows the figures of now.
func (s *Store) Certificate(ctx context.Context, id int64) (c Certificate, err error) {
	err = s.db(ctx).Take(&c, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return c, Refuse(NotFound, "没有找到证%d，请核对编号。", id)
	}
	if err != nil || c.Stage != Unsealed {
		return c, err
	}
	return c, s.refigure(ctx, &c)
}

func (s *Store) refigure(ctx context.Context, c *Certificate) error {
	v, err := s.Service(ctx, c.PersonID, c.FirstDay, c.LastDay)
	c.Minutes, c.Periods, c.Turns = v.Minutes, v.Periods, v.Turns
	return err
}

// CheckCertificate finds a certificate by the code of its check link; found is
// false for any other.
func (s *Store) CheckCertificate(ctx context.Context, code string) (c Certificate, found bool, err error) {
	err = s.db(ctx).Where("code_key = ?", s.certificateKey(code)).Limit(1).Find(&c).Error
	return c, c.ID != 0, err
}

// CertificatesOf are a person's own, newest first, without those they cancelled.
func (s *Store) CertificatesOf(ctx context.Context, person int64, limit int) (cs []Certificate, err error) {
	err = s.db(ctx).Where("person_id = ? AND NOT (stage = ? AND issued_at = 0)", person, Withdrawn).Order("id DESC").Limit(limit).Find(&cs).Error
	return cs, err
}

// UnsealedCertificates are those that wait for orgs and the units below, the
// longest wait first.
func (s *Store) UnsealedCertificates(ctx context.Context, orgs []Org, limit int) (cs []Certificate, err error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	err = s.db(ctx).Where("stage = ?", Unsealed).Where("org_id IN (?)", s.below(ctx, orgs)).Order("asked_at, id").Limit(limit).Find(&cs).Error
	for i := range cs {
		if err == nil {
			err = s.refigure(ctx, &cs[i])
		}
	}
	return cs, err
}
