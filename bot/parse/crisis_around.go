package parse

import "xiaoqing/bot/parse/script"

// tale is how far what is said is marked as fiction. It ends with the sentence.
type tale struct {
	titled int  // one more than where 《 stands; 0 outside
	told   bool // what follows happens in a story
	felt   bool // and may be felt by who reads it
	played bool // what follows happens in a game
	quoted bool // since then someone spoke
	later  bool // another clause began since
	real   bool // someone real was named in this clause
}

func (s *tale) clause() { s.later, s.real = true, false }

// hear takes from tag what the story covers. Someone real in a later clause, or
// 我 unquoted, ends the story: 看完电影我也不想活了.
func (s *tale) hear(tag cue, i int) cue {
	if s.titled > 0 && i-s.titled < 30 {
		return 0
	}
	if tag&fiction != 0 || tag&work != 0 && !s.real {
		*s = tale{told: true, felt: tag&fiction == 0, real: s.real}
	}
	if tag&want != 0 && s.felt && !s.quoted {
		s.told = false // 看小说看到想自杀
	}
	if tag&game != 0 && (!s.real || tag&fiction != 0) {
		s.played = true
	}
	if tag&speech != 0 {
		s.quoted = true
	}
	if tag&person != 0 {
		s.someone(tag)
	}
	if s.told {
		return 0
	}
	if s.played {
		return tag &^ (violence | hard)
	}
	return tag
}

func (s *tale) someone(tag cue) {
	s.real = s.real || tag&(me|kin|kid) != 0
	if s.later && tag&(me|kin|kid) != 0 || tag&me != 0 && !s.quoted {
		s.told = false
	}
	if tag&(kin|kid) != 0 || s.later && tag&me != 0 {
		s.played = false
	}
}

// owner: 我妈, 我手机 speak of someone or something else than 我.
func owner(t *script.Text, i int) bool {
	if t.Any(i, "们", "家", "的", "手机", "钥匙", "电脑", "微信", "行李", "东西", "铺盖", "家具", "押金", "身份证") > 0 {
		return true
	}
	tag, _ := cryWords.At(t, i)
	return tag&(kin|kid) != 0
}

// call: 打她三个电话, 打他没接 are calls, 打孩子一针疫苗 is none either.
func call(t *script.Text, i int) bool {
	for k := i; k < i+8 && k < t.Len(); k++ {
		switch t.At(k) {
		case ',', '。', '!', '?', ';', '\n':
			return false
		}
		if dialled(t, k) || t.Any(k, "电话", "手机", "座机", "微信", "视频", "语音", "号码", "分机", "这个号", "没接", "不接", "没人接", "接通", "不通", "占线", "停机", "针", "疫苗", "办公") > 0 {
			return true
		}
	}
	return false
}

// dialled says whether a number to call begins at i: 打我139-0000-7744; 打我100下 has
// too few figures.
func dialled(t *script.Text, i int) bool {
	n := 0
	for ; script.Digit(t.At(i)) || n > 0 && (t.At(i) == '-' || t.At(i) == ' '); i++ {
		if script.Digit(t.At(i)) {
			n++
		}
	}
	return n >= 7
}

// evicted: who is put out by a landlord has a dispute, and asks for a lawyer; it is
// said in the same sentence and nobody of the family stands between.
func evicted(t *script.Text, i int) bool {
	for k := i - 1; k >= 0 && k > i-24; k-- {
		switch t.At(k) {
		case '。', '!', '?', '\n', '爸', '妈', '爹', '娘':
			return false
		}
		if t.Any(k, "老公", "公公", "老婆", "婆婆", "男朋友", "男友") > 0 {
			return false
		}
		if t.Any(k, "房东", "中介", "房管", "租房平台") > 0 {
			return true
		}
	}
	return false
}

// taught: 反家暴宣传, 防性侵讲座 speak of a programme; 被家暴 never does.
func taught(t *script.Text, i, j int) bool {
	if t.Before(i, "被") || t.Before(i, "遭") || t.Before(i, "遭受") || t.Before(i, "遭遇") {
		return false
	}
	if t.Before(i, "反") || t.Before(i, "防") || t.Before(i, "反对") || t.Before(i, "防范") || t.Before(i, "反校园") || t.Before(i, "防校园") || t.Before(i, "防治") {
		return true
	}
	for k := j; k < j+6 && k < t.Len(); k++ {
		switch t.At(k) {
		case ',', '。', '!', '?', ';', '\n':
			return false
		}
		if t.Any(k, "讲座", "宣传", "宣讲", "课程", "主题", "知识", "话题", "条例", "干预", "预防", "防治", "热线志愿", "题材", "情节", "片段", "的电影", "的片", "的书", "的绘本", "的纪录片", "的小说") > 0 {
			return true
		}
	}
	return t.Has(j, "法") > 0 || t.Has(j, "培训") > 0
}

// final: 想嘎了 and 想4 end there; 想4点去 and 想鼠标 do not.
func final(t *script.Text, i int) bool {
	c := t.At(i)
	return !script.Han(c) && !script.Digit(c) && c != ':' && c != '.' || t.Any(i, "了", "掉", "啊", "呀", "算", "自己", "我", "怎么", "一了", "脱", "吧", "得") > 0
}

// alone: 备注：死 says nothing but that.
func alone(t *script.Text, i, j int) bool {
	if letter(t.At(i-1)) || j > i+1 {
		return false
	}
	switch t.At(j) {
	case 0, ',', '。', '!', '?', ';', '\n':
		return true
	}
	return false
}

// bare hears what is a cry only when nothing else is said.
func bare(t *script.Text) bool {
	if t.Len() > 10 {
		return false
	}
	var b [10]rune
	n := 0
	for _, c := range t.Fold {
		if letter(c) {
			b[n], n = c, n+1
		}
	}
	switch said := string(b[:n]); said {
	case "死", "亖", "死了", "我要死了", "我快死了", "我会死", "我会死的", "活着", "怕他", "我好怕", "我害怕", "好害怕", "撑不住了", "我撑不住了", "我崩溃了", "绝望", "好绝望", "我好绝望", "先走了再见", "帮帮我", "我受不了了", "抑郁了", "活累了", "再见世界":
		return true
	}
	return false
}
