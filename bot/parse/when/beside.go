package when

import "xiaoqing/bot/parse/script"

// besideToo reads what stands beside a day: 国庆节当天, 圣诞前夕, 4月8日的前一天.
func (r reader) besideToo(p *Point) {
	j := p.J + r.t.Any(p.J, "的")
	switch r.t.At(j) {
	case '当', '那', '前', '后', '次':
	default:
		return
	}
	if p.Date.whole != oneDay || p.Date.Weekly() && !p.Date.Mask.Single() {
		return
	}
	if n := r.t.Any(j, "当天", "当日", "那天", "那一天"); n > 0 {
		p.J = j + n
	} else if r.t.Any(j, "当晚", "那晚") > 0 {
		p.J = j + 1
	} else if n := r.t.Any(j, "前一天", "前夕", "前1天", "前夜"); n > 0 {
		p.Date.off, p.J = -1, j+n-b2i(r.t.At(j+n-1) == '夜')
	} else if n := r.t.Any(j, "后一天", "次日"); n > 0 {
		p.Date.off, p.J = 1, j+n
	}
}

// weekdayToo takes a weekday beside a date, in brackets or after a comma: the
// date decides. 礼拜天,二月十号 comes the other way round.
func (r reader) weekdayToo(p *Point) {
	j := r.t.Skip(p.J)
	open := r.t.At(j) == '('
	if open {
		j++
	}
	if r.t.At(j) == ',' {
		j = r.t.Skip(j + 1)
	}
	if p.Date.Weekly() && p.Date.Mask.Single() {
		if d, e := r.dateAt(j); e > 0 && d.kind == monthDay && r.clear(j, p.J) {
			p.Date, p.J = d, closeBracket(r.t, e, open)
		}
		return
	}
	if w, e := weekdayAt(r.t, j); w > 0 && p.Date.whole == oneDay && r.sameDay(p.Date, w, open || j == p.J) {
		p.J = closeBracket(r.t, e, open)
	}
}

func (r reader) clear(j, end int) bool { return j-end <= 2 }

func closeBracket(t *script.Text, e int, open bool) int {
	if open && t.At(e) == ')' {
		return e + 1
	}
	return e
}

// sameDay says whether the date may be that weekday; right beside it, it is
// taken anyhow.
func (r reader) sameDay(d Date, w int, beside bool) bool {
	a, _, ok := d.span(r.today, Near)
	return ok && (beside || a.weekday() == w)
}
