package models

import (
	"context"
	"strings"
	"time"
)

// Help is what would help most after a round of pairing, in words, a line each: it
// names subjects and hours, and nobody.
type Help struct {
	ID    int64
	At    int64  `gorm:"index"`
	Words string `gorm:"size:1000"`
}

// KeepHelp keeps what a round found that would help; nothing is kept as well, since
// then nothing is lacking.
func (s *Store) KeepHelp(ctx context.Context, lines []string, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		return tx.db(ctx).Create(&Help{At: now.UnixMilli(), Words: strings.Join(lines, "\n")}).Error
	})
}

// LastHelp is what would help after the last round until cutoff.
func (s *Store) LastHelp(ctx context.Context, cutoff time.Time) ([]string, error) {
	var h Help
	err := s.db(ctx).Where("at <= ?", cutoff.UnixMilli()).Order("at DESC, id DESC").Limit(1).Find(&h).Error
	if h.Words == "" {
		return nil, err
	}
	return strings.Split(h.Words, "\n"), err
}
