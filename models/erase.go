package models

import (
	"context"
	"time"
)

// Erase (删掉我的信息) makes a person's words vanish at once: names, phones,
// records, chats, letters. Figures stay, and rows without words that they can be
// traced to. Who still has lessons is refused (Conflict): they end first. Cases
// stay with the social workers.
func (s *Store) Erase(ctx context.Context, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		if err := tx.erasable(ctx, by); err != nil {
			return err
		}
		if err := tx.forgetRecords(ctx, by); err != nil {
			return err
		}
		if err := tx.forgetPerson(ctx, by); err != nil {
			return err
		}
		accounts, err := tx.Accounts(ctx, by.Person)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			if err := tx.db(ctx).Where("account_id = ?", a.ID).Delete(&Conversation{}).Error; err != nil {
				return err
			}
			if err := tx.Post(ctx).Forget(a.ID, by.Person, a.Channel, "direct:"+a.Account); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "erase", "", 0, "")
	})
}

// erasable refuses while lessons go on.
func (s *Store) erasable(ctx context.Context, by Actor) error {
	var n int64
	err := s.db(ctx).Model(&Pairing{}).Where("active = ? AND (tutor_id = ? OR enrolment_id IN (?))", true, by.Person,
		s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", by.Person)).Count(&n).Error
	if err == nil && n > 0 {
		err = Refuse(Conflict, "现在还有课在上，删了就没法上课了。先跟协调员说一声结束结对，再来删。")
	}
	return err
}

// forgetRecords withdraws what is still open and takes the words out of all of a
// person's records.
func (s *Store) forgetRecords(ctx context.Context, by Actor) error {
	var signups []*Signup
	if err := s.db(ctx).Where("person_id = ?", by.Person).Find(&signups).Error; err != nil {
		return err
	}
	var enrolments []*Enrolment
	if err := s.db(ctx).Where("person_id = ?", by.Person).Find(&enrolments).Error; err != nil {
		return err
	}
	for _, r := range append(records(signups), records(enrolments)...) {
		switch r.review().Stage {
		case Applied, Returned, Eligible, Waiting:
			var err error
			if r, err = s.Withdraw(ctx, by, r.Ticket()); err != nil {
				return err
			}
		}
		if err := s.forget(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// forget takes a record's words out, and those of its submissions and audits.
func (s *Store) forget(ctx context.Context, r Record) error {
	switch x := r.(type) {
	case *Signup:
		x.SignupPrivate = SignupPrivate{}
	case *Enrolment:
		x.EnrolmentPrivate = EnrolmentPrivate{}
	}
	v := r.review()
	v.NameKey, v.PhoneKey, v.Forgotten = "", "", true
	if err := s.db(ctx).Save(r).Error; err != nil {
		return err
	}
	ticket := r.Ticket().String()
	for _, row := range []any{&Submission{}, &Audit{}, &ChainLine{}} {
		if err := s.db(ctx).Model(row).Where("ticket = ?", ticket).Update("sealed", []byte{}).Error; err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) forgetPerson(ctx context.Context, by Actor) error {
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
