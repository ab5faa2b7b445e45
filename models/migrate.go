package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"xiaoqing/models/post"
	"xiaoqing/models/vault"
)

// Key is the database's own wrapped keys, openable with the master key alone.
type Key struct {
	ID      int64
	Wrapped []byte
}

// TableName keeps clear of SQL's KEYS.
func (Key) TableName() string { return "vault_keys" }

// Lease is a row that one process holds for a while, by wall time.
type Lease struct {
	Name  string `gorm:"size:64;primaryKey"`
	Until int64
}

// steps are what brings an empty database up to date: one change each, safe to
// run again, never edited once released.
func steps() []*gormigrate.Migration {
	var all []*gormigrate.Migration
	for _, t := range []struct {
		id  string
		row any
	}{
		{"2026-11-22-01-keys", &Key{}}, {"2026-11-22-02-orgs", &Org{}}, {"2026-11-22-03-people", &Person{}}, {"2026-11-22-04-accounts", &Account{}},
		{"2026-11-22-05-grants", &Grant{}}, {"2026-11-22-06-groups", &Group{}}, {"2026-11-22-07-conversations", &Conversation{}},
		{"2026-11-22-08-signups", &Signup{}}, {"2026-11-22-09-enrolments", &Enrolment{}}, {"2026-11-22-10-consents", &Consent{}},
		{"2026-11-22-11-pairings", &Pairing{}}, {"2026-11-22-12-lessons", &Lesson{}}, {"2026-11-22-13-logs", &TutoringLog{}},
		{"2026-11-22-14-entries", &Entry{}}, {"2026-11-22-15-firsts", &First{}}, {"2026-11-22-16-audits", &Audit{}},
		{"2026-11-22-17-submissions", &Submission{}}, {"2026-11-22-18-cases", &Case{}}, {"2026-11-22-19-codes", &Code{}},
		{"2026-11-22-20-heard", &post.Heard{}}, {"2026-11-22-21-letters", &post.Letter{}}, {"2026-11-22-22-budgets", &post.Budget{}},
		{"2026-11-22-23-jobruns", &post.JobRun{}}, {"2026-11-22-24-lines", &post.Line{}}, {"2026-11-22-25-tokens", &post.Token{}}, {"2026-11-22-26-chats", &post.Chat{}},
		{"2026-11-22-27-chains", &Chain{}}, {"2026-11-22-28-chain-lines", &ChainLine{}},
		{"2026-11-22-29-pairings", &Pairing{}}, {"2026-11-22-30-tutor-profiles", &TutorProfile{}}, {"2026-11-22-32-absences", &Absence{}},
		{"2026-11-22-33-covers", &Cover{}}, {"2026-11-22-34-cover-asks", &CoverAsk{}}, {"2026-11-22-35-lessons", &Lesson{}}, {"2026-11-22-36-logs", &TutoringLog{}},
		{"2026-11-22-41-certificates", &Certificate{}}, {"2026-11-22-42-exports", &Export{}}, {"2026-11-22-43-credits", &Credit{}},
		{"2026-11-22-44-climbs", &Climb{}}, {"2026-11-22-45-digest-choices", &DigestChoice{}},
		{"2026-11-22-80-entries", &Entry{}}, {"2026-11-22-81-tallies", &Tally{}}, {"2026-11-22-82-totals", &Total{}}, {"2026-11-22-83-seals", &Seal{}},
		{"2026-11-22-84-corrections", &Correction{}}, {"2026-11-22-85-openings", &OpeningFigure{}}, {"2026-11-22-86-daily-reports", &DailyReport{}}, {"2026-11-22-86a-read-tokens", &ReadToken{}},
		{"2026-11-22-57-tutor-profiles", &TutorProfile{}}, {"2026-11-22-58-aftercares", &Aftercare{}},
		{"2026-11-22-60-unasked", &Unasked{}},
		{"2026-11-22-65-cases", &Case{}}, {"2026-11-22-66-logs", &TutoringLog{}}, {"2026-11-22-67-appeals", &Appeal{}}, {"2026-11-22-68-erasures", &Erasure{}}, {"2026-11-22-69-heard", &post.Heard{}},
		{"2026-11-22-50-orgs", &Org{}}, {"2026-11-22-53-roll-lines", &RollLine{}},
		{"2026-11-22-54-badges", &Badge{}},
		{"2026-11-22-70-places", &Places{}}, {"2026-11-22-71-seats", &Seat{}}, {"2026-11-22-72-enrolments-line", &Enrolment{}},
		{"2026-11-22-73-signups-line", &Signup{}}, {"2026-11-22-74-pairings-made", &Pairing{}},
		{"2026-11-22-94-callouts", &Callout{}}, {"2026-11-22-95-callout-letters", &CalloutLetter{}}, {"2026-11-22-96-callout-answers", &CalloutAnswer{}},
		{"2026-11-22-97-people", &Person{}}, {"2026-11-22-98-letters", &post.Letter{}},
		{"2026-11-22-87-rosters", &Roster{}}, {"2026-11-22-88-roster-places", &RosterPlace{}}, {"2026-11-22-89-shifts", &Shift{}},
		{"2026-11-22-90-squads", &Squad{}}, {"2026-11-22-91-squad-members", &SquadMember{}}, {"2026-11-22-92-musters", &Muster{}}, {"2026-11-22-93-muster-answers", &MusterAnswer{}},
		{"2026-11-22-99-shifts-decided", &Shift{}}, {"2026-11-22-99a-helps", &Help{}},
		{"2026-11-22-99b-rosters-changed", &Roster{}},
	} {
		all = append(all, &gormigrate.Migration{ID: t.id, Migrate: func(db *gorm.DB) error { return db.AutoMigrate(t.row) }})
	}
	all = append(all, &gormigrate.Migration{ID: "2026-11-22-86e-entry-sum", Migrate: func(db *gorm.DB) error {
		if !db.Migrator().HasIndex(&Entry{}, "entry_sum") { // sums go by the tallies
			return nil
		}
		return db.Migrator().DropIndex(&Entry{}, "entry_sum")
	}})
	all = append(all, &gormigrate.Migration{ID: "2026-11-22-99a-fewer-indexes", Migrate: fewerIndexes})
	return append(all, &gormigrate.Migration{ID: "2026-11-22-31-pairing-stages", Migrate: func(db *gorm.DB) error {
		return db.Exec("UPDATE pairings SET stage = CASE WHEN active THEN ? ELSE ? END WHERE stage = ''", PairingAgreed, PairingOver).Error
	}})
}

// fewerIndexes drops those that begin another one, and those of which few rows are
// ever looked for; others took their place.
func fewerIndexes(db *gorm.DB) error {
	for _, old := range []struct {
		row   any
		names []string
	}{
		{&Shift{}, []string{"shift_close", "idx_shifts_roster_id"}},
		{&Signup{}, []string{"idx_signups_org_id", "idx_signups_stage"}},
		{&Enrolment{}, []string{"idx_enrolments_org_id", "idx_enrolments_stage"}},
	} {
		for _, name := range old.names {
			if !db.Migrator().HasIndex(old.row, name) {
				continue
			}
			if err := db.Migrator().DropIndex(old.row, name); err != nil {
				return err
			}
		}
		if err := db.AutoMigrate(old.row); err != nil {
			return err
		}
	}
	return nil
}

// Migrate brings the database up to date and unlocks its keys. Several processes
// may call it at once: one works, the others wait. A master key that is not this
// database's is vault.ErrWrongKey.
func (s *Store) Migrate(ctx context.Context) error {
	db := s.write.WithContext(ctx)
	if s.write.Name() == "mysql" {
		db = db.Set("gorm:table_options", "DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin").Session(&gorm.Session{}) // without it a step would work on the table of gormigrate
	}
	if err := db.AutoMigrate(&Lease{}); err != nil && !db.Migrator().HasTable(&Lease{}) {
		return fmt.Errorf("migrate: %w", err)
	}
	release, err := s.lease(ctx, "migrate", time.Minute)
	if err != nil {
		return err
	}
	defer release()
	options := *gormigrate.DefaultOptions
	options.UseTransaction = false
	if err := gormigrate.New(db, &options, steps()).Migrate(); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := buildScattered(db); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := s.unlock(ctx, true); err != nil {
		return err
	}
	return s.plantRoot(ctx)
}

// Unlock opens the keys of a migrated database without changing anything.
func (s *Store) Unlock(ctx context.Context) error {
	if err := s.Migrated(ctx); err != nil {
		return err
	}
	return s.unlock(ctx, false)
}

// Migrated is nil when every step has run, and ErrNotMigrated otherwise.
func (s *Store) Migrated(ctx context.Context) error {
	var n int64
	var ids []string
	for _, step := range steps() {
		ids = append(ids, step.ID)
	}
	err := s.read.WithContext(ctx).Table("migrations").Where("id IN ?", ids).Count(&n).Error
	if err != nil && s.Ping(ctx) != nil {
		return unavailable(err)
	}
	if err != nil || n < int64(len(ids)) {
		return ErrNotMigrated
	}
	return nil
}

func (s *Store) unlock(ctx context.Context, create bool) error {
	if s.vault != nil {
		return nil
	}
	var k Key
	err := s.write.WithContext(ctx).Order("id").Take(&k).Error
	switch {
	case errors.Is(err, gorm.ErrRecordNotFound) && create:
		blob, v, err := vault.Create(s.Secret)
		if err != nil {
			return err
		}
		if err := s.write.WithContext(ctx).Create(&Key{Wrapped: blob}).Error; err != nil {
			return err
		}
		s.vault = v
	case err != nil:
		return fmt.Errorf("read the keys: %w", err)
	default:
		if s.vault, err = vault.Unlock(s.Secret, k.Wrapped); err != nil {
			return err
		}
	}
	guard(s.write, s.vault)
	if s.read != s.write {
		guard(s.read, s.vault)
	}
	return nil
}

// plantRoot gives an empty tree its city.
func (s *Store) plantRoot(ctx context.Context) error {
	if _, err := s.Root(ctx); !errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	_, err := s.AddOrg(ctx, Org{}, s.City, City, true, time.Now())
	return err
}

// lease waits for a named row to be free and holds it for at most d.
func (s *Store) lease(ctx context.Context, name string, d time.Duration) (release func(), err error) {
	db := s.write.WithContext(ctx)
	for {
		now := time.Now()
		until := now.Add(d).UnixMilli()
		took := db.Model(&Lease{}).Where("name = ? AND until < ?", name, now.UnixMilli()).Update("until", until)
		if took.Error == nil && took.RowsAffected == 0 {
			took = db.Create(&Lease{Name: name, Until: until})
		}
		if took.Error == nil && took.RowsAffected == 1 {
			return func() {
				s.write.Model(&Lease{}).Where("name = ? AND until = ?", name, until).Update("until", 0)
			}, nil
		}
		if took.Error != nil && !errors.Is(took.Error, gorm.ErrDuplicatedKey) && !passing(took.Error) {
			return nil, fmt.Errorf("lease %s: %w", name, took.Error)
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
