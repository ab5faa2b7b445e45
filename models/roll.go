package models

import (
	"context"
	"slices"

	"xiaoqing/models/calendar"
)

// RollKind is what a list of a Partner says of the people on it.
type RollKind string

const (
	RollTutors RollKind = "tutor" // 担保: they are students of ours, and were checked
	RollStaff  RollKind = "staff" // 本单位职工: their children are eligible
)

// RollLine (名单的一行) is one person on a list that a Partner handed in: a tutor that
// its 校团委 vouches for, or one of a hospital's staff. It meets the records of that
// person, those that are there and those that come later.
type RollLine struct {
	ID          int64
	OrgID       int64        `gorm:"uniqueIndex:roll_once,priority:1"` // the Partner's
	Kind        RollKind     `gorm:"size:8;uniqueIndex:roll_once,priority:2"`
	PhoneKey    string       `gorm:"size:44;uniqueIndex:roll_once,priority:3;index"`
	NameKey     string       `gorm:"size:44;uniqueIndex:roll_once,priority:4"`
	CheckedOn   calendar.Day `gorm:"size:10"` // 入职查询日期, "" when none was made
	Until       calendar.Day `gorm:"size:10"` // 有效期至
	Failed      bool         // 入职查询: 有记录
	SignupID    int64        // the tutor that it met last
	ByID        int64        // who handed it in, 0 for the operator
	MadeAt      int64
	Sealed      []byte
	RollPrivate `gorm:"-"`
}

// RollPrivate is who it is.
type RollPrivate struct {
	Name    string `json:"name,omitempty"`
	Phone   string `json:"phone"`
	College string `json:"college,omitempty"`
}

func (l *RollLine) private() (any, *[]byte) { return &l.RollPrivate, &l.Sealed }

// Result is what the check said: 无记录, 有记录, "" when there was none.
func (l RollLine) Result() string {
	switch {
	case l.Failed:
		return "有记录"
	case l.CheckedOn != "":
		return "无记录"
	}
	return ""
}

// Rolled is what came of a list.
type Rolled struct {
	Added, Changed, Same int
	Met                  []*Signup    // tutors who had signed up
	Failed               []*Signup    // those of them whose check was not passed, as this list newly says
	Passed               []*Enrolment // children who are eligible now
}

// TakeRoll (担保, 导入名单) keeps a list of a Partner's and does what follows for the
// records that it meets. A line that was there is brought up to date. Only the
// Partner's coordinators, the city's and the operator may.
func (s *Store) TakeRoll(ctx context.Context, by Actor, partner Org, kind RollKind, lines []RollLine) (r Rolled, err error) {
	if partner.Level != Beside || by.Via != "command" && !by.Holds(Coordinator, partner) {
		return r, Refuse(Forbidden, "%s的名单要由他们自己的协调员来交。", partner.Name)
	}
	err = s.Tx(ctx, func(tx *Store) error {
		r = Rolled{}
		m, err := tx.rollMeets(ctx, partner, kind, lines)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if err := tx.takeLine(ctx, by, m, l, &r); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "roll", "", partner.ID, "")
	})
	return r, err
}

// rollMeeting is what a list meets, by phone.
type rollMeeting struct {
	partner  Org
	kind     RollKind
	old      map[string][]RollLine
	tutors   map[string][]*Signup
	children map[string][]*Enrolment
}

func (s *Store) rollMeets(ctx context.Context, partner Org, kind RollKind, lines []RollLine) (m rollMeeting, err error) {
	m = rollMeeting{partner: partner, kind: kind}
	var phones []string
	for _, l := range lines {
		phones = append(phones, s.phoneKey(l.Phone))
	}
	old, err := find[RollLine](s.db(ctx).Where("org_id = ? AND kind = ?", partner.ID, kind), "phone_key", phones)
	if err != nil {
		return m, err
	}
	m.old = grouped(old, func(l RollLine) string { return l.PhoneKey })
	if kind == RollTutors {
		tutors, err := find[*Signup](s.db(ctx).Where("programme = ? AND stage NOT IN ?", "tutor", []Stage{Withdrawn, Rejected}), "phone_key", phones)
		m.tutors = grouped(tutors, func(g *Signup) string { return g.PhoneKey })
		return m, err
	}
	children, err := find[*Enrolment](s.db(ctx).Where("stage IN ?", []Stage{Applied, Returned}), "phone_key", phones)
	m.children = grouped(children, func(e *Enrolment) string { return e.PhoneKey })
	return m, err
}

// RollMeets is how many of lines meet a record that is there.
func (s *Store) RollMeets(ctx context.Context, kind RollKind, lines []RollLine) (n int, err error) {
	m, err := s.rollMeets(ctx, Org{}, kind, lines)
	for _, l := range lines {
		phone, name := s.phoneKey(l.Phone), s.nameKey(l.Name)
		known := slices.ContainsFunc(m.tutors[phone], func(g *Signup) bool { return g.NameKey == name })
		if known || len(m.children[phone]) > 0 {
			n++
		}
	}
	return n, err
}

// NewLines is how many of lines a Partner has not handed in just so.
func (s *Store) NewLines(ctx context.Context, partner Org, kind RollKind, lines []RollLine) (n int, err error) {
	m, err := s.rollMeets(ctx, partner, kind, lines)
	for _, l := range lines {
		name := s.nameKey(l.Name)
		there := slices.ContainsFunc(m.old[s.phoneKey(l.Phone)], func(old RollLine) bool {
			return old.NameKey == name && old.CheckedOn == l.CheckedOn && old.Failed == l.Failed && old.College == l.College
		})
		if !there {
			n++
		}
	}
	return n, err
}

func (s *Store) takeLine(ctx context.Context, by Actor, m rollMeeting, l RollLine, r *Rolled) error {
	l.OrgID, l.Kind, l.NameKey, l.PhoneKey = m.partner.ID, m.kind, s.nameKey(l.Name), s.phoneKey(l.Phone)
	l.complete(by, s)
	newly, err := s.keepLine(ctx, by, m, &l, r)
	if err != nil {
		return err
	}
	for _, g := range m.tutors[l.PhoneKey] {
		if g.NameKey != l.NameKey {
			continue
		}
		if err := s.vouch(ctx, by, g, l); err != nil {
			return err
		}
		r.Met = append(r.Met, g)
		if newly && l.Failed {
			r.Failed = append(r.Failed, g)
		}
	}
	for _, e := range m.children[l.PhoneKey] {
		passed, err := s.passBy(ctx, e, l, by)
		if err != nil {
			return err
		}
		if passed {
			r.Passed = append(r.Passed, e)
		}
	}
	return nil
}

// complete fills in what was not said: a check holds for a year, and so does a list.
func (l *RollLine) complete(by Actor, s *Store) {
	today := calendar.DayOf(by.Now)
	if l.Failed && l.CheckedOn == "" {
		l.CheckedOn = today
	}
	if l.Until == "" {
		from := today
		if l.CheckedOn != "" {
			from = l.CheckedOn
		}
		l.Until = calendar.DayOf(from.At(0, s.Zone).AddDate(1, 0, 0))
	}
}

// keepLine stores a line, in the place of an older one of the same person; newly says
// that it says something new.
func (s *Store) keepLine(ctx context.Context, by Actor, m rollMeeting, l *RollLine, r *Rolled) (newly bool, err error) {
	for _, old := range m.old[l.PhoneKey] {
		if old.NameKey != l.NameKey {
			continue
		}
		if old.CheckedOn == l.CheckedOn && old.Failed == l.Failed && old.College == l.College && (old.Until == l.Until || l.CheckedOn == "" && old.Until > l.Until) {
			r.Same++
			*l = old
			return false, nil
		}
		r.Changed++
		l.ID, l.SignupID = old.ID, old.SignupID
	}
	if l.ID == 0 {
		r.Added++
	}
	l.ByID, l.MadeAt = by.Person, by.Now.UnixMilli()
	err = s.db(ctx).Save(l).Error
	m.old[l.PhoneKey] = append(m.old[l.PhoneKey], *l) // the same person may stand there twice
	return true, again(err)
}

// passBy lets a child be eligible by a line of the guardian's unit, as a coordinator's
// yes does; nobody lists their own child.
func (s *Store) passBy(ctx context.Context, e *Enrolment, l RollLine, by Actor) (bool, error) {
	if by.Person != 0 {
		if err := s.avoids(ctx, by, e); KindOf(err) == Forbidden && err != nil {
			return false, nil
		} else if err != nil {
			return false, err
		}
	}
	if err := s.setPartner(ctx, e, l.OrgID, by); err != nil {
		return false, err
	}
	e.Stage = Eligible
	if e.ConsentID != 0 {
		e.Stage = Waiting
	}
	e.ReviewedBy, e.ReviewedAt, e.ReviewedVia, e.Remark = by.Person, by.Now.UnixMilli(), "list", Remark{}
	e.Version++
	if err := s.db(ctx).Save(e).Error; err != nil {
		return false, err
	}
	if err := s.passed(ctx, by, e, e.Stage); err != nil {
		return false, err
	}
	if err := s.dropBadge(ctx, e); err != nil {
		return false, err
	}
	return true, s.audit(ctx, by, "approve", e.Ticket().String(), e.OrgID, "名单")
}

// ListRoll hands f the lines of one kind, of partner or (ID 0) of all, a page at a
// time.
func (s *Store) ListRoll(ctx context.Context, kind RollKind, partner int64, f func(rows []RollLine, total int64) error) error {
	q := s.db(ctx).Model(&RollLine{}).Where("kind = ?", kind)
	if partner != 0 {
		q = q.Where("org_id = ?", partner)
	}
	return pages(q, f)
}

// ForgetRoll forgets at most limit lines that ran out before a day. One that says that
// somebody may not be with children stays, without its words.
func (s *Store) ForgetRoll(ctx context.Context, before calendar.Day, limit int) (gone int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var ids []int64
		err := tx.db(ctx).Model(&RollLine{}).Where("until < ? AND failed = ?", before, false).Order("id").Limit(limit).Pluck("id", &ids).Error
		if err != nil || len(ids) == 0 {
			return err
		}
		done := tx.db(ctx).Delete(&RollLine{}, ids)
		gone = done.RowsAffected
		return done.Error
	})
	return gone, err
}
