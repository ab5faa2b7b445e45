package parse

import (
	"reflect"
	"testing"
	"time"

	"xiaoqing/models/calendar"
)

func TestPhone(t *testing.T) {
	for text, want := range map[string]string{
		"13812345678": "13812345678", "我的号码是 138 1234 5678": "13812345678", "+86 139-0000-1111": "13900001111", "１３８１２３４５６７８": "13812345678",
		"幺三八零零零零一二三四": "13800001234", "0086 13812345678": "13812345678",
		"1381234567": "", "138123456789": "", "没有手机": "", "021-68804868": "", "A13812345678": "", "12345678901": "",
	} {
		if got, ok := Phone(text); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, %v", text, got, ok)
		}
	}
}

// friday is 2022-04-08, ten in the morning.
var friday = time.Date(2022, 4, 8, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))

func TestDay(t *testing.T) {
	for text, want := range map[string][2]calendar.Day{ // past, to come
		"今天": {"2022-04-08", "2022-04-08"}, "昨天吧": {"2022-04-07", "2022-04-07"}, "周三": {"2022-04-06", "2022-04-13"}, "12月30号": {"2021-12-30", "2022-12-30"},
		"4月1日": {"2022-04-01", "2023-04-01"}, "8号": {"2022-04-08", "2022-04-08"}, "10号": {"2022-03-10", "2022-04-10"}, "2022-04-02": {"2022-04-02", "2022-04-02"},
		"上周日": {"2022-04-03", "2022-04-03"}, "下周一": {"2022-04-11", "2022-04-11"}, "礼拜天": {"2022-04-03", "2022-04-10"}, "明朝": {"2022-04-09", "2022-04-09"},
		"2月30日": {"", ""}, "有空的时候": {"", ""},
	} {
		if past, _ := Day(text, friday, true, nil); past != want[0] {
			t.Errorf("%s, past: got %q, want %q", text, past, want[0])
		}
		if next, _ := Day(text, friday, false, nil); next != want[1] {
			t.Errorf("%s, to come: got %q, want %q", text, next, want[1])
		}
	}
}

func TestClockAndSpan(t *testing.T) {
	for text, want := range map[string]string{
		"19:00": "19:00", "晚上七点半": "19:30", "下午3点": "15:00", "3点": "15:00", "上午9点一刻": "09:15", "7pm": "19:00", "差一刻八点晚上": "07:45", "8": "08:00", "20点": "20:00",
		"晚上十二点": "00:00",
	} {
		if c, ok := Clock(text, friday); !ok || c.String() != want {
			t.Errorf("%s: got %s, %v, want %s", text, c, ok, want)
		}
	}
	for text, want := range map[string][2]calendar.Clock{
		"晚上7点到8点半": {1140, 1230}, "19:00-20:30": {1140, 1230}, "晚7-9点": {1140, 1260}, "上午10点到下午1点": {600, 780}, "晚上10点到凌晨2点": {1320, 1560}, "2点到4点": {840, 960},
	} {
		if a, b, ok := Span(text, friday); !ok || a != want[0] || b != want[1] {
			t.Errorf("%s: got %d to %d, %v, want %v", text, a, b, ok, want)
		}
	}
	for _, text := range []string{"晚上", "一点都不难", "9点赞", "25:00", ""} {
		if c, ok := Clock(text, friday); ok {
			t.Errorf("%q is taken for %s", text, c)
		}
	}
}

func TestMinutes(t *testing.T) {
	for text, want := range map[string]int{
		"90": 90, "一个半小时": 90, "两个半小时": 150, "1小时20分钟": 80, "1.5小时": 90, "45分钟": 45, "一刻钟": 15, "半个钟头": 30, "两小时": 120, "7点到8点半": 90, "一小时一刻钟": 75, "3h": 180, "俩小时": 120,
		"": 0, "不知道": 0, "三天": 0,
	} {
		if got, ok := Minutes(text); got != want || ok != (want > 0) {
			t.Errorf("%s: got %d, %v, want %d", text, got, ok, want)
		}
	}
}

func TestGrade(t *testing.T) {
	for text, want := range map[string]int{
		"三年级": 3, "小三": 3, "3": 3, "初一": 7, "初三": 9, "高一": 10, "高三": 12, "预初": 6, "大班": 0, "中班": -1, "小班": -2, "幼儿园大班": 0, "九年级": 9, "小学五年级": 5, "初中二年级": 8, "六年級": 6,
	} {
		if got, ok := Grade(text); !ok || got != want {
			t.Errorf("%s: got %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"大三", "13", "十三年级", "0", "没上学", "三年"} {
		if got, ok := Grade(text); ok {
			t.Errorf("%s is taken for %d", text, got)
		}
	}
}

func TestAge(t *testing.T) {
	for text, want := range map[string]int{"22": 22, "六十二岁": 62, "我今年31": 0, "95年的": 27, "1990年": 32, "28周岁": 28, "三十五": 35, "95后": 0} {
		if got, ok := Age(text, friday); got != want || ok != (want > 0) {
			t.Errorf("%s: got %d, %v, want %d", text, got, ok, want)
		}
	}
}

func TestShortAnswers(t *testing.T) {
	for text, want := range map[string]string{"男": "m", "女生": "f", "我是女的": "f", "男孩子": "m", "不说": ""} {
		if got, _ := Gender(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"我叫张三": "张三", "张三": "张三", "王老师": "王", "小明同学": "小明", "叫我小柯就行": "小柯", "是李梓涵": "李梓涵", "Lucas": "Lucas", "姓名：方圆圆": "方圆圆", "欧阳娜娜": "欧阳娜娜", "糖糖": "糖糖", "孩子叫石头": "石头", "許諾": "許諾",
	} {
		if got, ok := Name(text); !ok || got != want {
			t.Errorf("%s: got %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"三年级", "周三晚上", "13812345678", ""} {
		if got, ok := Name(text); ok {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
	for text, want := range map[string]float64{"12个": 12, "二十三": 23, "两万三": 23000, "1.5": 1.5, "半": 0, "四川": 0} {
		if got, _ := Number(text); got != want {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]int{"1": 0, "第二个": 1, "②": 1, "选3": 2, "最后一个": 3, "３": 2, "第一个吧": 0, "5": -1, "0": -1, "一下": -1, "13812345678": -1, "2个孩子": -1} {
		if got, ok := Choice(text, 4); ok != (want >= 0) || ok && got != want {
			t.Errorf("%s: got %d, %v, want %d", text, got, ok, want)
		}
	}
}

func TestLists(t *testing.T) {
	for text, want := range map[string][]string{
		"数学和英语": {"数学", "英语"}, "语数英": {"语文", "数学", "英语"}, "奥数": {"数学"}, "写作业": {"作业"}, "作文": {"语文"}, "不是数学，是英语": {"英语"}, "英语作业": {"英语"}, "画画、陪伴": {"美术", "陪伴"}, "没有": nil,
	} {
		if got := Subjects(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string][]string{
		"志678-680": {"志678", "志679", "志680"}, "需45、46": {"需45", "需46"}, "托 123": {"托123"}, "志5-7，志6除外": {"志5", "志7"}, "除了志6，志5到志7": {"志5", "志7"}, "需１０８": {"需108"}, "上课3节": nil, "上岗8点": nil,
	} {
		if got := Tickets(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
	if got := Tickets("志1-999999"); len(got) > most {
		t.Errorf("a range of %d tickets is written out", len(got))
	}
}

func TestSlots(t *testing.T) {
	slot := func(start, end string, days ...string) calendar.Slot {
		return calendar.Slot{Days: days, Start: start, End: end}
	}
	for text, want := range map[string][]calendar.Slot{
		"周一三五晚上":               {slot("18:00", "21:00", "mon", "wed", "fri")},
		"周二、四19:00-20:30":      {slot("19:00", "20:30", "tue", "thu")},
		"工作日晚上7点半到9点":          {slot("19:30", "21:00", "mon", "tue", "wed", "thu", "fri")},
		"周末":                   {slot("09:00", "21:00", "sat", "sun")},
		"周六上午和周日下午":            {slot("09:00", "12:00", "sat"), slot("14:00", "18:00", "sun")},
		"每天晚上8点到9点":            {slot("20:00", "21:00", "mon", "tue", "wed", "thu", "fri", "sat", "sun")},
		"除了周三每天晚上":             {slot("18:00", "21:00", "mon", "tue", "thu", "fri", "sat", "sun")},
		"礼拜三礼拜五夜里七点到八点":        {slot("19:00", "20:00", "wed", "fri")},
		"周一到周五中午":              {slot("12:00", "14:00", "mon", "tue", "wed", "thu", "fri")},
		"平时上班，周末上午有空":          {slot("09:00", "12:00", "sat", "sun")},
		"周二晚上7点到8点，周六上午9点到10点": {slot("19:00", "20:00", "tue"), slot("09:00", "10:00", "sat")},
		"看情况":                  nil,
	} {
		if got := Slots(text, friday); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

// TestScope: names and units that are known come before any guess.
func TestScope(t *testing.T) {
	c := Context{At: friday, People: []string{"以宁", "王以宁", "一点点"}, Orgs: []string{"五角场街道", "国定社区"}}
	if r := Read("昨晚7点到8点给王以宁补数学", c); r.Fields.Child != "王以宁" {
		t.Errorf("child is %q", r.Fields.Child)
	}
	if r := Read("昨晚7点到8点给一点点补数学", c); r.Fields.Child != "一点点" {
		t.Errorf("child is %q", r.Fields.Child)
	}
	if r := Read("报名志愿者，我叫张三，家在国定社区", c); r.Fields.Org != "国定社区" {
		t.Errorf("org is %q", r.Fields.Org)
	}
}

func TestMissing(t *testing.T) {
	for text, want := range map[string][]string{
		"今天晚上7点到8点半给小明辅导数学": {},
		"我要报名当志愿者":          {"name", "phone", "org"},
		"给孩子报云托班":           {"child", "grade", "phone"},
		"刚给小明上完英语课":         {"date", "start", "minutes"},
		"绑定":                {},
		"报名 张三 男 22岁 13812345678 五角场街道 周末全天 会开车": {},
	} {
		if got := Read(text, Context{At: friday}).Missing; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: missing %v, want %v", text, got, want)
		}
	}
}

// TestEndings: every reading fits in its text, whatever the text.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "#接龙\n1.", "今晚7点到", "周", "每", "差", "志1-", "￥", "负", "a\x00\xff", "一二三四五六七八九十百千万亿", "从", "13800001234", "不是不是不是", sixty} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := Read(s, Context{At: friday, People: []string{"小明"}, Orgs: []string{"五角场街道"}})
		if r.Intent == "" || r.Missing == nil {
			t.Fatalf("%q: %+v", s, r)
		}
		for _, p := range Phrases(s, friday) {
			if p.Kind == "" || p.Text == "" {
				t.Fatalf("%q: %+v", s, p)
			}
		}
		Name(s)
		Slots(s, friday)
		Span(s, friday)
		Minutes(s)
		Choice(s, 3)
		Age(s, friday)
	})
}
