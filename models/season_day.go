package models

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/models/calendar"
)

// batch is what one day of a season brings.
type batch struct {
	people     []Person
	signups    []Signup
	enrolments []Enrolment
	consents   []Consent
	pairings   []Pairing
	profiles   []TutorProfile
	grants     []Grant
	firsts     []First
	shifts     []Shift
	lessons    []Lesson
	logs       []TutoringLog
	entries    []Entry
}

// keep writes the batch.
func (b *batch) keep(ctx context.Context, tx *Store) error {
	for _, write := range []func() error{
		func() error { return pour(ctx, tx, b.people) }, func() error { return pour(ctx, tx, b.signups) },
		func() error { return pour(ctx, tx, b.enrolments) }, func() error { return pour(ctx, tx, b.consents) },
		func() error { return pour(ctx, tx, b.pairings) }, func() error { return pour(ctx, tx, b.profiles) },
		func() error { return pour(ctx, tx, b.grants) }, func() error { return pour(ctx, tx, b.firsts) },
		func() error { return pour(ctx, tx, b.shifts) }, func() error { return pour(ctx, tx, b.lessons) },
		func() error { return pour(ctx, tx, b.logs) }, func() error { return pour(ctx, tx, b.entries) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) rows() int64 {
	return int64(len(b.signups) + len(b.shifts) + len(b.enrolments) + len(b.lessons))
}

// enter counts n on a day of a unit; recorded is when.
func (b *batch) enter(measure string, org int64, day calendar.Day, n int64, subject string, recorded time.Time) {
	if n != 0 {
		b.entries = append(b.entries, Entry{Measure: measure, OrgID: org, Day: day, Delta: n, Subject: subject, RecordedAt: recorded.UnixMilli()})
	}
}

// tickets names the first and the last of several tickets.
func tickets(prefix string, first, last int64) string {
	if first == last {
		return Ticket{prefix, first}.String()
	}
	return fmt.Sprintf("%s–%s", Ticket{prefix, first}, Ticket{prefix, last})
}

// play is one day: who signs up, who goes on duty, which children come and which
// lessons are given.
func (y *year) play(d int) *batch {
	b := &batch{}
	y.onDuty(b, d)
	for u, n := range y.joining[d] {
		y.join(b, d, u, n)
	}
	y.teach(b, d)
	return b
}

// clock is a time of a day of the season.
func (y *year) clock(d int, c calendar.Clock) time.Time { return y.From.Add(d).At(c, y.Zone) }

var (
	surnames = []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文")
	given    = []rune("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅鑫波宇浩凯健俊帆雪琳晨辰悦欣怡佳慧颖博文思远子涵一诺梓轩雨桐可心若曦")
)

// person makes one up; the phone is of a range that nobody has.
func (y *year) person(made time.Time) Person {
	y.people++
	name := string(surnames[y.chance.IntN(len(surnames))]) + string(given[y.chance.IntN(len(given))])
	if y.chance.IntN(3) > 0 {
		name += string(given[y.chance.IntN(len(given))])
	}
	p := Person{ID: y.people, MadeAt: made.UnixMilli(), PersonPrivate: PersonPrivate{Name: name, Phone: fmt.Sprintf("100%08d", y.people), Gender: []string{"男", "女"}[y.chance.IntN(2)]}}
	p.NameKey, p.PhoneKey = y.nameKey(p.Name), y.phoneKey(p.Phone)
	return p
}

// join is the day's sign-ups of a unit: first the tutors, then those who will go on
// duty, then the others. Of the last day nobody is verified yet.
func (y *year) join(b *batch, d, u, n int) {
	if n == 0 {
		return
	}
	org, day, at := y.units[u], y.From.Add(d), y.clock(d, 9*60)
	first, verified := y.signups+1, d < y.Days-1
	for i := range n {
		p := y.person(at)
		y.signups++
		g := Signup{ID: y.signups, Programme: "volunteer", SignupPrivate: SignupPrivate{Name: p.Name, Phone: p.Phone, Gender: p.Gender, Age: 18 + y.chance.IntN(17)},
			Review: Review{OrgID: org.ID, PersonID: p.ID, Stage: Applied, AppliedOn: day, WaitingSince: at.UnixMilli(), Channel: "demo"}}
		role := Volunteer
		switch {
		case i < y.tutoring[d][u]:
			g.Programme, role = "tutor", Tutor
			y.tutors = append(y.tutors, p.ID)
			b.profiles = append(b.profiles, TutorProfile{PersonID: p.ID, OrgID: org.ID, Seats: 2, Since: at.UnixMilli()})
		case i < y.tutoring[d][u]+y.serving[d][u]:
			y.rekey(&g)
			y.pools[u].fresh = append(y.pools[u].fresh, volunteer{p.ID, g.CountKey})
		}
		y.rekey(&g)
		if verified {
			g.Stage, g.ReviewedAt, g.ReviewedVia = Verified, y.clock(d+1, 10*60).UnixMilli(), "demo"
			b.grants = append(b.grants, Grant{PersonID: p.ID, Role: role, OrgID: org.ID, MadeAt: g.ReviewedAt})
		}
		b.people, b.signups = append(b.people, p), append(b.signups, g)
		b.firsts = append(b.firsts, First{Measure: Signups, Key: g.CountKey, Subject: g.Ticket().String()})
	}
	subject := tickets(SignupPrefix, first, y.signups)
	b.enter(Signups, org.ID, day, int64(n), subject, at)
	if verified {
		b.enter(SignupsVerified, org.ID, day.Add(1), int64(n), subject, y.clock(d+1, 10*60))
	}
}

// onDuty is the day's shifts: those who never were come first.
func (y *year) onDuty(b *batch, d int) {
	fresh, again := make([]int, len(y.pools)), make([]int, len(y.pools))
	weights := [2][]float64{make([]float64, len(y.pools)), make([]float64, len(y.pools))}
	news := 0
	for u, p := range y.pools {
		fresh[u], again[u] = len(p.fresh), len(p.served)
		weights[0][u], weights[1][u] = float64(len(p.fresh)), float64(len(p.served))
		news += len(p.fresh)
	}
	news = min(news, y.shifts[d])
	fresh, again = shareUpTo(news, weights[0], fresh), shareUpTo(y.shifts[d]-news, weights[1], again)
	for u := range y.pools {
		y.serve(b, d, u, fresh[u], again[u])
	}
}

// serve is a unit's shifts of a day.
func (y *year) serve(b *batch, d, u, fresh, again int) {
	if fresh+again == 0 {
		return
	}
	org, day, first, minutes := y.units[u], y.From.Add(d), y.shift+1, 0
	for i, v := range y.pools[u].draw(fresh, again) {
		y.shift++
		sh := Shift{ID: y.shift, PersonID: v.person, Day: day, OrgID: org.ID, Stage: ShiftApproved, Clocked: y.length(), CountedTurns: 1, CountedDay: true, Door: "demo"}
		in := y.clock(d, calendar.Clock(8*60+i%3*240))
		out := in.Add(time.Duration(sh.Clocked) * time.Minute)
		sh.InAt, sh.OutAt, sh.MadeAt, sh.Approved, sh.CountedMinutes = in.UnixMilli(), out.UnixMilli(), in.UnixMilli(), sh.Clocked, sh.Clocked
		minutes += sh.Clocked
		b.shifts = append(b.shifts, sh)
		if i < fresh {
			b.firsts = append(b.firsts, First{Measure: OnDutyPeople, Key: v.key, Subject: sh.Ticket().String()})
		}
	}
	subject, at := tickets(ShiftPrefix, first, y.shift), y.clock(d, 17*60+30)
	n := int64(fresh + again)
	b.enter(Shifts, org.ID, day, n, subject, at)
	b.enter(ShiftMinutes, org.ID, day, int64(minutes), subject, at)
	b.enter(OnDutyToday, org.ID, day, n, subject, at)
	if fresh > 0 {
		b.enter(OnDutyPeople, org.ID, day, int64(fresh), tickets(ShiftPrefix, first, first+int64(fresh)-1), at)
	}
}

// length is how long the next shift is: three, four or five hours, four on average,
// and the last whatever is left.
func (y *year) length() int {
	n := []int{usual, usual - 60, usual + 60}[y.shift%3]
	if left := y.Shifts() - int(y.shift); left < 3 { // y.shift counts this one
		n = (y.ShiftMinutes - y.minutes) / (left + 1)
	}
	y.minutes += n
	return n
}
