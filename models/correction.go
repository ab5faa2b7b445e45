package models

import (
	"maps"
	"slices"
	"time"

	"xiaoqing/models/calendar"
)

// Correction (更正) is what was entered for a day of an Org after it was sealed, and
// that the digest of the day Named tells; what it changed from and to is told by
// Book.Corrections.
type Correction struct {
	ID      int64
	OrgID   int64        `gorm:"uniqueIndex:correction_once,priority:1"`
	Named   calendar.Day `gorm:"size:10;uniqueIndex:correction_once,priority:2"`
	Day     calendar.Day `gorm:"size:10;uniqueIndex:correction_once,priority:3"`
	Measure string       `gorm:"size:24;uniqueIndex:correction_once,priority:4"`
	Delta   int64
}

// DigestClock is when digests are posted: what is entered later is told the next
// day.
const DigestClock calendar.Clock = 18 * 60

// namedOn is the day whose digest tells what was recorded at that moment.
func namedOn(recorded int64, zone *time.Location) calendar.Day {
	at := time.UnixMilli(recorded).In(zone)
	day := calendar.DayOf(at)
	if at.After(day.At(DigestClock, zone)) {
		day = day.Add(1)
	}
	return day
}

// Late says that e was recorded after its day was sealed.
func (e Entry) Late(zone *time.Location) bool {
	return e.RecordedAt > e.Day.Add(1).At(sealedAt, zone).UnixMilli()
}

// Change is a figure of a sealed day that a correction (更正) changed.
type Change struct {
	Day      calendar.Day
	Measure  Measure
	Old, New int64
}

// Corrections are the figures of sealed days that have changed since the digest
// of the day Told, the latest day first. Stocks are left out: theirs is the
// value of a moment.
func (b *Book) Corrections() (out []Change) {
	for _, day := range slices.Backward(slices.Sorted(maps.Keys(b.changed))) {
		for _, m := range Measures {
			if delta := b.changed[day][m.ID]; delta != 0 && !m.IsStock() {
				now := b.revised[day][m.ID]
				out = append(out, Change{day, m, now - delta, now})
			}
		}
	}
	return out
}
