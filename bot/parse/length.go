package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

// length is how long something took, in minutes, when that was said.
func (m *message) length() int {
	it, ok := m.chosen(func(it when.Item) bool {
		_, ok := it.Length.Minutes()
		return ok && it.Kind == when.Lasting && !m.superseded(it) && m.t.Any(it.J, "前", "后", "以前", "之前", "就", "假", "的假") == 0 && ends(m.t, it.I, "少记了", "多记了", "漏记了", "少算了", "多算了", "少记", "多记", "少算", "多算") == 0 && !m.t.Before(it.I, "迟到") && !m.t.Before(it.I, "迟到了") && !m.t.Before(it.I, "晚了") && !m.t.Before(it.I, "晚到了") && !m.t.Before(it.I, "等") && !m.t.Before(it.I, "早了") && !m.t.Before(it.I, "早到了") && !m.t.Before(it.I, "堵了") && !m.t.Before(it.I, "卡了") && !m.t.Before(it.I, "耽误了") && !m.t.Before(it.I, "耽搁了") && !m.t.Before(it.I, "断了") && !m.t.Before(it.I, "休息了") && !m.t.Before(it.I, "休息") && !m.t.Before(it.I, "提前") && !m.t.Before(it.I, "晚") && m.t.Any(it.J, "才到", "才来", "没人") == 0 && !m.t.Before(it.I, "早到") && !m.t.Before(it.I, "晚到") && !m.t.Before(it.I, "等了")
	})
	if !ok {
		return 0
	}
	n, _ := it.Length.Minutes()
	return n
}

// periods is the number of 课时 as it was said.
func (m *message) periods() float64 {
	last := 0.0
	for i := m.body; i < m.t.Len(); i++ {
		n, ok := m.t.Number(i)
		if !ok || n.End == i {
			if k := m.t.Any(i, "课时数:", "课时:", "课时数 ", "课时 ", "课时数", "课时是", "课时为", "课时"); k > 0 {
				if v, found := m.t.Number(m.t.Skip(i + k)); found && m.t.Any(m.t.Skip(v.End), ":", "点", "月", "小时", "分钟", "号", "日", "年", "-", "/", "~", "班", "楼", "课时", "个课时") == 0 && !m.ofTime(m.t.Skip(i+k)) && !m.inTicket(m.t.Skip(i+k)) && v.Value > 0 && v.Value <= 12 {
					last = v.Value
				}
			}
			continue
		}
		if e, v := m.periodUnit(n); e > 0 && (last == 0 || m.corrected(i)) && !m.denied(i) {
			last = v
		}
		i = n.End - 1
	}
	if k := m.where("半课时", "半个课时"); k >= 0 && last == 0 {
		return 0.5
	}
	return last
}

func (m *message) periodUnit(n script.Numeral) (end int, v float64) {
	j := m.t.Skip(n.End)
	j += m.t.Has(j, "个")
	if m.t.At(j) == '半' && m.t.Has(j+1, "课时") > 0 {
		return j + 3, n.Value + 0.5
	}
	if k := m.t.Any(j, "课时", "个课时"); k > 0 {
		if m.t.At(j+k) == '半' {
			return j + k + 1, n.Value + 0.5
		}
		return j + k, n.Value
	}
	return 0, 0
}
