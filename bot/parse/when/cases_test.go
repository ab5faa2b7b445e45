package when

import (
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/parse/script"
)

// friday is 8 April 2022, ten o'clock.
var friday = time.Date(2022, 4, 8, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

// read prints what was found in text, "kind value" joined by "; ".
func read(text string, at time.Time) string {
	t := script.New(text)
	var out []string
	for _, it := range Scan(t, at, nil) {
		if kind, value := it.Phrase(at, it.I == 0 && it.J == t.Len()); kind != "" {
			out = append(out, kind+" "+value)
		}
	}
	return strings.Join(out, "; ")
}

func check(t *testing.T, at time.Time, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		if got := read(c[0], at); got != c[1] {
			t.Errorf("%s: got %q, want %q", c[0], got, c[1])
		}
	}
}

func TestClockTimes(t *testing.T) {
	check(t, friday, [][2]string{
		{"七点一刻", "time 07:15:00"}, {"19:30", "time 19:30:00"}, {"19点半", "time 19:30:00"}, {"19：30", "time 19:30:00"}, {"7:30pm", "time 19:30:00"},
		{"晚8点", "time 20:00:00"}, {"差五分八点", "time 07:55:00"}, {"八点差五分", "time 07:55:00"}, {"七点零五", "time 07:05:00"}, {"七點半", "time 07:30:00"},
		{"晚 上 8:00", "time 20:00:00"}, {"晚上19.30", "time 19:30:00"}, {"晚上7.30-8.30", "timerange 19:30:00/20:30:00"}, {"19.30-21.00", "timerange 19:30:00/21:00:00"},
		{"4.8 19.30开会", "datetime 2022-04-08T19:30:00"}, {"4月8日 7.30开会", "datetime 2022-04-08T07:30:00"}, {"19.30", ""}, {"3.5-4.5公里", ""},
		{"七点一直", "time 07:15:00"}, {"七点一直到九点", "timerange 07:00:00/09:00:00"}, {"晚上7点搬", "time 19:30:00"}, {"晚上7点搬东西", "time 19:00:00"},
		{"晚上八九点", "timerange 20:00:00/21:00:00"}, {"夜到7点", "time 19:00:00"}, {"4-8 19:00-20:30", "datetimerange 2022-04-08T19:00:00/2022-04-08T20:30:00"},
		{"除夕夜8点", "datetime 2023-01-21T20:00:00"}, {"2022-04-10T14:00", "datetime 2022-04-10T14:00:00"}, {"比例1:10", ""}, {"4点5公里", ""},
	})
}

func TestStretches(t *testing.T) {
	check(t, friday, [][2]string{
		{"七点到八点半", "timerange 07:00:00/08:30:00"}, {"八点以后", "timerange 08:00:00/.."}, {"八点前", "timerange ../08:00:00"}, {"4月1日-3日", "daterange 2022-04-01/2022-04-03"},
		{"3号到5号", "daterange 2022-05-03/2022-05-05"}, {"8-10号", "daterange 2022-04-08/2022-04-10"}, {"下周一至周三", "daterange 2022-04-11/2022-04-13"}, {"本周四五", "daterange 2022-04-07/2022-04-08"},
		{"5.8-5.20", "daterange 2022-05-08/2022-05-20"}, {"2019-2021年", "daterange 2019-01-01/2021-12-31"}, {"2014-2018", "daterange 2014-01-01/2018-12-31"}, {"上周一至今", "daterange 2022-03-28/2022-04-08"},
		{"即日起至5月8日", "daterange 2022-04-08/2022-05-08"}, {"9月10号、11号、12号", "daterange 2022-09-10/2022-09-12"}, {"9月10日、12日", "date 2022-09-10; date 2022-09-12"},
		{"近30天", "daterange 2022-03-09/2022-04-08"}, {"今后三年", "daterange 2022-04-08/2025-04-07"}, {"二十几年前", "daterange 1992-01-01/2002-12-31"},
		{"九八年", "daterange 1998-01-01/1998-12-31"}, {"90年代", "daterange 1990-01-01/1999-12-31"}, {"上世纪80年代", "daterange 1980-01-01/1989-12-31"}, {"2020年Q3", "daterange 2020-07-01/2020-09-30"},
		{"第二季度", "daterange 2022-04-01/2022-06-30"}, {"去年冬天", "daterange 2021-12-01/2022-02-28"}, {"上旬", "daterange 2022-04-01/2022-04-10"}, {"今年最后一周", "daterange 2022-12-26/2023-01-01"}, {"4月最后一天", "date 2022-04-30"},
	})
}

func TestLengths(t *testing.T) {
	check(t, friday, [][2]string{
		{"两个半小时", "duration PT2H30M"}, {"一个半钟头", "duration PT1H30M"}, {"90分钟", "duration PT1H30M"}, {"三刻钟", "duration PT45M"}, {"半个多小时", "duration PT30M"}, {"3年多", "duration P3Y"},
		{"三四天", "duration P3D/P4D"}, {"两三个小时", "duration PT2H/PT3H"}, {"三季度", "daterange 2022-07-01/2022-09-30"}, {"三个季度", "duration P9M"}, {"3个工作日", "duration P3D"}, {"还剩8天又二十个小时", "duration P8DT20H"},
		{"一刻不停", ""}, {"半天没人", ""},
	})
}

func TestRepetitions(t *testing.T) {
	but := "set FREQ=WEEKLY;BYDAY=MO,TU,TH,FR,SA,SU"
	check(t, friday, [][2]string{
		{"每周一三五晚上", "set FREQ=WEEKLY;BYDAY=MO,WE,FR"}, {"隔周", "set FREQ=WEEKLY;INTERVAL=2"}, {"隔天", "set FREQ=DAILY;INTERVAL=2"}, {"每隔一天", "set FREQ=DAILY;INTERVAL=2"}, {"每隔一周", "set FREQ=WEEKLY;INTERVAL=2"},
		{"工作日", "set FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}, {"工作日的晚上", "set FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}, {"工作日早上9点", "set FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0"},
		{"周一三五晚上7点到8点半", "set FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=19;BYMINUTE=0;DURATION=PT90M"},
		{"除了周三每天", but}, {"除周三外每天", but}, {"每天除了周三", but}, {"除周末外都行", "set FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
		{"每月15号", "set FREQ=MONTHLY;BYMONTHDAY=15"}, {"每月1号和15号", "set FREQ=MONTHLY;BYMONTHDAY=1,15"}, {"每月底", "set FREQ=MONTHLY;BYMONTHDAY=-1"}, {"每月最后一个周五", "set FREQ=MONTHLY;BYDAY=-1FR"},
		{"三天一次", "set FREQ=DAILY;INTERVAL=3"}, {"一周一次", "set FREQ=WEEKLY"}, {"一周三次", "duration P7D"}, {"每周二次", "set FREQ=WEEKLY"}, {"每季度", "set FREQ=MONTHLY;INTERVAL=3"}, {"双休日", "daterange 2022-04-09/2022-04-10"},
	})
}

// TestNoSuchDay: a day that the month does not have is no day at all, in this
// month or the next.
func TestNoSuchDay(t *testing.T) {
	for _, text := range []string{"2月30日", "二月三十号", "2月 30日", "2022年2月30日", "2022年2月30", "明年2月29日", "4月31日", "本月31号", "这个月 31号", "4月0日", "2月28日到30日", "2022-02-30", "2/30", "20220230"} {
		if got := read(text, friday); got != "" {
			t.Errorf("%s is taken for %q", text, got)
		}
	}
	check(t, friday, [][2]string{{"2月30号晚上7点", "time 19:00:00"}, {"2024年2月29日", "date 2024-02-29"}, {"2月28日、30日", "date 2022-02-28"}, {"4月30日到5月2日", "daterange 2022-04-30/2022-05-02"}, {"4月28日到3号", "daterange 2022-04-28/2022-05-03"}})
}

func TestHolidays(t *testing.T) {
	check(t, friday, [][2]string{
		{"五一假期", "daterange 2022-04-30/2022-05-04"}, {"国庆长假", "daterange 2022-10-01/2022-10-07"}, {"春节假期", "daterange 2023-01-21/2023-01-27"}, {"端午小长假", "daterange 2022-06-03/2022-06-05"},
		{"去年国庆假期", "daterange 2021-10-01/2021-10-07"}, {"2028年国庆长假", "daterange 2028-10-01/2028-10-07"}, {"五一期间", "daterange 2022-04-30/2022-05-04"}, {"五一假期后", "daterange 2022-05-05/.."},
		{"国庆假期第三天", "date 2022-10-03"}, {"五一假期最后一天", "date 2022-05-04"}, {"五一", "date 2022-05-01"}, {"国庆节当天", "date 2022-10-01"}, {"圣诞前夕", "date 2022-12-24"}, {"感恩节", "date 2022-11-24"},
		{"下个工作日", "date 2022-04-11"}, {"五一假期后第一个工作日", "date 2022-05-05"}, {"国庆后第一个工作日", "date 2022-10-08"}, {"节后第一个工作日", "date 2022-05-05"}, {"3个工作日内", "date 2022-04-13"},
		{"本月最后一个工作日", "date 2022-04-29"}, {"4月24日调休", "date 2022-04-24"}, {"初四", "date 2022-05-04"}, {"大年初五", "date 2022-02-05"}, {"五一路", ""},
	})
	during := time.Date(2022, 5, 3, 9, 0, 0, 0, friday.Location())
	check(t, during, [][2]string{{"五一假期", "daterange 2022-04-30/2022-05-04"}, {"节后第一个工作日", "date 2022-05-05"}})
}

// TestTraps are words that only look like times.
func TestTraps(t *testing.T) {
	for _, text := range []string{"四川", "放肆", "一下", "三好学生", "9点赞", "300岁", "一点也不", "有点", "十分感谢", "三点建议", "服务很周到", "六一班", "初三", "3-502", "12-3-501", "一会儿", "万一", "价格3.5-4.2", "体温36.5-37.2", "住27-7-3", "工作日志", "国庆叔叔", "比分3:20", "三四年级", "除以3", "3块5", "2.30"} {
		if got := read(text, friday); got != "" {
			t.Errorf("%s is taken for %q", text, got)
		}
	}
}
