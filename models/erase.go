package models

import (
	"context"
	"time"
)

// Erasure (删除凭证) says that a person's or a child's words were taken out, when and
// how many of each kind. It keeps no words itself, but for those that a sweep still
// looks for.
type Erasure struct {
	ID             int64
	PersonID       int64 `gorm:"index"`
	Whole          bool  // the person with everything; else one child alone
	MadeAt         int64
	DoneAt         int64 `gorm:"index"` // when the last row was looked through, 0 while it goes on
	Sealed         []byte
	ErasurePrivate `gorm:"-"`
}

// ErasurePrivate is what was found, and how far the sweep is.
type ErasurePrivate struct {
	Records int    `json:"records"` // of the person's own: registrations, children
	Chats   int    `json:"chats"`   // lines of chats and letters to and from the person
	Others  int    `json:"others"`  // places in other people's chats, letters, lists, notes
	Cases   int    `json:"cases"`   // that social workers still follow, and keep
	Search  *trace `json:"search,omitempty"`
	Table   int    `json:"table,omitempty"`
	After   int64  `json:"after,omitempty"`
}

func (e *Erasure) private() (any, *[]byte) { return &e.ErasurePrivate, &e.Sealed }

// Ticket is 删3.
func (e Erasure) Ticket() Ticket { return Ticket{ErasurePrefix, e.ID} }

// EndedPairing is one that an erasure ended; TutorLeft says by whose.
type EndedPairing struct {
	Pairing
	TutorLeft bool
}

// atOnce is how many rows of other people are looked through in the message itself;
// a job does the rest.
const atOnce = 20_000

// Erase (删掉我的信息) makes words vanish at once: with no children the person's names,
// phones, records, chats and letters, with some theirs alone (删掉朵朵的信息), and what
// other people's chats, letters, lists and notes say of them. Figures stay, and rows
// without words that they can be traced to. Lessons that go on end. Cases that social
// workers follow stay with them until they are closed.
func (s *Store) Erase(ctx context.Context, by Actor, children ...int64) (e Erasure, ended []EndedPairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		ended = nil
		e = Erasure{PersonID: by.Person, Whole: len(children) == 0, MadeAt: by.Now.UnixMilli()}
		es, err := tx.erased(ctx, by, children)
		if err != nil {
			return err
		}
		t, err := tx.trace(ctx, by, es, e.Whole)
		if err != nil {
			return err
		}
		if ended, err = tx.endAll(ctx, by, es, e.Whole); err != nil {
			return err
		}
		if e.Records, err = tx.forgetRecords(ctx, by, es, e.Whole); err != nil {
			return err
		}
		if e.Chats, err = tx.forgetChats(ctx, by, e.Whole); err != nil {
			return err
		}
		if e.Whole {
			if err := tx.forgetPerson(ctx, by); err != nil {
				return err
			}
		}
		if e.Cases, err = tx.forgetCases(ctx, by, e.Whole); err != nil {
			return err
		}
		if e.Others, err = tx.redactCircle(ctx, t); err != nil {
			return err
		}
		e.Search = &t
		if err := tx.db(ctx).Create(&e).Error; err != nil {
			return err
		}
		if err := tx.sweep(ctx, &e, atOnce, by.Now); err != nil {
			return err
		}
		return tx.audit(ctx, by, "erase", e.Ticket().String(), 0, "")
	})
	return e, ended, err
}

// Erasure is a person's own receipt; its ID is 0 when it is none of theirs.
func (s *Store) Erasure(ctx context.Context, person, id int64) (e Erasure, err error) {
	err = s.db(ctx).Where("id = ? AND person_id = ?", id, person).Limit(1).Find(&e).Error
	return e, err
}

// erased are the children whose words go: all of a person's, or those that were
// named. It refuses (NotFound) one that is not theirs.
func (s *Store) erased(ctx context.Context, by Actor, children []int64) (es []*Enrolment, err error) {
	q := s.db(ctx).Where("person_id = ?", by.Person)
	if len(children) > 0 {
		q = q.Where("id IN ?", children)
	}
	if err = q.Order("id").Find(&es).Error; err == nil && len(children) > 0 && len(es) != len(children) {
		err = Refuse(NotFound, "这不是您报的孩子，删不了。")
	}
	return es, err
}

// endAll ends the pairings of the children and, with whole, of the tutor; siblings
// who stay go on.
func (s *Store) endAll(ctx context.Context, by Actor, es []*Enrolment, whole bool) (ended []EndedPairing, err error) {
	for _, x := range es {
		e, err := s.lockEnrolment(ctx, x.Ticket())
		if err != nil {
			return nil, err
		}
		end := Ending{}
		if e.Stage.HasTutor() {
			if end, err = s.finish(ctx, by, e, "end", Ended, Owner, ""); end.Staying != "" {
				end.Pairing = Pairing{} // it goes on
			}
		} else {
			end.Asked, err = s.recallOffers(ctx, e.ID)
		}
		if err != nil {
			return nil, err
		}
		for _, p := range append(end.Asked, end.Pairing) {
			if p.ID != 0 {
				ended = append(ended, EndedPairing{p, false})
			}
		}
	}
	if !whole {
		return ended, nil
	}
	own, err := s.tutorLeaves(ctx, by)
	return append(ended, own...), err
}

// tutorLeaves ends a tutor's own pairings: each child waits again and goes first.
func (s *Store) tutorLeaves(ctx context.Context, by Actor) (ended []EndedPairing, err error) {
	var own []Pairing
	if err := s.db(ctx).Where("tutor_id = ? AND stage IN ?", by.Person, []PairingStage{PairingAsked, PairingAgreed}).Order("id").Find(&own).Error; err != nil {
		return nil, err
	}
	for _, p := range own {
		if p.Active {
			end, err := s.Release(ctx, by, Ticket{EnrolmentPrefix, p.EnrolmentID}, "")
			if err != nil {
				return nil, err
			}
			p = end.Pairing
		}
		ended = append(ended, EndedPairing{p, true})
	}
	return ended, s.db(ctx).Where("tutor_id = ? AND stage IN ?", by.Person, []PairingStage{PairingProposed, PairingAsked}).Delete(&Pairing{}).Error
}

// forgetRecords withdraws what is still open and takes the words out of the records:
// of the children and, with whole, of the sign-ups too.
func (s *Store) forgetRecords(ctx context.Context, by Actor, es []*Enrolment, whole bool) (int, error) {
	var signups []*Signup
	if whole {
		if err := s.db(ctx).Where("person_id = ?", by.Person).Find(&signups).Error; err != nil {
			return 0, err
		}
	}
	all := append(records(signups), records(es)...)
	for _, r := range all {
		r, err := s.Record(ctx, r.Ticket()) // as it is after its pairing ended
		if err != nil {
			return 0, err
		}
		switch r.review().Stage {
		case Applied, Returned, Eligible, Waiting:
			if r, err = s.Withdraw(ctx, by, r.Ticket()); err != nil {
				return 0, err
			}
		}
		if err := s.forgetListed(ctx, r); err != nil {
			return 0, err
		}
		if err := s.forget(ctx, r); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// forgetChats takes what was said to and by the person out, with whole; what the bot
// remembers of their chats goes in any case.
func (s *Store) forgetChats(ctx context.Context, by Actor, whole bool) (n int, err error) {
	accounts, err := s.Accounts(ctx, by.Person)
	if err != nil {
		return 0, err
	}
	for _, a := range accounts {
		if err := s.db(ctx).Where("account_id = ?", a.ID).Delete(&Conversation{}).Error; err != nil {
			return n, err
		}
		if !whole {
			continue
		}
		gone, err := s.Post(ctx).Forget(a.ID, by.Person, a.Channel, "direct:"+a.Account)
		if err != nil {
			return n, err
		}
		n += int(gone)
	}
	return n, nil
}

// forgetCases takes the words out of the person's cases that are closed, and says
// how many are still followed.
func (s *Store) forgetCases(ctx context.Context, by Actor, whole bool) (open int, err error) {
	var n int64
	if err := s.db(ctx).Model(&Case{}).Where("person_id = ? AND open = ?", by.Person, true).Count(&n).Error; err != nil || !whole {
		return int(n), err
	}
	return int(n), s.db(ctx).Model(&Case{}).Where("person_id = ? AND open = ?", by.Person, false).Update("sealed", []byte{}).Error
}

// ForgetCases takes the words out of cases that were closed before t. It returns how
// many, at most limit.
func (s *Store) ForgetCases(ctx context.Context, t time.Time, limit int) (n int, err error) {
	var ids []int64
	if err := s.db(ctx).Model(&Case{}).Where("open = ? AND closed_at > 0 AND closed_at < ?", false, t.UnixMilli()).Order("id").Limit(limit).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return 0, err
	}
	return len(ids), s.Tx(ctx, func(tx *Store) error {
		return tx.db(ctx).Model(&Case{}).Where("id IN ?", ids).Updates(map[string]any{"sealed": []byte{}, "closed_at": 0}).Error
	})
}

// forget takes a record's words out, and those of its submissions and audits.
func (s *Store) forget(ctx context.Context, r Record) error {
	switch x := r.(type) {
	case *Signup:
		x.SignupPrivate = SignupPrivate{}
	case *Enrolment:
		x.EnrolmentPrivate = EnrolmentPrivate{}
		if err := s.db(ctx).Model(&Pairing{}).Where("enrolment_id = ? AND active = ?", x.ID, false).Update("sealed", []byte{}).Error; err != nil {
			return err // why, and into which meeting
		}
		if err := s.forgetLessons(ctx, x.ID); err != nil {
			return err
		}
	}
	if err := s.dropBadge(ctx, r); err != nil {
		return err
	}
	v := r.review()
	v.NameKey, v.PhoneKey, v.Forgotten = "", "", true
	if err := s.db(ctx).Save(r).Error; err != nil {
		return err
	}
	if r.Ticket().Prefix == EnrolmentPrefix { // what was said of its tutors and lessons
		for _, row := range []any{&Aftercare{}, &Pairing{}} {
			if err := s.db(ctx).Model(row).Where("enrolment_id = ?", r.Ticket().ID).Update("sealed", []byte{}).Error; err != nil {
				return err
			}
		}
	}
	ticket := r.Ticket().String()
	for _, row := range []any{&Submission{}, &Audit{}, &ChainLine{}} {
		if err := s.db(ctx).Model(row).Where("ticket = ?", ticket).Update("sealed", []byte{}).Error; err != nil {
			return err
		}
	}
	return nil
}

// forgetLessons takes out what tutors noted of a child's lessons, and what was said
// of its pairings.
func (s *Store) forgetLessons(ctx context.Context, enrolment int64) error {
	lessons := s.db(ctx).Model(&Lesson{}).Select("id").Where("enrolment_id = ?", enrolment)
	var logs []TutoringLog
	if err := s.db(ctx).Where("lesson_id IN (?)", lessons).Find(&logs).Error; err != nil {
		return err
	}
	for _, l := range logs {
		if l.Note == "" {
			continue
		}
		l.Note = ""
		if err := s.db(ctx).Save(&l).Error; err != nil {
			return err
		}
	}
	var pairings []Pairing
	if err := s.db(ctx).Where("enrolment_id = ?", enrolment).Find(&pairings).Error; err != nil {
		return err
	}
	for _, p := range pairings {
		p.Reason = ""
		if err := s.db(ctx).Save(&p).Error; err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) forgetPerson(ctx context.Context, by Actor) error {
	// Who is who stays known by number alone.
	if err := s.db(ctx).Save(&Person{ID: by.Person, MadeAt: by.Now.UnixMilli()}).Error; err != nil {
		return err
	}
	for _, row := range []any{&Submission{}, &Audit{}} {
		if err := s.db(ctx).Model(row).Where("person_id = ?", by.Person).Update("sealed", []byte{}).Error; err != nil {
			return err
		}
	}
	if err := s.db(ctx).Model(&TutoringLog{}).Where("tutor_id = ?", by.Person).Update("sealed", []byte{}).Error; err != nil {
		return err
	}
	if err := s.db(ctx).Where("person_id = ?", by.Person).Delete(&TutorProfile{}).Error; err != nil {
		return err
	}
	if err := s.db(ctx).Where("person_id = ?", by.Person).Delete(&Unasked{}).Error; err != nil {
		return err
	}
	if err := s.db(ctx).Model(&CalloutAnswer{}).Where("person_id = ?", by.Person).Update("sealed", []byte{}).Error; err != nil {
		return err
	}
	if err := s.forgetCertificates(ctx, by.Person); err != nil {
		return err
	}
	if err := s.forgetDuty(ctx, by); err != nil {
		return err
	}
	return s.db(ctx).Where("person_id = ? AND role NOT IN ?", by.Person, []Role{Coordinator, SocialWorker}).Delete(&Grant{}).Error
}

// ForgetEnded takes the words out of cloud-class records that ended before t: they
// were kept for lessons alone. It returns how many, at most limit.
func (s *Store) ForgetEnded(ctx context.Context, t time.Time, limit int) (int, error) {
	var ended []*Enrolment
	err := s.db(ctx).Where("stage IN ? AND ended_at > 0 AND ended_at < ? AND forgotten = ?", []Stage{Withdrawn, Rejected, Ended}, t.UnixMilli(), false).
		Order("id").Limit(limit).Find(&ended).Error
	if err != nil {
		return 0, err
	}
	return len(ended), s.Tx(ctx, func(tx *Store) error {
		for _, e := range ended {
			if err := tx.forget(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}
