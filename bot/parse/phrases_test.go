package parse

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// phrase is one line of the corpus of phrases.
type phrase struct {
	ID       string  `json:"id"`
	At       *string `json:"at"`
	Text     string  `json:"text"`
	Kind     string  `json:"kind"`
	Expect   []any   `json:"expect"`
	Accept   []any   `json:"accept"`
	Negative bool    `json:"negative"`
	Daypart  string  `json:"daypart"`
	Tier     string  `json:"tier"`
}

var timeKinds = map[string]bool{"date": true, "time": true, "datetime": true, "daterange": true, "timerange": true, "datetimerange": true}

// dayparts are the hours at which a part of the day may begin: sources differ.
var dayparts = map[string][2]int{"MO": {4, 11}, "MI": {11, 14}, "AF": {12, 17}, "EV": {16, 23}, "NI": {19, 29}}

// plainValue makes values comparable: seconds written out, RRULEs without DURATION,
// numbers and lengths in one form.
func plainValue(kind, v string) string {
	switch {
	case timeKinds[kind]:
		ends := strings.Split(strings.ReplaceAll(v, "+08:00", ""), "/")
		for i, e := range ends {
			if _, clock, ok := strings.Cut("T"+e, "T"); ok && strings.Count(clock, ":") == 1 {
				ends[i] = e + ":00"
			}
		}
		return strings.Join(ends, "/")
	case kind == "set":
		var keep []string
		for _, p := range strings.Split(v, ";") {
			if !strings.HasPrefix(p, "DURATION=") && !strings.HasPrefix(p, "BYSECOND=") {
				keep = append(keep, p)
			}
		}
		return strings.Join(keep, ";")
	case kind == "duration" || kind == "age":
		return isoSum(v)
	case kind == "number":
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return strconv.FormatFloat(f, 'g', 6, 64)
		}
	}
	return v
}

// isoSum is an ISO 8601 length as months and seconds.
func isoSum(v string) string {
	if strings.Contains(v, "/") || !strings.HasPrefix(v, "P") {
		return v
	}
	months, secs, number, clock := 0.0, 0.0, "", false
	for _, c := range v[1:] {
		n, _ := strconv.ParseFloat(number, 64)
		switch {
		case c >= '0' && c <= '9' || c == '.':
			number += string(c)
			continue
		case c == 'T':
			clock = true
		case c == 'Y':
			months += 12 * n
		case c == 'M' && !clock:
			months += n
		case c == 'W':
			secs += 7 * 86400 * n
		case c == 'D':
			secs += 86400 * n
		case c == 'H':
			secs += 3600 * n
		case c == 'M':
			secs += 60 * n
		case c == 'S':
			secs += n
		}
		number = ""
	}
	return strconv.FormatFloat(months, 'g', -1, 64) + "m" + strconv.FormatFloat(secs, 'g', -1, 64) + "s"
}

// right says whether one of the phrases has the kind and a value that is wanted;
// for a negative case, that none has the kind.
func (c phrase) right(found []Phrase) bool {
	for _, p := range found {
		if p.Kind == c.Kind && c.Negative {
			return false
		}
		if p.Kind != c.Kind && !(timeKinds[c.Kind] && timeKinds[p.Kind]) {
			continue
		}
		for _, want := range append(c.Expect, c.Accept...) {
			if w, ok := want.(string); ok && (plainValue(c.Kind, w) == plainValue(c.Kind, p.Value) || c.inPart(w, p.Value)) {
				return true
			} else if f, isNumber := want.(float64); !ok && isNumber && plainValue(c.Kind, strconv.FormatFloat(f, 'f', -1, 64)) == plainValue(c.Kind, p.Value) {
				return true
			}
		}
	}
	return c.Negative
}

func (c phrase) inPart(want, got string) bool {
	hours, ok := dayparts[c.Daypart]
	wantDay, _, _ := cutLast(strings.Split(want, "/")[0])
	day, clock, found := cutLast(strings.Split(got, "/")[0])
	if !ok || !strings.Contains(got, "/") || !found || day != wantDay {
		return false
	}
	h, err := strconv.Atoi(clock[:2])
	return err == nil && (h >= hours[0] && h <= hours[1] || h+24 <= hours[1])
}

func cutLast(s string) (day, clock string, ok bool) {
	if day, clock, ok = strings.Cut(s, "T"); !ok {
		return "", s, len(s) >= 2
	}
	return day, clock, ok
}

// TestSharedPhrases reads the corpus of phrases, where it is at hand.
func TestSharedPhrases(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	right, all := map[string]int{}, map[string]int{}
	for _, c := range lines[phrase](t, "../../../shared/data/phrases-dev.jsonl") {
		at := bench
		if c.At != nil {
			at, _ = time.ParseInLocation("2006-01-02T15:04:05", *c.At, zone)
		}
		group := c.Tier + " other"
		if timeKinds[c.Kind] || c.Kind == "duration" || c.Kind == "set" {
			group = c.Tier + " times"
		}
		if c.Negative {
			group = "negative"
		}
		all[group]++
		if c.right(Phrases(c.Text, at)) {
			right[group]++
		}
	}
	for group, least := range map[string]float64{"core times": 0.98, "core other": 0.99, "extended times": 0.88, "negative": 1} {
		if all[group] == 0 {
			continue
		}
		rate := float64(right[group]) / float64(all[group])
		t.Logf("%-14s %d/%d = %.1f%%", group, right[group], all[group], 100*rate)
		if rate < least {
			t.Errorf("%s: %.1f%%, want %.0f%%", group, 100*rate, 100*least)
		}
	}
}

// TestPhrasesAsPrinted holds the values to the form of the contract.
func TestPhrasesAsPrinted(t *testing.T) {
	at := time.Date(2022, 4, 8, 10, 0, 0, 0, time.FixedZone("CST", 8*3600)) // a Friday
	for _, c := range []struct{ text, kind, value string }{
		{"今天晚上7点到8点半", "datetimerange", "2022-04-08T19:00:00/2022-04-08T20:30:00"},
		{"周一三五晚上", "set", "FREQ=WEEKLY;BYDAY=MO,WE,FR"},
		{"每周二、四晚上7点半到9点", "set", "FREQ=WEEKLY;BYDAY=TU,TH;BYHOUR=19;BYMINUTE=30;DURATION=PT90M"},
		{"隔周", "set", "FREQ=WEEKLY;INTERVAL=2"},
		{"两个半小时", "duration", "PT2H30M"},
		{"一个半钟头", "duration", "PT1H30M"},
		{"七点一刻", "time", "07:15:00"},
		{"差五分八点", "time", "07:55:00"},
		{"19点半", "time", "19:30:00"},
		{"7:30pm", "time", "19:30:00"},
		{"晚8点", "time", "20:00:00"},
		{"礼拜三", "date", "2022-04-13"},
		{"今朝", "date", "2022-04-08"},
		{"明朝", "date", "2022-04-09"},
		{"国庆节", "date", "2022-10-01"},
		{"农历八月十五", "date", "2022-09-10"},
		{"八点以后", "timerange", "08:00:00/.."},
		{"4月1日-3日", "daterange", "2022-04-01/2022-04-03"},
		{"两万三", "number", "23000"},
		{"1.5万元", "money", "CNY 15000"},
		{"廿三号", "date", "2022-04-23"},
		{"幺三八一二三四五六七八", "phone", "13812345678"},
		{"8岁半", "age", "P8Y6M"},
		{"8周岁半", "age", "P8Y6M"},
		{"两岁零三个月", "age", "P2Y3M"},
		{"三个月大", "age", "P3M"},
		{"虚岁9", "age", "P9Y"},
		{"奔七十了", "age", "P70Y"},
		{"六十出头", "age", "P60Y"},
		{"年近八旬", "age", "P80Y"},
		{"2万3", "number", "23000"},
		{"3百5", "number", "350"},
		{"10w", "number", "100000"},
		{"五千多元", "money", "CNY 5000"},
		{"三块五毛", "money", "CNY 3.5"},
		{"3块5", "money", "CNY 3.5"},
		{"￥1,200.50", "money", "CNY 1200.5"},
		{"（86）138 0000 1234", "phone", "13800001234"},
		{"+86-138-0000-1234", "phone", "13800001234"},
		{"１３８００００１２３４", "phone", "13800001234"},
		{"除了周三每天", "set", "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR,SA,SU"},
		{"五一假期", "daterange", "2022-04-30/2022-05-04"},
	} {
		found := false
		for _, p := range Phrases(c.text, at) {
			found = found || p.Kind == c.kind && p.Value == c.value
		}
		if !found {
			t.Errorf("%s: no %s %s among %v", c.text, c.kind, c.value, Phrases(c.text, at))
		}
	}
	for _, trap := range []string{"四川", "放肆", "一下", "三好学生", "9点赞", "2月30日", "2月28日到30日", "一点也不", "十分感谢", "三点建议", "六一班", "一刻不停", "半天没人", "300岁"} {
		for _, p := range Phrases(trap, at) {
			if p.Kind != "number" {
				t.Errorf("%s is taken for %v", trap, p)
			}
		}
	}
}
