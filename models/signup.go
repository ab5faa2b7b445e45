package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// Programmes are what a person can join.
var Programmes = map[string]string{
	"volunteer": "志愿者报名", "commando": "青年突击队报名", "report_in": "社区报到",
	"tutor": "云托班辅导老师报名", "secretary_assistant": "书记助手报名", "council": "青年议事会报名",
}

// Signup (报名) is one person joining one programme: applied, then verified by the
// community, then on duty. Nobody verifies themselves.
type Signup struct {
	ID            int64
	Programme     string `gorm:"size:24"`
	Review        `gorm:"embedded"`
	ConsentID     int64 // the guardian's, when the person is under 18
	PartnerID     int64 `gorm:"index"` // a tutor's university
	VouchID       int64 // the RollLine by which it vouched for the tutor, 0 for none
	Sealed        []byte
	SignupPrivate `gorm:"-"`
}

// SignupPrivate is what only the person and their coordinators may read.
type SignupPrivate struct {
	Name   string          `json:"name,omitempty"`
	Phone  string          `json:"phone,omitempty"`
	Gender string          `json:"gender,omitempty"`
	Age    int             `json:"age,omitempty"`
	Skills []string        `json:"skills,omitempty"`
	Slots  []calendar.Slot `json:"slots,omitempty"`
	Unit   string          `json:"unit,omitempty"`
	Seats  int             `json:"seats,omitempty"` // how many children a tutor can take, 0 when they did not say
	Remark Remark          `json:"remark"`
}

func (g *Signup) private() (any, *[]byte) { return &g.SignupPrivate, &g.Sealed }
func (g *Signup) remark() *Remark         { return &g.SignupPrivate.Remark }

// Ticket is 志678.
func (g *Signup) Ticket() Ticket { return Ticket{SignupPrefix, g.ID} }

// Title is what was joined: 志愿者报名.
func (g *Signup) Title() string { return Programmes[g.Programme] }

// Who is the person's name.
func (g *Signup) Who() string { return g.Name }

// Contact is the person's phone.
func (g *Signup) Contact() string { return g.Phone }

// Minor says whether a guardian must agree.
func (g *Signup) Minor() bool { return g.Age > 0 && g.Age < 18 }

// role is what a verified signup makes of a person.
func (g *Signup) role() Role {
	if g.Programme == "tutor" {
		return Tutor
	}
	return Volunteer
}

// SignUp (报名) keeps a new signup and counts the person once. The same person
// again for the same programme is refused (Conflict) with the standing ticket.
func (s *Store) SignUp(ctx context.Context, g *Signup, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		tx.rekey(g)
		var standing Signup
		found := tx.db(ctx).Select("id", "stage").Where("person_id = ? AND programme = ? AND name_key = ? AND stage NOT IN ?", g.PersonID, g.Programme, g.NameKey, []Stage{Withdrawn, Rejected, Ended}).
			Limit(1).Find(&standing)
		if found.Error != nil {
			return found.Error
		}
		if found.RowsAffected > 0 {
			return Refuse(Conflict, "您已经报过名了，编号%s，现在是“%s”。要改哪一项直接说，比如“电话改成139…”。", standing.Ticket(), standing.Stage.Chinese())
		}
		g.Stage, g.AppliedOn, g.WaitingSince = Applied, calendar.DayOf(now), now.UnixMilli()
		var err error
		if g.PartnerID, err = tx.partnerOf(ctx, g); err != nil {
			return err
		}
		if err := tx.db(ctx).Create(g).Error; err != nil {
			return err
		}
		if err := tx.vouched(ctx, g, now); err != nil {
			return err
		}
		return tx.enterOnce(ctx, Entry{Measure: Signups, OrgID: g.OrgID, Day: g.AppliedOn, Delta: 1, Subject: g.Ticket().String()}, g.CountKey, now)
	})
}

// verified is what a yes means for a signup: it is counted, and the person has
// the role that goes with the programme.
func (s *Store) verified(ctx context.Context, by Actor, g *Signup, org Org) error {
	if g.Minor() && g.ConsentID == 0 {
		return Refuse(Conflict, "%s未满18岁，监护人还没点同意，先不能通过。", g.Ticket())
	}
	if err := s.cleared(ctx, g); err != nil {
		return err
	}
	if err := s.GrantRole(ctx, g.PersonID, g.role(), org, by.Person, by.Now); err != nil {
		return err
	}
	if err := s.enter(ctx, Entry{Measure: SignupsVerified, OrgID: org.ID, Day: calendar.DayOf(by.Now), Delta: 1, Subject: g.Ticket().String()}, by.Now); err != nil {
		return err
	}
	return s.releaseHeld(ctx, by, g.PersonID)
}

// rekey keeps a record's look-up keys with its words. A person is counted once
// by name and phone, whatever door they came through; without a phone, by the
// person of the account.
func (s *Store) rekey(r Record) {
	v := r.review()
	v.NameKey, v.PhoneKey = s.nameKey(r.Who()), s.phoneKey(r.Contact())
	if v.CountKey == "" {
		who := r.Who() + "\x00" + r.Contact()
		if r.Contact() == "" {
			who = "person\x00" + Ticket{r.Ticket().Prefix, v.PersonID}.String()
		}
		v.CountKey = s.vault.Lookup("count", r.Ticket().Prefix+"\x00"+who)
	}
}
