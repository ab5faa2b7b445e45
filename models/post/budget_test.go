package post_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"xiaoqing/models/post"
)

func (o office) take(key string, n int, per time.Duration, at time.Time) (ok bool, wait time.Duration) {
	o.t.Helper()
	o.do(func(b *post.Box) (err error) { ok, wait, err = b.Take(key, n, per, at); return err })
	return ok, wait
}

func TestABudgetAllowsABurstAndThenWaits(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		at := wall.Add(17 * time.Millisecond)
		for i := range 20 {
			if ok, _ := o.take("robot", 20, time.Minute, at); !ok {
				t.Fatalf("the %d. of 20 was refused", i+1)
			}
		}
		ok, wait := o.take("robot", 20, time.Minute, at)
		if ok || wait < time.Minute-17*time.Millisecond || wait > time.Minute+time.Second {
			t.Errorf("the 21st: %v, wait %s", ok, wait)
		}
		if ok, _ := o.take("robot", 20, time.Minute, at.Add(wait-time.Millisecond)); ok {
			t.Error("allowed before the wait was over")
		}
		if ok, _ := o.take("robot", 20, time.Minute, at.Add(wait)); !ok {
			t.Error("refused when the wait was over")
		}
		for _, other := range []struct {
			key string
			per time.Duration
		}{{"Robot", time.Minute}, {"robot", time.Hour}} {
			if ok, _ := o.take(other.key, 20, other.per, at); !ok {
				t.Errorf("%s per %s is another budget", other.key, other.per)
			}
		}
		if ok, wait := o.take("closed", 0, time.Minute, at); ok || wait <= 0 {
			t.Errorf("a budget of none: %v, %s", ok, wait)
		}
	})
}

// Whatever the pattern of takes, no window holds more than n, and a patient
// taker gets nearly n a window.
func TestNoWindowEverHoldsMore(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		const n, per = 5, time.Second
		random := rand.New(rand.NewPCG(1, 2))
		at, end := wall, wall.Add(6*per)
		var taken []time.Time
		for at.Before(end) {
			ok, wait := o.take("k", n, per, at)
			if ok {
				taken = append(taken, at)
				at = at.Add(time.Duration(random.IntN(120)) * time.Millisecond)
			} else {
				at = at.Add(wait)
			}
		}
		for i := n; i < len(taken); i++ {
			if d := taken[i].Sub(taken[i-n]); d < per {
				t.Errorf("%d takes within %s", n+1, d)
			}
		}
		if len(taken) < 25 {
			t.Errorf("only %d takes in six windows of %d", len(taken), n)
		}
	})
}

func TestReplicasShareABudget(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		got := together(t, 12, func() (ok bool, err error) {
			err = o.tx(func(b *post.Box) error { ok, _, err = b.Take("shared", 5, time.Minute, wall); return err })
			return ok, err
		})
		if got != 5 {
			t.Errorf("%d of 5 were taken", got)
		}
	})
}

func TestABudgetIsUndoneWithItsTransaction(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		undone := fmt.Errorf("the other limit refused")
		if err := o.tx(func(b *post.Box) error {
			if ok, _, err := b.Take("one", 1, time.Minute, wall); !ok || err != nil {
				return err
			}
			return undone
		}); err != undone {
			t.Fatal(err)
		}
		if ok, _ := o.take("one", 1, time.Minute, wall); !ok {
			t.Error("what was undone still counts")
		}
	})
}

func TestClocksThatDisagree(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.take("k", 1, time.Minute, wall.Add(10*time.Second))
		ok, wait := o.take("k", 1, time.Minute, wall)
		if ok || wait < 70*time.Second || wait > 72*time.Second {
			t.Errorf("a clock behind: %v, wait %s", ok, wait)
		}
		o.take("leap", 1, time.Minute, wall.AddDate(10, 0, 0))
		if ok, _ := o.take("leap", 1, time.Minute, wall); !ok {
			t.Error("one clock gone wrong stops the post for ten years")
		}
		o.do(func(b *post.Box) error { return b.PurgeBudgets(wall.Add(3 * time.Minute)) })
		var left int64
		if err := o.db.Model(&post.Budget{}).Count(&left).Error; err != nil || left != 0 {
			t.Errorf("%d budgets left, %v", left, err)
		}
	})
}
