package parse

import (
	"strconv"

	"xiaoqing/bot/parse/script"
)

// most is the longest range of tickets that is written out.
const most = 200

func ticketPrefix(r rune) bool {
	switch r {
	case '托', '需', '志', '课', '岗', '资', '项', '证', '删', '召', '班':
		return true
	}
	return false
}

// ticketAt reads one 编号 at i, or the number alone when prefix was carried over.
func ticketAt(t *script.Text, i int, carried rune) (prefix rune, n, end int) {
	j, prefix := i, carried
	if ticketPrefix(t.At(i)) && inOtherWord(t, i) {
		return 0, 0, 0
	} else if ticketPrefix(t.At(i)) {
		prefix, j = t.At(i), t.Skip(i+1)
		j += t.Any(j, "号", "no.", "#")
	} else if carried == 0 {
		return 0, 0, 0
	}
	end = j
	for ; script.Digit(t.At(end)) && end-j < 8; end++ {
		n = n*10 + int(t.At(end)-'0')
	}
	if carried != 0 && !ticketPrefix(t.At(i)) && end-j == 4 && t.At(i-1) == ' ' {
		return 0, 0, 0 // 托123 5678: the last four digits of a phone
	}
	if end == j || script.Digit(t.At(end)) || !free(t, end) || t.At(end) == '.' && script.Digit(t.At(end+1)) {
		return 0, 0, 0
	}
	return prefix, n, end
}

// inOtherWord: 离岗, 补课, 物资 and 急需 end in what is no prefix: 离岗 11号楼.
func inOtherWord(t *script.Text, i int) bool {
	switch t.At(i) {
	case '岗':
		return ends(t, i, "离", "上", "到", "下", "门", "值", "站", "在", "换", "轮", "守", "护学", "撤", "顶") > 0
	case '课':
		return ends(t, i, "上", "下", "补", "讲", "网", "授", "备", "听") > 0
	case '资':
		return ends(t, i, "物", "工", "投") > 0
	case '证':
		return !certificateTicket(t, i)
	case '删': // 查 删3, and not 删3条
		return i > 0 && ends(t, i, "查", " ", "看") == 0
	case '召':
		return ends(t, i, "号", "征", "感") > 0
	case '班':
		return !rosterTicket(t, i)
	case '需':
		return ends(t, i, "急", "亟", "必") > 0
	}
	return false
}

// rosterTicket says that 班 at i is a 编号's: 班12 and 报班12, and not the end of 早班
// or 大班, or of the class 三(2)班.
func rosterTicket(t *script.Text, i int) bool {
	prev := t.At(i - 1)
	known := !script.Han(prev) && !script.Digit(prev) && prev != ')' && !script.Latin(prev) || ends(t, i, "报", "退", "退掉", "取消", "看", "查", "和", "跟", "到", "去", "来", "参加", "认领", "签到", "报名", "报了", "的", "把", "将") > 0
	return known && script.Digit(t.At(t.Skip(i+1)))
}

// free refuses a figure that counts something or tells the time: 课3节, 课7点, 岗2人.
func free(t *script.Text, i int) bool {
	if t.At(i) == ':' {
		return !script.Digit(t.At(i + 1))
	}
	if t.Any(i, "人数", "人满", "名额", "名单", "时间", "时长") > 0 { // 班12人数改成8
		return true
	}
	return t.Any(i, "箱", "份", "瓶", "盒", "袋", "桶", "斤", "公斤", "吨", "罐", "辆", "筐", "捆", "套", "位", "号楼", "号门", "号岗", "弄", "栋", "幢", "室", "路", "点", "时", "月", "人", "名", "节", "岁", "个", "天", "年", "课时", "小时", "分", "楼", "班", "级") == 0
}

// tickets reads every ticket from i on: their names in order, those an exception
// (…除外) leaves out dropped.
func tickets(t *script.Text) (found []string, spans [][2]int) {
	var left []string
	prefix := rune(0)
	for i := 0; i < t.Len(); {
		p, n, e := ticketAt(t, i, carry(t, i, prefix))
		if e == 0 {
			if c := t.At(i); !divides(c) && prefix != 0 && t.Any(i, "到", "至", "和", "跟", "及", "与", "还有") == 0 {
				prefix = 0
			}
			i++
			continue
		}
		prefix = p
		last, e := rangeEnd(t, p, n, e)
		spans = append(spans, [2]int{i, e})
		if excepted(t, i, e) {
			left = ticketRun(left, string(p), n, last)
		} else {
			found = ticketRun(found, string(p), n, last)
		}
		i = e
	}
	if len(found) == 0 {
		return left, spans
	}
	for _, name := range left {
		found = drop(found, name)
	}
	return found, spans
}

func divides(c rune) bool {
	return c == '、' || c == ',' || c == ' ' || c == '/' || c == ';' || c == '.'
}

// carry keeps a prefix for 需45、46.
func carry(t *script.Text, i int, prefix rune) rune {
	if prev := t.At(i - 1); divides(prev) || prev == '和' || prev == '跟' || prev == '及' || prev == '与' || prev == '有' {
		return prefix
	}
	return 0
}

// rangeEnd reads "-690" after 志678.
func rangeEnd(t *script.Text, p rune, n, e int) (last, end int) {
	j := t.Skip(e)
	k := t.Any(j, "到", "至", "--", "-", "~")
	if k == 0 {
		return n, e
	}
	q, m, f := ticketAt(t, t.Skip(j+k), p)
	if f == 0 || q != p || m < n || m-n >= most {
		return n, e
	}
	return m, f
}

func ticketRun(found []string, p string, n, last int) []string {
	for ; n <= last; n++ {
		found = addOnce(found, p+strconv.Itoa(n))
	}
	return found
}

// excepted says whether the tickets are those left out: 除了志681, 志681除外.
func excepted(t *script.Text, i, e int) bool {
	j := t.Skip(e)
	if t.Has(j, "不要") > 0 && t.Has(j, "不要了") == 0 {
		return true
	}
	return t.Any(j, "除外", "不算", "不要过", "先不", "暂缓", "先放", "先等等", "再看看", "先别", "以外", "之外") > 0 || t.Before(i, "除了") || t.Before(i, "除") || t.Before(i, "不含") || t.Before(i, "除去")
}

func drop(list []string, s string) []string {
	out := list[:0]
	for _, x := range list {
		if x != s {
			out = append(out, x)
		}
	}
	return out
}

// Tickets reads ticket numbers, ranges written out: 志678-680 is three.
func Tickets(text string) []string {
	found, _ := tickets(script.New(text))
	return found
}
