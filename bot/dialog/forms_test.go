package dialog_test

import "xiaoqing/bot/form"

// conversation is one script over one form.
type conversation struct {
	name    string
	form    form.Form
	options map[string][]form.Option
	script  string
}

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
