package match_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"xiaoqing/bot/match"
)

// round is one round read as the command reads it.
func round(t *testing.T, children, tutors string) match.Result {
	t.Helper()
	return match.Solve(read(t, children, tutors))
}

func read(t *testing.T, children, tutors string) match.Problem {
	t.Helper()
	p, err := match.Read(strings.NewReader(fmt.Sprintf(`{"now":"2022-04-08T12:00:00+08:00","children":[%s],"tutors":[%s]}`, children, tutors)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const (
	mon19   = `"slots":[{"days":["mon"],"start":"19:00","end":"20:30"}]`
	mon19to = `"slots":[{"days":["mon"],"start":"19:00","end":"%s"}]`
)

// TestMayTheyBePaired has a child, a tutor, and the score of the pair; -1 where they
// may not be paired.
func TestMayTheyBePaired(t *testing.T) {
	for name, c := range map[string]struct {
		child, tutor string
		score        int
	}{
		"nothing asked":                            {``, ``, 0},
		"a shared subject":                         {`"subjects":["数学","英语"]`, `"subjects":["数学","语文"]`, 40},
		"two":                                      {`"subjects":["数学","英语"]`, `"subjects":["数学","英语"]`, 80},
		"said twice counts once":                   {`"subjects":["数学","数学"]`, `"subjects":["数学"]`, 40},
		"no more than three count":                 {`"subjects":["数学","英语","语文","物理"]`, `"subjects":["数学","英语","语文","物理"]`, 120},
		"no shared subject":                        {`"subjects":["物理"]`, `"subjects":["数学"]`, -1},
		"anyone can do homework":                   {`"subjects":["作业"]`, ``, 40},
		"and keep company":                         {`"subjects":["陪伴","物理"]`, `"subjects":["数学"]`, 40},
		"all that must be":                         {`"subjects":["数学","英语"],"must":["数学"]`, `"subjects":["英语","数学"]`, 80},
		"a must that is missing":                   {`"subjects":["数学","英语"],"must":["数学"]`, `"subjects":["英语"]`, -1},
		"one of two musts":                         {`"subjects":["数学"],"must":["数学","英语"]`, `"subjects":["数学"]`, -1},
		"a must that is everyone's":                {`"subjects":["数学"],"must":["作业"]`, `"subjects":["数学"]`, 40},
		"a must alone":                             {`"must":["数学"]`, `"subjects":["数学"]`, 0},
		"a subject for its grades":                 {`"grade":3,"subjects":["数学"]`, `"subjects":[{"name":"数学","grades":[1,6]}]`, 40},
		"not for others":                           {`"grade":7,"subjects":["数学"]`, `"subjects":[{"name":"数学","grades":[1,6]}]`, -1},
		"for a child without a grade":              {`"subjects":["数学"]`, `"subjects":[{"name":"数学","grades":[1,6]}]`, 40},
		"one subject counts, one does not":         {`"grade":7,"subjects":["数学","英语"]`, `"subjects":[{"name":"数学","grades":[1,6]},"英语"]`, 40},
		"a must not for the grade":                 {`"grade":7,"subjects":["英语"],"must":["数学"]`, `"subjects":[{"name":"数学","grades":[1,6]},"英语"]`, -1},
		"the lowest grade":                         {`"grade":1`, `"grades":[1,6]`, 0},
		"the highest":                              {`"grade":6`, `"grades":[1,6]`, 0},
		"above":                                    {`"grade":7`, `"grades":[1,6]`, -1},
		"kindergarten":                             {`"grade":0`, `"grades":[1,6]`, -1},
		"kindergarten is a grade":                  {`"grade":0`, `"grades":[-2,2]`, 0},
		"no grade":                                 {``, `"grades":[1,6]`, 0},
		"one lesson in common":                     {mon19, fmt.Sprintf(`"grades":null,`+mon19to, "19:45"), 0},
		"a minute less":                            {mon19, fmt.Sprintf(mon19to, "19:44"), -1},
		"an hour in common":                        {mon19, fmt.Sprintf(mon19to, "20:00"), 10},
		"an hour less a minute":                    {mon19, fmt.Sprintf(mon19to, "19:59"), 0},
		"an hour in two halves":                    {mon19 + `,"x":1`, `"slots":[{"days":["mon"],"start":"19:00","end":"19:45"},{"days":["mon"],"start":"20:15","end":"20:30"}]`, 10},
		"halves that touch":                        {mon19, `"slots":[{"days":["mon"],"start":"19:00","end":"19:30"},{"days":["mon"],"start":"19:30","end":"20:00"}]`, 10},
		"no more than six hours count":             {`"slots":[{"days":["mon","tue"],"start":"09:00","end":"21:00"}]`, `"slots":[{"days":["mon","tue"],"start":"09:00","end":"21:00"}]`, 60},
		"another day":                              {mon19, `"slots":[{"days":["tue"],"start":"19:00","end":"20:30"}]`, -1},
		"the child named no time":                  {``, mon19, 0},
		"the tutor named no time":                  {mon19, `"slots":[]`, 0},
		"past midnight":                            {`"slots":[{"days":["tue"],"start":"00:00","end":"02:00"}]`, `"slots":[{"days":["mon"],"start":"23:00","end":"01:00"}]`, 10},
		"past Sunday midnight":                     {`"slots":[{"days":["sun"],"start":"23:30","end":"00:15"}]`, `"slots":[{"days":["sun"],"start":"23:00","end":"24:00"},{"days":["mon"],"start":"00:00","end":"00:15"}]`, 0},
		"a start alone is one lesson":              {`"slots":[{"days":["mon"],"start":"19:00"}]`, mon19, 0},
		"which may be too late":                    {`"slots":[{"days":["mon"],"start":"20:00"}]`, mon19, -1},
		"the gender asked for":                     {`"tutor_gender":"f"`, `"gender":"f"`, 0},
		"the other":                                {`"tutor_gender":"f"`, `"gender":"m"`, -1},
		"not said":                                 {`"tutor_gender":"f"`, ``, -1},
		"the child's own asks nothing":             {`"gender":"f"`, `"gender":"m"`, 0},
		"not this tutor":                           {`"not":["t9","t1"]`, ``, -1},
		"nor others":                               {`"not":["t9"]`, ``, 0},
		"a seat":                                   {``, `"seats":1`, 0},
		"none":                                     {``, `"seats":0`, -1},
		"six days":                                 {`"since":"2022-04-02T09:00:00+08:00"`, ``, 18},
		"a day less a second":                      {`"since":"2022-04-07T12:00:01+08:00"`, ``, 0},
		"no more than sixty":                       {`"since":"2021-01-01T00:00:00Z"`, ``, 180},
		"still to come":                            {`"since":"2023-01-01T00:00:00Z"`, ``, 0},
		"the same district":                        {`"district":"杨浦区"`, `"district":"杨浦区"`, 15},
		"another":                                  {`"district":"杨浦区"`, `"district":"徐汇区"`, 0},
		"no district is none":                      {`"district":""`, `"district":""`, 0},
		"grades and subjects, each their own rule": {`"grade":7,"subjects":["英语"]`, `"grades":[1,6],"subjects":["英语"]`, -1},
	} {
		t.Run(name, func(t *testing.T) {
			r := round(t, `{"id":"c1",`+orNothing(c.child)+`}`, `{"id":"t1",`+orNothing(c.tutor)+`}`)
			if score := scoreOf(r); score != c.score {
				t.Errorf("%d, want %d: %+v", score, c.score, r)
			}
		})
	}
}

func orNothing(fields string) string {
	if fields == "" {
		return `"x":0`
	}
	return fields
}

func scoreOf(r match.Result) int {
	if len(r.Pairs) == 0 {
		return -1
	}
	return r.Pairs[0].Score
}

func TestLessonTimes(t *testing.T) {
	for name, c := range map[string]struct {
		child, tutor string
		want         *match.Slot
	}{
		"the earliest of the week":          {`"slots":[{"days":["sat","mon"],"start":"19:00","end":"20:30"}]`, `"slots":[{"days":["sat","mon"],"start":"18:00","end":"21:00"}]`, &match.Slot{Day: "mon", Start: "19:00", End: "19:45"}},
		"one that is long enough":           {`"slots":[{"days":["mon"],"start":"19:00","end":"19:30"},{"days":["wed"],"start":"19:10","end":"20:30"}]`, `"slots":[{"days":["mon","wed"],"start":"19:00","end":"21:00"}]`, &match.Slot{Day: "wed", Start: "19:10", End: "19:55"}},
		"of the one who named times":        {``, mon19, &match.Slot{Day: "mon", Start: "19:00", End: "19:45"}},
		"none where neither did":            {``, ``, nil},
		"none where no stretch holds one":   {`"slots":[{"days":["mon"],"start":"19:00","end":"19:30"}]`, ``, nil},
		"over midnight":                     {`"slots":[{"days":["fri"],"start":"23:30","end":"00:30"}]`, ``, &match.Slot{Day: "fri", Start: "23:30", End: "00:15"}},
		"Sunday night belongs to Sunday":    {`"slots":[{"days":["sun"],"start":"23:00","end":"02:00"}]`, ``, &match.Slot{Day: "sun", Start: "23:00", End: "23:45"}},
		"a week without end":                {`"slots":[{"days":["mon","tue","wed","thu","fri","sat","sun"],"start":"00:00","end":"24:00"}]`, `"slots":[{"days":["sun"],"start":"23:40","end":"00:40"}]`, &match.Slot{Day: "sun", Start: "23:40", End: "00:25"}},
		"a lesson of another length is 60'": {`"slots":[{"days":["mon"],"start":"19:00"}]`, ``, &match.Slot{Day: "mon", Start: "19:00", End: "20:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := read(t, `{"id":"c1",`+orNothing(c.child)+`}`, `{"id":"t1",`+orNothing(c.tutor)+`}`)
			if strings.Contains(name, "60'") {
				p.PeriodMinutes = 60
			}
			r := match.Solve(p)
			if len(r.Pairs) != 1 || !reflect.DeepEqual(r.Pairs[0].Slot, c.want) {
				t.Errorf("%+v, want %v", r, c.want)
			}
		})
	}
}

// TestSeats: lessons of one tutor do not overlap; who does not fit goes elsewhere.
func TestSeats(t *testing.T) {
	children := `{"id":"a",` + mon19 + `},{"id":"b",` + mon19 + `,"since":"2022-04-01T00:00:00Z"},{"id":"c",` + mon19 + `}`
	r := round(t, children, `{"id":"t1","seats":3,`+mon19+`}`)
	if got := fmt.Sprint(times(r)); got != "[a t1 19:00 b t1 19:45]" || len(r.Waiting) != 1 {
		t.Errorf("%s %+v", got, r.Waiting)
	}
	r = round(t, `{"id":"a",`+mon19+`},{"id":"b",`+fmt.Sprintf(mon19to, "19:45")+`}`, `{"id":"t1","seats":2,`+mon19+`}`)
	if got := fmt.Sprint(times(r)); got != "[a t1 19:45 b t1 19:00]" {
		t.Errorf("the first does not make room: %s", got)
	}
	early := fmt.Sprintf(mon19to, "19:45")
	r = round(t, `{"id":"a",`+early+`},{"id":"b",`+early+`,"since":"2022-04-01T00:00:00Z"}`, `{"id":"t1","seats":2,`+mon19+`},{"id":"t2",`+mon19+`,"since":"2022-04-07T00:00:00Z"}`)
	if got := fmt.Sprint(times(r)); got != "[a t2 19:00 b t1 19:00]" && got != "[a t1 19:00 b t2 19:00]" {
		t.Errorf("two at once: %s", got)
	}
	r = round(t, `{"id":"a"},{"id":"b"},{"id":"c"}`, `{"id":"t1","seats":2}`)
	if got := fmt.Sprint(times(r)); got != "[a t1  b t1 ]" {
		t.Errorf("without times: %s", got)
	}
}

func times(r match.Result) (out []string) {
	for _, p := range r.Pairs {
		at := ""
		if p.Slot != nil {
			at = p.Slot.Start
		}
		out = append(out, p.Child+" "+p.Tutor+" "+at)
	}
	return out
}
