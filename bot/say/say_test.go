package say

import (
	"testing"
	"time"

	"xiaoqing/models/calendar"
)

func slots(s ...calendar.Slot) []calendar.Slot { return s }

func TestWords(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	now := time.Date(2022, 4, 8, 10, 0, 0, 0, zone)
	days := func(d ...string) []string { return d }
	for _, c := range []struct{ got, want string }{
		{Day("2022-04-08", "2022-04-08"), "今天"},
		{Day("2022-04-09", "2022-04-08"), "明天"},
		{Day("2022-04-07", "2022-04-08"), "4月7日 周四"},
		{Day("2022-04-15", "2022-04-08"), "4月15日 周五"},
		{Day("2021-12-31", "2022-01-01"), "2021年12月31日 周五"},
		{Day("2023-01-01", "2022-12-31"), "明天"},
		{Date("2022-10-08"), "10月8日 周六"},
		{Moment(time.Date(2022, 10, 8, 11, 0, 0, 0, time.UTC), now), "10月8日 周六 19:00"},
		{Moment(time.Date(2022, 4, 8, 11, 2, 0, 0, time.UTC), now), "今天 19:02"},
		{Moment(time.Date(2022, 4, 7, 16, 30, 0, 0, time.UTC), now), "今天 00:30"},
		{Moment(time.Date(2021, 4, 8, 19, 0, 0, 0, zone), now), "2021年4月8日 周四 19:00"},
		{Weekday(time.Sunday), "周日"},
		{Minutes(90), "1小时30分钟"}, {Minutes(120), "2小时"}, {Minutes(45), "45分钟"}, {Minutes(0), "0分钟"},
		{Waited(27 * time.Hour), "1天3小时"}, {Waited(48 * time.Hour), "2天"}, {Waited(200 * time.Minute), "3小时"},
		{Waited(25*time.Minute + 59*time.Second), "25分钟"}, {Waited(20 * time.Second), "不到1分钟"}, {Waited(-time.Hour), "不到1分钟"},
		{Slots(slots(calendar.Slot{Days: days("mon", "wed", "fri"), Start: "19:00", End: "20:30"})), "周一、三、五 19:00–20:30"},
		{Slots(slots(calendar.Slot{Days: days("sat", "sun"), Start: "09:00", End: "21:00"})), "周末全天（9点–21点）"},
		{Slots(slots(calendar.Slot{Days: days("wed"), Start: "19:00"}, calendar.Slot{Days: days("sat"), Start: "09:00", End: "21:00"})), "周三 19:00起；周六全天（9点–21点）"},
		{Slots(slots(calendar.Slot{Days: days("mon", "tue", "wed", "thu", "fri"), Start: "18:00", End: "21:00"})), "工作日 18:00–21:00"},
		{Slots(slots(calendar.Slot{Days: days("mon", "tue", "wed", "thu", "fri", "sat", "sun"), Start: "09:00", End: "12:00"})), "每天 09:00–12:00"},
		{Slots(nil), ""},
		{Grade(-2), "小班"}, {Grade(0), "大班"}, {Grade(3), "三年级"}, {Grade(6), "预初"}, {Grade(9), "初三"}, {Grade(12), "高三"}, {Grade(13), "13"},
		{Phone("13812345678"), "138****5678"}, {Phone("021-5555"), "****"}, {Phone(""), "****"},
		{Count(33452), "33,452"}, {Count(999), "999"}, {Count(1000), "1,000"}, {Count(-1234567), "-1,234,567"}, {Count(0), "0"},
		{Ratio(32, 36), "32/36 = 88.9%"}, {Ratio(1200, 1527), "1,200/1,527 = 78.6%"}, {Ratio(0, 0), "0/0"},
		{List([]string{"数学", "英语"}), "数学、英语"}, {List(nil), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestReplyInWords(t *testing.T) {
	r := Reply{Text: "您看看对不对：", Rows: []Row{{"电话", "138****5678"}}, Hint: "没问题回“1”。",
		Buttons: []string{"没问题", "改一改"}, Links: []Link{{"您自己的页面", "http://localhost/l/x"}}}
	if got, want := r.Plain(), "您看看对不对：\n电话：138****5678\n没问题回“1”。"; got != want {
		t.Errorf("Plain: %q", got)
	}
	if got, want := r.Everything(), r.Plain()+"\n回“1”没问题，回“2”改一改\n您自己的页面：http://localhost/l/x"; got != want {
		t.Errorf("Everything: %q", got)
	}
	if got := Text("还有%d个", 3).Text; got != "还有3个" {
		t.Errorf("Text: %q", got)
	}
}
