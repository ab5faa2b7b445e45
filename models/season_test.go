package models_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// TestASeason: each figure is exact at any scale, every level of the tree adds up,
// and the rows are there.
func TestASeason(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx := context.Background()
		root, err := s.Root(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var units []models.Org
		for _, name := range []string{"甲街道", "乙街道"} {
			street, err := s.AddOrg(ctx, root, name, models.Street, true, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			community, err := s.AddOrg(ctx, street, name+"社区", models.Community, true, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			units = append(units, street, community)
		}
		p := models.Season2022(.002)
		if p.Volunteers != 546 || p.OnDuty != 484 || p.ShiftMinutes != 1_069_560 || p.Children != 4 || p.Turns != 67 || p.Periods != 95 {
			t.Fatalf("%+v", p)
		}
		rows := int64(0)
		if err := s.PlaySeason(ctx, p, units, rand.New(rand.NewPCG(1, 2)), func(n int64) { rows = n }); err != nil {
			t.Fatal(err)
		}
		if rows != p.Rows() {
			t.Errorf("%d of %d rows", rows, p.Rows())
		}
		cutoff := p.Through().At(18*60, s.Zone)
		f, err := s.Figures(ctx, root, "", p.Through(), cutoff)
		if err != nil {
			t.Fatal(err)
		}
		for measure, want := range map[string]int64{models.Signups: 546, models.OnDutyPeople: 484, models.ShiftMinutes: 1_069_560, models.Enrolments: 4,
			models.TutoringTurns: 67, models.HalfPeriods: 190, models.Shifts: int64(p.Shifts())} {
			if f[measure] != want {
				t.Errorf("%s: %d, want %d", measure, f[measure], want)
			}
		}
	})
}

// TestTheWholeSeason has the figures of the programme's own report.
func TestTheWholeSeason(t *testing.T) {
	want := models.Season{From: "2022-03-28", Days: 65, Volunteers: 273_000, OnDuty: 242_000, ShiftMinutes: 534_780_000, Children: 1_527, Turns: 33_452, Periods: 47_404}
	if got := models.Season2022(1); got != want || got.Through() != "2022-05-31" || got.Shifts() != 2_228_250 {
		t.Errorf("%+v, until %s, %d shifts", got, got.Through(), got.Shifts())
	}
	if p := models.Season2022(.0001); p.Volunteers != 28 || p.OnDuty != 25 || p.ShiftMinutes != 53_478 || p.Children != 1 || p.Turns != 4 || p.Periods != 5 {
		t.Errorf("rounded up: %+v", p)
	}
}
