package dialog_test

import (
	"testing"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/form"
)

var signup = form.Form{Name: "signup", Title: "志愿者报名", Fields: []form.Field{
	{Name: "person", Label: "账号", Kind: form.Text{}, Hidden: true},
	{Name: "name", Label: "姓名", Ask: "怎么称呼你？", Kind: form.Name{}},
	{Name: "gender", Label: "性别", Ask: "男生还是女生？", Kind: form.Gender{}, Optional: true},
	{Name: "phone", Label: "电话", Ask: "你的手机号？", Kind: form.Phone{}},
	{Name: "org", Label: "街道", Ask: "你住哪个街道？", Kind: form.Org{}},
	{Name: "slots", Label: "时间", Ask: "什么时候有空？", Kind: form.Slots{}},
	{Name: "skills", Label: "特长", Ask: "有什么特长？", Kind: form.Text{Max: 100}, Optional: true},
}}

var consents = []form.Option{{Value: "guardian", Label: "我是监护人，同意"}, {Value: "helper", Label: "我替家长报"}}

var enrol = form.Form{Name: "enrol", Title: "爱心云托班", Fields: []form.Field{
	{Name: "consent", Label: "同意", Ask: "孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。", Kind: form.OneOf{Options: consents}, Tap: true},
	{Name: "child", Label: "孩子", Ask: "孩子怎么称呼？小名就行。", Kind: form.Name{}},
	{Name: "grade", Label: "年级", Ask: "孩子几年级？", Kind: form.Grade{}},
	{Name: "phone", Label: "电话", Ask: "您的手机号？", Kind: form.Phone{}},
	{Name: "unit", Label: "单位", Kind: form.Text{Max: 40}, Optional: true, Later: true},
}}

var report = form.Form{Name: "report", Title: "课时上报", Fields: []form.Field{
	{Name: "lesson", Label: "哪节课", Ask: "你报的是哪节课？", Kind: form.OneOf{}},
	{Name: "came", Label: "孩子来了", Ask: "孩子来了吗？", Kind: form.YesNo{}},
	{Name: "date", Label: "日期", Ask: "哪天上的？", Kind: form.Date{Past: true}, When: came},
	{Name: "minutes", Label: "时长", Ask: "上了多久？", Kind: form.Minutes{Min: 10, Max: 240}, When: came},
	{Name: "note", Label: "备注", Ask: "还有要补充的吗？", Kind: form.Text{Max: 20}, Optional: true},
}}

func came(a form.Answers) bool { return a.Get("came") != "no" }

var lessons = map[string][]form.Option{"lesson": {{Value: "9", Label: "课9 朵朵 19:00"}, {Value: "12", Label: "课12 小明 20:00"}}}

func TestConversations(t *testing.T) {
	for _, c := range []struct {
		name    string
		form    form.Form
		options map[string][]form.Option
		script  string
	}{
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
		{"corrections at the card", enrol, nil, `
			elder
			> 报云托班 // enrol child=朵朵 grade=3 phone=13812345678
			孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。
			[我是监护人，同意|我替家长报]
			> 1
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 电话改成1390004120 // correct
			手机号要11位，这个是10位，比如13812345678。
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 好的，手机号换一下13900041201 // agree phone=13900041201
			好，改好了。
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：139****1201
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 不对，是五年级 // refuse
			好，改好了。
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：五年级
			电话：139****1201
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 天气不错
			这句没看懂，回个数字就行。
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：五年级
			电话：139****1201
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 是不错
			还差一步：对的话回“1”，不对回“2”，不报了回“3”。
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：五年级
			电话：139****1201
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 3
			好的，那先不报了。以后想报，随时跟我说。
			= closed`},
		{"the list of fields", enrol, nil, `
			elder
			> 报云托班 // enrol child=朵朵 grade=3 phone=13812345678
			孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。
			[我是监护人，同意|我替家长报]
			> 我是监护人，同意
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 不对 // refuse
			要改哪一项？回数字，或者直接说，比如“电话改成139…”。
			[同意|孩子|年级|电话|单位]
			prompt
			要改哪一项？回数字，或者直接说，比如“电话改成139…”。
			[同意|孩子|年级|电话|单位]
			> 9
			没对上是哪一项。
			要改哪一项？回数字，或者直接说，比如“电话改成139…”。
			[同意|孩子|年级|电话|单位]
			> 3
			现在写的是三年级。
			孩子几年级？
			> 二十年级
			没有这个年级，从幼儿园小班到高三，比如三年级、预初、初二。
			> 跳过 // skip
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 2
			要改哪一项？回数字，或者直接说，比如“电话改成139…”。
			[同意|孩子|年级|电话|单位]
			> 改电话
			现在写的是138****5678。
			您的手机号？
			> 13900041201
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：139****1201
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 改一改
			要改哪一项？回数字，或者直接说，比如“电话改成139…”。
			[同意|孩子|年级|电话|单位]
			> 孩子叫豆豆 // correct child=豆豆
			好，改好了。
			您看看对不对：
			爱心云托班
			孩子：豆豆
			年级：三年级
			电话：139****1201
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充单位。
			[没问题|改一改|不报了]
			> 确认👌 // agree
			= done child=豆豆 grade=3 phone=13900041201 consent=guardian`},
		{"a field that is never asked can be changed", enrol, nil, `
			elder
			> 报云托班，我在新华医院 // enrol unit=新华医院
			孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。
			[我是监护人，同意|我替家长报]
			> 1
			孩子怎么称呼？小名就行。
			> 朵朵
			孩子几年级？
			> 三年级
			您的手机号？
			> 13812345678
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			单位：新华医院
			没问题回“1”，要改直接说，比如“电话改成139…”。
			[没问题|改一改|不报了]
			> 2
			要改哪一项？回数字，或者直接说，比如“电话改成139…”。
			[同意|孩子|年级|电话|单位]
			> 5
			现在写的是新华医院。
			“单位”怎么写？没有就回“跳过”。
			> 没有
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			没问题回“1”，要改直接说，比如“电话改成139…”。
			[没问题|改一改|不报了]
			> 单位是东方医院 // correct unit=东方医院
			好，改好了。
			您看看对不对：
			爱心云托班
			孩子：朵朵
			年级：三年级
			电话：138****5678
			单位：东方医院
			没问题回“1”，要改直接说，比如“电话改成139…”。
			[没问题|改一改|不报了]
			> 1
			= done unit=东方医院 consent=guardian child=朵朵 grade=3 phone=13812345678`},
		{"options by number, a question that falls away, free text", report, lessons, `
			> 报课时 // report
			你报的是哪节课？
			[课9 朵朵 19:00|课12 小明 20:00]
			> 小红
			请从这几个里选一个：1 课9 朵朵 19:00，2 课12 小明 20:00。
			[课9 朵朵 19:00|课12 小明 20:00]
			> 小明
			孩子来了吗？
			[是|否]
			> 没有来 // refuse
			还有要补充的吗？没有就回“跳过”。
			> 这是一段超过了二十个字的备注真的非常非常长啊
			最多写20个字，这里有22个，请挑要紧的写。
			> 等了15分钟
			你看看对不对：
			课时上报
			哪节课：课12 小明 20:00
			孩子来了：否
			备注：等了15分钟
			没问题回“1”，要改直接说，比如“哪节课改成…”。
			[没问题|改一改|不报了]
			> 孩子来了改成是
			好，改好了。
			哪天上的？
			> 今天 // unknown date=2022-04-08
			上了多久？
			> 九个小时 // unknown minutes=540
			时长要在10分钟到4小时之间，这里是9小时，请再核对一下，比如1小时。
			> 一个半小时
			你看看对不对：
			课时上报
			哪节课：课12 小明 20:00
			孩子来了：是
			日期：4月8日 周五
			时长：1小时30分钟
			备注：等了15分钟
			没问题回“1”，要改直接说，比如“日期改成昨天”。
			[没问题|改一改|不报了]
			> 备注改成没有等
			好，改好了。
			你看看对不对：
			课时上报
			哪节课：课12 小明 20:00
			孩子来了：是
			日期：4月8日 周五
			时长：1小时30分钟
			备注：没有等
			没问题回“1”，要改直接说，比如“日期改成昨天”。
			[没问题|改一改|不报了]
			> 孩子来了：否
			好，改好了。
			你看看对不对：
			课时上报
			哪节课：课12 小明 20:00
			孩子来了：否
			备注：没有等
			没问题回“1”，要改直接说，比如“哪节课改成…”。
			[没问题|改一改|不报了]
			> 1
			= done lesson=12 came=no note=没有等`},
		{"a nine-hour lesson in one message is asked, the rest is kept", report, lessons, `
			> 报课9 今天九个小时 来了 // report lesson=9 came=yes date=2022-04-08 minutes=540
			时长要在10分钟到4小时之间，这里是9小时，请再核对一下，比如1小时。
			上了多久？
			> 90
			你看看对不对：
			课时上报
			哪节课：课9 朵朵 19:00
			孩子来了：是
			日期：4月8日 周五
			时长：1小时30分钟
			没问题回“1”，要改直接说，比如“日期改成昨天”。还可以补充备注。
			[没问题|改一改|不报了]
			> 上一步 // back
			现在写的是1小时30分钟。
			上了多久？
			> 取消
			好的，那先不报了。以后想报，随时跟我说。
			= closed`},
		{"a correction while another question is open", signup, nil, `
			> 报名 张三 13812345678 // signup name=张三 phone=13812345678
			你住哪个街道？
			> 不对，电话是13900041201 // correct phone=13900041201
			好，改好了。
			你住哪个街道？
			> 五角场街道
			什么时候有空？
			> 修改
			要改哪一项？回数字，或者直接说，比如“电话改成139…”。
			[姓名|性别|电话|街道|时间|特长]
			> 上一步
			什么时候有空？
			> 周末全天
			你看看对不对：
			志愿者报名
			姓名：张三
			电话：139****1201
			街道：五角场街道
			时间：周末全天（9点–21点）
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充性别、特长。
			[没问题|改一改|不报了]
			> 帮助 // help
			回“1”就交上去，回“2”改一改，回“3”不报了。
			你看看对不对：
			志愿者报名
			姓名：张三
			电话：139****1201
			街道：五角场街道
			时间：周末全天（9点–21点）
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充性别、特长。
			[没问题|改一改|不报了]
			> 就是13900041201 // unknown phone=13900041201
			已经是这样写的了，对的话回“1”。
			你看看对不对：
			志愿者报名
			姓名：张三
			电话：139****1201
			街道：五角场街道
			时间：周末全天（9点–21点）
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充性别、特长。
			[没问题|改一改|不报了]
			> 我会开车 // unknown skills=开车
			好，改好了。
			你看看对不对：
			志愿者报名
			姓名：张三
			电话：139****1201
			街道：五角场街道
			时间：周末全天（9点–21点）
			特长：开车
			没问题回“1”，要改直接说，比如“电话改成139…”。还可以补充性别。
			[没问题|改一改|不报了]
			= open
			> 对，电话13900041201 // agree phone=13900041201
			= done name=张三 phone=13900041201 org=五角场街道 slots=[{"days":["sat","sun"],"start":"09:00","end":"21:00"}] skills=开车`},
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
