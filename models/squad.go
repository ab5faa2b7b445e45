package models

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"xiaoqing/models/calendar"
)

// Squad (突击队) is a standing group of a unit's volunteers with a leader, who may
// muster them. Its members' names are for the leader and the coordinators alone.
type Squad struct {
	ID           int64
	OrgID        int64  `gorm:"uniqueIndex:squad_name,priority:1"`
	NameKey      string `gorm:"size:44;uniqueIndex:squad_name,priority:2;index"`
	LeaderID     int64  `gorm:"index"`
	MadeBy       int64
	MadeAt       int64
	Sealed       []byte
	SquadPrivate `gorm:"-"`
}

// SquadPrivate is a coordinator's words.
type SquadPrivate struct {
	Name string `json:"name"`
}

func (q *Squad) private() (any, *[]byte) { return &q.SquadPrivate, &q.Sealed }

// SquadMember (队员) is one person in one squad.
type SquadMember struct {
	ID       int64
	SquadID  int64 `gorm:"uniqueIndex:member_once,priority:1"`
	PersonID int64 `gorm:"uniqueIndex:member_once,priority:2;index"`
	Gone     bool  // they left
	JoinedAt int64
}

// MakeSquad (建突击队) makes a squad of a unit that the actor coordinates; one of
// that name has the new leader from now on.
func (s *Store) MakeSquad(ctx context.Context, by Actor, org Org, name string, leader int64) (q Squad, fresh bool, err error) {
	if !by.Holds(Coordinator, org) {
		return q, false, Refuse(Forbidden, "%s不归您管，建不了队。", org.Name)
	}
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.LockChains(ctx, org); err != nil {
			return err
		}
		q = Squad{}
		if err := tx.db(ctx).Where("org_id = ? AND name_key = ?", org.ID, tx.squadKey(name)).Limit(1).Find(&q).Error; err != nil {
			return err
		}
		fresh = q.ID == 0
		if fresh {
			q = Squad{OrgID: org.ID, NameKey: tx.squadKey(name), MadeBy: by.Person, MadeAt: by.Now.UnixMilli(), SquadPrivate: SquadPrivate{name}}
		}
		q.LeaderID = leader
		if err := tx.db(ctx).Save(&q).Error; err != nil {
			return err
		}
		if err := tx.enlist(ctx, q, leader, by.Now); err != nil {
			return err
		}
		return tx.audit(ctx, by, "squad", "", org.ID, name)
	})
	return q, fresh, err
}

func (s *Store) squadKey(name string) string { return s.vault.Lookup("squad", name) }

func (s *Store) enlist(ctx context.Context, q Squad, person int64, now time.Time) error {
	m := SquadMember{SquadID: q.ID, PersonID: person, JoinedAt: now.UnixMilli()}
	return s.db(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "squad_id"}, {Name: "person_id"}}, DoUpdates: clause.Assignments(map[string]any{"gone": false})}).Create(&m).Error
}

// SquadsNamed are the squads of that name, those nearest to orgs first.
func (s *Store) SquadsNamed(ctx context.Context, name string, orgs []Org) (qs []Squad, err error) {
	err = s.db(ctx).Where("name_key = ?", s.squadKey(name)).Order("id").Find(&qs).Error
	if err != nil || len(qs) < 2 {
		return qs, err
	}
	var near []int64
	for _, o := range orgs {
		near = append(near, o.above()...)
	}
	slices.SortStableFunc(qs, func(a, b Squad) int {
		return number(slices.Contains(near, b.OrgID)) - number(slices.Contains(near, a.OrgID))
	})
	return qs, nil
}

// SquadsOf are those that a person leads or is in.
func (s *Store) SquadsOf(ctx context.Context, person int64) (qs []Squad, err error) {
	in := s.db(ctx).Model(&SquadMember{}).Select("squad_id").Where("person_id = ? AND gone = ?", person, false)
	err = s.db(ctx).Where("leader_id = ? OR id IN (?)", person, in).Order("id").Find(&qs).Error
	return qs, err
}

// MembersOf are the people in a squad, in the order of joining.
func (s *Store) MembersOf(ctx context.Context, squad int64) (people []int64, err error) {
	err = s.db(ctx).Model(&SquadMember{}).Where("squad_id = ? AND gone = ?", squad, false).Order("id").Pluck("person_id", &people).Error
	return people, err
}

// JoinSquad (加入) puts the actor, who must be verified, into a squad.
func (s *Store) JoinSquad(ctx context.Context, by Actor, q Squad) (fresh bool, err error) {
	if !by.Verified() {
		return false, Refuse(Forbidden, "加入突击队要先报名、由街道核实。还没报名，说一句“报名 姓名 电话 街道”就行；报过的，通过了再来说一遍。")
	}
	err = s.Tx(ctx, func(tx *Store) error {
		var there int64
		if err := tx.db(ctx).Model(&SquadMember{}).Where("squad_id = ? AND person_id = ? AND gone = ?", q.ID, by.Person, false).Count(&there).Error; err != nil {
			return err
		}
		if fresh = there == 0; !fresh {
			return nil
		}
		if err := tx.enlist(ctx, q, by.Person, by.Now); err != nil {
			return err
		}
		return tx.audit(ctx, by, "join", "", q.OrgID, q.Name)
	})
	return fresh, err
}

// LeaveSquad (退出) takes the actor out of a squad; its leader is refused
// (Conflict): another comes first.
func (s *Store) LeaveSquad(ctx context.Context, by Actor, q Squad) error {
	return s.Tx(ctx, func(tx *Store) error {
		if q.LeaderID == by.Person {
			return Refuse(Conflict, "你是%s的队长，先请协调员换一位队长，说“建突击队 %s 队长 某某”就换了。", q.Name, q.Name)
		}
		left := tx.db(ctx).Model(&SquadMember{}).Where("squad_id = ? AND person_id = ? AND gone = ?", q.ID, by.Person, false).Update("gone", true)
		if left.Error == nil && left.RowsAffected == 0 {
			return Refuse(NotFound, "你不在%s里，不用退。", q.Name)
		}
		return left.Error
	})
}

// leads says whether the actor may see and muster a squad.
func (s *Store) leads(ctx context.Context, by Actor, q Squad) error {
	if q.LeaderID == by.Person {
		return nil
	}
	org, err := s.Org(ctx, q.OrgID)
	if err == nil && !by.Holds(Coordinator, org) {
		err = Refuse(Forbidden, "%s要由队长或%s的协调员来集合、点名。", q.Name, org.Name)
	}
	return err
}

// Muster (集合) is one call of a squad to come together; 集3 is its ticket.
type Muster struct {
	ID            int64
	SquadID       int64        `gorm:"index"`
	Day           calendar.Day `gorm:"size:10"`
	Start         calendar.Clock
	CalledBy      int64
	CalledAt      int64
	Sealed        []byte
	MusterPrivate `gorm:"-"`
}

// MusterPrivate is the caller's words.
type MusterPrivate struct {
	Place string `json:"place,omitempty"`
	Off   bool   `json:"off,omitempty"` // called off
}

func (m *Muster) private() (any, *[]byte) { return &m.MusterPrivate, &m.Sealed }

// Ticket is 集3.
func (m Muster) Ticket() Ticket { return Ticket{MusterPrefix, m.ID} }

// Begins is the moment to be there.
func (m Muster) Begins(zone *time.Location) time.Time { return m.Day.At(m.Start, zone) }

// What a member answers to a muster.
const (
	MusterComes = "yes" // 到
	MusterNot   = "no"  // 来不了
)

// MusterAnswer is one member's answer; there is a row for each who was called, and
// Answer is "" until they answer.
type MusterAnswer struct {
	ID       int64
	MusterID int64  `gorm:"uniqueIndex:answer_once,priority:1"`
	PersonID int64  `gorm:"uniqueIndex:answer_once,priority:2;index"`
	Answer   string `gorm:"size:8"`
	At       int64
}

// musterLife is how long after its time a muster can still be answered.
const musterLife = 6 * time.Hour

// CallMuster (集合) calls a squad together; people are those to be told. The same
// call again is that one, and nobody is to be told.
func (s *Store) CallMuster(ctx context.Context, by Actor, q Squad, m *Muster) (people []int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		people = nil
		if err := tx.leads(ctx, by, q); err != nil {
			return err
		}
		if !m.Begins(tx.Zone).After(by.Now.Add(-time.Minute)) {
			return Refuse(Invalid, "这个时间已经过去了，请再看看是哪天几点。")
		}
		var last Muster
		if err := tx.db(ctx).Where("squad_id = ? AND day = ? AND start = ?", q.ID, m.Day, m.Start).Order("id DESC").Limit(1).Find(&last).Error; err != nil {
			return err
		}
		if last.ID != 0 && last.Place == m.Place && !last.Off {
			*m = last
			return nil
		}
		m.SquadID, m.CalledBy, m.CalledAt = q.ID, by.Person, by.Now.UnixMilli()
		if err := tx.db(ctx).Create(m).Error; err != nil {
			return err
		}
		members, err := tx.MembersOf(ctx, q.ID)
		if err != nil {
			return err
		}
		var rows []MusterAnswer
		for _, p := range members {
			a := MusterAnswer{MusterID: m.ID, PersonID: p}
			if p == by.Person {
				a.Answer, a.At = MusterComes, by.Now.UnixMilli()
			} else {
				people = append(people, p)
			}
			rows = append(rows, a)
		}
		if err := insert(tx.db(ctx), rows); err != nil {
			return err
		}
		return tx.audit(ctx, by, "muster", m.Ticket().String(), q.OrgID, "")
	})
	return people, err
}

// Muster is the call of that id; it refuses (NotFound) when there is none.
func (s *Store) Muster(ctx context.Context, id int64) (m Muster, err error) {
	err = s.db(ctx).Take(&m, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return m, Refuse(NotFound, "没有找到集%d，请核对编号。", id)
	}
	return m, err
}

// OpenMuster is the last call to a person that is not over and that they have
// answered with one of answers, "" for not at all; its ID is 0 when there is none.
func (s *Store) OpenMuster(ctx context.Context, person int64, now time.Time, answers ...string) (m Muster, err error) {
	var called []Muster
	err = s.db(ctx).Joins("JOIN muster_answers ON muster_answers.muster_id = musters.id").
		Where("muster_answers.person_id = ? AND muster_answers.answer IN ? AND musters.day >= ?", person, answers, calendar.DayOf(now).Add(-1)).
		Order("musters.id DESC").Limit(5).Find(&called).Error
	for _, m := range called {
		if !m.Off && !now.After(m.Begins(s.Zone).Add(musterLife)) {
			return m, err
		}
	}
	return m, err
}

// CancelMuster calls a squad's next muster off; people are those who may still mean
// to come. It refuses (NotFound) when there is none.
func (s *Store) CancelMuster(ctx context.Context, by Actor, q Squad) (m Muster, people []int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var answers []MusterAnswer
		if m, answers, err = tx.RollCall(ctx, by, q); err != nil {
			return err
		}
		if m.ID == 0 || !m.Begins(tx.Zone).After(by.Now) {
			return Refuse(NotFound, "%s没有还没到时间的集合。", q.Name)
		}
		people = nil
		for _, a := range answers {
			if a.PersonID != by.Person && a.Answer != MusterNot {
				people = append(people, a.PersonID)
			}
		}
		m.Off = true
		if err := tx.db(ctx).Save(&m).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "cancel muster", m.Ticket().String(), q.OrgID, "")
	})
	return m, people, err
}

// AnswerMuster keeps what a member says; the last word holds.
func (s *Store) AnswerMuster(ctx context.Context, by Actor, m Muster, answer string) error {
	return s.Tx(ctx, func(tx *Store) error {
		if m.Off {
			return Refuse(Gone, "%s取消了，不用来了。", m.Ticket())
		}
		if by.Now.After(m.Begins(tx.Zone).Add(musterLife)) {
			return Refuse(Gone, "%s已经结束了，谢谢你告诉我。", m.Ticket())
		}
		var a MusterAnswer
		if err := tx.db(ctx).Where("muster_id = ? AND person_id = ?", m.ID, by.Person).Limit(1).Find(&a).Error; err != nil {
			return err
		}
		if a.ID == 0 {
			return Refuse(Forbidden, "%s没有叫到你，不用回。", m.Ticket())
		}
		a.Answer, a.At = answer, by.Now.UnixMilli()
		return tx.db(ctx).Save(&a).Error
	})
}

// RollCall (点名) is a squad's last muster that was not called off, and who answered what, for its leader or
// a coordinator; the muster's ID is 0 when there was none.
func (s *Store) RollCall(ctx context.Context, by Actor, q Squad) (m Muster, answers []MusterAnswer, err error) {
	if err := s.leads(ctx, by, q); err != nil {
		return m, nil, err
	}
	var last []Muster
	if err := s.db(ctx).Where("squad_id = ?", q.ID).Order("id DESC").Limit(9).Find(&last).Error; err != nil {
		return m, nil, err
	}
	if i := slices.IndexFunc(last, func(m Muster) bool { return !m.Off }); i < 0 {
		return m, nil, nil
	} else {
		m = last[i]
	}
	err = s.db(ctx).Where("muster_id = ?", m.ID).Order("id").Find(&answers).Error
	return m, answers, err
}

// HoldersNamed are the people of that name who hold one of roles in org or below.
func (s *Store) HoldersNamed(ctx context.Context, name string, roles []Role, org Org) (ps []Person, err error) {
	holders := s.db(ctx).Model(&Grant{}).Select("person_id").Where("role IN ? AND org_id IN (?)", roles, s.below(ctx, []Org{org}))
	err = s.db(ctx).Where("name_key = ? AND joined_to = 0 AND id IN (?)", s.nameKey(name), holders).Order("id").Limit(5).Find(&ps).Error
	return ps, err
}
