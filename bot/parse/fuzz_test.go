package parse

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"xiaoqing/models/calendar"
)

// seeds are what a reader of times and numbers may stumble over.
var seeds = []string{
	"", " ", "\x00", "\xff\xfe周三\xe4\xbd", "2月30日晚上7点到8点半", "差五分八点", "除了周三每天晚上7点", "9月10号，11号，12号，13号", "2019-2021年", "5.8-5.20", "22-4-8",
	"五一假期后第一个工作日", "3个工作日内", "初四", "农历闰二月三十", "二十几年前", "几十年之后", "100000年前", "9999年12月31日之后", "第七年", "上上上上周三", "第99999999999999999999天",
	"999999999999小时后", "每隔99999999天", "24点到24点", "晚上12点到凌晨4点", "7.30-8.30", "晚 上 8:00", "２０２２年４月８日", "十九八七六五四三二一", "负负负五", "-.-.5", "一万亿亿亿亿亿",
	"幺三八一二三四五六七八", "(86)138-0000-1234", "021-12345678转801", "￥1,200.50", "两岁零三个月", "奔七十", "#接龙\n1. 张三 上午\n2. 李四+1", "接龙\n: ", "接龙\n1. : \n2.", "托123、124通过", "我叫张三，13800001234，周六全天",
	"明天的课改到周六上午", "00000000000A10角", "不对，是周四", strings.Repeat("一", 3000), strings.Repeat("周一到", 700), strings.Repeat("上", 2000), strings.Repeat("7-", 1500), strings.Repeat("三四", 900), strings.Repeat("大大前天", 400),
}

// FuzzReading holds what is promised of any text: nothing panics, what is
// quoted stands in the text, and every day, time and phone is one.
func FuzzReading(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, int64(1650418200))
	}
	for _, text := range ownMessages(f) {
		f.Add(text, int64(1650418200))
	}
	zone := time.FixedZone("CST", 8*3600)
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		at := time.Unix(floorTo(unix), 0).In(zone)
		written := string([]rune(text)) // broken UTF-8 as it can be quoted
		for _, p := range Phrases(text, at) {
			checkPhrase(t, written, p)
		}
		checkFields(t, written, Read(text, Context{At: at}).Fields)
	})
}

// floorTo keeps the moment within the years that a chat can be in, 2000 to 2099.
func floorTo(unix int64) int64 {
	const first, span = 946684800, 3155760000
	return first + ((unix-first)%span+span)%span
}

// ownMessages are the texts of the project's corpus.
func ownMessages(f *testing.F) (texts []string) {
	f.Helper()
	file, err := os.ReadFile("testdata/messages.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	in := json.NewDecoder(bytes.NewReader(file))
	for in.More() {
		var m struct {
			Text string `json:"text"`
		}
		if err := in.Decode(&m); err != nil {
			f.Fatal(err)
		}
		texts = append(texts, m.Text)
	}
	return texts
}

func checkPhrase(t *testing.T, text string, p Phrase) {
	t.Helper()
	if p.Text == "" || !strings.Contains(text, p.Text) {
		t.Errorf("%q is not in %q", p.Text, text)
	}
	if p.Value == "" || strings.ContainsAny(p.Value, "\n\x00") || !utf8.ValidString(p.Value) {
		t.Errorf("%s %q has the value %q", p.Kind, p.Text, p.Value)
	}
	if !timeKinds[p.Kind] {
		return
	}
	for _, end := range strings.Split(p.Value, "/") {
		if end != ".." && !validMoment(p.Kind, end) {
			t.Errorf("%s %q has the value %q", p.Kind, p.Text, p.Value)
		}
	}
}

func validMoment(kind, v string) bool {
	layout := map[bool]string{true: "2006-01-02", false: "2006-01-02T15:04:05"}[strings.HasPrefix(kind, "date") && !strings.HasPrefix(kind, "datetime")]
	if strings.HasPrefix(kind, "time") {
		layout = "15:04:05"
	}
	m, err := time.Parse(layout, v)
	return err == nil && m.Format(layout) == v
}

func checkFields(t *testing.T, text string, f Fields) {
	t.Helper()
	for _, d := range []calendar.Day{f.Date, f.ToDate, f.From, f.To} {
		if _, ok := calendar.ParseDay(string(d)); d != "" && !ok {
			t.Errorf("%q: no day %q", text, d)
		}
	}
	clocks := []string{f.Start, f.End}
	for _, s := range f.Slots {
		clocks = append(clocks, s.Start, s.End)
		for _, d := range s.Days {
			if _, ok := calendar.ParseWeekday(d); !ok {
				t.Errorf("%q: no weekday %q", text, d)
			}
		}
	}
	for _, c := range clocks {
		if _, ok := calendar.ParseClock(c); c != "" && !ok {
			t.Errorf("%q: no time %q", text, c)
		}
	}
	if _, err := time.Parse(time.RFC3339, f.Deadline); f.Deadline != "" && err != nil {
		t.Errorf("%q: deadline %q", text, f.Deadline)
	}
	if strings.Trim(f.Phone, "0123456789") != "" {
		t.Errorf("%q: phone %q", text, f.Phone)
	}
	checkNames(t, text, f)
}

// checkNames holds the names, kept as they were written, to the text.
func checkNames(t *testing.T, text string, f Fields) {
	t.Helper()
	names := append([]string{f.Name, f.Child, f.Guardian, f.Tutor}, f.Children...)
	for _, e := range f.Entries {
		names = append(names, e.Name)
	}
	for _, n := range names {
		if !strings.Contains(text, n) {
			t.Errorf("%q: the name %q is not in it", text, n)
		}
	}
}
