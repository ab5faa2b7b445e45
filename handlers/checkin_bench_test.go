package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
)

// BenchmarkCheckIns offers 200 签到 a second through the real router, each by a
// verified volunteer with a place in a roster that begins in half an hour; with
// -benchtime 12000x it is a change of shift that lasts a minute. It prints messages
// a second, p50 and p99; what it must reach is a p99 under 200 ms.
func BenchmarkCheckIns(b *testing.B) {
	debug.SetGCPercent(400) // as serve does
	for _, kind := range modeltest.Kinds {
		b.Run(kind, func(b *testing.B) {
			s := modeltest.Open(b, modeltest.DSN(b, kind))
			series := fmt.Sprintf("d%d-", time.Now().UnixNano())
			placeVolunteers(b, s, series)
			router := newRouterOn(b, s)
			router.make = func(_ string, i, _ int) *http.Request {
				return router.send(fmt.Sprintf("%s%d", series, i), "签到", fmt.Sprintf("%s%d", series, i))
			}
			offer(b, router, 200)
			b.StopTimer()
			wantOnDuty(b, s)
		})
	}
}

// placeVolunteers makes b.N verified volunteers, a place in a roster each.
func placeVolunteers(b *testing.B, s *models.Store, series string) {
	b.Helper()
	ctx, now := context.Background(), time.Now().In(s.Zone)
	root, err := s.Root(ctx)
	if err != nil {
		b.Fatal(err)
	}
	a, err := s.Account(ctx, wecom.Name, "boss", now)
	if err != nil {
		b.Fatal(err)
	}
	boss := models.Actor{Person: a.PersonID, Standings: []models.Standing{{Role: models.Coordinator, Org: root}}, Via: "command", Now: now}
	begins := now.Add(30 * time.Minute)
	var roster models.Roster
	for from := 0; from < b.N; from += 200 {
		err := s.Tx(ctx, func(tx *models.Store) error {
			roster = models.Roster{Day: calendar.DayOf(begins), Start: calendar.ClockOf(begins), Minutes: 240, Places: 200, RosterPrivate: models.RosterPrivate{Task: fmt.Sprintf("引导%d", from), Place: "五角场广场"}}
			if _, err := tx.MakeRoster(ctx, boss, root, &roster); err != nil {
				return err
			}
			for i := from; i < min(from+200, b.N); i++ {
				if err := placeOne(ctx, tx, boss, root, roster, series, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func placeOne(ctx context.Context, tx *models.Store, boss models.Actor, root models.Org, r models.Roster, series string, i int) error {
	a, err := tx.Account(ctx, wecom.Name, fmt.Sprintf("%s%d", series, i), boss.Now)
	if err != nil {
		return err
	}
	g := &models.Signup{Programme: "volunteer", Review: models.Review{OrgID: root.ID, PersonID: a.PersonID}, SignupPrivate: models.SignupPrivate{Name: "张三", Phone: fmt.Sprintf("138%08d", i)}}
	if err := tx.SignUp(ctx, g, boss.Now); err != nil {
		return err
	}
	if _, err := tx.Approve(ctx, boss, g.Ticket()); err != nil {
		return err
	}
	_, err = tx.JoinRoster(ctx, models.Actor{Person: a.PersonID, Standings: []models.Standing{{Role: models.Volunteer, Org: root}}, Now: boss.Now}, r.ID)
	return err
}

// wantOnDuty wants each of them counted once.
func wantOnDuty(b *testing.B, s *models.Store) {
	b.Helper()
	root, err := s.Root(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	now := time.Now().In(s.Zone)
	f, err := s.Figures(context.Background(), root, "", calendar.DayOf(now.Add(30*time.Minute)), now.Add(time.Hour))
	if n := int64(b.N); err != nil || f[models.Shifts] != n || f[models.OnDutyPeople] != n || f[models.OnDutyToday] != n {
		b.Errorf("of %d: %v %v", n, f, err)
	}
}
