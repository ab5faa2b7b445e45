package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Shift (上岗) is one volunteer's time on duty; 岗10 is its ticket. It belongs to
// the day on which it began. What the volunteer says, what the clock says and what
// the coordinator says stand beside each other and never in each other's place.
type Shift struct {
	ID       int64
	PersonID int64        `gorm:"index:shift_person,priority:1"`
	Day      calendar.Day `gorm:"size:10;index:shift_person,priority:2;index:shift_org,priority:2"`
	OrgID    int64        `gorm:"index:shift_org,priority:1"`
	Stage    Stage        `gorm:"size:16;index:shift_open,priority:1,where:stage <> 'approved'"`
	EndsAt   int64        `gorm:"index:shift_open,priority:2"`            // when it is closed if nobody signs out
	RosterID int64        `gorm:"index:shift_roster,where:roster_id > 0"` // 0 for one that nobody had planned
	InAt     int64        // 签到; of one that was only told, when it began, 0 when that was not told
	OutAt    int64        // 签退, 0 until then
	Auto     bool         // 自动签退: nobody signed out
	Claimed  int          // minutes that the volunteer says, 0 for none
	Clocked  int          // minutes from InAt to OutAt
	Approved int          // minutes that the coordinator approved
	Door     string       `gorm:"size:20"` // by which it came: a channel, page, sheet
	MadeAt   int64

	DecidedBy int64
	DecidedAt int64 `gorm:"index"`

	// What it counts at present; a change enters the difference.
	CountedTurns   int
	CountedMinutes int
	CountedDay     bool // the one by which its person is counted among those of the day

	Sealed       []byte
	ShiftPrivate `gorm:"-"`
}

// ShiftPrivate is people's words.
type ShiftPrivate struct {
	Place  string `json:"place,omitempty"`
	Task   string `json:"task,omitempty"`
	Reason string `json:"reason,omitempty"` // why it was refused
}

// The stages of a shift.
const (
	ShiftHeld     Stage = "held"     // 等核实: the volunteer is not verified yet
	ShiftOn       Stage = "on"       // 在岗
	ShiftOff      Stage = "off"      // 已签退, 等核时长
	ShiftClaimed  Stage = "claimed"  // 补报, 等核时长
	ShiftApproved Stage = "approved" // 已核
	ShiftRejected Stage = "refused"  // 没通过
	ShiftVoid     Stage = "void"     // 作废
)

// Most shifts are approved, and most had no roster: SQLite leaves those out of two
// indexes. A query says in these very words that it does not want them.
const (
	unapproved = "stage <> 'approved'"
	rostered   = "roster_id > 0"
)

const (
	// early is how long before a roster begins one can sign in.
	early = time.Hour
	// unplanned is after what time a shift without a plan is closed.
	unplanned = 4 * time.Hour
	// stillOut is how long after a shift was closed by itself signing out still says
	// when it really ended.
	stillOut = time.Hour
)

func (sh *Shift) private() (any, *[]byte) { return &sh.ShiftPrivate, &sh.Sealed }

// Ticket is 岗10.
func (sh Shift) Ticket() Ticket { return Ticket{ShiftPrefix, sh.ID} }

// State is what people read of its stage.
func (sh Shift) State() string {
	return map[Stage]string{ShiftHeld: "等核实", ShiftOn: "在岗", ShiftOff: "等核时长", ShiftClaimed: "等核时长", ShiftApproved: "已核", ShiftRejected: "没通过", ShiftVoid: "作废"}[sh.Stage]
}

// Minutes is the length that holds: approved, else clocked, else claimed.
func (sh Shift) Minutes() int {
	switch {
	case sh.Stage == ShiftApproved:
		return sh.Approved
	case sh.Clocked > 0 || sh.OutAt > 0:
		return sh.Clocked
	}
	return sh.Claimed
}

// span is from when to when it went or will go.
func (sh Shift) span(zone *time.Location) (from, to time.Time) {
	from, to = time.UnixMilli(sh.InAt).In(zone), time.UnixMilli(sh.OutAt).In(zone)
	switch {
	case sh.InAt == 0: // only its length was told: some time that day
		from = sh.Day.At(0, zone)
		to = from.Add(time.Duration(sh.Claimed) * time.Minute)
	case sh.OutAt == 0 && sh.EndsAt == 0: // only told
		to = from.Add(time.Duration(sh.Claimed) * time.Minute)
	case sh.OutAt == 0:
		to = time.UnixMilli(sh.EndsAt).In(zone)
	}
	return from, to
}

// Verified says that a coordinator has looked at who the actor is.
func (a Actor) Verified() bool { return a.Has(Volunteer) || a.Has(Tutor) }

// Arrival is where someone signs in.
type Arrival struct {
	Roster int64 // whose code was read, 0 for none
	Org    Org   // whose code was read, zero for none
	Place  string
}

// CheckedIn is what came of a 签到.
type CheckedIn struct {
	Shift  Shift
	Roster *Roster // nil for none
	Fresh  bool    // false when they were on duty already
	Signup Ticket  // of who is not verified yet
	Lesson *Lesson // one of the volunteer's own at the same time, nil for none
	Tired  string  // how it breaks the rest rule, "" when it does not
}

// CheckIn (签到) begins the actor's time on duty: in the roster whose time it is, or
// without one. Who is on duty there already stays so. It refuses (NotFound) who
// never signed up, (Invalid) more than an hour before a roster, and (Conflict) who
// is on duty elsewhere. Who is not verified yet is held, and counts when they are.
func (s *Store) CheckIn(ctx context.Context, by Actor, a Arrival) (in CheckedIn, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		in = CheckedIn{}
		if err := tx.turnOf(ctx, by.Person); err != nil {
			return err
		}
		today := calendar.DayOf(by.Now)
		recent, err := tx.shiftsOn(ctx, by.Person, today.Add(-1), today)
		if err != nil {
			return err
		}
		seats, err := tx.SeatsOf(ctx, by.Person, today.Add(-1), today.Add(1))
		if err != nil {
			return err
		}
		if in.Roster, err = tx.rosterNow(ctx, by, a, seats); err != nil {
			return err
		}
		if there, err := tx.onDuty(recent, in.Roster, a); err != nil || there != nil {
			if there != nil {
				in.Shift = *there
			}
			return err
		}
		if in.Roster == nil && a == (Arrival{}) && !by.Has(Volunteer) && by.Has(Tutor) { // 到了 may be of a lesson
			return Refuse(Invalid, "你现在没有排的班。在哪里帮忙就带上地点说，比如“签到 五角场广场”；上完课直接报课时。")
		}
		return tx.arrive(ctx, by, a, &in, tx.busy(seats, recent))
	})
	return in, err
}

// turnOf takes the turn on a person's shifts; where there is one writer the
// transaction itself is it.
func (s *Store) turnOf(ctx context.Context, person int64) error {
	if !s.Server() {
		return nil
	}
	return s.lockTutor(ctx, person)
}

func (s *Store) shiftsOn(ctx context.Context, person int64, from, to calendar.Day) (all []Shift, err error) {
	err = s.db(ctx).Where("person_id = ? AND day >= ? AND day <= ?", person, from, to).Order("id").Find(&all).Error
	return all, err
}

// onDuty is the shift that goes on already, nil for none; it refuses one elsewhere.
func (s *Store) onDuty(recent []Shift, r *Roster, a Arrival) (*Shift, error) {
	for i := range recent {
		sh := &recent[i]
		if sh.Stage != ShiftOn && (sh.Stage != ShiftHeld || sh.OutAt != 0) {
			continue
		}
		if r != nil && sh.RosterID != 0 && sh.RosterID != r.ID || a.Place != "" && sh.Place != "" && sh.Place != a.Place {
			return nil, Refuse(Conflict, "你还在岗：%s，%s签到的。先说“签退”，再来这边签到。", sh.where(), calendar.ClockOf(time.UnixMilli(sh.InAt).In(s.Zone)))
		}
		return sh, nil
	}
	return nil, nil
}

func (sh Shift) where() string {
	if sh.Place == "" {
		return sh.Ticket().String()
	}
	return sh.Ticket().String() + " " + sh.Place
}

// rosterNow is the roster that an arrival is for, nil for none.
func (s *Store) rosterNow(ctx context.Context, by Actor, a Arrival, seats []Roster) (*Roster, error) {
	if a.Roster != 0 {
		r, err := s.Roster(ctx, a.Roster)
		if err == nil {
			err = s.inTime(r, by.Now)
		}
		return &r, err
	}
	var later *Roster
	for i, r := range seats {
		from, to := r.Begins(s.Zone).Add(-early), r.Ends(s.Zone)
		switch {
		case !by.Now.Before(from) && by.Now.Before(to) && (a.Org.ID == 0 || a.Org.ID == r.OrgID):
			return &seats[i], nil
		case later == nil && by.Now.Before(from) && r.Day == calendar.DayOf(by.Now):
			later = &seats[i]
		}
	}
	if later != nil && a.Place == "" && a.Org.ID == 0 {
		return nil, s.inTime(*later, by.Now)
	}
	return nil, nil
}

// inTime refuses who comes more than an hour before a roster, or after it.
func (s *Store) inTime(r Roster, now time.Time) error {
	switch begins := r.Begins(s.Zone); {
	case r.Cancelled:
		return Refuse(Gone, "%s取消了，不用来了。有疑问问一下排班的人。", r.Ticket())
	case now.Before(begins.Add(-early)):
		return Refuse(Invalid, "%s（%s）%s %s开始，%s以后就能签到。这会儿在别处帮忙的话，带上地点再说一遍，比如“签到 五角场广场”。",
			r.Ticket(), r.Task, calendarDate(r.Day), r.Start, calendar.ClockOf(begins.Add(-early)))
	case !now.Before(r.Ends(s.Zone)):
		return Refuse(Gone, "%s（%s）%s就结束了。忘了签到的话，说一句“今天%s到%s上岗”补报，协调员核过就算。",
			r.Ticket(), r.Task, calendar.ClockOf(r.Ends(s.Zone)), r.Start, calendar.ClockOf(r.Ends(s.Zone)))
	}
	return nil
}

// arrive makes the shift.
func (s *Store) arrive(ctx context.Context, by Actor, a Arrival, in *CheckedIn, busy []stint) error {
	who, err := s.serving(ctx, by)
	if err != nil {
		return err
	}
	sh := Shift{PersonID: by.Person, Day: calendar.DayOf(by.Now), OrgID: who.org, Stage: ShiftOn, InAt: by.Now.UnixMilli(), EndsAt: by.Now.Add(unplanned).UnixMilli(),
		Door: by.Via, MadeAt: by.Now.UnixMilli(), ShiftPrivate: ShiftPrivate{Place: a.Place}}
	next := stint{day: sh.Day, from: by.Now, to: by.Now.Add(time.Minute)}
	if a.Org.ID != 0 {
		sh.OrgID = a.Org.ID
	}
	if r := in.Roster; r != nil {
		sh.RosterID, sh.OrgID, sh.EndsAt, sh.Task, sh.Day = r.ID, r.OrgID, r.Ends(s.Zone).UnixMilli(), r.Task, r.Day
		if sh.Place == "" {
			sh.Place = r.RosterPrivate.Place
		}
		next = s.stint(*r)
	}
	if who.waiting.ID != 0 {
		sh.Stage, in.Signup = ShiftHeld, who.waiting
	}
	if in.Lesson, err = s.lessonAt(ctx, by, by.Now, time.UnixMilli(sh.EndsAt)); err != nil {
		return err
	}
	in.Tired, in.Fresh = tired(busy, next), true
	err = s.countShift(ctx, &sh, by.Now)
	in.Shift = sh
	return err
}

// serving is for whom and as whom someone serves.
type serving struct {
	org     int64  // the unit of their sign-up
	waiting Ticket // their sign-up, when nobody has verified it; zero when someone has
}

// serving finds it, and refuses (NotFound) who never signed up.
func (s *Store) serving(ctx context.Context, by Actor) (who serving, err error) {
	if by.Verified() {
		orgs := by.Orgs(Volunteer)
		if len(orgs) == 0 {
			orgs = by.Orgs(Tutor)
		}
		who.org = orgs[0].ID
		return who, nil
	}
	var g Signup
	err = s.db(ctx).Select("id", "org_id").Where("person_id = ? AND stage IN ?", by.Person, []Stage{Applied, Returned}).Order("id").Limit(1).Find(&g).Error
	if err == nil && g.ID == 0 {
		err = Refuse(NotFound, "还没找到你的报名。先说一句“报名 姓名 电话 街道”，马上就能签到。在别处报过名的，说“关联账号”。")
	}
	return serving{org: g.OrgID, waiting: g.Ticket()}, err
}

// Shift is the shift of that id; it refuses (NotFound) when there is none.
func (s *Store) Shift(ctx context.Context, id int64) (sh Shift, err error) {
	err = s.db(ctx).Take(&sh, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return sh, Refuse(NotFound, "没有找到岗%d，请核对编号。", id)
	}
	return sh, err
}

// CheckOut (签退) ends the actor's time on duty. Within an hour after it was closed
// by itself, it says when it really ended. It refuses (NotFound) who is not on
// duty.
func (s *Store) CheckOut(ctx context.Context, by Actor) (sh Shift, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.turnOf(ctx, by.Person); err != nil {
			return err
		}
		today := calendar.DayOf(by.Now)
		recent, err := tx.shiftsOn(ctx, by.Person, today.Add(-1), today.Add(1))
		if err != nil {
			return err
		}
		found := false
		if sh, found = leaving(recent, by.Now); !found {
			return notOnDuty(recent, tx.Zone)
		}
		sh.OutAt, sh.Auto = by.Now.UnixMilli(), false
		return tx.clockOut(ctx, &sh, by.Now)
	})
	return sh, err
}

// leaving is the shift that a 签退 ends.
func leaving(recent []Shift, now time.Time) (sh Shift, found bool) {
	for i := len(recent) - 1; i >= 0; i-- {
		sh = recent[i]
		out := time.UnixMilli(sh.OutAt)
		if sh.Stage == ShiftOn || sh.Stage == ShiftHeld && sh.OutAt == 0 || sh.Stage == ShiftOff && sh.Auto && now.Sub(out) <= stillOut && !now.Before(out) {
			return sh, true
		}
	}
	return sh, false
}

func notOnDuty(recent []Shift, zone *time.Location) error {
	for i := len(recent) - 1; i >= 0; i-- {
		if sh := recent[i]; sh.Stage == ShiftOff || sh.Stage == ShiftApproved {
			return Refuse(Conflict, "%s %s已经签退了，记的是%s。时间不对就说“%s 3小时”，写实际的时长。", sh.Ticket(), calendar.ClockOf(time.UnixMilli(sh.OutAt).In(zone)), hoursAndMinutes(sh.Minutes()), sh.Ticket())
		}
	}
	return Refuse(NotFound, "现在没有在岗的记录。忘了签到的话，说一句“今天8点到12点在五角场广场上岗”补报，协调员核过就算。")
}

// clockOut keeps how long the clock says that a shift was.
func (s *Store) clockOut(ctx context.Context, sh *Shift, now time.Time) error {
	sh.Clocked = int((sh.OutAt - sh.InAt) / time.Minute.Milliseconds())
	if sh.Stage == ShiftOn {
		sh.Stage = ShiftOff
	}
	return s.countShift(ctx, sh, now)
}
