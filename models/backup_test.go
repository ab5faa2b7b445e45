package models_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/vault"
)

func quiet(int64, int64) {}

// filled is a database with some of everything that is hard to carry over: words
// beyond the basic plane, empty and long values, zeros and nulls.
func filled(t *testing.T, kind string) *models.Store {
	t.Helper()
	ctx, now := context.Background(), time.Date(2022, 4, 8, 10, 0, 0, 0, time.UTC)
	s := modeltest.Open(t, modeltest.DSN(t, kind))
	root, err := s.Root(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 450 { // more than one statement takes
		o, err := s.AddOrg(ctx, root, fmt.Sprintf("第%d “'街道", i), models.Street, i%2 == 0, now)
		if err != nil {
			t.Fatal(err)
		}
		if i%50 > 0 {
			continue
		}
		a, err := s.Account(ctx, "web", fmt.Sprintf("guest-😀-%d", i), now)
		if err != nil {
			t.Fatal(err)
		}
		p := models.Person{ID: a.PersonID, PersonPrivate: models.PersonPrivate{Name: "𠮷田" + strings.Repeat("长", i), Phone: "13812345678"}}
		if err := errors.Join(s.SavePerson(ctx, &p), s.GrantRole(ctx, p.ID, models.Coordinator, o, 0, now)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// open is a Store on a database as it is; it is closed when the test ends.
func open(t *testing.T, dsn, secret string) *models.Store {
	t.Helper()
	s, err := models.Open(context.Background(), models.Options{Database: dsn, Secret: secret, Zone: time.UTC, City: "另一市", PeriodMinutes: 45})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func backup(t *testing.T, s *models.Store) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Backup(context.Background(), &b, quiet); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// contents are a backup's rows in the clear by table, in an order of their own.
func contents(t *testing.T, sealed []byte) map[string][]string {
	t.Helper()
	r, err := vault.OpenStream(modeltest.Secret, bytes.NewReader(sealed))
	if err != nil {
		t.Fatal(err)
	}
	zip, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	all, table := map[string][]string{}, ""
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, `{"table":`) {
			table = line
		} else {
			all[table] = append(all[table], line)
		}
	}
	for _, rows := range all {
		slices.Sort(rows)
	}
	return all
}

// of are the rows of the table called name.
func of(all map[string][]string, name string) []string {
	for table, rows := range all {
		if strings.HasPrefix(table, `{"table":"`+name+`"`) {
			return rows
		}
	}
	return nil
}

func TestABackupGoesIntoEitherKindOfDatabase(t *testing.T) {
	for _, from := range modeltest.Kinds {
		old := filled(t, from)
		sealed := backup(t, old)
		for _, into := range modeltest.Kinds {
			t.Run(from+" into "+into, func(t *testing.T) {
				dsn := modeltest.DSN(t, into)
				empty := open(t, dsn, modeltest.Secret)
				var told [2]int64
				if err := empty.Restore(context.Background(), bytes.NewReader(sealed), func(n, of int64) { told = [2]int64{n, of} }); err != nil {
					t.Fatal(err)
				}
				if told[0] < 450 || told[0] != told[1] {
					t.Errorf("told of %v rows", told)
				}
				restored := modeltest.Open(t, dsn)
				want, got := contents(t, sealed), contents(t, backup(t, restored))
				for table, rows := range want {
					if !strings.Contains(table, `"leases"`) && !slices.Equal(rows, got[table]) {
						t.Errorf("%d rows became %d of %s", len(rows), len(got[table]), table)
					}
				}
				mustKnow(t, restored)
			})
		}
	}
}

// mustKnow looks the carried rows up by the programme's verbs, and adds to them.
func mustKnow(t *testing.T, s *models.Store) {
	t.Helper()
	ctx := context.Background()
	people, err := s.PeopleKnownAs(ctx, "𠮷田"+strings.Repeat("长", 400), "13812345678")
	if err != nil || len(people) != 1 || people[0].Phone != "13812345678" {
		t.Errorf("people %+v, %v", people, err)
	}
	root, err := s.Root(ctx)
	if err != nil || root.Name != "上海市" {
		t.Errorf("root %+v, %v", root, err)
	}
	if o, err := s.AddOrg(ctx, root, "新街道", models.Street, true, time.Now()); err != nil || o.ID <= 450 {
		t.Errorf("a new row got id %d, %v", o.ID, err)
	}
}

func TestNothingIsLegibleInABackup(t *testing.T) {
	sealed := backup(t, filled(t, "sqlite"))
	for _, word := range []string{"街道", "guest", "1381234", "orgs", "𠮷田"} {
		if bytes.Contains(sealed, []byte(word)) {
			t.Errorf("%s can be read", word)
		}
	}
	for table, rows := range contents(t, sealed) {
		for _, row := range rows {
			if strings.Contains(row, "1381234") || strings.Contains(row, "𠮷田") {
				t.Fatalf("in the clear in %s: %s", table, row)
			}
		}
	}
}

func TestABackupIsOneMoment(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx := context.Background()
		begun, stop := make(chan struct{}), make(chan struct{})
		var writer sync.WaitGroup
		writer.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := s.Account(ctx, "web", fmt.Sprint(i), time.Now()); err != nil {
					t.Error(err)
					return
				}
				if i == 20 {
					close(begun)
				}
			}
		})
		<-begun
		for range 5 {
			all := contents(t, backup(t, s))
			if people, accounts := len(of(all, "people")), len(of(all, "accounts")); people != accounts || people < 20 {
				t.Errorf("%d people and %d accounts, which are written together", people, accounts)
			}
		}
		close(stop)
		writer.Wait()
	})
}

func TestWhatRestoreRefuses(t *testing.T) {
	sealed := backup(t, filled(t, "sqlite"))
	ctx := context.Background()
	for _, into := range modeltest.Kinds {
		t.Run(into, func(t *testing.T) {
			dsn := modeltest.DSN(t, into)
			if err := open(t, dsn, "another key, just as long").Restore(ctx, bytes.NewReader(sealed), quiet); !errors.Is(err, vault.ErrWrongKey) {
				t.Errorf("another key: %v", err)
			}
			cut, changed := sealed[:len(sealed)-20], bytes.Clone(sealed)
			changed[len(changed)/2] ^= 1
			for name, bad := range map[string][]byte{"cut short": cut, "changed": changed, "empty": nil} {
				if err := open(t, dsn, modeltest.Secret).Restore(ctx, bytes.NewReader(bad), quiet); !errors.Is(err, vault.ErrDamaged) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if err := open(t, dsn, modeltest.Secret).Restore(ctx, bytes.NewReader(sealed), quiet); err != nil {
				t.Errorf("after all those, the database is not empty: %v", err)
			}
			if err := open(t, dsn, modeltest.Secret).Restore(ctx, bytes.NewReader(sealed), quiet); models.KindOf(err) != models.Conflict {
				t.Errorf("a second time: %v", err)
			}
		})
	}
}
