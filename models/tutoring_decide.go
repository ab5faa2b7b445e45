package models

import "context"

// HeldReports are the reports that wait for a coordinator in orgs and below: held,
// or disputed by the guardian.
func (s *Store) HeldReports(ctx context.Context, orgs []Org, limit int) (logs []TutoringLog, err error) {
	err = s.db(ctx).Where("(held = ? OR heard = ?) AND standing = ?", true, HeardOtherwise, true).Where("org_id IN (?)", s.below(ctx, orgs)).Order("id").Limit(limit).Find(&logs).Error
	return logs, err
}

// ApproveReport (通过) lets a held report count; RejectReport lets it fall.
func (s *Store) ApproveReport(ctx context.Context, by Actor, t Ticket) (TutoringLog, error) {
	return s.settleReport(ctx, by, t, true, "")
}

// RejectReport (拒绝) lets a held report fall, for a reason that the tutor reads: the
// lesson counts as not reported.
func (s *Store) RejectReport(ctx context.Context, by Actor, t Ticket, reason string) (TutoringLog, error) {
	return s.settleReport(ctx, by, t, false, reason)
}

func (s *Store) settleReport(ctx context.Context, by Actor, t Ticket, counts bool, reason string) (log TutoringLog, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		l, err := tx.Lesson(ctx, t.ID)
		if err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		if log, err = tx.StandingReport(ctx, l.ID); err != nil {
			return err
		}
		org, err := tx.Org(ctx, l.OrgID)
		switch {
		case err != nil:
			return err
		case !by.Holds(Coordinator, org):
			return Refuse(Forbidden, "%s归%s管，您这边没有权限处理。", t, org.Name)
		case l.TutorID == by.Person:
			return Refuse(Forbidden, "%s是您自己的课，请另一位协调员来处理。", t)
		case log.EnteredBy == by.Person && log.ID != 0:
			return Refuse(Forbidden, "%s是您自己补录的，按回避的规矩请另一位协调员来看。", t)
		case log.ID == 0 || !log.Held && log.Heard != HeardOtherwise:
			return Refuse(Conflict, "%s没有要审的课时。", t)
		}
		log.decidedBy(by, org, reason)
		if err := tx.settleLog(ctx, by, l, &log, counts); err != nil {
			return err
		}
		act := "approve"
		if !counts {
			act = "reject"
		}
		if counts {
			if err := tx.followUp(ctx, l, log, by.Now); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, act, t.String(), org.ID, "")
	})
	return log, err
}

// decidedBy keeps who decided on a report, for which of their units that org stands
// under, and why.
func (l *TutoringLog) decidedBy(by Actor, org Org, reason string) {
	l.DecidedBy, l.DecidedIn, l.DecidedAt, l.Refusal = by.Person, org.ID, by.Now.UnixMilli(), reason
	lowest := Level(0)
	for _, o := range by.Orgs(Coordinator) {
		if org.Within(o) && o.Level >= lowest {
			l.DecidedIn, lowest = o.ID, o.Level
		}
	}
}

// settleLog lets a report that waits, or was refused, count or fall. A dispute that is
// decided for the tutor is settled, not confirmed: nobody speaks for the guardian.
func (s *Store) settleLog(ctx context.Context, by Actor, l Lesson, log *TutoringLog, counts bool) error {
	was := *log
	log.Held, log.Standing, log.Refused = false, counts, !counts
	if counts && log.Heard == HeardOtherwise {
		log.Heard = HeardSettled
	}
	if err := s.db(ctx).Save(log).Error; err != nil {
		return err
	}
	if err := s.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Update("given", counts).Error; err != nil {
		return err
	}
	counted := was.Standing && !was.Held // a disputed one counts until somebody looks
	switch {
	case counted && counts:
		return s.hears(ctx, *log, was.Heard, by.Now)
	case counted:
		return s.countReport(ctx, was, -1, by.Now)
	case counts:
		return s.countReport(ctx, *log, 1, by.Now)
	}
	return nil
}
