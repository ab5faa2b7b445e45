package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	// dutyEvening is when those who are on a roster tomorrow are reminded, and
	// openPlaces when a coordinator hears of places that nobody has.
	dutyEvening calendar.Clock = 19 * 60
	openPlaces  calendar.Clock = 17 * 60
	// beforeDuty is how long before it begins they are reminded again.
	beforeDuty = time.Hour
	// closedAtOnce is how many forgotten shifts one run closes.
	closedAtOnce = 500
)

// forgotten closes the shifts that nobody signed out of, and tells their
// volunteers: at any hour, for figures wait for it; what comes of it at night is told
// in the morning.
func (j reminder) forgotten(ctx context.Context, at time.Time) (count int, err error) {
	closed, err := j.Store.CloseForgotten(ctx, at, closedAtOnce)
	for _, sh := range closed {
		body := say.Text("%s已经自动签退了，记到%s，%s。还在岗或者不对，一小时内说“签退”，以后就说“%s 3小时”，写实际的时长。",
			sh.Ticket(), calendar.ClockOf(time.UnixMilli(sh.OutAt).In(j.Store.Zone)), say.Minutes(sh.Clocked), sh.Ticket())
		if sh.Stage == models.ShiftHeld {
			body = say.Text("%s到时间自动签退了。你的报名还没核实，核实了就算数。", sh.Ticket())
		}
		n := models.Notice{Key: "closed:" + sh.Ticket().String(), Kind: "reminder", Now: at, Expires: at.Add(reach), Body: body}
		err = errors.Join(err, j.Store.Tell(ctx, sh.PersonID, n))
	}
	return len(closed), err
}

// rosters reminds those who have a place the evening before and an hour before, and
// tells coordinators of open places the afternoon before.
func (j reminder) rosters(ctx context.Context, since, at time.Time) (count int, err error) {
	today := calendar.DayOf(at)
	rs, err := j.Store.RostersOn(ctx, today, today.Add(1))
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, r := range rs {
		n, err := j.roster(ctx, r, since, at)
		count += n
		errs = append(errs, err)
	}
	return count, errors.Join(errs...)
}

func (j reminder) roster(ctx context.Context, r models.Roster, since, at time.Time) (count int, err error) {
	begins := r.Begins(j.Store.Zone)
	due := func(when time.Time) bool { return when.After(since) && !when.After(at) && at.Before(begins) }
	eve := r.Day.Add(-1)
	if due(eve.At(openPlaces, j.Store.Zone)) && r.Open() > 0 {
		count, err = j.open(ctx, r, at)
	}
	switch {
	case err != nil:
	case due(begins.Add(-beforeDuty)):
		return j.seated(ctx, r, "hour", at, fmt.Sprintf("%s %s开始，现在就能签到，到了说“签到”。", rosterWords(r), r.Start))
	case due(eve.At(dutyEvening, j.Store.Zone)):
		return j.seated(ctx, r, "eve", at, fmt.Sprintf("明天有你的班：%s，%s，%s。来不了现在说“退班 %s”，好让候补的人来。", rosterWords(r), say.Day(r.Day, calendar.DayOf(at)), r.Start, r.Ticket()))
	}
	return count, err
}

// rosterWords is 班12 核酸点引导（五角场广场）.
func rosterWords(r models.Roster) string {
	words := r.Ticket().String() + " " + r.Task
	if r.RosterPrivate.Place != "" {
		words += "（" + r.RosterPrivate.Place + "）"
	}
	return words
}

// seated reminds everyone who has a place and stood there before it was due.
func (j reminder) seated(ctx context.Context, r models.Roster, what string, at time.Time, words string) (count int, err error) {
	places, _, err := j.Store.RosterPlaces(ctx, r.ID)
	if err != nil {
		return 0, err
	}
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		for _, p := range places {
			n := models.Notice{Key: fmt.Sprintf("remind:%s:%d:%s:%sT%s", r.Ticket(), p.ID, what, r.Day, r.Start), Kind: "reminder", Urgent: what == "hour", Now: at, Expires: r.Begins(tx.Zone), Body: say.Text("%s", words)}
			if err := tx.Tell(ctx, p.PersonID, n); err != nil {
				return err
			}
		}
		return nil
	})
	return len(places), err
}

// open tells the coordinators of a unit how many are still wanted tomorrow.
func (j reminder) open(ctx context.Context, r models.Roster, at time.Time) (int, error) {
	org, err := j.Store.Org(ctx, r.OrgID)
	if err != nil {
		return 0, err
	}
	return j.Store.TellHolders(ctx, models.Coordinator, org, 0, models.Notice{Key: fmt.Sprintf("open:%s:%s", r.Ticket(), r.Day), Kind: "reminder", Now: at, Expires: r.Begins(j.Store.Zone),
		Body: say.Text("明天的%s，%s开始，还差%d人（要%d人）。可以在群里再叫一声：回小青“报岗 %s”。", rosterWords(r), r.Start, r.Open(), r.Places, r.Ticket())})
}
