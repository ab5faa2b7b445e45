package models

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// trace is what to look for: words that name somebody, and the people and chats
// that may hold them.
type trace struct {
	Names   []string `json:"names"`          // how they are called
	Phones  []string `json:"phones"`         // as they are written
	Weak    []string `json:"weak,omitempty"` // units: only in a line that names them otherwise
	Tickets []string `json:"tickets"`        // a text with one of these is about them
	people  []int64  // who spoke or heard of them
	account []int64
	chats   []string // keys of the transcripts of people and groups
	groups  []int64
	orgs    []int64
	lessons []int64
}

// trace gathers what names the children or, with whole, the person, and everyone
// who had to do with them: the other side of lessons, those asked to cover, all who
// have a role in their units, whoever touched their records.
func (s *Store) trace(ctx context.Context, by Actor, es []*Enrolment, whole bool) (t trace, err error) {
	t.people = []int64{by.Person}
	ids := []int64{0}
	for _, e := range es {
		ids, t.orgs = append(ids, e.ID), append(t.orgs, e.OrgID)
		t.Tickets, t.Names = append(t.Tickets, e.Ticket().String()), append(t.Names, e.Child)
		if t.Weak = append(t.Weak, e.Unit); whole {
			t.Names, t.Phones = append(t.Names, e.Guardian), append(t.Phones, e.Phone)
		} else {
			t.Weak = append(t.Weak, e.Guardian) // who goes on, where nothing is said of the child
		}
	}
	if whole {
		if err := s.traceSelf(ctx, by.Person, &t); err != nil {
			return t, err
		}
	}
	if err := s.traceHistory(ctx, whole, &t); err != nil {
		return t, err
	}
	if err := s.traceLessons(ctx, by.Person, ids, whole, &t); err != nil {
		return t, err
	}
	if err := s.traceUnits(ctx, &t); err != nil {
		return t, err
	}
	t.tidy()
	return t, s.traceChats(ctx, &t)
}

// traceSelf adds the person's own name, phone and sign-ups.
func (s *Store) traceSelf(ctx context.Context, person int64, t *trace) error {
	p, err := s.Person(ctx, person)
	if err != nil {
		return err
	}
	t.Names, t.Phones = append(t.Names, p.Name), append(t.Phones, p.Phone)
	var signups []Signup
	if err := s.db(ctx).Where("person_id = ?", person).Find(&signups).Error; err != nil {
		return err
	}
	for _, g := range signups {
		t.Names, t.Phones, t.Weak = append(t.Names, g.Name), append(t.Phones, g.Phone), append(t.Weak, g.Unit)
		t.Tickets, t.orgs = append(t.Tickets, g.Ticket().String()), append(t.orgs, g.OrgID)
	}
	var grants []Grant
	err = s.db(ctx).Where("person_id = ?", person).Find(&grants).Error
	for _, g := range grants {
		if t.orgs = append(t.orgs, g.OrgID); g.Role == Tutor && utf8.RuneCountInString(p.Name) > 1 {
			first, _ := utf8.DecodeRuneInString(p.Name)
			t.Names = append(t.Names, string(first)+"老师")
		}
	}
	return err
}

// traceHistory adds what was handed in for the records before it was corrected.
func (s *Store) traceHistory(ctx context.Context, whole bool, t *trace) error {
	var handed []Submission
	if err := s.db(ctx).Where("ticket IN ?", append(t.Tickets, "-")).Find(&handed).Error; err != nil {
		return err
	}
	for _, x := range handed {
		var answers []struct {
			Field string  `json:"field"`
			Value *string `json:"value"`
		}
		if json.Unmarshal(x.Answers, &answers) != nil {
			continue // its words were taken out before
		}
		for _, a := range answers {
			if a.Value != nil {
				t.said(a.Field, *a.Value, whole)
			}
		}
	}
	return nil
}

// said adds what a form's field held. The guardian of a child who goes alone stays.
func (t *trace) said(field, value string, whole bool) {
	switch {
	case field == "child" && (whole || !strings.Contains(value, "、")): // else it names a sibling too
		t.Names = append(t.Names, strings.Split(value, "、")...)
	case field == "unit", field == "guardian" && !whole:
		t.Weak = append(t.Weak, value)
	case field == "name" || field == "guardian":
		t.Names = append(t.Names, value)
	case field == "phone" && whole:
		t.Phones = append(t.Phones, value)
	}
}

// traceLessons adds the other side, and who was asked to cover.
func (s *Store) traceLessons(ctx context.Context, person int64, enrolments []int64, whole bool, t *trace) error {
	var pairings []Pairing
	if err := s.db(ctx).Where("enrolment_id IN ? OR tutor_id = ?", enrolments, person).Find(&pairings).Error; err != nil {
		return err
	}
	var lessons []Lesson
	if err := s.db(ctx).Where("enrolment_id IN ? OR tutor_id = ?", enrolments, person).Find(&lessons).Error; err != nil {
		return err
	}
	others := []int64{0}
	for _, p := range pairings {
		if t.people = append(t.people, p.TutorID); whole {
			others = append(others, p.EnrolmentID)
		}
	}
	for _, l := range lessons {
		t.people, t.lessons = append(t.people, l.TutorID), append(t.lessons, l.ID)
		if whole {
			others = append(others, l.EnrolmentID)
		}
	}
	var asked, guardians []int64
	covers := s.db(ctx).Model(&Cover{}).Select("id").Where("lesson_id IN ?", append(t.lessons, 0))
	if err := s.db(ctx).Model(&CoverAsk{}).Where("cover_id IN (?)", covers).Pluck("person_id", &asked).Error; err != nil {
		return err
	}
	err := s.db(ctx).Model(&Enrolment{}).Where("id IN ?", others).Pluck("person_id", &guardians).Error
	t.people = append(append(t.people, asked...), guardians...)
	return err
}

// traceUnits adds who has a role in the units, above and below, and whoever did
// something to the records.
func (s *Store) traceUnits(ctx context.Context, t *trace) error {
	var touched []Audit
	if err := s.db(ctx).Select("person_id", "org_id").Where("ticket IN ?", append(t.Tickets, "-")).Find(&touched).Error; err != nil {
		return err
	}
	for _, a := range touched {
		t.people, t.orgs = append(t.people, a.PersonID), append(t.orgs, a.OrgID)
	}
	var units []Org
	if err := s.db(ctx).Where("id IN ?", append(t.orgs, 0)).Find(&units).Error; err != nil {
		return err
	}
	for _, o := range units {
		for _, id := range strings.Split(strings.Trim(o.Path, "/"), "/") {
			n, _ := strconv.ParseInt(id, 10, 64)
			t.orgs = append(t.orgs, n)
		}
		below, err := s.OrgsBelow(ctx, o)
		if err != nil {
			return err
		}
		for _, b := range below {
			if o.ParentID > 0 {
				t.orgs = append(t.orgs, b.ID)
			}
		}
	}
	var staff []int64
	err := s.db(ctx).Model(&Grant{}).Where("org_id IN ?", append(t.orgs, 0)).Distinct().Pluck("person_id", &staff).Error
	t.people = append(t.people, staff...)
	return err
}

// tidy leaves every word once, the longest first, and phones as people write them.
func (t *trace) tidy() {
	var phones []string
	for _, p := range t.Phones {
		if len(p) == 11 {
			phones = append(phones, p, p[:3]+"****"+p[7:], p[:3]+" "+p[3:7]+" "+p[7:], p[:3]+"-"+p[3:7]+"-"+p[7:])
		}
	}
	t.Phones = phones
	for _, words := range []*[]string{&t.Names, &t.Weak, &t.Phones, &t.Tickets} {
		slices.SortFunc(*words, func(a, b string) int { return len(b) - len(a) + strings.Compare(a, b)/2 })
		*words = slices.DeleteFunc(slices.Compact(*words), func(w string) bool { return w == "" })
	}
	for _, ids := range []*[]int64{&t.people, &t.orgs, &t.lessons} {
		slices.Sort(*ids)
		*ids = append(slices.Compact(*ids), -1)
	}
}

// traceChats finds the accounts of the people, and the transcripts and groups.
func (s *Store) traceChats(ctx context.Context, t *trace) error {
	var accounts []Account
	if err := s.db(ctx).Where("person_id IN ?", t.people).Find(&accounts).Error; err != nil {
		return err
	}
	box := s.Post(ctx)
	t.account, t.groups, t.chats = []int64{-1}, []int64{-1}, []string{""}
	for _, a := range accounts {
		t.account, t.chats = append(t.account, a.ID), append(t.chats, box.ChatKey(a.Channel, "direct:"+a.Account))
	}
	var groups []Group
	err := s.db(ctx).Where("org_id IN ?", t.orgs).Find(&groups).Error
	for _, g := range groups {
		t.groups, t.chats = append(t.groups, g.ID), append(t.chats, box.ChatKey(g.Channel, g.Address))
	}
	return err
}
