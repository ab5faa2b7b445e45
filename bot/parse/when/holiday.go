package when

import "xiaoqing/bot/parse/script"

// statutory is the name by which the State Council arranges the holiday of a
// feast, "" for a feast on which people work.
func (d Date) statutory() string {
	switch feasts[d.d].key() {
	case "元旦":
		return "元旦"
	case "春节", "除夕":
		return "春节"
	case "清明":
		return "清明节"
	case "五一":
		return "劳动节"
	case "端午":
		return "端午节"
	case "中秋":
		return "中秋节"
	case "国庆":
		return "国庆节"
	}
	return ""
}

// offAt reads what makes a feast at i a stretch of days off: 五一假期, 国庆长假,
// 端午小长假, 春节期间; and 国庆第三天. year is 0 when it is open.
func (r reader) offAt(d Date, i, year int) (Date, int) {
	if n, ok := r.t.Number(i + 1); ok && r.t.At(i) == '第' && r.t.At(n.End) == '天' && n.Value < 20 {
		d.off = days(n.Value) - 1
		return d, n.End + 1
	}
	n := r.t.Any(i, "小长假", "长假", "黄金周", "假期期间", "假期", "假日", "放假期间", "放假", "休假", "期间")
	if name := d.statutory(); (n == 0 && r.workdayAfter(i) == 0) || name == "" {
		return d, i
	}
	d = Date{kind: vacation, d: d.d, m: year, whole: someDays}
	j := i + n
	if k := r.workdayAfter(j); k > 0 {
		d.part, d.whole = workdayPast, oneDay
		return d, k
	}
	if e := r.ordinal(&d, j); e > 0 {
		return d, e
	}
	return d, j
}

// workdayAfter is the end of 后第一个工作日 at i, 0 when it does not stand there.
func (r reader) workdayAfter(i int) int {
	n := r.t.Any(i, "之后", "过后", "后")
	if n == 0 {
		return 0
	}
	j := i + n + r.t.Has(i+n, "的")
	k := r.t.Any(j, "第一个工作日", "首个工作日", "第1个工作日", "第一个上班日", "第一天上班")
	if k == 0 {
		return 0
	}
	return j + k
}

// vacation is the holiday that is on or next to come, by bias the last one.
func (d Date) vacation(today days, bias Bias) (a, b days, ok bool) {
	if d.m > 0 {
		return d.daysOff(d.m)
	}
	y, step := today.year(), 1
	if bias == Past {
		y, step = y+1, -1
	}
	for k := 0; k < 3; k++ {
		a, b, ok = d.daysOff(y + k*step)
		if ok && (bias == Past && a <= today || bias != Past && b >= today) {
			return a, b, true
		}
	}
	return 0, 0, false
}

func (d Date) daysOff(year int) (a, b days, ok bool) {
	first, last, ok := d.arranged().Span(d.statutory(), year)
	if !ok {
		return 0, 0, false
	}
	return daysTo(first), daysTo(last), true
}

// workdays reads 下个工作日, 3个工作日内 and 节后第一个工作日 at i.
func (r reader) workdays(i int) (Date, int) {
	if n := r.t.Any(i, "下个工作日", "下一个工作日", "下一工作日"); n > 0 {
		return one(r.worked(r.today, 1)), i + n
	}
	if n := r.t.Any(i, "第一个工作日", "首个工作日", "第一个上班日"); n > 0 && (r.t.Before(i, "节后") || r.t.Before(i, "假后") || r.t.Before(i, "假期后")) {
		_, b := r.nextOff()
		return one(r.worked(b, 1)), i + n
	}
	n, ok := r.t.Number(i)
	v, whole := n.Int()
	if !ok || !whole || v < 1 || v > 60 {
		return Date{}, 0
	}
	j := n.End + r.t.Has(n.End, "个")
	k := r.t.Any(j, "工作日内", "工作日之内", "工作日以内", "工作日后", "工作日之后")
	if k == 0 {
		return Date{}, 0
	}
	return one(r.worked(r.today, v)), j + k
}

// worked is the nth working day after d.
func (r reader) worked(d days, n int) days {
	return daysTo(Date{by: r.off}.arranged().NextWorking(d.Day(), n))
}

// nextOff is the holiday that is on or next to come.
func (r reader) nextOff() (a, b days) {
	for k := range feasts {
		d := Date{kind: vacation, d: k, by: r.off}
		if d.statutory() == "" {
			continue
		}
		if from, to, ok := d.vacation(r.today, Coming); ok && (b == 0 || to < b) {
			a, b = from, to
		}
	}
	return a, b
}

// counted says whether 工作日 at i has a number before it: 3个工作日 are a length.
func counted(t *script.Text, i int) bool {
	return script.Numeric(t.At(i-1)) || t.At(i-1) == '个' && (script.Numeric(t.At(i-2)) || t.At(i-2) == '几')
}
