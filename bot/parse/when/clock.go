package when

import "xiaoqing/bot/parse/script"

// Part is a part of the day (时段).
type Part uint8

// The parts of the day, in order.
const (
	NoPart    Part = iota
	Dawn           // 凌晨
	Daybreak       // 黎明
	Early          // 早上
	Forenoon       // 上午
	Noon           // 中午
	Afternoon      // 下午, 下半天
	Dusk           // 傍晚
	Evening        // 晚上, 夜里
	Midnight       // 半夜, 深夜
	Daytime        // 白天
	WholeDay       // 全天
)

var partWords = script.NewLexicon(map[int]string{
	int(Dawn):      "凌晨 后半夜",
	int(Daybreak):  "黎明 拂晓 天亮前 清晨五更",
	int(Early):     "早上 早晨 清早 清晨 一早 一大早 大清早 早间 早 晨 晨间 早浪 早浪向",
	int(Forenoon):  "上午 上半天 午前 上昼 上半日",
	int(Noon):      "中午 正午 午间 中浪 晌午",
	int(Afternoon): "下午 下半天 午后 下昼 后半天 下半日",
	int(Dusk):      "傍晚 黄昏 傍晚时分 放学后",
	int(Evening):   "晚上 晚间 晚 夜里 夜里向 夜晚 夜间 夜 夜头 夜到 晚饭后 傍夜",
	int(Midnight):  "半夜 深夜 午夜 半夜里 前半夜 子夜",
	int(Daytime):   "白天 日里 日里向 白日",
	int(WholeDay):  "全天 整天 一整天 一天到晚 全日 从早到晚",
})

// partAt reads a part of the day at i.
func partAt(t *script.Text, i int) (Part, int) {
	tag, n := partWords.At(t, i)
	if n < 2 && t.At(i+1) == ' ' {
		if p := spacedPart(t, i); p != NoPart {
			return p, 3
		}
	}
	if n == 0 {
		return NoPart, 0
	}
	if n == 1 && !partAlone(t, i) {
		return NoPart, 0
	}
	return Part(tag), n
}

// spacedPart reads 晚 上 and 上 午, as set out in tables.
func spacedPart(t *script.Text, i int) Part {
	switch {
	case t.Has(i, "早 上") > 0:
		return Early
	case t.Has(i, "上 午") > 0:
		return Forenoon
	case t.Has(i, "中 午") > 0:
		return Noon
	case t.Has(i, "下 午") > 0:
		return Afternoon
	case t.Has(i, "晚 上") > 0:
		return Evening
	case t.Has(i, "凌 晨") > 0:
		return Dawn
	}
	return NoPart
}

// partAlone says whether 早, 晚 or 夜 at i is a part of the day: 今晚, 晚7点, 明早,
// 每晚, 七月五号早; and not 早就, 晚饭, 夜班, 一夜.
func partAlone(t *script.Text, i int) bool {
	next, prev := t.At(i+1), t.At(i-1)
	if t.Any(i+1, "点再", "点来", "点到", "点去", "点回") > 0 || next == '饭' || next == '餐' || next == '安' || next == '会' || next == '宵' || next == '了' && prev != '今' && prev != '昨' {
		return false
	}
	switch prev {
	case '今', '明', '昨', '前', '后', '当', '那', '夕', '每', '号', '日', '周', '天', '逢':
		return next != '报' && next != '前' && (t.At(i) != '晨' || prev == '今' || prev == '明' || prev == '昨' || prev == '每')
	case '一', '二', '三', '四', '五', '六':
		return weekPrefix(t, i-2) > 0 || weekPrefix(t, i-3) > 0 || script.Numeric(next)
	}
	if t.At(i) == '晨' {
		return false
	}
	j := t.Skip(i + 1)
	n, ok := t.Number(j)
	return ok && n.Value <= 24 && t.At(i) != '夜' && (next != '一' || t.At(n.End+1) != '点') && lateOrRange(t, n.End)
}

// lateOrRange says whether the number that ends at i is an hour: 晚7点, 晚7-9点.
func lateOrRange(t *script.Text, i int) bool {
	if clockUnit(t.At(i)) || t.At(i) == '.' {
		return true
	}
	sep := t.Any(i, "到", "至", "-", "~")
	if sep > 0 && t.At(i-3) == '.' && script.Digit(t.At(i+sep)) {
		return true // 晚 7.30-9.00
	}
	n, ok := t.Number(i + sep)
	return ok && n.End > i && clockUnit(t.At(n.End))
}

// Span is the stretch of the day that a part means, in minutes.
func (p Part) Span() (from, to int) {
	switch p {
	case Dawn:
		return 0, 6 * 60
	case Daybreak:
		return 4 * 60, 7 * 60
	case Early:
		return 6 * 60, 9 * 60
	case Forenoon:
		return 9 * 60, 12 * 60
	case Noon:
		return 12 * 60, 14 * 60
	case Afternoon:
		return 14 * 60, 18 * 60
	case Dusk:
		return 17 * 60, 19 * 60
	case Evening:
		return 18 * 60, 21 * 60
	case Midnight:
		return 21 * 60, 24 * 60
	case Daytime:
		return 9 * 60, 18 * 60
	}
	return 9 * 60, 21 * 60
}

// settle gives an hour of a twelve-hour clock its half of the day; 24 and more
// belong to the night that follows.
func (p Part) settle(sec int) int {
	h := sec / 3600
	switch p {
	case Dawn, Daybreak, Early:
		if h == 12 && p == Dawn {
			return sec - 12*3600
		}
	case Noon:
		if h >= 1 && h <= 4 {
			return sec + 12*3600
		}
	case Afternoon, Dusk:
		if h < 12 {
			return sec + 12*3600
		}
	case Evening:
		return eveningHour(h, sec)
	case Midnight:
		if h >= 8 && h <= 11 {
			return sec + 12*3600
		} else if h == 12 {
			return sec - 12*3600
		}
	}
	return sec
}

func eveningHour(h, sec int) int {
	switch {
	case h == 12:
		return sec + 12*3600
	case h >= 5 && h < 12:
		return sec + 12*3600
	case h < 5:
		return sec + 24*3600
	}
	return sec
}

// Clock is a time of day as it was said.
type Clock struct {
	Given bool
	Sec   int  // seconds since midnight, by the twelve-hour clock unless Sure
	Sure  bool // its half of the day is known: 19:30, 7pm
	Lead  bool // written with a nought, 07:30: the morning, unless a part of the day says otherwise
	Bare  bool // a number without 点, the first of 7-9点
}
