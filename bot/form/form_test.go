package form_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"xiaoqing/bot/form"
)

var (
	zone     = time.FixedZone("CST", 8*3600)
	lessons  = []form.Option{{Value: "9", Label: "课9 朵朵 19:00"}, {Value: "2", Label: "课12 小明 20:00"}}
	streets  = []form.Option{{Value: "五角场街道", Label: "五角场街道"}, {Value: "四平路街道", Label: "四平路街道"}}
	friday   = form.Context{At: time.Date(2022, 4, 8, 20, 0, 0, 0, zone)}
	choosing = form.Context{At: friday.At, Options: lessons}
)

func TestKindsRead(t *testing.T) {
	for _, c := range []struct {
		kind  form.Kind
		text  string
		value string
		shown string
	}{
		{form.Text{}, " 会开车\r\n周末有空 ", "会开车\n周末有空", "会开车\n周末有空"},
		{form.Text{Max: 3}, "\ufeff会开\x00车", "会开车", "会开车"},
		{form.Name{}, "我叫张三", "张三", "张三"},
		{form.Name{}, "朵朵", "朵朵", "朵朵"},
		{form.Names{}, "朵朵和果果", "朵朵、果果", "朵朵、果果"},
		{form.Names{}, "朵朵、果果，小北", "朵朵、果果、小北", "朵朵、果果、小北"},
		{form.Names{}, "和和", "和和", "和和"},
		{form.Name{}, "买买提·艾力", "买买提·艾力", "买买提·艾力"},
		{form.Phone{}, "138 1234 5678", "13812345678", "13812345678"},
		{form.Phone{}, "13812345678", "13812345678", "13812345678"},
		{form.Grade{}, "三年级", "3", "三年级"},
		{form.Grade{}, "预初", "6", "预初"},
		{form.Grade{}, "中班", "-1", "中班"},
		{form.Age{}, "22岁", "22", "22岁"},
		{form.Age{Min: 16}, "1999", "23", "23岁"},
		{form.Gender{}, "女生", "f", "女"},
		{form.Gender{}, "1", "m", "男"},
		{form.Subjects{}, "数学和英语", "数学、英语", "数学、英语"},
		{form.Slots{}, "周末全天", `[{"days":["sat","sun"],"start":"09:00","end":"21:00"}]`, "周末全天（9点–21点）"},
		{form.Date{Past: true}, "昨天", "2022-04-07", "4月7日 周四"},
		{form.Date{Past: true}, "周三", "2022-04-06", "4月6日 周三"},
		{form.Date{Future: true}, "周三", "2022-04-13", "4月13日 周三"},
		{form.Date{}, "2022-04-08", "2022-04-08", "4月8日 周五"},
		{form.Clock{}, "晚上7点", "19:00", "19:00"},
		{form.Clock{}, "24:00", "00:00", "00:00"},
		{form.Minutes{Min: 10, Max: 240}, "一个半小时", "90", "1小时30分钟"},
		{form.Minutes{}, "60", "60", "1小时"},
		{form.OneOf{}, "1", "9", "9"},
		{form.OneOf{}, "2", "2", "2"},
		{form.OneOf{}, "朵朵", "9", "9"},
		{form.OneOf{}, "课12 小明 20:00", "2", "2"},
		{form.OneOf{Options: streets}, "四平路", "四平路街道", "四平路街道"},
		{form.YesNo{}, "来了。", "yes", "是"},
		{form.YesNo{}, "不是", "no", "否"},
		{form.Org{}, " 五角场街道 ", "五角场街道", "五角场街道"},
		{form.Org{}, "新华医院  急诊", "新华医院 急诊", "新华医院 急诊"},
		{form.Org{}, "小明", "2", "2"},
	} {
		value, err := c.kind.Read(c.text, choosing)
		if err != nil || value != c.value {
			t.Errorf("%T.Read(%q) = %q, %v, want %q", c.kind, c.text, value, err, c.value)
			continue
		}
		if again, err := c.kind.Read(value, choosing); again != value || err != nil {
			t.Errorf("%T.Read(%q) again = %q, %v", c.kind, value, again, err)
		}
		shown := c.kind.Show(value)
		if shown != c.shown {
			t.Errorf("%T.Show(%q) = %q, want %q", c.kind, value, shown, c.shown)
		}
		if back, err := c.kind.Read(shown, choosing); back != value || err != nil {
			t.Errorf("%T.Read(%q), as it was shown, = %q, %v, want %q", c.kind, shown, back, err, value)
		}
	}
}

func TestKindsRefuse(t *testing.T) {
	for _, c := range []struct {
		kind form.Kind
		text string
		says string
	}{
		{form.Text{Max: 5}, "一二三四五六", "最多写5个字，这里有6个，请挑要紧的写。"},
		{form.Text{}, " \n", "这里还空着，写一两句就行。"},
		{form.Name{}, "13812345678", "没看懂名字，写姓名或者小名就行，比如王小明。"},
		{form.Phone{}, "1381234567", "手机号要11位，这个是10位，比如13812345678。"},
		{form.Phone{}, "２３８１２３４５６７８", "这个不像手机号，请再核对一下，比如13812345678。"},
		{form.Phone{}, "没带手机", "这里要一个手机号，比如13812345678。"},
		{form.Phone{}, strings.Repeat("1", 1001), "手机号要11位，这个是1001位，比如13812345678。"},
		{form.Age{}, strings.Repeat("一二三", 10000), "没看懂年龄，写个数字就行，比如22。"},
		{form.Grade{}, "很大了", "没看懂是几年级，比如三年级、预初、初二，幼儿园写中班。"},
		{form.Minutes{}, "2课时", "课时会自动算好，这里写一共多少分钟，比如1小时。"},
		{form.Grade{}, "十三年级", "没有这个年级，从幼儿园小班到高三，比如三年级、预初、初二。"},
		{form.Grade{}, "13", "没有这个年级，从幼儿园小班到高三，比如三年级、预初、初二。"},
		{form.Age{Min: 16, Max: 70}, "8", "年龄要在16岁到70岁之间，这里是8岁，请再核对一下，比如22。"},
		{form.Age{}, "保密", "没看懂年龄，写个数字就行，比如22。"},
		{form.Gender{}, "不告诉你", "请写男或者女，比如“女”。"},
		{form.Subjects{}, "随便", "没看懂是哪几门，比如数学、英语，陪写作业就写作业。"},
		{form.Slots{}, "看情况", "没看懂时间，写星期几、几点到几点就行，比如周一三五晚上7点到8点半，或者周末全天。"},
		{form.Slots{}, `[{"days":["xx"],"start":"09:00"}]`, "没看懂时间，写星期几、几点到几点就行，比如周一三五晚上7点到8点半，或者周末全天。"},
		{form.Date{Past: true}, "2022-04-09", "4月9日 周六还没到，这里要已经过去的日子，比如昨天。"},
		{form.Date{Future: true}, "2022-04-07", "4月7日 周四已经过去了，这里要今天以后的日子，比如明天。"},
		{form.Date{}, "有空的时候", "没看懂是哪一天，比如明天或4月8日。"},
		{form.Clock{}, "有空的时候", "没看懂几点，比如19:00或晚上7点半。"},
		{form.Minutes{Min: 10, Max: 240}, "九个小时", "时长要在10分钟到4小时之间，这里是9小时，请再核对一下，比如1小时。"},
		{form.Minutes{}, "很久", "没看懂多长时间，比如1小时。"},
		{form.OneOf{}, "课", "请从这几个里选一个：1 课9 朵朵 19:00，2 课12 小明 20:00。"},
		{form.OneOf{}, "3", "请从这几个里选一个：1 课9 朵朵 19:00，2 课12 小明 20:00。"},
		{form.OneOf{Options: streets}, "街道", "请从这几个里选一个：1 五角场街道，2 四平路街道。"},
		{form.YesNo{}, "也许", "请写是或者否，比如“是”。"},
		{form.Org{}, "123456", "请写街道、社区或单位的名字，比如五角场街道。"},
	} {
		value, err := c.kind.Read(c.text, choosing)
		if err == nil || err.Error() != c.says {
			t.Errorf("%T.Read(%q) = %q, %v, want %q", c.kind, c.text, value, err, c.says)
		}
	}
}

func kinds() []form.Kind {
	return []form.Kind{form.Text{}, form.Text{Max: 3}, form.Name{}, form.Names{}, form.Phone{}, form.Grade{}, form.Age{Min: 3, Max: 99},
		form.Gender{}, form.Subjects{}, form.Slots{}, form.Date{}, form.Date{Past: true}, form.Date{Future: true}, form.Clock{},
		form.Minutes{Min: 10, Max: 240}, form.OneOf{}, form.OneOf{Options: streets}, form.YesNo{}, form.Org{}}
}

// FuzzFormReader holds the form reader to its promise: any bytes are read or
// refused in a sentence, and what was read is read again unchanged.
func FuzzFormReader(f *testing.F) {
	for _, seed := range []string{"", "我叫张三", "138-1234-5678", "三年级", "22岁", "周一三五晚上7点到8点半", "2022-04-08", "24:00", "+1:30",
		"一个半小时", "第二个", `[{"days":["mon"],"start":"24:00","end":"24:00"}]`, `[{"Days":["mon","mon"],"START":"09:00"}] `, "\xff\xfe", "老师老师王老师", "-0", "语数英", "\u200b是\u200b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range kinds() {
			for _, c := range []form.Context{friday, choosing} {
				value, err := kind.Read(text, c)
				if err != nil {
					if _, ok := err.(form.Wrong); !ok || err.Error() == "" {
						t.Fatalf("%T refused %q with %v", kind, text, err)
					}
					continue
				}
				if !utf8.ValidString(value) || value == "" {
					t.Fatalf("%T made %q of %q", kind, value, text)
				}
				if again, err := kind.Read(value, c); err != nil || again != value {
					t.Fatalf("%T made %q of %q and %q, %v of that", kind, value, text, again, err)
				}
				kind.Show(value)
			}
		}
	})
}
