package models_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
)

// TestSerialLetters: one wrong digit, and two neighbours that changed places,
// always change the letter.
func TestSerialLetters(t *testing.T) {
	serial := func(digits string) string {
		year, _ := strconv.Atoi(digits[:4])
		id, _ := strconv.ParseInt(digits[4:], 10, 64)
		return models.Certificate{Year: year, ID: id}.Serial()
	}
	if got := serial("2022000123"); got != "XQ-2022-000123-"+got[15:] || len(got) != 16 {
		t.Errorf("%s", got)
	}
	if got := serial("20221234567"); !strings.HasPrefix(got, "XQ-2022-1234567-") {
		t.Errorf("%s", got)
	}
	letters := map[byte]bool{}
	for id := range 3000 {
		digits := fmt.Sprintf("2022%06d", id*331)
		letter := serial(digits)[15]
		letters[letter] = true
		for i := range digits {
			for d := byte('0'); d <= '9'; d++ {
				wrong := []byte(digits)
				if wrong[i] = d; string(wrong) != digits && serial(string(wrong))[15] == letter {
					t.Fatalf("%s and %s have the same letter", digits, wrong)
				}
			}
			swapped := []byte(digits)
			if i > 0 && swapped[i] != swapped[i-1] {
				if swapped[i], swapped[i-1] = swapped[i-1], swapped[i]; serial(string(swapped))[15] == letter {
					t.Fatalf("%s and %s have the same letter", digits, swapped)
				}
			}
		}
	}
	if len(letters) != 23 || letters['I'] || letters['O'] {
		t.Errorf("%d letters", len(letters))
	}
}

// lessons gives a tutor of the city so many lessons of an hour, a day each.
func lessons(t *testing.T, s *models.Store, n int) (by models.Actor, root models.Org) {
	t.Helper()
	now := time.Date(2022, 4, 30, 12, 0, 0, 0, s.Zone)
	root, err := s.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Account(t.Context(), "web", "rui", now)
	if err == nil {
		err = s.Rename(t.Context(), a.PersonID, "芮一鸣")
	}
	if err != nil {
		t.Fatal(err)
	}
	by = models.Actor{Person: a.PersonID, Via: "chat", Now: now, Standings: []models.Standing{{Role: models.Tutor, Org: root}}}
	e := &models.Enrolment{Review: models.Review{OrgID: root.ID}, EnrolmentPrivate: models.EnrolmentPrivate{Child: "朵朵", Grade: 3, Phone: "13812345678"}}
	if err := s.Enrol(t.Context(), e, now); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		l := models.Lesson{TutorID: by.Person, EnrolmentID: e.ID, OrgID: root.ID, Day: calendar.Day("2022-04-01").Add(i), Start: 19 * 60}
		at := by
		at.Now = l.Day.At(21*60, s.Zone)
		if _, err := s.ReportLesson(t.Context(), at, l, models.Report{Start: l.Start, Minutes: 60}); err != nil {
			t.Fatal(err)
		}
	}
	return by, root
}

// TestAskedTwiceAtOnce: the same days are one certificate, whoever is first.
func TestAskedTwiceAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		by, root := lessons(t, s, 3)
		var all sync.WaitGroup
		var mu sync.Mutex
		ids, asked := map[int64]bool{}, 0
		for range 8 {
			all.Go(func() {
				c, fresh, err := s.AskCertificate(t.Context(), by, models.Asked{Org: root, From: "2022-04-01", To: "2022-04-30"})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if ids[c.ID] = true; fresh {
					asked++
				}
			})
		}
		all.Wait()
		if len(ids) != 1 || asked != 1 {
			t.Errorf("%d certificates, asked for %d times", len(ids), asked)
		}
	})
}

// TestTakenOutTwiceAtOnce: two exports at the same time give each minute once.
func TestTakenOutTwiceAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		by, root := lessons(t, s, 12)
		var all sync.WaitGroup
		var mu sync.Mutex
		minutes, fails := 0, 0
		for i := range 6 {
			all.Go(func() {
				e, err := s.TakeOut(t.Context(), by, models.Extent{Org: root}, false, func(models.Outgoings) error {
					if i == 0 {
						return models.Refuse(models.Invalid, "写不进去")
					}
					return nil
				})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					fails++
					return
				}
				minutes += e.Minutes
			})
		}
		all.Wait()
		if minutes != 12*60 || fails != 1 {
			t.Errorf("%d minutes left, %d failed; want 720 and 1", minutes, fails)
		}
	})
}

// TestCodesAreNotGuessed: they are long, all differ, and what stands in the
// database is not the code.
func TestCodesAreNotGuessed(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		by, root := lessons(t, s, 20)
		seen := map[string]bool{}
		for i := range 20 {
			day := calendar.Day("2022-04-01").Add(i)
			c, _, err := s.AskCertificate(t.Context(), by, models.Asked{Org: root, From: day, To: day})
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Code) != 16 || seen[c.Code] || strings.Contains(c.CodeKey, c.Code) || strings.Contains(string(c.Sealed), c.Code) || strings.Contains(string(c.Sealed), "芮一鸣") {
				t.Errorf("code %s", c.Code)
			}
			seen[c.Code] = true
			if again, found, err := s.CheckCertificate(t.Context(), strings.ToLower(c.Code[:8])+" "+c.Code[8:]); err != nil || !found || again.ID != c.ID {
				t.Errorf("%s is not found, %v", c.Code, err)
			}
			for _, wrong := range []string{"", c.Code[:15], c.Code + "A", c.CodeKey, c.Serial()} {
				if _, found, err := s.CheckCertificate(t.Context(), wrong); err != nil || found {
					t.Errorf("%q is found, %v", wrong, err)
				}
			}
			if err := s.CancelCertificate(t.Context(), by, c.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestTakenOutMeanwhile: a lesson that is reported while the file is being written
// is in the file, too, or in none.
func TestTakenOutMeanwhile(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		by, root := lessons(t, s, 2)
		var calls []int
		e, err := s.TakeOut(t.Context(), by, models.Extent{Org: root}, false, func(o models.Outgoings) error {
			if calls = append(calls, len(o.Give)); len(calls) > 1 {
				return nil
			}
			l := models.Lesson{TutorID: by.Person, EnrolmentID: 1, OrgID: root.ID, Day: "2022-04-29", Start: 9 * 60}
			_, err := s.ReportLesson(t.Context(), by, l, models.Report{Start: l.Start, Minutes: 30})
			return err
		})
		if err != nil || e.Minutes != 150 || fmt.Sprint(calls) != "[2 3]" {
			t.Errorf("%d minutes left in calls of %v, %v", e.Minutes, calls, err)
		}
	})
}
