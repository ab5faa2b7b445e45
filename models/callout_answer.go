package models

import (
	"context"
	"fmt"
)

// What a person says of a call-out.
const (
	CallRead = "read" // 已读
	CallYes  = "yes"  // 我参加
	CallNo   = "no"   // 来不了
)

// CalloutAnswer is what one person says of one call-out, once, to be changed. Who
// came by a group's code and is not known here leaves name and phone.
type CalloutAnswer struct {
	ID                   int64
	CalloutID            int64  `gorm:"uniqueIndex:callout_who,priority:1;index:callout_person,priority:1"`
	WhoKey               string `gorm:"size:44;uniqueIndex:callout_who,priority:2"` // by name and phone, else by person: nobody has two places
	PersonID             int64  `gorm:"index:callout_person,priority:2;index"`      // 0 for a stranger
	OrgID                int64  // where it is counted
	Says                 string `gorm:"size:8"`
	Turn                 int64  // on the waiting list (候补), 0 when there is a place or none is wanted
	AnsweredAt           int64
	Sealed               []byte
	CalloutAnswerPrivate `gorm:"-"`
}

// CalloutAnswerPrivate is who a stranger is.
type CalloutAnswerPrivate struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"`
}

func (a *CalloutAnswer) private() (any, *[]byte) { return &a.CalloutAnswerPrivate, &a.Sealed }

// HasPlace says that the person is counted on.
func (a CalloutAnswer) HasPlace() bool { return a.Says == CallYes && a.Turn == 0 }

// CallReply is one answer on its way in.
type CallReply struct {
	Callout int64
	Says    string
	Answer  int64 // the stranger's answer that is changed by its own link, else 0
	Group   int64 // by whose code a stranger came, 0 for none
	CalloutAnswerPrivate
}

// CallOutcome is what came of an answer.
type CallOutcome struct {
	Callout Callout
	Answer  CalloutAnswer
	Before  string         // what was said before, "" for nothing
	Ahead   int64          // the place on the waiting list, 1 is next
	Moved   *CalloutAnswer // who has the place that was given up
	Full    bool           // the last place went just now
}

// AnswerCall (我参加, 来不了, 已读) keeps what the actor, or a stranger, says. Places
// are given one by one; who comes later waits, and the first of those has the place
// that somebody gives up. Reading takes back no yes and no no. It refuses (Gone)
// when the call-out was stopped or has begun, and (Conflict) a stranger who would
// change what somebody of that name and phone has said.
func (s *Store) AnswerCall(ctx context.Context, by Actor, r CallReply) (o CallOutcome, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		o = CallOutcome{}
		if o.Callout, err = tx.lockCallout(ctx, by, r.Callout); err != nil {
			return err
		}
		if err := o.Callout.answerable(by, r.Says); err != nil {
			return err
		}
		if o.Answer, err = tx.answerOf(ctx, by, r, o.Callout); err != nil {
			return err
		}
		return tx.answer(ctx, by, r, &o)
	})
	return o, err
}

func (c Callout) answerable(by Actor, says string) error {
	switch {
	case c.Stage == CalloutStopped:
		return Refuse(Gone, "%s已经停了，不用来了。谢谢你！", c.Ticket())
	case c.Stage == CalloutDraft:
		return Refuse(Conflict, "%s还没发出去，发了才能回。", c.Ticket())
	case says == CallYes && !c.Open(by.Now):
		return Refuse(Gone, "%s的时间已经过了，报不了了。下次早点来！", c.Ticket())
	}
	return nil
}

// answerOf is the answer that r changes, or a new one.
func (s *Store) answerOf(ctx context.Context, by Actor, r CallReply, c Callout) (a CalloutAnswer, err error) {
	if r.Answer != 0 {
		err = s.db(ctx).Where("callout_id = ?", c.ID).Take(&a, r.Answer).Error
		return a, err
	}
	if by.Person != 0 {
		if err = s.db(ctx).Where("callout_id = ? AND person_id = ?", c.ID, by.Person).Limit(1).Find(&a).Error; err != nil || a.ID != 0 {
			return a, err
		}
		p, err := s.Person(ctx, by.Person)
		if err != nil {
			return a, err
		}
		r.Name, r.Phone = p.Name, p.Phone
	}
	own := s.vault.Lookup("callout", fmt.Sprintf("person\x00%d", by.Person))
	key := own
	if r.Name != "" && r.Phone != "" {
		key = s.vault.Lookup("callout", r.Name+"\x00"+r.Phone)
	}
	if err = s.db(ctx).Where("callout_id = ? AND who_key = ?", c.ID, key).Limit(1).Find(&a).Error; err != nil {
		return a, err
	}
	switch {
	case a.ID != 0 && by.Person != 0 && a.PersonID == 0: // came by the group's code before
		a.PersonID, a.CalloutAnswerPrivate = by.Person, CalloutAnswerPrivate{}
		return a, nil
	case a.ID != 0 && by.Person != 0: // another one of that name and phone
		key = own
	case a.ID != 0 && a.Says != r.Says:
		return a, Refuse(Conflict, "这个姓名和电话已经回过了。要改，请点当时的链接，或者给联系人打个电话。")
	case a.ID != 0:
		return a, nil
	}
	a = CalloutAnswer{CalloutID: c.ID, WhoKey: key, PersonID: by.Person}
	if by.Person == 0 {
		a.CalloutAnswerPrivate = r.CalloutAnswerPrivate
	}
	a.OrgID, err = s.countedIn(ctx, c, by.Person, r.Group)
	return a, err
}

// countedIn is the Org in which an answer counts: where the person was called, else
// where they volunteer, else that of the group they came from.
func (s *Store) countedIn(ctx context.Context, c Callout, person, group int64) (org int64, err error) {
	var ids []int64
	if person != 0 {
		err = s.db(ctx).Model(&CalloutLetter{}).Where("callout_id = ? AND person_id = ?", c.ID, person).Limit(1).Pluck("org_id", &ids).Error
		if err != nil || len(ids) > 0 {
			return append(ids, 0)[0], err
		}
		o, err := s.Org(ctx, c.OrgID)
		if err != nil {
			return 0, err
		}
		err = s.db(ctx).Model(&Grant{}).Where("person_id = ? AND role = ? AND org_id IN (?)", person, Volunteer, s.below(ctx, []Org{o})).Order("org_id").Limit(1).Pluck("org_id", &ids).Error
		if err != nil || len(ids) > 0 {
			return append(ids, 0)[0], err
		}
	}
	if group != 0 {
		err = s.db(ctx).Model(&CalloutLetter{}).Where("callout_id = ? AND group_id = ?", c.ID, group).Limit(1).Pluck("org_id", &ids).Error
	}
	return append(ids, c.OrgID)[0], err
}

// answer gives or frees the place.
func (s *Store) answer(ctx context.Context, by Actor, r CallReply, o *CallOutcome) error {
	c, a := &o.Callout, &o.Answer
	o.Before = a.Says
	had := a.HasPlace()
	switch {
	case r.Says == CallRead && a.Says != "" || r.Says == a.Says: // nothing new
	case r.Says == CallYes && c.Left() == 0:
		c.Turns++
		a.Says, a.Turn = CallYes, c.Turns
	case r.Says == CallYes:
		c.Joined++
		a.Says, a.Turn = CallYes, 0
		o.Full = c.Left() == 0
	default:
		a.Says, a.Turn = r.Says, 0
	}
	if a.Says != o.Before || a.ID == 0 {
		a.AnsweredAt = by.Now.UnixMilli()
	}
	if err := s.db(ctx).Save(a).Error; err != nil {
		return err
	}
	if had && !a.HasPlace() {
		c.Joined--
		if err := s.callUp(ctx, by, o); err != nil {
			return err
		}
	}
	if a.Turn > 0 {
		if err := s.db(ctx).Model(&CalloutAnswer{}).Where("callout_id = ? AND turn > 0 AND turn <= ?", c.ID, a.Turn).Count(&o.Ahead).Error; err != nil {
			return err
		}
	}
	return s.db(ctx).Model(&Callout{}).Where("id = ?", c.ID).UpdateColumns(map[string]any{"joined": c.Joined, "turns": c.Turns}).Error
}

// callUp gives a free place to who waits longest, as long as it is of use.
func (s *Store) callUp(ctx context.Context, by Actor, o *CallOutcome) error {
	if !o.Callout.Open(by.Now) || o.Callout.Left() == 0 {
		return nil
	}
	var next CalloutAnswer
	found := s.db(ctx).Where("callout_id = ? AND turn > 0", o.Callout.ID).Order("turn").Limit(1).Find(&next)
	if found.Error != nil || found.RowsAffected == 0 {
		return found.Error
	}
	next.Turn = 0
	o.Callout.Joined++
	o.Moved = &next
	return s.db(ctx).Save(&next).Error
}

// AnswerTo is what a person said of a call-out; its ID is 0 when they said nothing.
func (s *Store) AnswerTo(ctx context.Context, callout, person int64) (a CalloutAnswer, err error) {
	err = s.db(ctx).Where("callout_id = ? AND person_id = ?", callout, person).Limit(1).Find(&a).Error
	return a, err
}

// CallAnswer is the answer of that row, as a stranger's own link names it.
func (s *Store) CallAnswer(ctx context.Context, id int64) (a CalloutAnswer, err error) {
	err = s.db(ctx).Take(&a, id).Error
	return a, err
}

// CallTurn is the answer's place on the waiting list, 1 is next; 0 when it is not on
// it.
func (s *Store) CallTurn(ctx context.Context, a CalloutAnswer) (n int64, err error) {
	if a.Turn == 0 {
		return 0, nil
	}
	err = s.db(ctx).Model(&CalloutAnswer{}).Where("callout_id = ? AND turn > 0 AND turn <= ?", a.CalloutID, a.Turn).Count(&n).Error
	return n, err
}
