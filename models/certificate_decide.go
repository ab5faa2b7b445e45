package models

import (
	"context"

	"gorm.io/gorm"
)

// IssueCertificate (签发) freezes what a certificate says and makes it good; by is
// printed as its handler, with contact or else their own phone. It refuses
// (Forbidden) anyone who does not coordinate its unit and whose own it is, and
// (Conflict) one that does not wait.
func (s *Store) IssueCertificate(ctx context.Context, by Actor, id int64, contact string) (c Certificate, err error) {
	return s.decideCertificate(ctx, by, id, "issue", func(tx *Store, c *Certificate) error {
		if c.Stage != Unsealed {
			return Refuse(Conflict, "%s%s，不用再处理了。", c.Ticket(), c.State())
		}
		if err := tx.refigure(ctx, c); err != nil {
			return err
		}
		if c.Turns == 0 {
			return Refuse(Conflict, "%s这段时间已经没有算数的课时或上岗时长了，请退回给本人。", c.Ticket())
		}
		p, err := tx.Person(ctx, by.Person)
		if err != nil {
			return err
		}
		if contact == "" {
			contact = p.Phone
		}
		c.Handler, c.Contact, c.Reason = p.Name, contact, ""
		c.Stage, c.IssuedBy, c.IssuedAt = Issued, by.Person, by.Now.UnixMilli()
		return nil
	})
}

// RefuseCertificate sends one that waits back (退回: next is Returned) or ends it
// (拒绝: Rejected). One that was issued and is sent back is withdrawn (作废), and its
// check link says so.
func (s *Store) RefuseCertificate(ctx context.Context, by Actor, id int64, next Stage, reason string) (c Certificate, err error) {
	act := map[Stage]string{Returned: "return", Rejected: "reject"}[next]
	return s.decideCertificate(ctx, by, id, act, func(_ *Store, c *Certificate) error {
		switch {
		case c.Stage == Unsealed:
			c.Stage = next
		case c.Stage == Issued && next == Returned:
			c.Stage = Withdrawn
		case c.Stage == Issued:
			return Refuse(Conflict, "%s已经签发了。要作废，说“退回 %s 原因”。", c.Ticket(), c.Ticket())
		default:
			return Refuse(Conflict, "%s%s，不用再处理了。", c.Ticket(), c.State())
		}
		c.Reason = reason
		return nil
	})
}

// ReopenCertificate (撤销) takes back the actor's own decision of a moment ago.
func (s *Store) ReopenCertificate(ctx context.Context, by Actor, id int64) (c Certificate, err error) {
	return s.decideCertificate(ctx, by, id, "undo", func(_ *Store, c *Certificate) error {
		if c.DecidedBy != by.Person {
			return Refuse(Conflict, "%s不是您处理的，撤不回来。", c.Ticket())
		}
		switch {
		case c.Stage == Withdrawn && c.IssuedAt != 0:
			c.Stage = Issued
		case c.Stage == Issued || c.Stage == Returned || c.Stage == Rejected:
			c.Stage, c.IssuedBy, c.IssuedAt, c.Handler, c.Contact = Unsealed, 0, 0, "", ""
		default:
			return Refuse(Conflict, "%s%s，撤不回来。", c.Ticket(), c.State())
		}
		c.Reason = ""
		return nil
	})
}

// decideCertificate takes the turn on a certificate, checks who decides and keeps
// what f made of it.
func (s *Store) decideCertificate(ctx context.Context, by Actor, id int64, act string, f func(tx *Store, c *Certificate) error) (c Certificate, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if c, err = tx.lockCertificate(ctx, id); err != nil {
			return err
		}
		org, err := tx.Org(ctx, c.OrgID)
		switch {
		case err != nil:
			return err
		case !by.Holds(Coordinator, org):
			return Refuse(Forbidden, "%s归%s管，您这边没有权限处理。", c.Ticket(), org.Name)
		case c.PersonID == by.Person:
			return Refuse(Forbidden, "%s是您自己的，按回避的规矩请另一位协调员来处理。", c.Ticket())
		}
		if err := f(tx, &c); err != nil {
			return err
		}
		c.DecidedBy, c.DecidedAt = by.Person, by.Now.UnixMilli()
		if err := tx.db(ctx).Save(&c).Error; err != nil {
			return err
		}
		if c.Stage == Withdrawn {
			act = "withdraw"
		}
		return tx.audit(ctx, by, act, c.Ticket().String(), c.OrgID, c.Reason)
	})
	return c, err
}

// lockCertificate takes the turn on a certificate and reads it.
func (s *Store) lockCertificate(ctx context.Context, id int64) (c Certificate, err error) {
	if err := s.db(ctx).Model(&Certificate{}).Where("id = ?", id).Update("version", gorm.Expr("version + 1")).Error; err != nil {
		return c, err
	}
	return s.Certificate(ctx, id)
}

// CancelCertificate (取消) takes back a person's own that waits or was sent back.
func (s *Store) CancelCertificate(ctx context.Context, by Actor, id int64) error {
	return s.Tx(ctx, func(tx *Store) error {
		c, err := tx.lockCertificate(ctx, id)
		switch {
		case err != nil:
			return err
		case c.PersonID != by.Person:
			return Refuse(Forbidden, "%s不是你的，取消不了。", c.Ticket())
		case c.Stage != Unsealed && c.Stage != Returned:
			return Refuse(Conflict, "%s%s，取消不了。要作废请联系协调员。", c.Ticket(), c.State())
		}
		c.Stage = Withdrawn
		if err := tx.db(ctx).Save(&c).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "cancel", c.Ticket().String(), c.OrgID, "")
	})
}

// RestoreCertificate (恢复) takes a cancellation back.
func (s *Store) RestoreCertificate(ctx context.Context, by Actor, id int64) error {
	return s.Tx(ctx, func(tx *Store) error {
		c, err := tx.lockCertificate(ctx, id)
		if err != nil {
			return err
		}
		if c.PersonID != by.Person || c.Stage != Withdrawn || c.IssuedAt != 0 || c.Name == "" {
			return Refuse(Conflict, "%s恢复不了，再说一次“开证明”就行。", c.Ticket())
		}
		a := Asked{Org: Org{ID: c.OrgID}, From: c.FirstDay, To: c.LastDay}
		if other, err := tx.standingCertificate(ctx, by.Person, a); err != nil || other.ID != 0 {
			if err == nil {
				err = Refuse(Conflict, "同一段时间已经有%s了。", other.Ticket())
			}
			return err
		}
		c.Stage = Unsealed
		if err := tx.db(ctx).Save(&c).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "reinstate", c.Ticket().String(), c.OrgID, "")
	})
}

// forgetCertificates takes a person's words out of their certificates: serial
// number, figures and unit stay, so that a printed one can still be checked; one
// that waits is taken back.
func (s *Store) forgetCertificates(ctx context.Context, person int64) error {
	var ids []int64
	if err := s.db(ctx).Model(&Certificate{}).Where("person_id = ?", person).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return err
	}
	mine := s.db(ctx).Model(&Certificate{}).Where("person_id = ?", person).Session(&gorm.Session{})
	if err := mine.Where("stage IN ?", []Stage{Unsealed, Returned}).Update("stage", Withdrawn).Error; err != nil {
		return err
	}
	if err := mine.Update("sealed", []byte{}).Error; err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.db(ctx).Model(&Audit{}).Where("ticket = ?", Ticket{CertificatePrefix, id}.String()).Update("sealed", []byte{}).Error; err != nil {
			return err
		}
	}
	return nil
}
