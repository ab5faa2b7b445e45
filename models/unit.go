package models

import (
	"context"

	"xiaoqing/models/calendar"
)

// StaffWaiting are the enrolments whose guardians named one of some partners as their
// unit and that wait for a word of it, the longest wait first.
func (s *Store) StaffWaiting(ctx context.Context, partners []Org, limit int) (es []*Enrolment, err error) {
	var ids []int64
	for _, p := range partners {
		if p.Level == Beside {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.db(ctx).Where("stage = ? AND partner_id IN ?", Applied, ids).Order("waiting_since, id").Limit(limit).Find(&es).Error
	return es, err
}

// Disown (不是本单位) is a unit's no: the enrolment goes back to the street, with the
// reason, and keeps its place in the queue.
func (s *Store) Disown(ctx context.Context, by Actor, t Ticket, reason string) (e *Enrolment, unit Org, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		r, err := tx.take(ctx, t)
		if err != nil {
			return err
		}
		ours, err := tx.ofUnit(ctx, by, r)
		switch {
		case err != nil:
			return err
		case !ours:
			return Refuse(Forbidden, "%s没有写您这边的单位，您这边没有权限处理。", t)
		}
		if err := tx.avoids(ctx, by, r); err != nil {
			return err
		}
		e = r.(*Enrolment)
		if e.Stage != Applied && e.Stage != Returned {
			return Refuse(Conflict, "%s现在是“%s”，不用再审了。", t, e.Stage.Chinese())
		}
		if unit, err = tx.Org(ctx, e.PartnerID); err != nil {
			return err
		}
		if err := tx.setPartner(ctx, e, 0, by); err != nil {
			return err
		}
		e.Remark.Reason = unit.Name + "：" + reason
		if err := tx.db(ctx).Save(e).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "disown", t.String(), e.OrgID, reason)
	})
	return e, unit, err
}

// PartnerTutor is a tutor as their university sees them.
type PartnerTutor struct {
	Signup
	Profile TutorProfile
	Service Service
}

// PartnerTutors are the tutors of a Partner, with what they gave in all.
func (s *Store) PartnerTutors(ctx context.Context, partner Org, limit int) (out []PartnerTutor, err error) {
	var signups []Signup
	err = s.db(ctx).Where("partner_id = ? AND programme = ? AND forgotten = ? AND stage NOT IN ?", partner.ID, "tutor", false, []Stage{Withdrawn, Rejected}).
		Order("id").Limit(limit).Find(&signups).Error
	if err != nil {
		return nil, err
	}
	var people []int64
	for _, g := range signups {
		people = append(people, g.PersonID)
	}
	profiles, err := find[TutorProfile](s.db(ctx), "person_id", people)
	if err != nil {
		return nil, err
	}
	byPerson := indexed(profiles, func(t TutorProfile) int64 { return t.PersonID })
	given, err := s.servicesOf(ctx, people)
	for _, g := range signups {
		out = append(out, PartnerTutor{g, byPerson[g.PersonID], given[g.PersonID]})
	}
	return out, err
}

// servicesOf is Service without days, for several.
func (s *Store) servicesOf(ctx context.Context, people []int64) (map[int64]Service, error) {
	var rows []struct {
		TutorID, Minutes int64
		Periods          calendar.Periods
		Turns            int
	}
	err := s.db(ctx).Model(&TutoringLog{}).Select("tutor_id, SUM(minutes) AS minutes, SUM(periods) AS periods, COUNT(*) AS turns").
		Where("tutor_id IN ? AND standing = ? AND held = ? AND heard <> ?", people, true, false, HeardOtherwise).Group("tutor_id").Scan(&rows).Error
	out := map[int64]Service{}
	for _, r := range rows {
		out[r.TutorID] = Service{Minutes: int(r.Minutes), Periods: r.Periods, Turns: r.Turns}
	}
	return out, err
}

// PartnersOfTutor are the universities that a tutor belongs to and that someone
// coordinates: they may issue certificates, too.
func (s *Store) PartnersOfTutor(ctx context.Context, person int64) (orgs []Org, err error) {
	theirs := s.db(ctx).Model(&Signup{}).Select("partner_id").Where("person_id = ? AND programme = ? AND stage = ?", person, "tutor", Verified)
	held := s.db(ctx).Model(&Grant{}).Select("org_id").Where("role = ?", Coordinator)
	err = s.db(ctx).Where("level = ? AND id IN (?) AND id IN (?)", Beside, theirs, held).Order("id").Find(&orgs).Error
	return orgs, err
}

// Expiring is a tutor whose 入职查询 runs out.
type Expiring struct {
	TutorProfile
	Over    bool  // it has
	Partner int64 // the university's, 0 for none
}

// ExpiringChecks are the tutors whose check runs out by soon, or has by today, and of
// whom nobody was told yet.
func (s *Store) ExpiringChecks(ctx context.Context, today, soon calendar.Day) (out []Expiring, err error) {
	var profiles []TutorProfile
	holders := s.db(ctx).Model(&Grant{}).Select("person_id").Where("role = ?", Tutor)
	err = s.db(ctx).Where("checked_until <> '' AND COALESCE(barred, ?) = ? AND person_id IN (?)", false, false, holders).
		Where("(checked_until <= ? AND COALESCE(end_told, ?) = ? OR checked_until > ? AND checked_until <= ? AND COALESCE(soon_told, ?) = ?)", today, false, false, today, soon, false, false).
		Order("checked_until, id").Find(&profiles).Error
	if err != nil || len(profiles) == 0 {
		return nil, err
	}
	var people []int64
	for _, p := range profiles {
		people = append(people, p.PersonID)
	}
	signups, err := find[Signup](s.db(ctx).Where("programme = ? AND partner_id > 0", "tutor"), "person_id", people)
	partners := map[int64]int64{}
	for _, g := range signups {
		partners[g.PersonID] = g.PartnerID
	}
	for _, p := range profiles {
		out = append(out, Expiring{p, p.CheckedUntil <= today, partners[p.PersonID]})
	}
	return out, err
}

// ToldOfCheck keeps that the coordinators were told of a check that runs out.
func (s *Store) ToldOfCheck(ctx context.Context, x Expiring) error {
	x.SoonTold = true
	x.EndTold = x.EndTold || x.Over
	return s.db(ctx).Model(&TutorProfile{}).Where("id = ?", x.ID).Updates(map[string]any{"soon_told": x.SoonTold, "end_told": x.EndTold}).Error
}
