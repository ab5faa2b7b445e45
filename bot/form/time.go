package form

import (
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models/calendar"
)

// Date (日期) is one day. Past takes days up to today and reads 周三 as the last
// one; Future takes today and later.
type Date struct{ Past, Future bool }

// Read takes 昨天, 4月8日, 周五, 2022-04-08.
func (k Date) Read(text string, c Context) (string, error) {
	day, ok := calendar.ParseDay(short(text))
	if !ok {
		if day, ok = parse.Day(short(text), c.At, k.Past, c.Off); !ok {
			return "", Wrong("没看懂是哪一天，比如" + k.example() + "或4月8日。")
		}
	}
	switch today := calendar.DayOf(c.At); {
	case k.Past && day > today:
		return "", Wrong(say.Date(day) + "还没到，这里要已经过去的日子，比如昨天。")
	case k.Future && day < today:
		return "", Wrong(say.Date(day) + "已经过去了，这里要今天以后的日子，比如明天。")
	}
	return string(day), nil
}

func (k Date) example() string {
	if k.Past {
		return "昨天"
	}
	return "明天"
}

// Show is 4月8日 周五.
func (k Date) Show(value string) string {
	day, ok := calendar.ParseDay(value)
	if !ok {
		return value
	}
	return say.Date(day)
}

// Control is one line.
func (k Date) Control() Control { return Control{Type: "text", Placeholder: k.example()} }

// Clock (钟点) is a time of day, "19:00".
type Clock struct{}

// Read takes 19:00, 晚上7点半; an end past midnight is the small hours.
func (Clock) Read(text string, c Context) (string, error) {
	clock, ok := calendar.ParseClock(short(text))
	if !ok {
		if clock, ok = parse.Clock(short(text), c.At); !ok {
			return "", Wrong("没看懂几点，比如19:00或晚上7点半。")
		}
	}
	return clock.String(), nil
}

// AmendClock is value, read from text, in the half of the day that held before
// when text leaves it open.
func AmendClock(held, value, text string, c Context) string {
	value, _ = parse.AmendClock(held, value, "", short(text), c.At)
	return value
}

// Show is the clock itself.
func (Clock) Show(value string) string { return value }

// Control is one line.
func (Clock) Control() Control { return Control{Type: "text", Placeholder: "19:00"} }
