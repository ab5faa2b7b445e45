package dialog_test

import (
	"testing"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/form"
)

func TestConversations(t *testing.T) {
	for _, c := range []conversation{
		{"one message goes straight to the card", signup, nil, `
			> 报名 张三 男 13812345678 五角场街道 周末全天 // signup name=张三 gender=m phone=13812345678 org=五角场街道 slots=[{"days":["sat","sun"],"start":"09:00","end":"21:00"}]
			你看看对不对：
			志愿者报名
			姓名：张三（男）
			电话：138****5678
			街道：五角场街道
			时间：周末全天（9点–21点）
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充特长。
			[没问题|改一改|不报了]
			> 1
			= done name=张三 gender=m phone=13812345678 org=五角场街道 slots=[{"days":["sat","sun"],"start":"09:00","end":"21:00"}]`},
		{"guided, an optional question is asked and skipped", signup, nil, `
			> 我要报名 // signup
			怎么称呼你？
			> 我叫张三
			男生还是女生？不想填就回“跳过”。
			[男|女]
			> 2
			你的手机号？
			> 13812345678 // unknown phone=13812345678
			你住哪个街道？
			> 五角场街道，周末全天有空 // unknown org=五角场街道 slots=[{"days":["sat","sun"],"start":"09:00","end":"21:00"}]
			有什么特长？没有就回“跳过”。
			> 没有
			你看看对不对：
			志愿者报名
			姓名：张三（女）
			电话：138****5678
			街道：五角场街道
			时间：周末全天（9点–21点）
			没问题回“1”，要改直接说，比如“电话改成139…”。
			[没问题|改一改|不报了]
			> 好的 // agree
			= done name=张三 gender=f phone=13812345678 slots=[{"days":["sat","sun"],"start":"09:00","end":"21:00"}] org=五角场街道 skills-`},
		{"what is about another field is kept and the question stays", signup, nil, `
			> 报名 // signup
			怎么称呼你？
			> 13812345678 // unknown phone=13812345678
			这个记下了。
			怎么称呼你？
			> 李四
			男生还是女生？不想填就回“跳过”。
			[男|女]
			> 跳过 // skip
			你住哪个街道？
			> 周末全天 // unknown slots=[{"days":["sat","sun"],"start":"09:00","end":"21:00"}]
			这个记下了。
			你住哪个街道？
			> 取消 // cancel
			好的，那先不报了。以后想报，随时跟我说。
			= closed`},
		{"the same sentence is never said twice in a row", enrol, nil, `
			elder
			hotline 021-12345678
			> 给朵朵报云托班 // enrol child=朵朵
			孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。
			[我是监护人，同意|我替家长报]
			> 好的 // agree
			请从这几个里选一个：1 我是监护人，同意，2 我替家长报。
			[我是监护人，同意|我替家长报]
			> 1
			孩子几年级？
			> 三年级
			您的手机号？
			> 1381234567
			手机号要11位，这个是10位，比如13812345678。
			> 1381234567
			还是没对上。您的手机号？照着写就行：13812345678。
			不想填了就回“取消”。
			> 1381234567
			“电话”先放着也没关系，想好了再回来写；不报了就回“取消”。也可以打021-12345678，有人帮您填。
			> 138123456
			手机号要11位，这个是9位，比如13812345678。
			不想填了就回“取消”。
			> 跳过 // skip
			“电话”先放着也没关系，想好了再回来写；不报了就回“取消”。也可以打021-12345678，有人帮您填。
			prompt
			您的手机号？
			> 13812345678
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			没问题回“1”，要改直接说，比如“电话改成139…”。
			[没问题|改一改|不报了]
			> 没问题
			= done child=朵朵 consent=guardian grade=3 phone=13812345678`},
		{"a required question cannot be skipped, and help explains", enrol, nil, `
			elder
			> 报云托班 // enrol consent=guardian
			孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。
			[我是监护人，同意|我替家长报]
			> 替家长
			孩子怎么称呼？小名就行。
			> 跳过 // skip
			这一项不能跳过。“孩子”还没填，比如王小明。
			> 帮助 // help
			现在要填的是“孩子”。孩子怎么称呼？小名就行。比如：王小明。
			回“上一步”改前面那项，回“取消”就不报了。
			> 上一步 // back
			孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。
			[我是监护人，同意|我替家长报]
			> 上一步 // back
			这已经是第一个问题了。
			孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。
			[我是监护人，同意|我替家长报]`},
	} {
		t.Run(c.name, func(t *testing.T) { run(t, c.form, c.options, c.script) })
	}
}

func TestAFieldGainedOvernightIsAsked(t *testing.T) {
	said := form.Answers{}.Set("child", "朵朵").Set("grade", "3").Set("phone", "13812345678")
	in := dialog.Input{At: at, Elder: true, Said: said}
	r := dialog.Begin(enrol, said, nil, in)
	r = dialog.Next(enrol, throughJSON(t, r.State), dialog.Input{Text: "1", At: at})
	if r.State.Stage != dialog.Confirm {
		t.Fatalf("stage %q, want the card", r.State.Stage)
	}
	grown := enrol
	grown.Fields = append(append([]form.Field(nil), enrol.Fields...), form.Field{Name: "slots", Label: "时间", Ask: "哪天晚上有空？", Kind: form.Slots{}})
	r = dialog.Next(grown, throughJSON(t, r.State), dialog.Input{Text: "1", At: at})
	if r.Outcome != dialog.Open || r.Reply.Text != "哪天晚上有空？" {
		t.Fatalf("said %q, want the new question", r.Reply.Text)
	}
	r = dialog.Next(enrol, throughJSON(t, r.State), dialog.Input{Text: "周末全天", At: at})
	if r.State.Stage != dialog.Confirm {
		t.Fatalf("said %q, want the card once the field is gone again", r.Reply.Text)
	}
}

func TestManyOptionsAndHiddenAnswers(t *testing.T) {
	var options []form.Option
	for _, name := range []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"} {
		options = append(options, form.Option{Value: name + "村", Label: name + "村居委会"})
	}
	f := form.Form{Name: "f", Title: "登记", Fields: []form.Field{
		{Name: "account", Kind: form.Text{}, Hidden: true},
		{Name: "org", Label: "社区", Ask: "您住哪个社区？", Kind: form.Org{}},
	}}
	in := dialog.Input{At: at, Elder: true}
	r := dialog.Begin(f, form.Answers{}.Set("account", "7"), map[string][]form.Option{"org": options}, in)
	if len(r.Reply.Buttons) != 8 || r.Reply.Hint != "点一个，或直接写。" {
		t.Fatalf("buttons %q, hint %q", r.Reply.Buttons, r.Reply.Hint)
	}
	in.Text = "十村"
	r = dialog.Next(f, throughJSON(t, r.State), in)
	if got := r.State.Answers.Get("org"); got != "十村" {
		t.Fatalf("org %q", got)
	}
	if len(r.Reply.Rows) != 1 || r.Reply.Rows[0].Value != "十村居委会" {
		t.Fatalf("rows %+v", r.Reply.Rows)
	}
	in.Text = "1"
	r = dialog.Next(f, throughJSON(t, r.State), in)
	if r.Outcome != dialog.Done || r.State.Answers.Get("account") != "7" {
		t.Fatalf("outcome %v, answers %+v", r.Outcome, r.State.Answers)
	}
}

func TestACorrectedRecordIsLeftAsItWas(t *testing.T) {
	said := form.Answers{}.Set("phone", "13812345678")
	f := form.Form{Name: "f", Title: "志愿者报名", Fields: []form.Field{{Name: "phone", Label: "电话", Ask: "手机号？", Kind: form.Phone{}}}}
	r := dialog.Begin(f, said, nil, dialog.Input{At: at, Said: said})
	r.State.Subject = 678
	reply := dialog.Prompt(f, r.State, true)
	if reply.Buttons[2] != "不改了" {
		t.Fatalf("buttons %q", reply.Buttons)
	}
	r = dialog.Next(f, throughJSON(t, r.State), dialog.Input{Text: "不改了", At: at})
	if r.Outcome != dialog.Closed || r.Reply.Text != "好的，没有改动，还是原来登记的样子。" {
		t.Fatalf("outcome %v, said %q", r.Outcome, r.Reply.Text)
	}
}
