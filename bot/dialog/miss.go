package dialog

import "xiaoqing/bot/form"

// miss says what is wrong with an answer; the same sentence is never said twice
// in a row. The second time shows an example and the ways out, the third offers
// to leave it and a person.
func (t *turn) miss(field form.Field, wrong string) Result {
	t.s.Misses++
	text := t.patience(field, wrong)
	t.s.Wrong = wrong
	return t.show(t.you(text), field)
}

func (t *turn) patience(field form.Field, wrong string) string {
	switch {
	case t.s.Misses == 1:
		return wrong
	case t.s.Misses%2 == 1:
		return t.letGo(field) + t.person()
	case wrong != t.s.Wrong:
		return wrong + "\n不想填了就回“取消”。"
	}
	text := "还是没对上。" + asked(field)
	if example := field.Example(); example != "" {
		text += "照着写就行：" + example + "。"
	}
	return text + "\n不想填了就回“取消”。"
}

// letGo is how to leave a question that does not work out.
func (t *turn) letGo(field form.Field) string {
	if field.Optional {
		return "“" + field.Label + "”可以不填，回“跳过”就行。"
	}
	return "“" + field.Label + "”先放着也没关系，想好了再回来写；不报了就回“取消”。"
}

// person is where a human helps.
func (t *turn) person() string {
	if t.in.Hotline == "" {
		return "也可以请社区的工作人员帮您填。"
	}
	return "也可以打" + t.in.Hotline + "，有人帮您填。"
}

// explain says what is being asked, with an example, and the ways out.
func (t *turn) explain(field form.Field) Result {
	text := "现在要填的是“" + field.Label + "”。" + asked(field)
	if example := field.Example(); example != "" {
		text += "比如：" + example + "。"
	}
	ways := "回“上一步”改前面那项，回“取消”就不报了。"
	if field.Optional {
		ways = "回“跳过”可以不填，" + ways
	}
	return t.show(t.you(lines(text, ways)), field)
}
