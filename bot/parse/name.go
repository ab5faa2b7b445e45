package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

// titles (称谓) follow a name and are dropped: only these.
var titles = []string{"小朋友", "小同学", "老师", "同学", "宝贝", "宝宝", "童鞋"}

// nameAt cuts a person's name out at i: first one that the speaker is known to
// mean, then by surname, shape and what follows. end is 0 for none.
func (m *message) nameAt(i int) (end int) {
	if e := m.roster(i); e > 0 {
		return e
	}
	if e := m.latinName(i); e > 0 {
		return e
	}
	if m.badStart(i) && m.surname(i) < 2 {
		return 0
	}
	most := i
	for most < m.t.Len() && script.Han(m.t.At(most)) && most-i < 5 {
		most++
	}
	if n := m.surname(i); n > 0 && most-i > n && !(m.doubled(i) && most-i > 2) {
		if e := m.withSurname(i, n, most); e > 0 {
			return e
		}
	}
	return m.nickname(i, most)
}

// roster is the end of a known person's name at i; the longest wins.
func (m *message) roster(i int) (end int) {
	for _, p := range m.c.People {
		if n := m.t.Has(i, folded(p)); n > 0 && i+n > end {
			end = i + n
		}
	}
	return end
}

func folded(s string) string {
	for _, r := range s {
		if script.Fold(r) != r {
			return string(script.New(s).Fold)
		}
	}
	return s
}

// latinName reads Lucas, Mary Lee.
func (m *message) latinName(i int) int {
	j := i
	for script.Latin(m.t.At(j)) {
		j++
	}
	switch m.t.Read(i, j) {
	case "pm", "am", "ok", "hi", "hello", "over", "python", "scratch", "https", "http", "www", "min", "app", "qq", "id", "emo", "done", "english", "ppt", "zoom", "wifi", "vip", "today", "yesterday", "tonight", "tomorrow", "math", "maths", "chinese", "physics", "finish", "finished", "class", "by", "the", "to", "from", "sorry", "thx", "thanks", "bye", "homework", "reading", "lesson", "kid", "oh", "sry", "tks", "emmm", "haha", "hhh", "bug", "iphone", "ipad", "plus", "mins", "h", "hr", "hrs", "hour", "hours":
		return 0
	}
	return yes(j-i >= 2 && j-i <= 14, j)
}

// withSurname: surname and one or two characters, whichever what follows allows.
func (m *message) withSurname(i, n, most int) int {
	for _, k := range [...]int{n, n + 1, n + 2} {
		if i+k <= most && m.title(i+k) && !m.isTitleName(i, k) && (k > n || m.t.Has(i+k, "老师") > 0) {
			return i + k
		}
	}
	short, long := i+n+1, i+n+2
	if long <= most && long == m.runEnd(i) {
		if m.t.Any(short, "吗", "吧", "呢", "啊", "呀", "的", "男", "女") > 0 {
			return m.whole(i, short)
		}
		return m.whole(i, long)
	}
	switch {
	case short <= most && m.ends(short) >= 2:
		return m.whole(i, short)
	case long <= most && m.ends(long) > 0 && !m.functional(short):
		return m.whole(i, long)
	case short <= most && m.ends(short) > 0:
		return m.whole(i, short)
	case long <= most:
		return m.whole(i, long)
	}
	return 0
}

// isTitleName keeps 李老师 from becoming 李老.
func (m *message) isTitleName(i, k int) bool { return m.title(i + k - 1) }

// runEnd is the end of the Chinese characters from i on.
func (m *message) runEnd(i int) int {
	for script.Han(m.t.At(i)) {
		i++
	}
	return i
}

// whole refuses a common word as a name.
func (m *message) whole(i, e int) int {
	if m.t.Any(e-1, "课", "岗", "题", "班") > 0 || m.commonWord(i, e) || m.halfWord(i, e) || m.ofKin(i, e) || m.adverb(i, e) || m.ofPlace(e) {
		return 0
	}
	for k := i; k < e; k++ {
		if m.t.Any(k, "一个", "一下", "一位", "个位", "名额", "一名") > 0 && k < e-1 {
			return 0
		}
	}
	return e
}

// commonWord says whether i to e is one known word, or begins one: 方便, 高三, 周末,
// 白天.
func (m *message) commonWord(i, e int) bool {
	if _, n := vocabulary.At(m.t, i); n >= e-i || n >= 2 && n == e-i {
		return true
	}
	if _, g := gradeAt(m.t, i); g >= e {
		return true
	}
	if _, s := subjectAt(m.t, i); s >= e {
		return true
	}
	if it := m.timeOver(i); it != nil && it.J >= e && it.J-it.I >= 2 && !it.A.Date.Soft() {
		return true
	}
	return m.covered(i, e) && m.markAt(i).j-i > 1
}

func (m *message) markAt(i int) mark {
	if k, ok := m.markOver(i); ok && k.i == i {
		return k
	}
	return mark{}
}

// title is the length of a title at i, 0 for none; only what names are said with.
func (m *message) title(i int) bool { return m.t.Any(i, titles...) > 0 }

// ends says how surely a name ends at j: 0 not, 1 perhaps (one function word), 2
// surely (a pause, a longer word, a time).
func (m *message) ends(j int) int {
	c := m.t.At(j)
	if !script.Han(c) && !script.Latin(c) {
		return 2
	}
	tags, n := vocabulary.At(m.t, j)
	switch {
	case n >= 2 && tags&(tCare|tSupply|tMedicine) != tags, m.moreOf(j), m.t.Any(j, "托给", "托付", "交给", "留给", "送到", "送去", "送回", "留在", "放在", "丢给", "扔给", "丢在") > 0:
		return 2
	case m.functional(j):
		return 2
	case n == 1:
		return 1
	}
	if _, e := gradeAt(m.t, j); e > 0 {
		return 2
	}
	if _, e := subjectAt(m.t, j); e > 0 {
		return 2
	}
	if it := m.timeOver(j); it != nil && it.I == j && (it.J-it.I > 1 || it.Kind != when.Moment) {
		return 2
	}
	if m.t.Any(j, "念小", "念初", "念高", "念幼", "念大班", "念中班", "念一", "念二", "念三", "念四", "念五", "念六", "念七", "念八", "念九", "念预", "念书") > 0 {
		return 2
	}
	if m.t.Any(j, "今年", "读", "念", "奥", "家里", "就读") > 0 {
		return 1
	}
	return 0
}

// functional says whether the character at j is hardly ever part of a name.
func (m *message) functional(j int) bool {
	switch m.t.At(j) {
	case '的', '是', '在', '和', '跟', '与', '想', '要', '也', '都', '就', '我', '你', '您', '他', '她', '给', '把', '被', '从', '到', '叫', '住', '讲', '教', '补', '辅', '陪', '看', '读', '上', '吗', '呢', '吧', '啊', '呀', '还', '已', '不', '没', '很', '太', '再', '请', '帮', '说', '做', '去', '这', '那', '报', '带', '了', '练', '弹', '唱', '背', '现', '刚', '每', '女', '男', '学', '电', '手', '过', '进', '刷', '写', '画', '听', '聊', '查', '批', '订', '改':
		return true
	}
	return false
}

// nickname: 小宇, 阿哲, 朵朵, 石头, 小鱼儿: by what follows, two characters before
// three.
func (m *message) nickname(i, most int) int {
	if most-i < 2 || m.badStart(i) || m.commonWord(i, i+2) && !m.doubled(i) {
		return 0
	}
	if m.t.Has(i, "天天") > 0 && ends(m.t, i, "给", "辅导", "叫", "学生", "陪", "带", "教", "孩子") > 0 {
		return i + 2
	}
	if m.doubled(i) && m.t.At(i+2) == m.t.At(i) && m.t.At(i+3) != m.t.At(i) {
		return m.whole(i, i+3) // 苗苗苗
	}
	if m.doubled(i) && m.t.At(i+2) != '儿' {
		return m.whole(i, i+2)
	}
	for _, k := range [...]int{2, 3, 4} {
		e := i + k
		if e > most || k == 4 && e != m.runEnd(i) {
			break
		}
		if m.title(e) || m.ends(e) == 2 || m.ends(e) > 0 && (k > 2 || m.doubled(i) || m.small(i)) {
			return m.whole(i, e)
		}
	}
	if m.doubled(i) || m.small(i) && most-i == 2 {
		return i + 2
	}
	return 0
}

// badStart knows what a name does not begin with: 完, 了, 和.
func (m *message) badStart(i int) bool {
	return m.functional(i) || m.t.Any(i, "完", "好", "过", "个", "些", "着", "两", "三", "几", "某", "全", "所", "各", "或", "但", "因", "为", "有", "能", "会", "得", "又", "才", "当", "对", "让", "用", "从", "今", "昨", "明天", "后天", "前天", "本", "此", "其", "无", "等", "最", "来", "出", "找", "问", "打", "写", "听", "吃", "睡", "起", "弄", "忙") > 0 && !m.doubled(i) || m.hardlyName(i)
}

// givenNames are given names and pet names whose first character begins no other
// name: 一诺, 可心, 如意.
var givenNames = script.NewLexicon(map[int]string{1: `一诺 一帆 一鸣 一涵 一凡 一心 一宁 一舟 一航 一菲 一言 一铭 一晨 一桐 一冉 一辰 一依 一然 一伊 一可 一朵 一楠 一博 一飞 一轩 一朗 一鹏 一琳 一笑 一泽 一鑫 一乐 一一 可心 可欣 可馨 可儿 可乐 可可 可盈 可颂 可爱多 可妮 可昕 可为 可凡 如意 如月 如萱 如雪 如一 如风 如果儿`})

// hardlyName says whether 一, 可 or 如 at i begins other words, as nearly always.
func (m *message) hardlyName(i int) bool {
	if c := m.t.At(i); c != '一' && c != '可' && c != '如' {
		return false
	}
	_, n := givenNames.At(m.t, i)
	return n == 0
}

func (m *message) doubled(i int) bool { return m.t.At(i) == m.t.At(i+1) && script.Han(m.t.At(i)) }

func (m *message) small(i int) bool {
	c := m.t.At(i)
	return c == '小' || c == '阿' || c == '大'
}
