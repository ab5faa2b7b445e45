package models

import (
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/post"
)

// Backlog is what waits for a review in one unit, without those below.
type Backlog struct {
	Path       string // the Org's
	Signups    int64  // 人
	Enrolments int64  // 人
	Reports    int64  // 课时上报 that are held, 条
	Shifts     int64  // 上岗 whose length waits, 条
	Oldest     time.Time
}

// People are all who wait for their review.
func (b Backlog) People() int64 { return b.Signups + b.Enrolments }

// Plus is both together.
func (b Backlog) Plus(other Backlog) Backlog {
	b.Signups, b.Enrolments, b.Reports = b.Signups+other.Signups, b.Enrolments+other.Enrolments, b.Reports+other.Reports
	b.Shifts += other.Shifts
	if b.Oldest.IsZero() || !other.Oldest.IsZero() && other.Oldest.Before(b.Oldest) {
		b.Oldest = other.Oldest
	}
	return b
}

// Backlogs are what waited for a review at cutoff in org and all units below it,
// and had come by since, in the order of their paths; units where nothing did are
// absent. A record decided after cutoff waited then.
func (s *Store) Backlogs(ctx context.Context, org Org, since, cutoff time.Time) ([]Backlog, error) {
	below, err := s.OrgsBelow(ctx, org)
	if err != nil {
		return nil, err
	}
	paths := make(map[int64]string, len(below))
	for _, o := range below {
		paths[o.ID] = o.Path
	}
	at, owner := map[string]*Backlog{}, "org_id"
	if org.Level == Beside {
		owner = "partner_id"
	}
	for _, part := range waitingParts(owner, idsOf(below), cutoff) {
		var rows []waiting
		if err := part.query(s.db(ctx)).Where(part.came+" <= ?", since.UnixMilli()).Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			if path, ours := paths[r.OrgID]; ours {
				*part.n(s.heap(at, path, r)) += r.N
			}
		}
	}
	out := make([]Backlog, 0, len(at))
	for _, path := range slices.Sorted(maps.Keys(at)) {
		out = append(out, *at[path])
	}
	return out, nil
}

// waitingPart is one query for what waits, as narrow as an index is.
type waitingPart struct {
	came  string // the column that says since when
	query func(db *gorm.DB) *gorm.DB
	n     func(*Backlog) *int64
}

// waitingParts are those of the units in orgs, by the column that says whose a row is:
// a Partner decides on the eligibility of its own staff, and on nothing else.
func waitingParts(owner string, orgs []int64, cutoff time.Time) (parts []waitingPart) {
	counted := func(table, came, where string, args ...any) func(*gorm.DB) *gorm.DB {
		return func(db *gorm.DB) *gorm.DB {
			return db.Table(table).Select(owner+" AS org_id, COUNT(*) AS n, MIN("+came+") AS oldest").Where(owner+" IN ?", orgs).Where(where, args...).Group(owner)
		}
	}
	// Those decided since the cut-off are few, wherever they are: asked for by unit, the
	// database would look at all that were ever decided.
	since := func(table string) func(*gorm.DB) *gorm.DB {
		return func(db *gorm.DB) *gorm.DB {
			return db.Table(table).Select(owner+" AS org_id, 1 AS n, waiting_since AS oldest").Where("reviewed_at > ? AND stage <> ?", cutoff.UnixMilli(), Applied)
		}
	}
	records := func(table string, n func(*Backlog) *int64) {
		parts = append(parts, waitingPart{"waiting_since", counted(table, "waiting_since", "stage = ?", Applied), n}, waitingPart{"waiting_since", since(table), n})
	}
	records("enrolments", func(b *Backlog) *int64 { return &b.Enrolments })
	if owner != "org_id" {
		return parts
	}
	records("signups", func(b *Backlog) *int64 { return &b.Signups })
	reports := func(b *Backlog) *int64 { return &b.Reports }
	shifts := func(b *Backlog) *int64 { return &b.Shifts }
	// By unequal stages, so that no database looks at all shifts that were ever approved.
	decided := func(db *gorm.DB) *gorm.DB {
		return db.Table("shifts").Select("org_id, 1 AS n, "+shiftCame+" AS oldest").Where("decided_at > ? AND stage <> ? AND stage <> ?", cutoff.UnixMilli(), ShiftOff, ShiftClaimed)
	}
	return append(parts, waitingPart{"made_at", counted("tutoring_logs", "made_at", "held = ? AND standing = ?", true, true), reports},
		waitingPart{shiftCame, counted("shifts", shiftCame, unapproved+" AND stage IN ?", shiftsWaiting), shifts}, waitingPart{shiftCame, decided, shifts})
}

// shiftCame is since when a shift waits: since it ended, or was told of later.
const shiftCame = "CASE WHEN out_at > made_at THEN out_at ELSE made_at END"

// waiting is how many rows of one sort wait in one unit, and since when.
type waiting struct {
	OrgID     int64
	N, Oldest int64
}

func (s *Store) heap(at map[string]*Backlog, path string, r waiting) *Backlog {
	b := at[path]
	if b == nil {
		b = &Backlog{Path: path}
		at[path] = b
	}
	if came := time.UnixMilli(r.Oldest).In(s.Zone); b.Oldest.IsZero() || came.Before(b.Oldest) {
		b.Oldest = came
	}
	return b
}

// LongestUnpaired is since when the child has waited that has waited longest for
// a tutor in org and below; zero when none does.
func (s *Store) LongestUnpaired(ctx context.Context, org Org, cutoff time.Time) (since time.Time, err error) {
	var oldest int64
	owner := "org_id"
	if org.Level == Beside {
		owner = "partner_id"
	}
	err = s.db(ctx).Model(&Enrolment{}).Select("COALESCE(MIN(waiting_since), 0)").
		Where("stage = ? AND waiting_since <= ?", Waiting, cutoff.UnixMilli()).Where(owner+" IN (?)", s.below(ctx, []Org{org})).Scan(&oldest).Error
	if oldest > 0 {
		since = time.UnixMilli(oldest).In(s.Zone)
	}
	return since, err
}

// RemindOnce takes an idle conversation's one reminder, and the conversation's
// turn with it; false when its person has spoken since or it was taken. It
// belongs into the transaction that writes the reminder.
func (s *Store) RemindOnce(ctx context.Context, c Conversation) (Conversation, bool, error) {
	took := s.db(ctx).Model(&Conversation{}).Where("id = ? AND open_since = ? AND reminded = ?", c.ID, c.OpenSince, false).
		Updates(map[string]any{"reminded": true, "version": gorm.Expr("version + 1")})
	if took.Error != nil || took.RowsAffected == 0 {
		return c, false, took.Error
	}
	var now Conversation
	err := s.db(ctx).Take(&now, c.ID).Error
	return now, err == nil, err
}

// Stranded counts letters of which nobody will know unless told: those in doubt
// that were written after doubt, and those 待转告 since before relay that no
// coordinator has passed on.
func (s *Store) Stranded(ctx context.Context, doubt, relay time.Time) (doubtful, undelivered int64, err error) {
	letters := func() *gorm.DB { return s.db(ctx).Model(&post.Letter{}) }
	err = letters().Where("status = ? AND created_at > ?", post.Doubtful, doubt.UnixMilli()).Count(&doubtful).Error
	if err != nil {
		return 0, 0, err
	}
	err = letters().Where("status = ? AND created_at < ? AND forwarded = ? AND kind <> ?", post.Undeliverable, relay.UnixMilli(), false, CalloutKind).Count(&undelivered).Error
	return doubtful, undelivered, err
}

// ForgetRuns forgets at most limit job runs that were due before t, and says how
// many went.
func (s *Store) ForgetRuns(ctx context.Context, t time.Time, limit int) (gone int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var ids []int64
		err := tx.db(ctx).Model(&post.JobRun{}).Where("due < ?", t.UnixMilli()).Order("id").Limit(limit).Pluck("id", &ids).Error
		if err != nil || len(ids) == 0 {
			return err
		}
		done := tx.db(ctx).Delete(&post.JobRun{}, ids)
		gone = done.RowsAffected
		return done.Error
	})
	return gone, err
}
