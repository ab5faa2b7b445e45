package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// hours are a stretch of the night, over midnight.
type hours struct{ from, to calendar.Clock }

// quiet (免打扰) are the hours in which a role hears nothing that can wait, by the
// programme's clock; "" is who has no role yet. Urgent letters come at any hour.
var quiet = map[Role]hours{
	"": {22 * 60, 7 * 60}, Parent: {22 * 60, 7 * 60}, Worker: {22 * 60, 7 * 60}, Tutor: {22 * 60, 7 * 60}, Volunteer: {22 * 60, 7 * 60},
	Coordinator: {22 * 60, 7 * 60}, SocialWorker: {22 * 60, 7 * 60},
}

// until is the end of the hours when at is in them; ok is false otherwise.
func (h hours) until(at time.Time) (end time.Time, ok bool) {
	day, clock := calendar.DayOf(at), calendar.ClockOf(at)
	switch {
	case clock < h.to:
		return day.At(h.to, at.Location()), true
	case clock >= h.from:
		return day.Add(1).At(h.to, at.Location()), true
	}
	return end, false
}

// Night says that at is in somebody's quiet hours: what can wait is not even
// written then.
func Night(at time.Time) bool {
	for _, h := range quiet {
		if _, ok := h.until(at); ok {
			return true
		}
	}
	return false
}

// QuietUntil is when a person may hear what can wait, by the longest quiet of
// their roles; ok is false when that is now.
func (s *Store) QuietUntil(ctx context.Context, person int64, at time.Time) (end time.Time, ok bool, err error) {
	if !Night(at) {
		return end, false, nil
	}
	standings, err := s.Standings(ctx, person)
	for _, st := range append(standings, Standing{}) {
		if until, night := quiet[st.Role].until(at); night && until.After(end) {
			end, ok = until, true
		}
	}
	return end, ok, err
}
