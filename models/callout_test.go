package models_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// crowd is a call-out with people who may answer it.
type crowd struct {
	*testing.T
	s      *models.Store
	boss   models.Actor
	people []int64
	c      models.Callout
}

func newCrowd(t *testing.T, s *models.Store, n, places int) *crowd {
	w := &crowd{T: t, s: s}
	ctx, now := context.Background(), time.Date(2022, 4, 8, 10, 0, 0, 0, s.Zone)
	root, err := s.Root(ctx)
	w.must(err)
	for i := range n + 1 {
		a, err := s.Account(ctx, "sim", fmt.Sprint("p", i), now)
		w.must(err)
		role := models.Volunteer
		if i == n {
			role, w.boss = models.Coordinator, models.Actor{Person: a.PersonID, Now: now, Standings: []models.Standing{{Role: models.Coordinator, Org: root}}}
		}
		w.must(s.GrantRole(ctx, a.PersonID, role, root, 0, now))
		w.people = append(w.people, a.PersonID)
	}
	w.people = w.people[:n]
	w.c = models.Callout{MadeKey: "k", OrgID: root.ID, Volunteers: true, Places: places, StartsAt: now.Add(time.Hour * 24).UnixMilli(), Clock: true, CalloutPrivate: models.CalloutPrivate{Task: "引导"}}
	w.must(s.DraftCallout(ctx, w.boss, &w.c))
	_, _, err = s.Launch(ctx, w.boss, w.c.ID, func(_ models.Callout, now time.Time) time.Time { return now })
	w.must(err)
	return w
}

func (w *crowd) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *crowd) says(person int64, what string) (o models.CallOutcome) {
	w.Helper()
	o, err := w.s.AnswerCall(context.Background(), models.Actor{Person: person, Now: w.boss.Now}, models.CallReply{Callout: w.c.ID, Says: what})
	if err != nil {
		w.Error(err)
	}
	return o
}

// all lets everybody say something at once.
func (w *crowd) all(people []int64, what string) {
	var group sync.WaitGroup
	for _, p := range people {
		group.Go(func() { w.says(p, what) })
	}
	group.Wait()
}

// stands wants so many with a place and so many who wait, each wait with a turn of
// its own, and the row's own count to agree.
func (w *crowd) stands(yes, waiting int) {
	w.Helper()
	ctx := context.Background()
	root, err := w.s.Root(ctx)
	w.must(err)
	joiners, err := w.s.Joiners(ctx, w.c, root, 1000)
	w.must(err)
	turns := map[int64]bool{}
	in := 0
	for _, j := range joiners {
		if j.Turn == 0 {
			in++
		} else if turns[j.Turn] {
			w.Errorf("two wait with turn %d", j.Turn)
		}
		turns[j.Turn] = true
	}
	c, err := w.s.Callout(ctx, w.boss, w.c.ID)
	w.must(err)
	if in != yes || len(joiners)-in != waiting || c.Joined != yes {
		w.Errorf("%d have a place (the row says %d), %d wait; want %d and %d", in, c.Joined, len(joiners)-in, yes, waiting)
	}
}

// TestPlacesAreAtomic has forty people take ten places at once, twice each, then
// those who have one and some who wait leave at once.
func TestPlacesAreAtomic(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		w := newCrowd(t, s, 40, 10)
		w.all(append(append([]int64{}, w.people...), w.people...), models.CallYes)
		w.stands(10, 30)
		w.all(w.people[:20], models.CallNo)
		w.stands(10, 10)
		w.all(w.people[20:], models.CallRead) // a look takes nothing back
		w.stands(10, 10)
		w.all(w.people[20:], models.CallNo)
		w.stands(0, 0)
		w.all(w.people[:5], models.CallYes)
		w.stands(5, 0)
	})
}

// TestTheWaitingListKeepsItsOrder gives a free place to who came first.
func TestTheWaitingListKeepsItsOrder(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		w := newCrowd(t, s, 4, 1)
		for i, want := range []int64{0, 1, 2, 3} {
			if o := w.says(w.people[i], models.CallYes); o.Ahead != want || o.Full != (i == 0) {
				t.Errorf("the %d. is number %d, full %v", i+1, o.Ahead, o.Full)
			}
		}
		if o := w.says(w.people[1], models.CallNo); o.Moved != nil {
			t.Error("somebody who only waited gave a place away")
		}
		o := w.says(w.people[0], models.CallNo)
		if o.Moved == nil || o.Moved.PersonID != w.people[2] {
			t.Errorf("moved up: %+v", o.Moved)
		}
		if o := w.says(w.people[1], models.CallYes); o.Ahead != 2 {
			t.Errorf("who left and came back is number %d, want the end of the list", o.Ahead)
		}
	})
}

// TestAPersonAnswersOnce counts somebody who scanned the group's code and then came
// by their own chat once, and keeps two strangers of one name and phone apart from
// each other's answers.
func TestAPersonAnswersOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx, w := context.Background(), newCrowd(t, s, 2, 0)
		who := models.CalloutAnswerPrivate{Name: "张三", Phone: "13812345678"}
		p, err := s.Person(ctx, w.people[0])
		w.must(err)
		p.Name, p.Phone = who.Name, who.Phone
		w.must(s.SavePerson(ctx, &p))
		stranger := models.CallReply{Callout: w.c.ID, Says: models.CallYes, CalloutAnswerPrivate: who}
		nobody := models.Actor{Now: w.boss.Now}
		first, err := s.AnswerCall(ctx, nobody, stranger)
		w.must(err)
		w.stands(1, 0)
		w.says(w.people[0], models.CallYes)
		w.stands(1, 0)
		stranger.Says = models.CallNo
		if _, err := s.AnswerCall(ctx, nobody, stranger); models.KindOf(err) != models.Conflict {
			t.Errorf("a stranger changed another's answer: %v", err)
		}
		w.says(w.people[0], models.CallNo)
		w.stands(0, 0)
		o, err := s.AnswerCall(ctx, nobody, models.CallReply{Callout: w.c.ID, Answer: first.Answer.ID, Says: models.CallYes})
		w.must(err)
		if o.Answer.ID != first.Answer.ID {
			t.Error("the link made another answer")
		}
		w.stands(1, 0)
	})
}

// TestWordsOfCalloutsEnd takes out who the strangers were, and keeps what was
// delivered when its letters go.
func TestWordsOfCalloutsEnd(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx, w := context.Background(), newCrowd(t, s, 3, 0)
		words := func(models.Callout, models.Org, models.Recipient) []models.Notice {
			return []models.Notice{{Kind: models.CalloutKind, Now: w.boss.Now, Body: map[string]string{"text": "来"}}}
		}
		for more := true; more; {
			var err error
			more, err = s.Spread(ctx, 2, words)
			w.must(err)
		}
		w.must(s.Tx(ctx, func(tx *models.Store) error {
			box := tx.Post(ctx)
			ls, err := box.Due("sim", w.boss.Now, w.boss.Now, 10)
			if err != nil || len(ls) != 3 {
				t.Fatalf("%d letters, %v", len(ls), err)
			}
			if _, err := box.Claim(&ls[0], w.boss.Now, time.Minute); err != nil {
				return err
			}
			return box.Sent(w.boss.Now, ls[0])
		}))
		_, err := s.AnswerCall(ctx, models.Actor{Now: w.boss.Now}, models.CallReply{Callout: w.c.ID, Says: models.CallYes, CalloutAnswerPrivate: models.CalloutAnswerPrivate{Name: "张三", Phone: "13812345678"}})
		w.must(err)
		counted := func() models.CallCount {
			counts, err := s.CallCounts(ctx, w.c)
			w.must(err)
			return counts[w.c.OrgID]
		}
		if n := counted(); n.People != 3 || n.PeopleIn != 1 || n.Yes != 1 {
			t.Errorf("counted %+v", n)
		}
		later := w.boss.Now.AddDate(0, 1, 1)
		n, err := s.ForgetCallouts(ctx, later, 10)
		w.must(err)
		w.must(s.Tx(ctx, func(tx *models.Store) error {
			_, err := tx.Post(ctx).Purge(later, 100)
			return err
		}))
		again, err := s.ForgetCallouts(ctx, later, 10)
		w.must(err)
		if n != 1 || again != 0 {
			t.Errorf("forgot %d, then %d", n, again)
		}
		if n := counted(); n.People != 3 || n.PeopleIn != 1 || n.Yes != 1 {
			t.Errorf("without its letters it counts %+v", n)
		}
		root, err := s.Root(ctx)
		w.must(err)
		joiners, err := s.Joiners(ctx, w.c, root, 10)
		w.must(err)
		if joiners[0].Name != "" || joiners[0].Phone != "" {
			t.Errorf("kept %+v", joiners[0])
		}
	})
}
