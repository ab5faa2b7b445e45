package when

import "xiaoqing/bot/parse/script"

// house says whether 号 at j numbers a house, a line, a bed.
func house(t *script.Text, j int) bool {
	if t.At(j) != '号' {
		return false
	}
	next := t.At(t.Skip(j + 1))
	return script.Digit(next) && !lateClock(t, t.Skip(j+1)) && !anotherDay(t, j+1) ||
		t.Any(j+1, "楼", "线", "门", "院", "床", "台", "采", "房", "室", "桌", "厅", "馆", "店", "库", "车", "机", "位", "口", "栋", "幢", "信", "码",
			"点", "桥", "地", "甲", "乙", "丙", "弄", "棚", "岗", "亭", "单元", "帐", "仓", "会议", "选手", "学生", "病", "公", "通道", "窗", "文件", "的居民", "居民", "小区", "邻居", "阿", "老", "家", "里", "有位", "有个", "那户", "住", "孤") > 0
}

// anotherDay says whether a further 9号 or 9日 stands at i.
func anotherDay(t *script.Text, i int) bool {
	n, ok := t.Plain(i)
	return ok && n.Value <= 31 && (t.At(n.End) == '号' || t.At(n.End) == '日') && !script.Digit(t.At(n.End+1))
}

// lateClock says whether a time of day stands at i: 8号19:00, 8号 7点.
func lateClock(t *script.Text, i int) bool {
	n, ok := t.Plain(i)
	return ok && clockUnit(t.At(t.Skip(n.End)))
}

func street(c rune) bool {
	return c == '弄' || c == '路' || c == '街' || c == '村' || c == '巷' || c == '道' || c == '苑' || c == '园' || c == '坊' || c == '楼'
}
