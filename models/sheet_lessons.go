package models

import "context"

// BackfillReports (补报) keeps those of rows, as RecogniseReports left them, that
// are not known yet, with lessons that nobody had planned, and counts each on its
// day. show is told how many are done.
func (s *Store) BackfillReports(ctx context.Context, actor Actor, rows []*PastReport, show func(n int)) error {
	return s.Tx(ctx, func(tx *Store) error {
		b := backfill{Store: tx, by: actor}
		if err := b.tutorsOf(ctx, rows); err != nil {
			return err
		}
		var logs []TutoringLog
		pairings := map[[2]int64]int64{}
		for i, p := range rows {
			if !p.Known {
				if err := b.lesson(ctx, p, pairings); err != nil {
					return err
				}
				log := p.log(tx.PeriodMinutes)
				log.MadeAt, log.Channel = actor.Now.UnixMilli(), actor.Via
				logs = append(logs, log)
				b.entries = append(b.entries, reportEntries(log, 1)...)
			}
			show(i + 1)
		}
		if err := insert(tx.db(ctx), logs); err != nil {
			return err
		}
		return b.enterAll(ctx)
	})
}

// tutorsOf makes a person of each tutor that nobody knows, who tutors where the
// child lives.
func (b *backfill) tutorsOf(ctx context.Context, rows []*PastReport) error {
	var names []Named
	for _, p := range rows {
		if !p.Known && p.tutor < 0 {
			names = append(names, p.Tutor)
		}
	}
	err := b.meetTutors(ctx, names)
	for _, p := range rows {
		if !p.Known && p.tutor < 0 {
			p.tutor = b.tutors[p.Tutor]
			b.tutorOf(p.tutor, p.child.OrgID)
		}
	}
	return err
}

// lesson keeps a lesson that nobody had planned, or says of a planned one that it
// was given.
func (b *backfill) lesson(ctx context.Context, p *PastReport, pairings map[[2]int64]int64) error {
	if !p.fresh {
		return b.db(ctx).Model(&Lesson{}).Where("id = ?", p.lesson.ID).Update("given", true).Error
	}
	pair := [2]int64{p.Enrolment, p.tutor}
	if p.pairing == 0 {
		p.pairing = pairings[pair]
	}
	if p.pairing == 0 { // they met, but are not a pair now
		x := Pairing{EnrolmentID: p.Enrolment, TutorID: p.tutor, OrgID: p.child.OrgID, MadeBy: b.by.Person, MadeAt: b.by.Now.UnixMilli()}
		if err := b.db(ctx).Create(&x).Error; err != nil {
			return err
		}
		p.pairing = x.ID
	}
	pairings[pair] = p.pairing
	p.lesson.TutorID, p.lesson.PairingID = p.tutor, p.pairing
	if p.lesson.ID < 0 {
		p.lesson.ID = 0
	}
	return b.db(ctx).Create(&p.lesson).Error
}
