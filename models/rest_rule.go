package models

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/models/calendar"
)

// The rest rule (休息). A day is the one a shift begins on.
//
//	                                   报岗          签到
//	over 8 hours in one day            refused       taken, the coordinator is told
//	under 8 hours since, or until,     refused       taken, the coordinator is told
//	  the duty of another day
//	at the same time as other duty     refused       refused: 签退 there first
//	at the same time as a lesson       taken, said   taken, said
//
// Two shifts of one day may follow each other as long as they make 8 hours in all.
const (
	longestDay = 8 * 60 // minutes
	restHours  = 8 * time.Hour
)

// stint is a stretch of duty, planned or done.
type stint struct {
	ticket   Ticket
	roster   int64
	day      calendar.Day
	from, to time.Time
}

func (t stint) minutes() int { return int(t.to.Sub(t.from).Minutes()) }

func (t stint) String() string {
	return fmt.Sprintf("%s（%s %s–%s）", t.ticket, calendarDate(t.day), calendar.ClockOf(t.from), calendar.ClockOf(t.to))
}

// calendarDate is 4月9日.
func calendarDate(d calendar.Day) string {
	_, m, n := d.Date()
	return fmt.Sprintf("%d月%d日", m, n)
}

func (s *Store) stint(r Roster) stint {
	return stint{r.Ticket(), r.ID, r.Day, r.Begins(s.Zone), r.Ends(s.Zone)}
}

// stints are a person's places and shifts of the day before, of day and of the day
// after.
func (s *Store) stints(ctx context.Context, person int64, day calendar.Day) ([]stint, error) {
	seats, err := s.SeatsOf(ctx, person, day.Add(-1), day.Add(1))
	if err != nil {
		return nil, err
	}
	shifts, err := s.shiftsOn(ctx, person, day.Add(-1), day.Add(1))
	return s.busy(seats, shifts), err
}

func (s *Store) busy(seats []Roster, shifts []Shift) (all []stint) {
	served := map[int64]bool{}
	for _, sh := range shifts {
		if sh.Stage != ShiftVoid && sh.Stage != ShiftRejected {
			served[sh.RosterID] = true
			from, to := sh.span(s.Zone)
			all = append(all, stint{sh.Ticket(), sh.RosterID, sh.Day, from, to})
		}
	}
	for _, r := range seats {
		if !served[r.ID] {
			all = append(all, s.stint(r))
		}
	}
	return all
}

// tooMuch is why next cannot be added to what someone does already, "" when it can.
func tooMuch(busy []stint, next stint) string {
	for _, b := range busy {
		if b.roster != next.roster && b.from.Before(next.to) && next.from.Before(b.to) {
			return fmt.Sprintf("和你的%s时间重叠。要换，先退掉那一班。", b)
		}
	}
	return tired(busy, next)
}

// tired is how next breaks the rest rule, "" when it does not.
func tired(busy []stint, next stint) string {
	sum := next.minutes()
	for _, b := range busy {
		switch {
		case b.roster == next.roster && b.roster != 0:
		case b.day == next.day:
			sum += b.minutes()
		case next.from.Sub(b.to) < restHours && b.from.Before(next.from) || b.from.Sub(next.to) < restHours && next.from.Before(b.from):
			return fmt.Sprintf("和%s之间要歇够8小时。", b)
		}
	}
	if sum > longestDay {
		return fmt.Sprintf("这天一共%s，一天最多8小时。", hoursAndMinutes(sum))
	}
	return ""
}

// hoursAndMinutes is 9小时 or 8小时30分钟.
func hoursAndMinutes(n int) string {
	if n%60 == 0 {
		return fmt.Sprintf("%d小时", n/60)
	}
	return fmt.Sprintf("%d小时%d分钟", n/60, n%60)
}
