package parse

import "xiaoqing/bot/parse/script"

// NoSuchDay says whether a message names a day that no calendar has.
func NoSuchDay(text string, c Context) bool { return newMessage(text, c).noSuchDay() }

// noSuchDay says whether a day is named that no calendar has: 2月30日, 本月31号 said
// in April. What happens then has hours and no date.
func (m *message) noSuchDay() bool {
	for i := m.t.Find(m.body, "月"); i >= 0; i = m.t.Find(i+1, "月") {
		if from, _ := m.badDay(i); from < i {
			return true
		}
	}
	return false
}

// badDay is where a day stands that is none, around the 月 at i; from is i when there
// is nothing wrong.
func (m *message) badDay(i int) (from, end int) {
	from = i
	for script.Numeric(m.t.At(from - 1)) {
		from--
	}
	if from == i {
		from -= ends(m.t, i, "这个", "本", "这", "上个", "上", "下个", "下", "当")
	}
	j := m.t.Skip(i + 1 + m.t.Any(i+1, "份的", "份", "的"))
	n, ok := m.t.Number(j)
	k := m.t.Skip(n.End)
	if it := m.timeOver(j); from == i || !ok || m.t.Any(k, "日", "号") == 0 || m.t.Any(k, "号楼", "号线", "号店", "号门") > 0 || it != nil && it.A.Date.Given() {
		return i, i
	}
	return from, k + 1
}
