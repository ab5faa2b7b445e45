package form

import (
	"encoding/json"
	"strings"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models/calendar"
)

// Subjects (科目) are school subjects, "数学、英语".
type Subjects struct{}

// Read takes 语数英, 数学和英语.
func (Subjects) Read(text string, _ Context) (string, error) {
	subjects, ok := settled(short(text), func(s string) (string, bool) {
		found := parse.Subjects(s)
		return say.List(found), len(found) > 0
	})
	if !ok {
		return "", Wrong("没看懂是哪几门，比如数学、英语，陪写作业就写作业。")
	}
	return subjects, nil
}

// Show is the list itself.
func (Subjects) Show(value string) string { return value }

// Control is one line.
func (Subjects) Control() Control { return Control{Type: "text", Placeholder: "数学、英语"} }

// Slots (有空的时间) are weekly times, a JSON list of calendar.Slot.
type Slots struct{}

// Read takes 周一三五晚上7点到8点半, 周末全天.
func (Slots) Read(text string, c Context) (string, error) {
	text = clean(text)
	if !strings.HasPrefix(text, "[") {
		text = encode(parse.Slots(short(text), c.At))
	}
	if s, ok := canonicalSlots(text); ok {
		return s, nil
	}
	return "", Wrong("没看懂时间，写星期几、几点到几点就行，比如周一三五晚上7点到8点半，或者周末全天。")
}

// AmendSlots is what text makes of times that hold already, both for Slots to
// read: 周四 alone keeps the hours, 晚上8点 alone the days.
func AmendSlots(held, text string, c Context) string {
	old, ok := DecodeSlots(held)
	if !ok || strings.HasPrefix(text, "[") {
		return text
	}
	if slots := parse.AmendSlots(old, short(text), c.At); slots != nil {
		return encode(slots)
	}
	return text
}

// Show is 周一、三、五 19:00–20:30.
func (Slots) Show(value string) string {
	slots, ok := DecodeSlots(value)
	if !ok {
		return value
	}
	return say.Slots(slots)
}

// Control is one line.
func (Slots) Control() Control {
	return Control{Type: "text", Placeholder: "周一三五晚上7点到8点半"}
}

// DecodeSlots reads the canonical text of Slots.
func DecodeSlots(value string) (slots []calendar.Slot, ok bool) {
	if err := json.Unmarshal([]byte(value), &slots); err != nil || len(slots) == 0 {
		return nil, false
	}
	for _, s := range slots {
		if !sound(s) {
			return nil, false
		}
	}
	return slots, true
}

func canonicalSlots(text string) (string, bool) {
	slots, ok := DecodeSlots(text)
	if !ok {
		return "", false
	}
	return encode(slots), true
}

func encode(v any) string {
	b, _ := json.Marshal(v) // strings, numbers and lists of them always marshal
	return string(b)
}

// sound says whether a slot names its days and has a clock that can be shown.
func sound(s calendar.Slot) bool {
	for _, d := range s.Days {
		if _, ok := calendar.ParseWeekday(d); !ok {
			return false
		}
	}
	return len(s.Days) > 0 && soundClock(s.Start) && (s.End == "" || soundClock(s.End))
}

func soundClock(s string) bool {
	c, ok := calendar.ParseClock(s)
	return ok && (c.String() == s || s == "24:00")
}

// EncodeSlots is the canonical text of slots, "" for none.
func EncodeSlots(slots []calendar.Slot) string {
	if len(slots) == 0 {
		return ""
	}
	return encode(slots)
}
