package models

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"crypto/rand"

	"gorm.io/gorm"
)

// Code is a short secret that someone was given and says back: an invitation to
// a role (邀请码), or the proof that two accounts are one person's (确认码).
type Code struct {
	ID        int64
	CodeKey   string `gorm:"size:44;uniqueIndex"`
	Purpose   string `gorm:"size:12"` // invite, join
	Role      Role   `gorm:"size:20"`
	OrgID     int64
	PersonID  int64 // join: the older person; invite: who invited
	AccountID int64 // join: the account that asked, and alone may answer
	Tries     int
	Expires   int64
	UsedAt    int64
}

// Invite makes a code that gives its first speaker role in org; it is good for
// three days.
func (s *Store) Invite(ctx context.Context, by Actor, role Role, org Org) (code string, err error) {
	if !by.Holds(Coordinator, org) {
		return "", Refuse(Forbidden, "%s不归您管，邀请不了。", org.Name)
	}
	code = newCode(rand.Reader, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 8)
	err = s.Tx(ctx, func(tx *Store) error {
		c := Code{CodeKey: tx.vault.Lookup("code", code), Purpose: "invite", Role: role, OrgID: org.ID, PersonID: by.Person, Expires: by.Now.Add(72 * time.Hour).UnixMilli()}
		if err := tx.db(ctx).Create(&c).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "invite", "", org.ID, string(role))
	})
	return code, err
}

// Accept uses an invitation: the speaker has the role from now on.
func (s *Store) Accept(ctx context.Context, by Actor, code string) (role Role, org Org, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var c Code
		err := tx.db(ctx).Where("code_key = ? AND purpose = ?", tx.vault.Lookup("code", strings.ToUpper(code)), "invite").Take(&c).Error
		if errors.Is(err, gorm.ErrRecordNotFound) || err == nil && (c.UsedAt != 0 || by.Now.UnixMilli() > c.Expires) {
			return Refuse(Gone, "这个邀请码用过了或者过期了，请邀请您的人再发一个。")
		}
		if err != nil {
			return err
		}
		if org, err = tx.Org(ctx, c.OrgID); err != nil {
			return err
		}
		role = c.Role
		used := tx.db(ctx).Model(&Code{}).Where("id = ? AND used_at = 0", c.ID).Update("used_at", by.Now.UnixMilli())
		if used.Error != nil || used.RowsAffected == 0 {
			return used.Error
		}
		return tx.GrantRole(ctx, by.Person, role, org, c.PersonID, by.Now)
	})
	return role, org, err
}

// AskToJoin (关联账号) begins to join the speaker's account to the person known by
// name and phone. With an older account that can be reached, it returns the code
// to show there; without one, it returns no code and the coordinator confirms.
func (s *Store) AskToJoin(ctx context.Context, a Account, name, phone string, now time.Time) (older Person, code string, err error) {
	people, err := s.PeopleKnownAs(ctx, name, phone)
	if err != nil {
		return older, "", err
	}
	for _, p := range people {
		if p.ID == a.PersonID {
			continue
		}
		older = p
		accounts, err := s.Accounts(ctx, p.ID)
		if err != nil {
			return older, "", err
		}
		for _, other := range accounts {
			if other.Channel != FormChannel {
				code = newCode(rand.Reader, "0123456789", 6)
				break
			}
		}
		break
	}
	if older.ID == 0 {
		return older, "", nil
	}
	err = s.Tx(ctx, func(tx *Store) error {
		c := Code{Purpose: "join", PersonID: older.ID, AccountID: a.ID, Expires: now.Add(15 * time.Minute).UnixMilli()}
		secret := code
		if secret == "" {
			secret = newCode(rand.Reader, "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 16)
			c.Expires = now.Add(7 * 24 * time.Hour).UnixMilli()
		}
		c.CodeKey = tx.vault.Lookup("code", fmt.Sprintf("join\x00%d\x00%s", a.ID, secret))
		if err := tx.db(ctx).Where("purpose = ? AND account_id = ?", "join", a.ID).Delete(&Code{}).Error; err != nil {
			return err
		}
		return tx.db(ctx).Create(&c).Error
	})
	return older, code, err
}

// JoinPending says whether the account was asked for a 确认码.
func (s *Store) JoinPending(ctx context.Context, a Account, now time.Time) (bool, error) {
	var n int64
	err := s.db(ctx).Model(&Code{}).Where("purpose = ? AND account_id = ? AND used_at = 0 AND expires >= ? AND tries < 5", "join", a.ID, now.UnixMilli()).Count(&n).Error
	return n > 0, err
}

// Join answers with the code: the account, its records and roles become the older
// person's. It refuses (Invalid) a wrong code; after five the request is over.
func (s *Store) Join(ctx context.Context, a Account, code string, by Actor) (ok bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var c Code
		err := tx.db(ctx).Where("purpose = ? AND account_id = ? AND used_at = 0 AND expires >= ? AND tries < 5", "join", a.ID, by.Now.UnixMilli()).Take(&c).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return Refuse(Gone, "确认码过期了，再说一次“关联账号”就会发新的。")
		}
		if err != nil {
			return err
		}
		if c.CodeKey != tx.vault.Lookup("code", fmt.Sprintf("join\x00%d\x00%s", a.ID, code)) {
			return tx.db(ctx).Model(&c).Update("tries", gorm.Expr("tries + 1")).Error
		}
		ok = true
		if err := tx.db(ctx).Model(&c).Update("used_at", by.Now.UnixMilli()).Error; err != nil {
			return err
		}
		return tx.merge(ctx, a.PersonID, c.PersonID, by)
	})
	return ok, err
}

// ConfirmJoin lets a coordinator, who knows the people, join an account that
// asked to, where no older account could be shown a code.
func (s *Store) ConfirmJoin(ctx context.Context, account int64, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		var c Code
		err := tx.db(ctx).Where("purpose = ? AND account_id = ? AND used_at = 0 AND expires >= ?", "join", account, by.Now.UnixMilli()).Take(&c).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return Refuse(Gone, "这个关联请求已经处理过或过期了。")
		}
		if err != nil {
			return err
		}
		a, err := tx.AccountByID(ctx, account)
		if err != nil {
			return err
		}
		org, err := tx.HomeOf(ctx, c.PersonID)
		if err != nil {
			return err
		}
		if !by.Holds(Coordinator, org) || a.PersonID == by.Person || c.PersonID == by.Person {
			return Refuse(Forbidden, "这个请求归%s的协调员确认。", org.Name)
		}
		if err := tx.db(ctx).Model(&c).Update("used_at", by.Now.UnixMilli()).Error; err != nil {
			return err
		}
		return tx.merge(ctx, a.PersonID, c.PersonID, by)
	})
}

// HomeOf is the unit of the tree that a person belongs to by their newest record or
// role, the city when there is none.
func (s *Store) HomeOf(ctx context.Context, person int64) (Org, error) {
	var ids []int64
	for _, table := range []string{"signups", "enrolments", "grants"} {
		if err := s.db(ctx).Table(table).Where("person_id = ? AND org_id NOT IN (?)", person, s.beside(ctx)).Order("id DESC").Limit(1).Pluck("org_id", &ids).Error; err != nil {
			return Org{}, err
		}
		if len(ids) > 0 {
			return s.Org(ctx, ids[0])
		}
	}
	return s.Root(ctx)
}

// merge makes the newer person the older one: accounts, records and roles move.
func (s *Store) merge(ctx context.Context, newer, older int64, by Actor) error {
	if newer == older {
		return nil
	}
	for table, column := range map[string]string{"accounts": "person_id", "signups": "person_id", "enrolments": "person_id", "pairings": "tutor_id",
		"lessons": "tutor_id", "certificates": "person_id", "tutoring_logs": "tutor_id", "welfare_cases": "person_id", "unasked": "person_id", "appeals": "person_id", "callouts": "person_id", "callout_letters": "person_id", "callout_answers": "person_id",
		"shifts": "person_id", "squads": "leader_id"} {
		if err := s.db(ctx).Table(table).Where(column+" = ?", newer).Update(column, older).Error; err != nil {
			return err
		}
	}
	for table, group := range map[string]string{"roster_places": "roster_id", "squad_members": "squad_id", "muster_answers": "muster_id"} {
		if err := s.mergeMembers(ctx, table, group, newer, older); err != nil {
			return err
		}
	}
	standings, err := s.Standings(ctx, newer)
	if err != nil {
		return err
	}
	for _, st := range standings {
		if err := s.GrantRole(ctx, older, st.Role, st.Org, by.Person, by.Now); err != nil {
			return err
		}
	}
	if err := s.db(ctx).Where("person_id = ?", newer).Delete(&Grant{}).Error; err != nil {
		return err
	}
	if err := s.db(ctx).Model(&Person{}).Where("id = ?", newer).Update("joined_to", older).Error; err != nil {
		return err
	}
	if err := s.regatherLessons(ctx, older, by.Now); err != nil {
		return err
	}
	if err := s.mergeMute(ctx, newer, older); err != nil {
		return err
	}
	return s.audit(ctx, by, "join", "", 0, "")
}

// mergeMute lets whoever wanted no call-outs have none under the older name too.
func (s *Store) mergeMute(ctx context.Context, newer, older int64) error {
	p, err := s.Person(ctx, newer)
	if err != nil || p.CallsOff == 0 {
		return err
	}
	return s.db(ctx).Model(&Person{}).Where("id = ?", older).UpdateColumn("calls_off", p.CallsOff).Error
}

// mergeMembers lets the older person stand where the newer one did, once in each
// group.
func (s *Store) mergeMembers(ctx context.Context, table, group string, newer, older int64) error {
	var there []int64
	if err := s.db(ctx).Table(table).Where("person_id = ?", older).Pluck(group, &there).Error; err != nil {
		return err
	}
	q := s.db(ctx).Table(table).Where("person_id = ?", newer)
	if len(there) > 0 {
		q = q.Where(group+" NOT IN ?", there)
	}
	return q.Update("person_id", older).Error
}

func newCode(random io.Reader, alphabet string, n int) string {
	out := make([]byte, n)
	for i := range out {
		k, err := rand.Int(random, big.NewInt(int64(len(alphabet))))
		if err != nil {
			panic(err) // the system has no randomness left: nothing secret can be made
		}
		out[i] = alphabet[k.Int64()]
	}
	return string(out)
}
