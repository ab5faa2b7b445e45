package when

import (
	"math"
	"strings"

	"xiaoqing/bot/parse/script"
)

// holiday is a feast or solar term and the rule for its day: rule 's' solar
// month m and day d, 'l' lunar, 'n' the d-th Sunday of month m ('t' Thursday),
// 'e' the eve of the lunar year, 'q' the solar term with constant c.
type holiday struct {
	names string
	rule  byte
	m, d  int
	c     float64
}

// key is the first of its names.
func (h holiday) key() string {
	name, _, _ := strings.Cut(h.names, " ")
	return name
}

// in is the day in year y.
func (h holiday) in(y int) (days, bool) {
	switch h.rule {
	case 's':
		return date(y, h.m, h.d), true
	case 'l':
		return lunarDay(y, h.m, h.d)
	case 'n':
		return sunday(y, h.m, h.d), true
	case 't':
		return thursday(y, h.m, h.d), true
	case 'e':
		n, ok := lunarDay(y+1, 1, 1)
		return n - 1, ok
	}
	return h.term(y), true
}

// term is the day of a solar term in this century (寿星公式, right for 2000–2099
// but for a handful of years).
func (h holiday) term(y int) days {
	k := y % 100
	leaps := k / 4
	if h.m <= 2 {
		leaps = (k - 1) / 4
	}
	return date(y, h.m, int(math.Floor(float64(k)*0.2422+h.c))-leaps)
}

// sunday is the nth Sunday of a month.
func sunday(y, m, n int) days {
	a := date(y, m, 1)
	return a + days(7-a.weekday()) + days(7*(n-1))
}

func thursday(y, m, n int) days {
	a := date(y, m, 1)
	return a + days(floorMod(4-a.weekday(), 7)+7*(n-1))
}

var feasts = [...]holiday{
	{"元旦 元旦节 阳历新年 新年 元旦日", 's', 1, 1, 0},
	{"情人节", 's', 2, 14, 0}, {"女生节", 's', 3, 7, 0},
	{"妇女节 女人节 三八节 三八妇女节 国际妇女节", 's', 3, 8, 0}, {"植树节", 's', 3, 12, 0},
	{"三一五 国际消费者权益日 消费者权益日", 's', 3, 15, 0},
	{"学雷锋日 学雷锋纪念日", 's', 3, 5, 0},
	{"愚人节", 's', 4, 1, 0}, {"世界地球日 地球日", 's', 4, 22, 0}, {"世界读书日 读书日", 's', 4, 23, 0},
	{"五一 五一节 劳动节 五一劳动节 五一国际劳动节 国际劳动节", 's', 5, 1, 0},
	{"青年节 五四青年节 五四", 's', 5, 4, 0}, {"护士节", 's', 5, 12, 0},
	{"儿童节 六一 六一节 六一儿童节 国际儿童节", 's', 6, 1, 0},
	{"建党节 七一", 's', 7, 1, 0}, {"建军节 八一建军节", 's', 8, 1, 0},
	{"教师节", 's', 9, 10, 0}, {"国庆 国庆节 国庆日 十一国庆 十一国庆节", 's', 10, 1, 0},
	{"万圣节", 's', 10, 31, 0}, {"光棍节 双十一", 's', 11, 11, 0}, {"志愿者日 国际志愿者日", 's', 12, 5, 0},
	{"平安夜 圣诞夜", 's', 12, 24, 0}, {"圣诞 圣诞节", 's', 12, 25, 0},
	{"母亲节", 'n', 5, 2, 0}, {"父亲节", 'n', 6, 3, 0}, {"感恩节", 't', 11, 4, 0},
	{"春节 农历新年 新春 正月正时 大年初一 正月初一 年初一 过年", 'l', 1, 1, 0},
	{"元宵 元宵节 农历元宵 正月十五", 'l', 1, 15, 0}, {"龙抬头", 'l', 2, 2, 0},
	{"端午 端午节", 'l', 5, 5, 0}, {"七夕 七夕节", 'l', 7, 7, 0}, {"中元节", 'l', 7, 15, 0},
	{"中秋 中秋节", 'l', 8, 15, 0}, {"重阳 重阳节", 'l', 9, 9, 0}, {"腊八 腊八节", 'l', 12, 8, 0},
	{"除夕 大年夜 大年三十 年三十", 'e', 0, 0, 0},
	{"清明 清明节", 'q', 4, 5, 4.81}, {"冬至", 'q', 12, 22, 21.94},
	{"小寒", 'q', 1, 5, 5.4055}, {"大寒", 'q', 1, 20, 20.12}, {"立春", 'q', 2, 4, 3.87}, {"雨水", 'q', 2, 19, 18.73},
	{"惊蛰", 'q', 3, 5, 5.63}, {"春分", 'q', 3, 20, 20.646}, {"谷雨", 'q', 4, 20, 20.1}, {"立夏", 'q', 5, 5, 5.52},
	{"小满", 'q', 5, 21, 21.04}, {"芒种", 'q', 6, 5, 5.678}, {"夏至", 'q', 6, 21, 21.37}, {"小暑", 'q', 7, 7, 7.108},
	{"大暑", 'q', 7, 22, 22.83}, {"立秋", 'q', 8, 7, 7.5}, {"处暑", 'q', 8, 23, 23.13}, {"白露", 'q', 9, 7, 7.646},
	{"秋分", 'q', 9, 23, 23.042}, {"寒露", 'q', 10, 8, 8.318}, {"霜降", 'q', 10, 23, 23.438}, {"立冬", 'q', 11, 7, 7.438},
	{"小雪", 'q', 11, 22, 22.36}, {"大雪", 'q', 12, 7, 7.18},
}

// soft says whether the name is as likely a person's.
func (h holiday) soft() bool {
	return h.rule == 'q' && h.m != 4 && h.m != 12 || h.m == 12 && h.d == 7 || h.d == 20 && h.m == 4
}

var feastNames = nameFeasts()

func nameFeasts() *script.Lexicon {
	lists := map[int]string{}
	for i, h := range feasts {
		lists[i+1] = h.names
	}
	return script.NewLexicon(lists)
}

func namesFeast(t *script.Text, i int) bool {
	tag, _ := feastNames.At(t, i)
	return tag > 0
}

// feastAt reads the name of a feast at i.
func feastAt(t *script.Text, i int) (Date, int) {
	tag, n := feastNames.At(t, i)
	if n == 0 || t.At(i+n) == '路' || t.At(i+n) == '村' || t.At(i+n) == '社' {
		return Date{}, 0
	}
	return Date{kind: feast, d: tag - 1, soft: feasts[tag-1].soft()}, i + n
}
