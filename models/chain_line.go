package models

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// JoinChain (接龙报名) makes a sign-up of a line. Who is registered already, by name
// and, where both are known, by phone, is not registered twice: standing is then
// that sign-up, and its ID else 0.
func (s *Store) JoinChain(ctx context.Context, by Actor, l *ChainLine, g *Signup) (standing Signup, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if standing, err = tx.standingSignup(ctx, g); err != nil || standing.ID != 0 {
			return err
		}
		who := Named{g.Name, g.Phone}
		people, err := tx.PeopleMeant(ctx, []Named{who}, []Role{Volunteer, Tutor})
		if err != nil {
			return err
		}
		if g.PersonID = people[who]; g.PersonID == 0 || g.Phone == "" {
			p := &Person{PersonPrivate: PersonPrivate{Name: g.Name, Phone: g.Phone, Gender: g.Gender}}
			if err := tx.Register(ctx, p, nil, by.Now); err != nil {
				return err
			}
			g.PersonID = p.ID
		}
		g.Channel = ChainDoor
		if err := tx.SignUp(ctx, g, by.Now); err != nil {
			return err
		}
		l.Ticket = g.Ticket().String()
		return nil
	})
	return standing, err
}

// CompleteFromChain gives a sign-up that came by a list the phone that a newer
// copy has.
func (s *Store) CompleteFromChain(ctx context.Context, by Actor, t Ticket, phone string) error {
	r, err := s.Record(ctx, t)
	if err != nil {
		return err
	}
	g, ok := r.(*Signup)
	if !ok || g.Channel != ChainDoor || g.Phone != "" || g.Stage != Applied {
		return nil
	}
	g.Phone = phone
	return s.Mended(ctx, g, by)
}

// ChainDoor is Review.Channel of what came by a list: the person never spoke to
// us.
const ChainDoor = "chain"

// standingSignup is a sign-up of the same name in the same Org and programme that
// still stands, and whose phone is not another; its ID is 0 when there is none.
func (s *Store) standingSignup(ctx context.Context, g *Signup) (found Signup, err error) {
	s.rekey(g)
	var all []Signup
	err = s.db(ctx).Where("org_id = ? AND programme = ? AND name_key = ? AND stage NOT IN ?", g.OrgID, g.Programme, g.NameKey, []Stage{Withdrawn, Rejected, Ended}).Order("id").Find(&all).Error
	for _, old := range all {
		if old.PhoneKey == "" || g.PhoneKey == "" || old.PhoneKey == g.PhoneKey {
			return old, err
		}
	}
	return found, err
}

// LeaveChain says that the person of a line left: the sign-up that it became is
// withdrawn, also when it was approved. It refuses (Conflict) what stands
// otherwise.
func (s *Store) LeaveChain(ctx context.Context, by Actor, l *ChainLine) error {
	return s.Tx(ctx, func(tx *Store) error {
		if t, ok := ParseTicket(l.Ticket); ok {
			if err := tx.strike(ctx, by, t); err != nil {
				return err
			}
		}
		l.Gone = true
		return tx.db(ctx).Save(l).Error
	})
}

// strike withdraws a sign-up that came by a list, for the person.
func (s *Store) strike(ctx context.Context, by Actor, t Ticket) error {
	r, err := s.reviewable(ctx, by, t)
	if err != nil {
		return err
	}
	v := r.review()
	was := v.Stage
	if v.Channel != ChainDoor {
		return Refuse(Conflict, "%s是本人自己报的，要退请本人说“取消 %s”。", t, t)
	}
	if was != Applied && was != Returned && was != Verified {
		return Refuse(Conflict, "%s现在是“%s”，不用撤。", t, was.Chinese())
	}
	v.Stage, v.EndedAt = Withdrawn, by.Now.UnixMilli()
	if err := s.db(ctx).Save(r).Error; err != nil {
		return err
	}
	if err := s.unpassed(ctx, by, r, was); err != nil {
		return err
	}
	if err := s.uncount(ctx, r, false, by.Now); err != nil {
		return err
	}
	return s.audit(ctx, by, "withdraw", t.String(), v.OrgID, "")
}

// ReturnToChain takes back that a person left: the line stands again, and its
// sign-up waits for review.
func (s *Store) ReturnToChain(ctx context.Context, by Actor, line int64) error {
	return s.Tx(ctx, func(tx *Store) error {
		l, err := tx.ChainLine(ctx, line)
		if err != nil {
			return err
		}
		l.Gone = false
		if err := tx.db(ctx).Save(&l).Error; err != nil {
			return err
		}
		t, ok := ParseTicket(l.Ticket)
		if !ok {
			return nil
		}
		r, err := tx.reviewable(ctx, by, t)
		if err != nil {
			return err
		}
		v := r.review()
		if v.Stage != Withdrawn || v.Forgotten {
			return nil
		}
		v.Stage, v.EndedAt = Applied, 0
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if err := tx.recount(ctx, r, by); err != nil {
			return err
		}
		return tx.audit(ctx, by, "reinstate", t.String(), v.OrgID, "")
	})
}

// ChainLine is the line of that id; it refuses (NotFound) when there is none.
func (s *Store) ChainLine(ctx context.Context, id int64) (l ChainLine, err error) {
	err = s.db(ctx).Take(&l, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return l, Refuse(NotFound, "这份接龙已经不在了。")
	}
	return l, err
}
