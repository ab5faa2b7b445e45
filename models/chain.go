package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// What the lines of a Chain become.
const (
	ChainSignup = "signup" // 志愿者报名
	ChainOrder  = "order"  // 订单
)

// Chain (接龙) is a list that people passed around in a group chat, each adding a
// line, as a coordinator brought it: once, and again when it has grown. Its lines
// become sign-ups or orders.
type Chain struct {
	ID           int64
	OrgID        int64  `gorm:"index"`
	PersonID     int64  // who brought it first
	Becomes      string `gorm:"size:16"`
	Programme    string `gorm:"size:24"` // of its sign-ups
	PastedAt     int64  `gorm:"index"`   // when it was last brought
	Sealed       []byte
	ChainPrivate `gorm:"-"`
}

// ChainPrivate is people's words.
type ChainPrivate struct {
	Title string `json:"title,omitempty"`
}

func (c *Chain) private() (any, *[]byte) { return &c.ChainPrivate, &c.Sealed }

// ChainLine is one person's line.
type ChainLine struct {
	ID               int64
	ChainID          int64 `gorm:"index"`
	OrgID            int64
	N                int          // its number in the list
	Ticket           string       `gorm:"size:24"` // of the sign-up that it became
	Day              calendar.Day `gorm:"size:10;index"`
	Gone             bool         // the person left
	Sealed           []byte
	ChainLinePrivate `gorm:"-"`
}

// ChainLinePrivate is what stands in the line.
type ChainLinePrivate struct {
	Name  string      `json:"name"`
	Phone string      `json:"phone,omitempty"`
	Note  string      `json:"note,omitempty"`
	Items []ChainItem `json:"items,omitempty"`
}

// ChainItem is one thing of an order: 鸡蛋 2 盒.
type ChainItem struct {
	Name     string  `json:"name"`
	Quantity float64 `json:"quantity"`
	Unit     string  `json:"unit,omitempty"`
}

func (l *ChainLine) private() (any, *[]byte) { return &l.ChainLinePrivate, &l.Sealed }

// ChainDiff is a list beside the one that was brought before.
type ChainDiff struct {
	Added   []ChainLine // as they were brought
	Changed []ChainLine // lines that are kept, with the new note
	Missing []ChainLine // lines that are kept and no longer stand in the list
}

// DiffChain compares the lines that are kept with those that were brought: first
// those that are the same in name and note, then those of one name, whose note
// changed. Numbers say nothing: forks of a list number the same people anew.
func DiffChain(kept, brought []ChainLine) (d ChainDiff) {
	type both struct{ name, note string }
	same, named := map[both][]int{}, map[string][]int{}
	for i, l := range kept {
		key := both{l.Name, l.Note}
		same[key] = append(same[key], i)
	}
	found, rest := map[int]bool{}, []ChainLine(nil)
	for _, l := range brought {
		if at := same[both{l.Name, l.Note}]; len(at) > 0 {
			found[at[0]], same[both{l.Name, l.Note}] = true, at[1:]
		} else {
			rest = append(rest, l)
		}
	}
	for i, l := range kept {
		if !found[i] {
			named[l.Name] = append(named[l.Name], i)
		}
	}
	for _, l := range rest {
		at := named[l.Name]
		if len(at) == 0 {
			d.Added = append(d.Added, l)
			continue
		}
		found[at[0]], named[l.Name] = true, at[1:]
		old := kept[at[0]]
		old.Note, old.Phone, old.Items = l.Note, l.Phone, l.Items
		d.Changed = append(d.Changed, old)
	}
	for i, l := range kept {
		if !found[i] {
			d.Missing = append(d.Missing, l)
		}
	}
	return d
}

// chainAlive is how long a list may go on growing.
const chainAlive = 14 * 24 * time.Hour

// FindChain is the list of org that lines are a newer copy or a fork of, with its
// lines: one of the same title, or either without one, that shares at least half
// of the names of the shorter. Its ID is 0 when this one is new.
func (s *Store) FindChain(ctx context.Context, org Org, title string, lines []ChainLine, now time.Time) (c Chain, kept []ChainLine, err error) {
	var chains []Chain
	if err := s.db(ctx).Where("org_id = ? AND pasted_at > ?", org.ID, now.Add(-chainAlive).UnixMilli()).Order("pasted_at DESC, id DESC").Find(&chains).Error; err != nil {
		return c, nil, err
	}
	for _, old := range chains {
		if old.Title != "" && title != "" && old.Title != title {
			continue
		}
		if kept, err = s.ChainLines(ctx, old.ID); err != nil {
			return c, nil, err
		}
		if shared(kept, lines)*2 >= min(len(kept), len(lines)) {
			return old, kept, nil
		}
	}
	return c, nil, nil
}

// shared is how many of the names of a stand in b.
func shared(a, b []ChainLine) (n int) {
	names := map[string]int{}
	for _, l := range b {
		names[l.Name]++
	}
	for _, l := range a {
		if names[l.Name]--; names[l.Name] >= 0 {
			n++
		}
	}
	return n
}

// ChainLines are the standing lines of a list, in its order.
func (s *Store) ChainLines(ctx context.Context, chain int64) (lines []ChainLine, err error) {
	err = s.db(ctx).Where("chain_id = ? AND gone = ?", chain, false).Order("id").Find(&lines).Error
	return lines, err
}

// Chain is the list of that id.
func (s *Store) Chain(ctx context.Context, id int64) (c Chain, err error) {
	err = s.db(ctx).Take(&c, id).Error
	return c, err
}

// LockChains takes the turn on the lists of org, so that two forks that are
// brought at once become one list.
func (s *Store) LockChains(ctx context.Context, org Org) error {
	return s.db(ctx).Model(&Org{}).Where("id = ?", org.ID).Update("made_at", gorm.Expr("made_at")).Error
}

// KeepChain writes a list, new or once more.
func (s *Store) KeepChain(ctx context.Context, c *Chain, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		c.PastedAt = by.Now.UnixMilli()
		if err := tx.db(ctx).Save(c).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "chain", fmt.Sprintf("%s%d", ChainPrefix, c.ID), c.OrgID, "")
	})
}

// KeepLine writes one line of a list, new or changed.
func (s *Store) KeepLine(ctx context.Context, c Chain, l *ChainLine, now time.Time) error {
	l.ChainID, l.OrgID = c.ID, c.OrgID
	if l.Day == "" {
		l.Day = calendar.DayOf(now)
	}
	return s.Tx(ctx, func(tx *Store) error { return tx.db(ctx).Save(l).Error })
}

// DropChain deletes a list, with its lines: it was made a moment ago.
func (s *Store) DropChain(ctx context.Context, id int64) error {
	return s.Tx(ctx, func(tx *Store) error { return tx.dropChains(ctx, []int64{id}) })
}

func (s *Store) dropChains(ctx context.Context, ids []int64) error {
	if err := s.db(ctx).Where("chain_id IN ?", ids).Delete(&ChainLine{}).Error; err != nil {
		return err
	}
	return s.db(ctx).Where("id IN ?", ids).Delete(&Chain{}).Error
}

// ForgetChains deletes lists that were last brought before t, with their lines:
// what they became stays. It returns how many, at most limit.
func (s *Store) ForgetChains(ctx context.Context, t time.Time, limit int) (n int, err error) {
	var old []int64
	if err := s.db(ctx).Model(&Chain{}).Where("pasted_at < ?", t.UnixMilli()).Order("id").Limit(limit).Pluck("id", &old).Error; err != nil || len(old) == 0 {
		return 0, err
	}
	return len(old), s.Tx(ctx, func(tx *Store) error { return tx.dropChains(ctx, old) })
}
