package post_test

import (
	"errors"
	"testing"
	"time"

	"xiaoqing/models/post"
)

func (o office) claimRun(job string, due, at time.Time) (run *post.JobRun, ok bool) {
	o.t.Helper()
	o.do(func(b *post.Box) (err error) {
		run, ok, err = b.ClaimRun(job, "org:3", due, at, time.Minute)
		return err
	})
	return run, ok
}

func TestARunIsDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		won := together(t, 6, func() (ok bool, err error) {
			err = o.tx(func(b *post.Box) error {
				_, ok, err = b.ClaimRun("digest", "org:3", noon, wall, time.Minute)
				return err
			})
			return ok, err
		})
		if won != 1 {
			t.Fatalf("%d claimed it", won)
		}
		if _, ok := o.claimRun("digest", noon, wall.Add(time.Minute-time.Millisecond)); ok {
			t.Error("claimed within another's lease")
		}
		run, ok := o.claimRun("digest", noon, wall.Add(time.Minute))
		if !ok || run.Attempts != 2 || run.Due != noon.UnixMilli() {
			t.Fatalf("after the lease: %v, %+v", ok, run)
		}
		run.Late = true
		o.do(func(b *post.Box) error { return b.FinishRun(run, wall) })
		if again, ok := o.claimRun("digest", noon, wall.Add(time.Hour)); ok || again.DoneAt == 0 {
			t.Errorf("done, and claimed again: %+v", again)
		}
		last, found, err := o.box().LastRun("digest", "org:3")
		if err != nil || !found || !last.Late || last.DoneAt != wall.UnixMilli() {
			t.Errorf("last: %+v, %v, %v", last, found, err)
		}
		if _, found, err := o.box().LastRun("digest", "org:4"); found || err != nil {
			t.Errorf("last of another scope: %v, %v", found, err)
		}
	})
}

func TestARunThatWasTakenOverIsUndone(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		slow, _ := o.claimRun("digest", noon, wall)
		quick, ok := o.claimRun("digest", noon, wall.Add(time.Hour))
		if !ok {
			t.Fatal("not claimed after the lease")
		}
		err := o.tx(func(b *post.Box) error {
			return errors.Join(b.Write(letter("twice", noon, 1), nil), b.FinishRun(slow, wall))
		})
		if !errors.Is(err, post.ErrTaken) {
			t.Errorf("the slow one finished: %v", err)
		}
		o.do(func(b *post.Box) error { return b.FinishRun(quick, wall) })
		if got := o.due(noon, wall); got != "" {
			t.Errorf("the slow one's letter stands: %s", got)
		}
	})
}

func TestTheWatchdogSeesWhatIsUnfinished(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.claimRun("weekly", noon.Add(time.Hour), wall)
		o.claimRun("digest", noon, wall)
		done, _ := o.claimRun("tally", noon, wall)
		o.do(func(b *post.Box) error { return b.FinishRun(done, wall) })
		runs, err := o.box().UnfinishedBefore(noon.Add(time.Hour))
		if err != nil || len(runs) != 1 || runs[0].Job != "digest" {
			t.Errorf("unfinished: %+v, %v", runs, err)
		}
	})
}
