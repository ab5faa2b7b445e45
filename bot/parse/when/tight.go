package when

import "xiaoqing/bot/parse/script"

// tightClock reads 1930, four figures that are hours and minutes, at i.
func (r reader) tightClock(i int) (Clock, int) {
	if !script.Digit(r.t.At(i)) || joinedFigure(r.t.At(i-1)) {
		return Clock{}, 0
	}
	v, e := r.run(i)
	if e-i != 4 || v < 600 || v > 2330 || v%100 > 59 || v%5 > 0 {
		return Clock{}, 0
	}
	return Clock{Given: true, Sec: v/100*3600 + v%100*60, Sure: true}, e
}

// joinedFigure says whether figures behind c belong to a code, a price or a number.
func joinedFigure(c rune) bool {
	switch c {
	case '#', '.', '_', '=', '*', '+', '/', ':', '价', '房', '室', '号', '第', '届', '元', '级':
		return true
	}
	return script.Digit(c) || script.Latin(c)
}

// tightRange says whether 1930-2045 stands at i: two clock times from twenty
// minutes to five hours apart, and nothing counted behind them.
func (r reader) tightRange(i int) bool {
	a, j := r.tightClock(i)
	n := r.sep(j)
	if j == 0 || n == 0 || !script.Digit(r.t.At(j+n)) {
		return false
	}
	b, e := r.run(j + n)
	gap := b/100*60 + b%100 - a.Sec/60
	if e != j+n+4 || b > 2359 || b%100 > 59 || b%5 > 0 || gap < 20 || gap > 5*60 || script.Latin(r.t.At(e)) {
		return false
	}
	switch r.t.At(e) {
	case '-', '/', '.', '年', '届', '级', '元', '人', '份', '只', '个', '室', '号', '弄', '米', '%', '名', '箱', '盒', '斤':
		return false
	}
	return true
}
