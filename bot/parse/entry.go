package parse

import (
	"strings"

	"xiaoqing/bot/parse/script"
)

// Line is a line of a pasted 接龙 that could not be read.
type Line struct {
	At   int // from 1
	Text string
}

// noNames are what people write into a 接龙 instead of a name.
var noNames = script.NewLexicon(map[int]string{1: `收到 好的 好 参加 不参加 报名 已报 已报名 我报名 我参加 我来 我去 我 我要 我家 我们家 算我一个 加我一个 加我 同上 接龙 无 空 待定 暂无 加一 来 去 已读 知道 知道了 谢谢 辛苦 辛苦了 可以 不可以 请假 请勿 请 备注 说明 其他 其它 名额 满 已满 候补 取消 退出 姓名 名字 人数 时间 地点 上午 下午 晚上 全天 早班 中班 晚班 夜班 周一 周二 周三 周四 周五 周六 周日 周末 大人 小孩 孩子 老人 一份 两份 三份 一人 两人 三人 一家 一户 本人 自带 不用 没有 有 未定 哈哈 赞 顶 冲 加油 支持`})

// entry is a name and what was noted beside it; a title is dropped. A room before
// the name (3-502 王芳) goes into the note.
func (m *message) entry(n, i, e int) (Entry, bool) {
	room, k := "", m.roomEnd(i, e)
	if k > i {
		room, i = m.t.Said(i, k), m.t.Skip(k+m.t.Any(k, ",", ":", "、"))
	}
	j := m.entryName(i, e)
	if j == i || m.noName(i, j) {
		return Entry{}, false
	}
	note := j
	for note < e && m.t.Any(note, " ", ",", ":", "-", "、", "/", "|", "。", ";") > 0 {
		note++
	}
	text := m.t.Said(note, e)
	if room != "" {
		text = strings.TrimSpace(room + " " + text)
	}
	return Entry{N: n, Name: m.t.Said(i, m.withoutTitle(i, j)), Note: text}, true
}

func (m *message) withoutTitle(i, j int) int {
	for _, t := range titles {
		if k := len([]rune(t)); j-i > k && m.t.Before(j, t) {
			return j - k
		}
	}
	return j
}

// roomEnd is the end of a room at i with a name behind it, i for none.
func (m *message) roomEnd(i, e int) int {
	j, marks := i, 0
	for j < e {
		n := m.t.Any(j, "号楼", "单元", "号", "楼", "室", "弄", "栋", "幢", "座", "-", "#", "/")
		if n == 0 && !script.Digit(m.t.At(j)) || j == i && n > 0 {
			break
		}
		j, marks = j+max(n, 1), marks+n
	}
	if next := m.t.Skip(j + m.t.Any(j, ",", ":", "、")); next >= e || !script.Han(m.t.At(next)) || marks == 0 && (j-i < 3 || j-i > 4) || m.ofTime(i) {
		return i
	}
	return j
}

// entryName is the end of the name at i: letters up to a pause, less what was
// written on without one (张三周一晚上, 李四我家2人).
func (m *message) entryName(i, e int) int {
	j := i
	for j < e && (script.Han(m.t.At(j)) || script.Latin(m.t.At(j)) || m.t.At(j) == '·' || script.Digit(m.t.At(j)) && j > i && script.Latin(m.t.At(j-1))) {
		j++
	}
	if m.surname(i) == 0 {
		return j
	}
	for k := i + m.surname(i) + 1; k < j && k <= i+5; k++ {
		_, grade := gradeAt(m.t, k)
		if grade > 0 || m.timeWord(k) || j-k > 1 && m.t.Any(k, "我家", "家里", "一家", "全家", "带", "自带", "会", "参加", "报名", "可以", "都可以", "全天", "早班", "晚班", "中班", "夜班", "白班", "两", "一", "三", "四", "电话", "手机", "也", "住", "有", "能", "想", "请假", "待定") > 0 {
			return k
		}
	}
	return j
}

// timeWord says whether a day or a part of one is named at i. The times of a list
// are not read: its notes are kept as they are.
func (m *message) timeWord(i int) bool {
	return m.t.Any(i, "周一", "周二", "周三", "周四", "周五", "周六", "周日", "周天", "周末", "周内", "星期", "礼拜", "早上", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "今天", "明天", "后天", "每天", "天天", "工作日", "平时") > 0
}

// noName says whether i to j is an answer or a sentence, and no name.
func (m *message) noName(i, j int) bool {
	if _, n := noNames.At(m.t, i); n >= j-i {
		return true
	}
	if m.timeWord(i) && m.surname(i) == 0 {
		return true
	}
	most := 4
	if m.surname(i) > 0 {
		most = 5
	}
	return m.t.At(i) == '我' || allHan(m.t, i, j) && j-i > most && m.roster(i) != j
}
