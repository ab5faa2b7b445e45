package form

import (
	"strconv"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
)

// FromReading is what a message said, as canonical answers under the names that
// parse.Fields has in JSON. What was not said is absent. Lists are joined by 、;
// all is "yes"; entries of a 接龙 are JSON.
func FromReading(f parse.Fields) Answers {
	var a Answers
	add := func(field, value string) {
		if value != "" {
			a = a.Set(field, value)
		}
	}
	addPerson(f, add)
	addChild(f, add)
	addTime(f, add)
	addRest(f, add)
	return a
}

func addPerson(f parse.Fields, add func(field, value string)) {
	add("programme", f.Programme)
	add("name", f.Name)
	add("phone", f.Phone)
	add("org", f.Org)
	add("gender", f.Gender)
	add("age", number(f.Age))
	add("skills", say.List(f.Skills))
	if len(f.Slots) > 0 {
		add("slots", encode(f.Slots))
	}
}

func addChild(f parse.Fields, add func(field, value string)) {
	add("child", f.Child)
	add("children", say.List(f.Children))
	if f.Grade != nil {
		add("grade", strconv.Itoa(*f.Grade))
	}
	add("subjects", say.List(f.Subjects))
	add("guardian", f.Guardian)
	add("unit", f.Unit)
	if len(f.Teach) > 0 {
		add("teach", encode(f.Teach))
	}
	add("how", f.How)
}

func addTime(f parse.Fields, add func(field, value string)) {
	add("date", string(f.Date))
	add("to_date", string(f.ToDate))
	add("from", string(f.From))
	add("to", string(f.To))
	add("start", f.Start)
	add("end", f.End)
	if f.Minutes == 0 && f.Start != "" && f.End != "" {
		f.Minutes = parse.Between(f.Start, f.End)
	}
	add("minutes", number(f.Minutes))
	add("periods", decimal(f.Periods))
	add("place", f.Place)
}

func addRest(f parse.Fields, add func(field, value string)) {
	add("category", f.Category)
	add("who", f.Who)
	add("items", say.List(f.Items))
	add("deadline", f.Deadline)
	add("quantity", decimal(f.Quantity))
	add("unit", f.Measure)
	if f.AmountFen != 0 {
		add("amount_fen", strconv.FormatInt(f.AmountFen, 10))
	}
	add("tickets", say.List(f.Tickets))
	if f.All {
		add("all", "yes")
	}
	add("reason", f.Reason)
	add("tutor", f.Tutor)
	add("topic", f.Topic)
	add("title", f.Title)
	add("meeting", f.Meeting)
	add("words", f.Words)
	if len(f.Entries) > 0 {
		add("entries", encode(f.Entries))
	}
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func decimal(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
