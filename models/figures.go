package models

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
	"xiaoqing/models/post"
)

// UnitFigures are the figures of one unit directly below an Org, with all that
// stand below it; Org is the Org itself for what is its own (本级).
type UnitFigures struct {
	Org     Org
	Figures Figures
}

// UnitFigures splits what org has on the days from to to, as Figures does, into
// 本级, which comes first, and each unit directly below, in the tree's order. The
// parts add up to Figures.
func (s *Store) UnitFigures(ctx context.Context, org Org, from, to calendar.Day, cutoff time.Time, measures ...string) ([]UnitFigures, error) {
	below, err := s.OrgsBelow(ctx, org)
	if err != nil {
		return nil, err
	}
	paths := map[int64]string{}
	for _, o := range below {
		paths[o.ID] = o.Path
	}
	sums, err := s.sumByOrg(ctx, org, slices.Collect(maps.Keys(paths)), from, to, cutoff, measures)
	if err != nil {
		return nil, err
	}
	units := unitsOf(org, below)
	out := make([]UnitFigures, len(units))
	for i, u := range units {
		out[i] = UnitFigures{u, Figures{}}
	}
	for _, sum := range sums {
		out[UnitAt(units, paths[sum.OrgID])].Figures[sum.Measure] += sum.Delta
	}
	return out, nil
}

// sumByOrg names orgs one by one, so that MariaDB goes by the index, too; the
// city's are all there are.
func (s *Store) sumByOrg(ctx context.Context, org Org, below []int64, from, to calendar.Day, cutoff time.Time, measures []string) (sums []Entry, err error) {
	q := s.db(ctx).Model(&Entry{}).Select("org_id, measure, SUM(delta) AS delta").Where("measure IN ? AND recorded_at <= ?", measures, cutoff.UnixMilli())
	if org.ParentID != 0 {
		q = q.Where("org_id IN ?", below)
	}
	if from != "" {
		q = q.Where("day >= ?", from)
	}
	if to != "" {
		q = q.Where("day <= ?", to)
	}
	return sums, q.Group("org_id, measure").Find(&sums).Error
}

func unitsOf(org Org, below []Org) []Org {
	units := []Org{org}
	for _, o := range below {
		if o.ParentID == org.ID {
			units = append(units, o)
		}
	}
	return units
}

// UnitAt is the index of the unit under which a path falls, 0 (本级) when under
// none; units are those of UnitFigures.
func UnitAt(units []Org, path string) int {
	for i, u := range units[1:] {
		if strings.HasPrefix(path, u.Path) {
			return i + 1
		}
	}
	return 0
}

// Backlog is what waits for a review in one unit, without those below.
type Backlog struct {
	Path       string // the Org's
	Signups    int64  // 人
	Enrolments int64  // 人
	Reports    int64  // 课时上报 that are held, 条
	Oldest     time.Time
}

// People are all who wait for their review.
func (b Backlog) People() int64 { return b.Signups + b.Enrolments }

// Plus is both together.
func (b Backlog) Plus(other Backlog) Backlog {
	b.Signups, b.Enrolments, b.Reports = b.Signups+other.Signups, b.Enrolments+other.Enrolments, b.Reports+other.Reports
	if b.Oldest.IsZero() || !other.Oldest.IsZero() && other.Oldest.Before(b.Oldest) {
		b.Oldest = other.Oldest
	}
	return b
}

// Backlogs are what waited for a review at cutoff in org and all units below it,
// and had come by since, in the order of their paths; units where nothing did are
// absent. A record decided after cutoff waited then.
func (s *Store) Backlogs(ctx context.Context, org Org, since, cutoff time.Time) ([]Backlog, error) {
	at := map[string]*Backlog{}
	records := []any{"(t.stage = ? OR t.reviewed_at > ?)", Applied, cutoff.UnixMilli()}
	for _, part := range []struct {
		table, came string
		where       []any
		n           func(*Backlog) *int64
	}{
		{"signups", "waiting_since", records, func(b *Backlog) *int64 { return &b.Signups }},
		{"enrolments", "waiting_since", records, func(b *Backlog) *int64 { return &b.Enrolments }},
		{"tutoring_logs", "made_at", []any{"t.held = ? AND t.standing = ?", true, true}, func(b *Backlog) *int64 { return &b.Reports }},
	} {
		var rows []waiting
		q := s.db(ctx).Table(part.table+" AS t").Select("orgs.path, COUNT(*) AS n, MIN(t."+part.came+") AS oldest").
			Joins("JOIN orgs ON orgs.id = t.org_id").Where("orgs.path LIKE ? AND t."+part.came+" <= ?", org.Path+"%", since.UnixMilli())
		if err := q.Where(part.where[0], part.where[1:]...).Group("orgs.path").Find(&rows).Error; err != nil {
			return nil, err
		}
		for _, r := range rows {
			*part.n(s.heap(at, r)) = r.N
		}
	}
	out := make([]Backlog, 0, len(at))
	for _, path := range slices.Sorted(maps.Keys(at)) {
		out = append(out, *at[path])
	}
	return out, nil
}

// waiting is how many rows of one sort wait in one unit, and since when.
type waiting struct {
	Path      string
	N, Oldest int64
}

func (s *Store) heap(at map[string]*Backlog, r waiting) *Backlog {
	b := at[r.Path]
	if b == nil {
		b = &Backlog{Path: r.Path}
		at[r.Path] = b
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
	err = s.db(ctx).Model(&Enrolment{}).Select("COALESCE(MIN(waiting_since), 0)").
		Where("stage = ? AND waiting_since <= ?", Waiting, cutoff.UnixMilli()).Where("org_id IN (?)", s.below(ctx, []Org{org})).Scan(&oldest).Error
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
