package models

import "context"

// EnterLesson (补录) puts down, for a tutor, a lesson that was given to a child of a
// coordinator's units: the planned one of that day and hour, else one that nobody had
// planned. It is held to the same rules as a tutor's own report and marked as the
// coordinator's; who entered it does not decide on it. l has the tutor, the day and
// what is known of the lesson; its pairing is found.
func (s *Store) EnterLesson(ctx context.Context, by Actor, t Ticket, l Lesson, r Report) (log TutoringLog, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		record, err := tx.reviewable(ctx, by, t)
		if err != nil {
			return err
		}
		e, ok := record.(*Enrolment)
		if !ok {
			return Refuse(Invalid, "补录要用孩子的编号，比如“补录 托123 4月8日 19:00 90分钟”。")
		}
		if l.TutorID == by.Person {
			return Refuse(Forbidden, "您自己上的课请自己上报，或者请另一位协调员补录。")
		}
		if e.PersonID == l.TutorID {
			return Refuse(Forbidden, "%s是这位老师自己家的孩子，不能算课时。", t)
		}
		if err := tx.reportable(l, r, by); err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		if l, err = tx.given(ctx, *e, l, r); err != nil {
			return err
		}
		r.EnteredBy = by.Person
		log, err = tx.keepReport(ctx, by, l, r)
		return err
	})
	return log, err
}

// given is the child's planned lesson of that tutor, day and hour, else a new one.
func (s *Store) given(ctx context.Context, e Enrolment, l Lesson, r Report) (Lesson, error) {
	var planned []Lesson
	if err := s.db(ctx).Where("enrolment_id = ? AND tutor_id = ? AND day = ? AND dropped = ?", e.ID, l.TutorID, l.Day, false).Order("start, id").Find(&planned).Error; err != nil {
		return l, err
	}
	for _, p := range planned {
		if r.Start > p.Start-60 && int(r.Start) < int(p.Start)+max(p.Minutes, 60) {
			return p, nil
		}
	}
	p, err := s.lastPairing(ctx, e.ID, l.TutorID)
	l.PairingID, l.EnrolmentID, l.OrgID, l.Start = p.ID, e.ID, e.OrgID, r.Start
	return l, err
}

// lastPairing is a child's with that tutor or, where somebody else covered, the
// child's newest; it refuses (NotFound) a child who never had one.
func (s *Store) lastPairing(ctx context.Context, enrolment, tutor int64) (p Pairing, err error) {
	var ps []Pairing
	err = s.db(ctx).Where("enrolment_id = ? AND stage IN ?", enrolment, []PairingStage{PairingAgreed, PairingOver}).Order("id DESC").Find(&ps).Error
	for _, p := range ps {
		if p.TutorID == tutor {
			return p, err
		}
	}
	if err == nil && len(ps) == 0 {
		t := Ticket{EnrolmentPrefix, enrolment}
		return p, Refuse(NotFound, "%s还没有结对过，先说“结对 %s 王老师”再补录。", t, t)
	}
	if len(ps) > 0 {
		p = ps[0]
	}
	return p, err
}
