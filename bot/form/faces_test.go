package form_test

import (
	"reflect"
	"testing"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models/calendar"
)

var enrol = form.Form{Name: "enrol", Title: "爱心云托班", Fields: []form.Field{
	{Name: "account", Label: "账号", Kind: form.Text{}, Hidden: true},
	{Name: "consent", Label: "同意", Kind: form.OneOf{Options: []form.Option{{Value: "guardian", Label: "我是监护人，同意"}}}, Tap: true},
	{Name: "child", Label: "孩子", Kind: form.Name{}},
	{Name: "grade", Label: "年级", Kind: form.Grade{}},
	{Name: "gender", Label: "性别", Kind: form.Gender{}, Optional: true},
	{Name: "age", Label: "年龄", Kind: form.Age{}, Optional: true},
	{Name: "phone", Label: "电话", Kind: form.Phone{}},
	{Name: "unit", Label: "单位", Kind: form.Org{}, When: func(a form.Answers) bool { return a.Get("grade") != "9" }},
	{Name: "lesson", Label: "课", Kind: form.OneOf{}, Optional: true},
	{Name: "note", Label: "备注", Kind: form.Text{}, Optional: true},
}}

func options(field string) form.Context {
	if field == "lesson" {
		return choosing
	}
	return friday
}

func TestCheckKeepsWhatIsRight(t *testing.T) {
	answers, wrongs := enrol.Check(map[string]string{"consent": "guardian", "child": "朵朵", "grade": "很大", "phone": "1381234567", "note": " ", "lesson": "2", "account": "stolen"}, options)
	want := form.Answers{}.Set("consent", "guardian").Set("child", "朵朵").Skip("gender").Skip("age").Set("lesson", "2").Skip("note")
	if !reflect.DeepEqual(answers, want) {
		t.Errorf("answers %+v", answers)
	}
	if says := (map[string]form.Wrong{
		"grade": "没看懂是几年级，比如三年级、预初、初二，幼儿园写中班。",
		"phone": "手机号要11位，这个是10位，比如13812345678。",
		"unit":  "“单位”还没填，比如五角场街道。",
	}); !reflect.DeepEqual(wrongs, says) {
		t.Errorf("wrongs %q", wrongs)
	}
}

func TestCheckLeavesOutWhatIsNotWanted(t *testing.T) {
	answers, wrongs := enrol.Check(map[string]string{"consent": "1", "child": "朵朵", "grade": "9", "phone": "13812345678", "unit": "新华医院"}, options)
	if len(wrongs) != 0 || answers.Has("unit") || answers.Has("account") {
		t.Errorf("answers %+v, wrongs %q", answers, wrongs)
	}
	_, wrongs = enrol.Check(nil, options)
	if wrongs["consent"] != "“同意”还没选，请选一个。" || len(wrongs) != 5 {
		t.Errorf("wrongs %q", wrongs)
	}
}

func TestCard(t *testing.T) {
	a := form.Answers{}.Set("account", "7").Set("consent", "guardian").Set("child", "朵朵").Set("grade", "3").Set("gender", "f").Set("age", "9").
		Set("phone", "13812345678").Set("unit", "新华医院").Set("lesson", "2").Skip("note")
	got := enrol.Card(a, map[string][]form.Option{"lesson": lessons})
	want := []say.Row{{Label: "孩子", Value: "朵朵（女，9岁）"}, {Label: "年级", Value: "三年级"}, {Label: "电话", Value: "138****5678"},
		{Label: "单位", Value: "新华医院"}, {Label: "课", Value: "课12 小明 20:00"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := enrol.Card(form.Answers{}.Set("gender", "m").Set("unit", "新华医院").Set("grade", "9"), nil); !reflect.DeepEqual(got, []say.Row{{Label: "年级", Value: "初三"}, {Label: "性别", Value: "男"}}) {
		t.Errorf("without a name: %+v", got)
	}
}

func TestFromReading(t *testing.T) {
	grade := 0
	got := form.FromReading(parse.Fields{Name: "张三", Phone: "13812345678", Gender: "m", Age: 22, Skills: []string{"开车", "做饭"}, Grade: &grade,
		Slots:    []calendar.Slot{{Days: []string{"sat"}, Start: "09:00", End: "21:00"}, {Days: []string{"mon"}, Start: "19:00"}},
		Subjects: []string{"数学", "英语"}, Date: "2022-04-08", Minutes: 90, Periods: 1.5, AmountFen: 2000000, Tickets: []string{"托123"}, All: true,
		Quantity: 3, Measure: "箱", Entries: []parse.Entry{{N: 1, Name: "李四"}}})
	want := form.Answers{}.Set("name", "张三").Set("phone", "13812345678").Set("gender", "m").Set("age", "22").Set("skills", "开车、做饭").
		Set("slots", `[{"days":["sat"],"start":"09:00","end":"21:00"},{"days":["mon"],"start":"19:00"}]`).Set("grade", "0").Set("subjects", "数学、英语").
		Set("date", "2022-04-08").Set("minutes", "90").Set("periods", "1.5").Set("quantity", "3").Set("unit", "箱").Set("amount_fen", "2000000").
		Set("tickets", "托123").Set("all", "yes").Set("entries", `[{"n":1,"name":"李四"}]`)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %s\nwant %s", words(got), words(want))
	}
	for field, kind := range map[string]form.Kind{"slots": form.Slots{}, "grade": form.Grade{}, "subjects": form.Subjects{}, "date": form.Date{}, "minutes": form.Minutes{}} {
		if v, err := kind.Read(got.Get(field), friday); v != got.Get(field) || err != nil {
			t.Errorf("%s: %q is read as %q, %v", field, got.Get(field), v, err)
		}
	}
}

func words(a form.Answers) (s string) {
	for _, x := range a {
		s += " " + x.Field + "=" + a.Get(x.Field)
	}
	return s
}

func TestControlsShowARightExample(t *testing.T) {
	for _, kind := range kinds() {
		control := kind.Control()
		if control.Type == "" {
			t.Errorf("%T: no type", kind)
		}
		if control.Placeholder == "" {
			continue
		}
		c := friday
		if _, err := kind.Read(control.Placeholder, c); err != nil {
			t.Errorf("%T refuses its own example %q: %v", kind, control.Placeholder, err)
		}
	}
}

func TestAnswersPages(t *testing.T) {
	f, ok := enrol.Field("lesson")
	if !ok || len(f.Choices(lessons)) != 2 || f.Example() != "" {
		t.Errorf("choices %v, example %q", f.Choices(lessons), f.Example())
	}
	f, _ = enrol.Field("gender")
	if len(f.Choices(lessons)) != 2 || f.Choices(lessons)[0].Label != "男" {
		t.Errorf("a kind's own choices come first: %v", f.Choices(lessons))
	}
	next, ok := enrol.Next(form.Answers{}.Set("consent", "guardian").Skip("child"))
	if !ok || next.Name != "grade" {
		t.Errorf("next %q", next.Name)
	}
}
