// Package post is what goes in and out, whatever it says: what was heard,
// letters on their way and how much each destination may get, runs of jobs, the
// lines of chats that we keep ourselves, and platform tokens.
//
// Times in rows are int64 milliseconds since 1970 (UTC), 0 for never. People's
// words are sealed. Two clocks are kept apart: "now" is the programme's, "wall"
// the wall's. Every verb that writes belongs into a transaction of the caller.
package post

import (
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/vault"
)

// Box is the post office of one transaction: it works on whatever DB is.
type Box struct {
	DB    *gorm.DB
	Vault *vault.Vault
}

// Rows are the rows of this package, for migration.
func Rows() []any {
	return []any{&Heard{}, &Letter{}, &Budget{}, &JobRun{}, &Chat{}, &Line{}, &Token{}}
}

// ms is a row's form of t; the zero time is 0.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Purge forgets, for good, what is older than before by the programme's clock:
// heard messages, letters that are not waiting for a later day, lines of chats.
// It takes at most limit rows of each and says how many went; the caller
// repeats it, each time in a new transaction, until none did.
func (b *Box) Purge(before time.Time, limit int) (int64, error) {
	old := ms(before)
	finished := b.DB.Where("created_at < ? AND status <> ?", old, Sending).
		Where("NOT (status = ? AND not_before >= ?)", Waiting, old)
	var gone int64
	for _, p := range []struct {
		row any
		old *gorm.DB
	}{
		{&Heard{}, b.DB.Where("heard_at < ?", old)},
		{&Letter{}, finished},
		{&Line{}, b.DB.Where("said_at < ?", old)},
	} {
		n, err := b.purge(p.row, p.old, limit)
		if err != nil {
			return gone, err
		}
		gone += n
	}
	return gone, nil
}

// purge goes by ids: SQLite knows no DELETE … LIMIT, and a cluster refuses a
// transaction of very many rows.
func (b *Box) purge(row any, old *gorm.DB, limit int) (int64, error) {
	var ids []int64
	if err := b.DB.Model(row).Where(old).Order("id").Limit(limit).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
		return 0, err
	}
	done := b.DB.Delete(row, ids)
	return done.RowsAffected, done.Error
}
