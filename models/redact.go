package models

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"xiaoqing/models/post"
)

// gone stands where somebody's words were.
const gone = "〔已删除〕"

// place is a sealed column of words, and which of its rows.
type place struct {
	post.Body
	where []any
	only  string // the part of the JSON that is somebody's remark, "" for all of it
}

// circle are the places where those who had to do with somebody may have named them.
func (t trace) circle() []place {
	rows := func(table string, where ...any) place {
		return place{Body: post.Body{Table: table, Column: "sealed", Key: table}, where: where}
	}
	bodies := post.Bodies()
	remarks := func(table string) place {
		p := rows(table, "org_id IN ?", t.orgs)
		p.only = "remark"
		return p
	}
	return []place{
		{Body: bodies[0], where: []any{"person_id IN ? OR group_id IN ?", t.people, t.groups}}, {Body: bodies[1], where: []any{"account_id IN ?", t.account}},
		{Body: bodies[2], where: []any{"chat_key IN ?", t.chats}}, rows("conversations", "account_id IN ?", t.account),
		rows("audits", "person_id IN ? OR org_id IN ?", t.people, t.orgs), rows("submissions", "person_id IN ?", t.people),
		rows("tutoring_logs", "tutor_id IN ? OR lesson_id IN ?", t.people, t.lessons), rows("pairings", "tutor_id IN ?", t.people),
		rows("appeals", "lesson_id IN ?", t.lessons), rows("chains", "org_id IN ?", t.orgs), rows("chain_lines", "org_id IN ?", t.orgs),
		rows("welfare_cases", "person_id IN ? AND open = ?", t.people, false), rows("certificates", "issued_by IN ?", t.people), remarks("signups"), remarks("enrolments"),
	}
}

// everywhere are the places through which a sweep goes, whoever they belong to: for
// phones, and for names in a text that says of whom it is by a number.
func everywhere() []place {
	var all []place
	for _, b := range post.Bodies() {
		all = append(all, place{Body: b})
	}
	for _, table := range []string{"conversations", "audits", "submissions", "chain_lines", "tutoring_logs"} {
		all = append(all, place{Body: post.Body{Table: table, Column: "sealed", Key: table}})
	}
	return all
}

// redactCircle takes the words out where those who had to do with somebody named
// them, and says in how many rows.
func (s *Store) redactCircle(ctx context.Context, t trace) (n int, err error) {
	for _, p := range t.circle() {
		for after, more := int64(0), true; more; {
			found, last, looked, err := s.redact(ctx, p, after, sweepBatch, func(text string, only string) (string, bool) { return t.edit(text, only, true) })
			if err != nil {
				return n, err
			}
			n, after, more = n+found, last, looked == sweepBatch
		}
	}
	return n, nil
}

// sweepBatch is how many rows are opened at a time.
const sweepBatch = 500

// sweep goes on through all rows, budget of them at most; when it has seen the last
// it forgets what it looked for.
func (s *Store) sweep(ctx context.Context, e *Erasure, budget int, now time.Time) error {
	places := everywhere()
	for budget > 0 && e.Table < len(places) {
		found, last, looked, err := s.redact(ctx, places[e.Table], e.After, sweepBatch, func(text string, only string) (string, bool) { return e.Search.edit(text, only, false) })
		if err != nil {
			return err
		}
		e.Others, e.After, budget = e.Others+found, last, budget-max(looked, 1)
		if looked < sweepBatch {
			e.Table, e.After = e.Table+1, 0
		}
	}
	if e.Table == len(places) {
		e.Search, e.DoneAt = nil, now.UnixMilli()
	}
	return s.db(ctx).Save(e).Error
}

// Sweep goes on with the erasures that are not through, budget rows of each, and
// says how many it worked on.
func (s *Store) Sweep(ctx context.Context, budget int, now time.Time) (n int, err error) {
	var open []int64
	if err := s.db(ctx).Model(&Erasure{}).Where("done_at = 0").Order("id").Pluck("id", &open).Error; err != nil {
		return 0, err
	}
	for _, id := range open {
		err := s.Tx(ctx, func(tx *Store) error {
			var e Erasure
			if err := tx.db(ctx).Where("id = ? AND done_at = 0", id).Limit(1).Find(&e).Error; err != nil || e.ID == 0 {
				return err
			}
			return tx.sweep(ctx, &e, budget, now)
		})
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// redact edits the next rows of a place behind an id; it says in how many something
// was found, the last id, and how many were looked through.
func (s *Store) redact(ctx context.Context, p place, after int64, limit int, edit func(text, only string) (string, bool)) (found int, last int64, looked int, err error) {
	var rows []struct {
		ID   int64
		Body []byte
	}
	q := s.db(ctx).Table(p.Table).Select("id, "+p.Column+" AS body").Where("id > ?", after).Order("id").Limit(limit)
	if p.where != nil {
		q = q.Where(p.where[0], p.where[1:]...)
	}
	if err := q.Scan(&rows).Error; err != nil {
		return 0, after, 0, err
	}
	for _, r := range rows {
		last = r.ID
		if len(r.Body) == 0 {
			continue
		}
		plain, err := s.vault.Open(r.Body, p.Key)
		if err != nil {
			return found, last, len(rows), err
		}
		clean, changed := edit(string(plain), p.only)
		if !changed {
			continue
		}
		if err := s.db(ctx).Table(p.Table).Where("id = ?", r.ID).Update(p.Column, s.vault.Seal([]byte(clean), p.Key)).Error; err != nil {
			return found, last, len(rows), err
		}
		found++
	}
	return found, last, len(rows), nil
}

// edit takes the words out of a JSON text, its keys untouched. Within the circle
// every name goes; elsewhere only phones, and names beside one of the numbers.
func (t trace) edit(text, only string, circle bool) (string, bool) {
	if !t.anywhere(text) {
		return text, false
	}
	about := circle || slices.ContainsFunc(t.Tickets, func(ticket string) bool { return hasTicket(text, ticket) })
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return text, false
	}
	if m, ok := v.(map[string]any); ok && only != "" {
		m[only] = t.walk(m[only], about)
	} else {
		v = t.walk(v, about)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return text, false
	}
	clean := strings.TrimSpace(out.String())
	return clean, strings.Count(clean, gone) > strings.Count(text, gone)
}

// anywhere is a quick look before a text is taken apart.
func (t trace) anywhere(text string) bool {
	has := func(w string) bool { return strings.Contains(text, w) }
	return slices.ContainsFunc(t.Names, has) || slices.ContainsFunc(t.Phones, has) || slices.ContainsFunc(t.Weak, has)
}

func (t trace) walk(v any, about bool) any {
	switch x := v.(type) {
	case string:
		return t.clean(x, about)
	case []any:
		for i := range x {
			x[i] = t.walk(x[i], about)
		}
	case map[string]any:
		for k := range x {
			x[k] = t.walk(x[k], about)
		}
	}
	return v
}

// clean takes the words out of what was said, line by line: a unit goes from a line
// that named somebody.
func (t trace) clean(text string, about bool) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		named := slices.ContainsFunc(t.Tickets, func(ticket string) bool { return hasTicket(line, ticket) })
		for _, p := range t.Phones {
			line = strings.ReplaceAll(line, p, gone)
		}
		for _, name := range t.Names {
			if about {
				line = without(line, name)
			}
		}
		if named || line != lines[i] {
			for _, unit := range t.Weak {
				line = strings.ReplaceAll(line, unit, gone)
			}
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

// without replaces a name. One of a single character is also a part of other words,
// and goes only where it stands alone; so does one in letters: Tom, and not Tomato.
func without(line, name string) string {
	alone := utf8.RuneCountInString(name) == 1 || name[0] < utf8.RuneSelf
	if !alone {
		return strings.ReplaceAll(line, name, gone)
	}
	var b strings.Builder
	for {
		i := strings.Index(line, name)
		if i < 0 {
			return b.String() + line
		}
		before, _ := utf8.DecodeLastRuneInString(b.String() + line[:i])
		after, _ := utf8.DecodeRuneInString(line[i+len(name):])
		if b.WriteString(line[:i]); joins(name, before) || joins(name, after) {
			b.WriteString(name)
		} else {
			b.WriteString(gone)
		}
		line = line[i+len(name):]
	}
}

// joins says whether a character makes one word with a name beside it.
func joins(name string, r rune) bool {
	if name[0] < utf8.RuneSelf {
		return r < utf8.RuneSelf && unicode.IsLetter(r)
	}
	return r != utf8.RuneError && unicode.Is(unicode.Han, r)
}

// hasTicket finds 托1 and not 托12.
func hasTicket(text, ticket string) bool {
	for {
		i := strings.Index(text, ticket)
		if i < 0 {
			return false
		}
		text = text[i+len(ticket):]
		if text == "" || text[0] < '0' || text[0] > '9' {
			return true
		}
	}
}
