package cli

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// shiftSheet (上岗) has a row for each shift, with the three lengths beside each
// other: said by the volunteer, clocked, approved.
var shiftSheet = form.Form{Name: "shifts", Title: "上岗", Fields: []form.Field{
	{Name: "ticket", Label: "编号", Kind: ticketCell{models.ShiftPrefix}, Optional: true},
	{Name: "name", Label: "姓名", Kind: form.Name{}},
	{Name: "phone", Label: "电话", Kind: form.Phone{}},
	{Name: "org", Label: "组织", Kind: form.Org{}},
	{Name: "date", Label: "日期", Kind: form.Date{Past: true}},
	{Name: "start", Label: "签到", Kind: form.Clock{}, Optional: true},
	{Name: "end", Label: "签退", Kind: form.Clock{}, Optional: true},
	{Name: "auto", Label: "自动签退", Kind: form.YesNo{}, Optional: true},
	{Name: "claimed", Label: "自报时长", Kind: form.Minutes{Min: 1, Max: 16 * 60}, Optional: true},
	{Name: "clocked", Label: "打卡时长", Kind: form.Minutes{Max: 24 * 60}, Optional: true},
	{Name: "approved", Label: "核定时长", Kind: form.Minutes{Min: 1, Max: 16 * 60}, Optional: true},
	{Name: "state", Label: "状态", Kind: form.OneOf{Options: shiftStates}, Optional: true},
	{Name: "task", Label: "任务", Kind: form.Text{Max: 100}, Optional: true},
	{Name: "place", Label: "地点", Kind: form.Text{Max: 100}, Optional: true},
	{Name: "roster", Label: "班次", Kind: ticketCell{models.RosterPrefix}, Optional: true},
	{Name: "reason", Label: "原因", Kind: form.Text{Max: 500}, Optional: true},
}}

var shiftStates = func() (options []form.Option) {
	for _, s := range []models.Stage{models.ShiftOff, models.ShiftApproved, models.ShiftRejected, models.ShiftOn, models.ShiftHeld} {
		options = append(options, form.Option{Value: string(s), Label: models.Shift{Stage: s}.State()})
	}
	return options
}()

type shiftRow struct {
	n    int
	org  string
	past *models.PastShift
}

// shiftBatch is a sheet of shifts.
type shiftBatch struct {
	now  time.Time
	rows []*shiftRow
	same int
}

func newShiftBatch(_ *time.Location, now time.Time) batch { return &shiftBatch{now: now} }

func (b *shiftBatch) take(n int, a form.Answers) []sheet.Bad {
	p := &models.PastShift{Who: models.Named{Name: a.Get("name"), Phone: a.Get("phone")}, Day: calendar.Day(a.Get("date")), Auto: a.Get("auto") == "yes",
		Task: a.Get("task"), Place: a.Get("place"), Reason: a.Get("reason")}
	p.In, p.Out = clockCell(a.Get("start")), clockCell(a.Get("end"))
	p.Claimed, _ = strconv.Atoi(a.Get("claimed"))
	p.Approved, _ = strconv.Atoi(a.Get("approved"))
	b.rows = append(b.rows, &shiftRow{n, a.Get("org"), p})
	bad := func(label, say string) []sheet.Bad { return []sheet.Bad{{Row: n, Label: label, Say: say}} }
	state := models.Stage(a.Get("state"))
	switch {
	case state == models.ShiftOn || state == models.ShiftHeld:
		return bad("状态", "还没签退的导不进来，请等签退以后再导。")
	case p.Out != nil && p.In == nil:
		return bad("签到", "有签退就要有签到，请写几点签到，比如8:00。")
	case p.Claimed == 0 && p.Approved == 0 && p.Out == nil:
		return bad("签退", "要写签到和签退，或者自报、核定时长里的一个。")
	case state == models.ShiftRejected:
		p.Stage, p.Approved = models.ShiftRejected, 0
	case p.Approved > 0:
		p.Stage = models.ShiftApproved
	case p.Out != nil:
		p.Stage = models.ShiftOff
	default:
		p.Stage = models.ShiftClaimed
	}
	return nil
}

// clockCell is an answer as a clock time, nil for none.
func clockCell(value string) *calendar.Clock {
	c, ok := calendar.ParseClock(value)
	if !ok {
		return nil
	}
	return &c
}

func (b *shiftBatch) settle(ctx context.Context, s *models.Store) (bads []sheet.Bad, err error) {
	t, err := loadTree(ctx, s)
	if err != nil {
		return nil, err
	}
	var rows []*models.PastShift
	for _, r := range b.rows {
		o, sentence := t.one(r.org)
		if o.ID == 0 {
			if sentence == "" {
				sentence = fmt.Sprintf("没有找到“%s”，请写全名，比如五角场街道。", r.org)
			}
			bads = append(bads, sheet.Bad{Row: r.n, Label: "组织", Say: sentence})
		}
		r.past.OrgID = o.ID
		rows = append(rows, r.past)
	}
	if err := s.RecogniseShifts(ctx, rows, b.now); err != nil {
		return nil, err
	}
	b.same = 0
	for _, r := range rows {
		if r.Known {
			b.same++
		}
	}
	return bads, nil
}

func (b *shiftBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	var rows []*models.PastShift
	for _, r := range b.rows {
		rows = append(rows, r.past)
	}
	return tx.BackfillShifts(ctx, by, rows, show)
}

func (b *shiftBatch) counts() (added, changed, same int) { return len(b.rows) - b.same, 0, b.same }

func exportShifts(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	return s.ListShifts(ctx, x, func(rows []models.Shift, total int64) error {
		w.total = total
		var ids []int64
		for _, sh := range rows {
			ids = append(ids, sh.PersonID)
		}
		people, err := s.PeopleByID(ctx, ids)
		if err != nil {
			return err
		}
		for _, sh := range rows {
			if err := w.write(shiftAnswers(sh, people[sh.PersonID], t.label(sh.OrgID), s.Zone)); err != nil {
				return err
			}
		}
		return nil
	})
}

func shiftAnswers(sh models.Shift, p models.Person, org string, zone *time.Location) form.Answers {
	clock := func(milli int64) string {
		if milli == 0 {
			return ""
		}
		return calendar.ClockOf(time.UnixMilli(milli).In(zone)).String()
	}
	auto, state, roster := "", sh.Stage, ""
	if sh.Auto {
		auto = "yes"
	}
	if state == models.ShiftClaimed {
		state = models.ShiftOff // both wait to be approved
	}
	if sh.RosterID != 0 {
		roster = models.Ticket{Prefix: models.RosterPrefix, ID: sh.RosterID}.String()
	}
	return answers([2]string{"ticket", sh.Ticket().String()}, [2]string{"name", p.Name}, [2]string{"phone", p.Phone}, [2]string{"org", org}, [2]string{"date", string(sh.Day)},
		[2]string{"start", clock(sh.InAt)}, [2]string{"end", clock(sh.OutAt)}, [2]string{"auto", auto}, [2]string{"claimed", digits(sh.Claimed)}, [2]string{"clocked", digits(sh.Clocked)},
		[2]string{"approved", digits(sh.Approved)}, [2]string{"state", string(state)}, [2]string{"task", sh.Task}, [2]string{"place", sh.Place}, [2]string{"roster", roster}, [2]string{"reason", sh.Reason})
}
