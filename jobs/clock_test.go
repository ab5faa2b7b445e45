package jobs_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/jobs"
)

// probe is a job that fails for some scopes and remembers what it did.
type probe struct {
	fails map[int64]bool
	did   []int64
	asked chan struct{}
}

func (p *probe) job() jobs.Job {
	return jobs.Job{Name: "probe", Schedule: "0 * * * *",
		Scopes: func(context.Context, jobs.Run) ([]int64, error) {
			select {
			case p.asked <- struct{}{}:
			default:
			}
			return []int64{1, 2, 3}, nil
		},
		Do: func(_ context.Context, r jobs.Run) (int, error) {
			if p.fails[r.Scope] {
				return 0, errors.New("the platform of scope two is away")
			}
			p.did = append(p.did, r.Scope)
			return 1, nil
		}}
}

func TestAFailureIsTriedAgainAndStopsNobodyElse(t *testing.T) {
	each(t, func(w *service) {
		p := &probe{fails: map[int64]bool{2: true}}
		c := w.clock(p.job())
		if err := c.CatchUp(bg, at("2022-04-08 12:00")); err == nil || !strings.Contains(err.Error(), "scope two") {
			w.Errorf("the failure is silent: %v", err)
		}
		p.fails = nil
		w.must(c.CatchUp(bg, at("2022-04-08 12:01"))) // its lease still holds
		if !slices.Equal(p.did, []int64{1, 3}) {
			w.Errorf("did %v", p.did)
		}
		w.wall = w.wall.Add(time.Hour)
		for _, now := range []string{"2022-04-08 12:05", "2022-04-08 12:06"} {
			w.must(c.CatchUp(bg, at(now)))
		}
		if !slices.Equal(p.did, []int64{1, 3, 2}) {
			w.Errorf("did %v", p.did)
		}
		w.must(c.CatchUp(bg, at("2022-04-08 13:00")))
		if len(p.did) != 6 {
			w.Errorf("did %v", p.did)
		}
	})
}

func TestWhatIsDueRunsAtTheStart(t *testing.T) {
	each(t, func(w *service) {
		p := &probe{asked: make(chan struct{}, 1)}
		ctx, stop := context.WithCancel(bg)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			w.clock(p.job()).Run(ctx)
		}()
		<-p.asked
		stop()
		<-ended
	})
}

func TestNothingRunsByItselfInASimulatedTime(t *testing.T) {
	each(t, func(w *service) {
		w.group("g1", w.street, "2022-04-01 09:00")
		w.programme.Set(at("2022-04-08 18:00"))
		p := &probe{asked: make(chan struct{}, 1)}
		ctx, stop := context.WithCancel(bg)
		stop() // the first round is still done
		w.clock(p.job()).Run(ctx)
		if len(p.asked) != 0 || len(w.letters("digest")) != 0 {
			w.Error("something ran")
		}
		w.run("digest", "2022-04-08 18:00")
		w.one("digest")
	})
}

func TestAPanicIsLoggedAndEndsNothing(t *testing.T) {
	each(t, func(w *service) {
		ctx, stop := context.WithCancel(bg)
		w.clock(jobs.Job{Name: "odd", Schedule: "* * * * *", Do: func(context.Context, jobs.Run) (int, error) {
			stop()
			panic("out of order")
		}}).Run(ctx)
		if !strings.Contains(w.log.String(), "out of order") {
			w.Errorf("log:\n%s", w.log.String())
		}
	})
}
