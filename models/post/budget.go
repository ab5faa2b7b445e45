package post

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// slices is how finely a budget remembers: a take counts until its slice has
// left the window whole, so at most per/60 longer than it must.
const slices = 60

// Budget is how much was taken of one limit lately: counts by slices of time,
// the first beginning at Window. A token bucket would allow nearly twice n
// around a burst; this never allows more than n in any window, and all n at once.
type Budget struct {
	Key     string `gorm:"column:budget_key;primaryKey;size:160"` // the limit's key and its length of time
	Version int64
	Window  int64  `gorm:"column:window_start"` // number of the first slice since 1970
	Used    string `gorm:"size:1024"`           // JSON: how many in each slice
	Until   int64  `gorm:"index"`               // when nothing of it counts any more
}

// Take takes one of n that key may have in any window of length per, by wall
// time; or says how long to wait. It holds across replicas, for it locks the row
// until the caller's transaction ends: to take several limits or none, undo the
// transaction when one is refused, and take narrow ones before shared ones.
func (b *Box) Take(key string, n int, per time.Duration, wall time.Time) (ok bool, wait time.Duration, err error) {
	row, err := b.lockBudget(fmt.Sprintf("%s/%s", key, per))
	if err != nil {
		return false, 0, err
	}
	slice := max((per.Milliseconds()+slices-1)/slices, 1)
	used, err := row.used(wall.UnixMilli() / slice)
	if err != nil {
		return false, 0, err
	}
	if busy := used.until(n); busy > 0 {
		free := time.UnixMilli((used.first + busy + slices) * slice)
		return false, max(free.Sub(wall), time.Millisecond), nil
	}
	used.counts[len(used.counts)-1]++
	text, err := json.Marshal(used.counts)
	if err != nil {
		return false, 0, err
	}
	end := (used.first + int64(len(used.counts)) + slices) * slice
	return true, 0, b.DB.Model(&Budget{}).Where("budget_key = ?", row.Key).
		Updates(map[string]any{"window_start": used.first, "used": string(text), "until": end}).Error
}

// lockBudget locks by a write, which holds on every node of a cluster.
func (b *Box) lockBudget(key string) (row Budget, err error) {
	for range 2 {
		locked := b.DB.Model(&Budget{}).Where("budget_key = ?", key).Update("version", gorm.Expr("version + 1"))
		if locked.Error != nil {
			return row, locked.Error
		}
		if locked.RowsAffected == 1 {
			err = b.DB.Where("budget_key = ?", key).Take(&row).Error
			return row, err
		}
		if err := b.DB.Clauses(clause.OnConflict{DoNothing: true}).Create(&Budget{Key: key, Used: "[]"}).Error; err != nil {
			return row, err
		}
	}
	return row, errors.New("post: a budget row vanished while it was locked")
}

// usage are the counts of the slices from first to the present one.
type usage struct {
	first  int64
	counts []int
}

// used brings the row's counts to the window that ends with slice now. A clock
// that is behind another replica's goes by that one's; what lies more than a
// window ahead was written by a clock gone wrong and does not count.
func (row Budget) used(now int64) (usage, error) {
	var counts []int
	if err := json.Unmarshal([]byte(row.Used), &counts); err != nil {
		return usage{}, fmt.Errorf("post: budget row: %w", err)
	}
	last := row.Window + int64(len(counts)) - 1
	if len(counts) == 0 || last > now+slices {
		last = now
		counts = nil
	}
	now = max(now, last)
	u := usage{first: now - slices, counts: make([]int, slices+1)}
	for i, c := range counts {
		if at := row.Window + int64(i) - u.first; at >= 0 {
			u.counts[at] = c
		}
	}
	return u, nil
}

// until says how many slices must leave the window before one more of n is
// free, 0 for none.
func (u usage) until(n int) int64 {
	total := 0
	for _, c := range u.counts {
		total += c
	}
	if total < n {
		return 0
	}
	for i, c := range u.counts {
		if total -= c; total < n {
			return int64(i) + 1
		}
	}
	return int64(len(u.counts))
}

// PurgeBudgets forgets budgets of which nothing counts any more.
func (b *Box) PurgeBudgets(wall time.Time) error {
	return b.DB.Where("until < ?", ms(wall)).Delete(&Budget{}).Error
}
