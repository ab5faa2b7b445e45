package models_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	_ "github.com/glebarez/go-sqlite"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// TestOnlyWhoIsBeforeIsCounted: the line for a tutor holds who is on the way to
// one and came earlier, and nobody else.
func TestOnlyWhoIsBeforeIsCounted(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx, at := context.Background(), time.Date(2022, 4, 8, 10, 0, 0, 0, s.Zone)
		city, err := s.Root(ctx)
		if err != nil {
			t.Fatal(err)
		}
		street, err := s.Account(ctx, "sim", "street", at)
		if err != nil {
			t.Fatal(err)
		}
		by := models.Actor{Person: street.PersonID, Standings: []models.Standing{{Role: models.Coordinator, Org: city}}, Via: "chat", Now: at}
		enrol := func(person int64, agreed bool) *models.Enrolment {
			e := &models.Enrolment{Review: models.Review{OrgID: city.ID, PersonID: 100 + person}, EnrolmentPrivate: models.EnrolmentPrivate{Child: "朵朵", Grade: 3}}
			err := s.Enrol(ctx, e, at)
			if err == nil && agreed {
				err = s.Agree(ctx, e.Ticket(), models.Actor{Person: 100 + person, Now: at})
			}
			if err != nil {
				t.Fatal(err)
			}
			at = at.Add(time.Minute)
			return e
		}
		must := func(_ any, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		ahead := func(e *models.Enrolment, want int64) {
			t.Helper()
			if n, err := s.Ahead(ctx, *e); err != nil || n != want {
				t.Errorf("%s: %d ahead, %v; want %d", e.Ticket(), n, err, want)
			}
		}
		first, returned, _, left := enrol(1, true), enrol(2, true), enrol(3, false), enrol(4, true)
		last := enrol(5, true)
		ahead(last, 3) // all but who has no guardian's word
		must(s.Return(ctx, by, returned.Ticket(), models.Remark{Reason: "电话不通"}))
		must(s.Withdraw(ctx, models.Actor{Person: 104, Now: at}, left.Ticket()))
		ahead(last, 1)
		ahead(first, 0)
		must(s.Approve(ctx, by, first.Ticket()))
		ahead(last, 1)
		_, _, err = s.SetPlaces(ctx, by, city, 5) // four stand
		must(nil, err)
		seated, listed := enrol(6, true), enrol(7, true)
		ahead(seated, 2)
		behind := enrol(8, true)
		ahead(behind, 3) // who is on the waiting list is before nobody
		if p, err := s.PlaceOf(ctx, listed.ID); err != nil || p.Number != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		must(s.Withdraw(ctx, models.Actor{Person: 106, Now: at}, seated.Ticket()))
		ahead(behind, 3)
	})
}

// BenchmarkAhead asks for the place of the newest of 300 waiting children, beside
// nobody and beside 273,000 whose turn is over.
func BenchmarkAhead(b *testing.B) {
	for _, kind := range modeltest.Kinds {
		for _, over := range []int{0, 273_000} {
			b.Run(fmt.Sprintf("%s/%d", kind, over), func(b *testing.B) {
				dsn := modeltest.DSN(b, kind)
				s := modeltest.Open(b, dsn)
				fill(b, dsn, "ended", over)
				fill(b, dsn, "waiting", 300)
				e := models.Enrolment{ID: int64(over + 300), Review: models.Review{WaitingSince: int64(over + 300)}}
				since := time.UnixMilli(int64(over - 200))
				b.ResetTimer()
				for range b.N {
					n, err := s.Ahead(context.Background(), e)
					if err != nil || n != 299 {
						b.Fatal(n, err)
					}
					if _, err := s.PairedSince(context.Background(), since); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// fill adds n enrolments, each with a pairing.
func fill(b *testing.B, dsn, stage string, n int) {
	driver, address := "sqlite", strings.TrimPrefix(dsn, "sqlite:")
	if server, ok := strings.CutPrefix(dsn, "mysql://"); ok {
		driver, address = "mysql", server
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var first int
	if err := db.QueryRow("SELECT COALESCE(MAX(id), 0) FROM enrolments").Scan(&first); err != nil {
		b.Fatal(err)
	}
	for from := 1; from <= n; from += 1000 {
		var children, pairs []string
		for i := first + from; i < first+min(from+1000, n+1); i++ {
			children = append(children, fmt.Sprintf("(%d, 1, %d, '%s', %d, 1)", i, i, stage, i))
			pairs = append(pairs, fmt.Sprintf("(%d, %d, 1, 'over', %d)", i, i, i))
		}
		for table, rows := range map[string][]string{"enrolments (id, org_id, person_id, stage, waiting_since, consent_id)": children, "pairings (enrolment_id, tutor_id, org_id, stage, made_at)": pairs} {
			if _, err := db.Exec("INSERT INTO " + table + " VALUES " + strings.Join(rows, ", ")); err != nil {
				b.Fatal(err)
			}
		}
	}
}
