package pages

import (
	"io"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
)

// sample is one page with a view to draw it from.
type sample struct {
	name string
	draw func(*Pages, io.Writer) error
}

var zone = time.FixedZone("CST", 8*60*60)

func frame(title string) Frame {
	return Frame{Base: "/qing", Title: title, Hotline: "021-5500-0000", RecordNo: "沪ICP备00000000号"}
}

func samples() []sample {
	return []sample{
		{"chat", func(p *Pages, w io.Writer) error { return p.Chat(w, sampleChat()) }},
		{"chat-empty", func(p *Pages, w io.Writer) error { return p.Chat(w, emptyChat()) }},
		{"sim", func(p *Pages, w io.Writer) error { return p.Sim(w, Sim{Frame: frame("模拟器")}) }},
		{"form-report", func(p *Pages, w io.Writer) error { return p.Form(w, sampleReport()) }},
		{"form-enrol", func(p *Pages, w io.Writer) error { return p.Form(w, sampleEnrol()) }},
		{"done", func(p *Pages, w io.Writer) error { return p.Done(w, sampleDone()) }},
		{"class", func(p *Pages, w io.Writer) error {
			return p.Class(w, Class{Frame: frame("上课页"), Begun: true, Lessons: []ClassLesson{{"今天 19:00", "数学课", "45分钟（课9）"}, {"4月15日 周五 19:00", "数学课", "45分钟（课10）"}},
				Link: "https://meeting.tencent.com/dm/Qx7mPz2LkV", Number: "482-153-906", Code: "7788", Lesson: 9, Late: 6, Submission: "3f2a91c03f2a91c03f2a91c0"})
		}},
		{"class-empty", func(p *Pages, w io.Writer) error { return p.Class(w, Class{Frame: frame("上课页")}) }},
		{"lessonsheet", func(p *Pages, w io.Writer) error {
			return p.LessonSheet(w, LessonSheet{Frame: frame("用表格报课时"), Blank: "/l/abc/lessons.xlsx", Submission: "3f2a91c03f2a91c03f2a91c0", Good: 1, Data: `[{"n":2}]`,
				Rows: []SheetRow{{2, "4月8日 周五 19:00 小苹果", "课9记下了：45分钟，1课时。", false}, {N: 3, Says: "开始：请写几点，比如19:00。", Bad: true}}})
		}},
		{"calendar", func(p *Pages, w io.Writer) error {
			return p.Calendar(w, Calendar{Frame: frame("订到手机日历"), Feed: "https://xq.example.org.cn/qing/calendar/awASgICAgIAB8-C1ozN9m2Q1XyZ0aBcDeFgHi.ics", Until: "7月31日"})
		}},
		{"consent", func(p *Pages, w io.Writer) error { return p.Consent(w, sampleConsent()) }},
		{"conduct", func(p *Pages, w io.Writer) error { return p.Conduct(w, sampleConduct()) }},
		{"certificate", func(p *Pages, w io.Writer) error {
			return p.Certificate(w, Certificate{Frame: frame("志愿服务证明"), Serial: "XQ-2022-000123-K", State: "已签发", Good: true, Says: "打印出来，请签发单位在右下角盖章。",
				Picture: "/poster/enrol/qr.png", SavePicture: "/poster/enrol/qr.png", SavePDF: "/poster/enrol/qr.png", Check: "https://example.cn/qing/verify/ABCDEFGHJKLMNPQR",
				Rows: []say.Row{{Label: "姓名", Value: "阿卜杜热合曼·买买提艾力"}, {Label: "时长", Value: "31小时40分钟，40.5课时，26人次"}}})
		}},
		{"call", func(p *Pages, w io.Writer) error { return p.Call(w, sampleCall()) }},
		{"callboard", func(p *Pages, w io.Writer) error { return p.CallBoard(w, sampleCallBoard()) }},
		{"notice-gone", func(p *Pages, w io.Writer) error { return p.Notice(w, Notice{Frame: frame(""), Status: 410}) }},
		{"notice-error", func(p *Pages, w io.Writer) error {
			return p.Notice(w, Notice{Frame: frame(""), Status: 500, Incident: "7F3K"})
		}},
		{"review", func(p *Pages, w io.Writer) error { return p.Review(w, sampleReview()) }},
		{"review-pairs", func(p *Pages, w io.Writer) error { return p.Review(w, sampleProposals()) }},
		{"review-empty", func(p *Pages, w io.Writer) error {
			return p.Review(w, Review{Frame: frame("待审核"), Unit: "人", Lead: "五角场街道 · 志愿者报名"})
		}},
		{"review-shifts", func(p *Pages, w io.Writer) error {
			return p.Review(w, Review{Frame: frame("待审核"), Lead: "五角场街道 · 上岗时长", Submission: "s6", Unit: "次", Total: 2, Duty: true,
				Tabs: []Tab{{"志愿者", 0, "/console/review?tab=signup", false}, {"上岗", 2, "/console/review?tab=duty", true}},
				Rows: []ReviewRow{{ID: "岗10", Ticket: "岗10", Name: "阿卜杜热合曼·买买提艾力", Small: "4月9日 周六 08:02–12:00 打卡3小时58分钟，自动签退，五角场广场 核酸点引导", Tags: []Tag{{"自动签退", true}}, Waiting: "3小时"}}})
		}},
		{"duty-known", func(p *Pages, w io.Writer) error {
			return p.Duty(w, Duty{Frame: frame("在岗"), Submission: "s7", Name: "张三", OnDuty: true, Since: "08:02", Said: "签到好了（岗10）。", Rows: []say.Row{{Label: "任务", Value: "核酸点引导"}}})
		}},
		{"duty-new", func(p *Pages, w io.Writer) error {
			return p.Duty(w, Duty{Frame: frame("签到"), Submission: "s8", Own: say.Link{Label: "打开我的聊天", URL: "https://example.cn/qing/c/abc"}, Wrong: "班12明天才开始。",
				Fields: []Field{{Name: "name", Label: "姓名", Control: form.Name{}.Control(), Required: true}, {Name: "phone", Label: "电话", Control: form.Phone{}.Control(), Required: true, Wrong: "手机号要11位。"}}})
		}},
		{"roster", func(p *Pages, w io.Writer) error {
			return p.Roster(w, RosterPage{Frame: frame("核酸点引导"), Lead: "五角场街道", Ticket: "班12", Rows: []say.Row{{Label: "时间", Value: "明天 20:00–次日02:00"}}, Share: "核酸点引导要10人。", Code: "/d/abc/poster",
				Own: "/console/rosters/at/12", Submission: "s9", Changes: true, Cancels: true, Seated: []Helper{{Name: "张三", Phone: "13812345678", State: "08:02–12:05"}}, Waiting: []Helper{{Name: "阿依古丽·买买提", State: "第1位"}}})
		}},
		{"place-code", func(p *Pages, w io.Writer) error {
			return p.PlaceCode(w, PlaceCode{Frame: frame("地点签到码"), Wrong: "地点最多写20个字。"})
		}},
		{"console", func(p *Pages, w io.Writer) error { return p.Console(w, sampleConsole()) }},
		{"partner", func(p *Pages, w io.Writer) error { return p.Partner(w, samplePartner()) }},
		{"letters", func(p *Pages, w io.Writer) error { return p.Letters(w, sampleLetters()) }},
		{"listing", func(p *Pages, w io.Writer) error { return p.Listing(w, sampleListing()) }},
		{"login", func(p *Pages, w io.Writer) error {
			return p.Login(w, Login{Frame: frame("登录后台"), Expired: true})
		}},
		{"home", func(p *Pages, w io.Writer) error {
			return p.Home(w, Home{Frame: frame("首页"), City: "上海市", Simulator: true})
		}},
		{"poster", func(p *Pages, w io.Writer) error { return p.Poster(w, samplePoster()) }},
		{"privacy", func(p *Pages, w io.Writer) error {
			return p.Help(w, Help{Frame: frame("隐私说明"), Name: "privacy"})
		}},
	}
}

func at(clock string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", clock, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func emptyChat() Chat {
	return Chat{Frame: frame("聊天"), Token: "new1", Own: "https://example.cn/qing/c/new1", MessageID: "m1", Now: at("2022-04-08 19:05")}
}

func sampleChat() Chat {
	c := emptyChat()
	c.Org, c.Token, c.Own = "五角场街道", "tok1", "https://example.cn/qing/c/tok1"
	c.Lines = []Line{
		{N: 1, From: Me, Reply: say.Text("给孩子报云托班，三年级，数学英语，周一三五晚上7点，我在新华医院"), At: at("2022-04-07 21:40")},
		{N: 2, From: Bot, At: at("2022-04-07 21:40"), Reply: say.Reply{
			Hint:    "孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。",
			Buttons: []string{"我是监护人，同意", "我替家长报"},
			Links:   []say.Link{{Label: "全文", URL: "/help/privacy"}}}},
		{N: 3, From: Me, Reply: say.Text("1"), At: at("2022-04-08 19:02")},
		{N: 4, From: Bot, Reply: say.Text("好的。再问您两个问题：\n孩子怎么称呼？小名就行。"), At: at("2022-04-08 19:02")},
		{N: 5, From: Me, Reply: say.Text("朵朵"), At: at("2022-04-08 19:03")},
		{N: 6, From: Bot, At: at("2022-04-08 19:03"), Reply: say.Reply{
			Text: "您看看对不对：",
			Rows: []say.Row{{Label: "孩子", Value: "朵朵，三年级"}, {Label: "想学", Value: "数学、英语"}, {Label: "时间", Value: "周一、周三、周五 19:00起"},
				{Label: "单位", Value: "新华医院"}, {Label: "电话", Value: "138****5678"}},
			Hint:    "没问题回“1”，要改直接说，比如“时间改成周二”。",
			Buttons: []string{"没问题", "改一改", "不报了"}}},
		{N: 7, From: Me, Reply: say.Text("没问题"), At: at("2022-04-08 19:04")},
		{N: 8, From: Bot, At: at("2022-04-08 19:04"), Reply: say.Reply{
			Text:  "收到，编号托123。前面还有12个孩子，一般2–3天能对上。\n您自己的页面里随时能看进度、补材料。辛苦了！",
			Links: []say.Link{{Label: "您自己的页面", URL: "https://example.cn/qing/l/abc"}}}},
	}
	return c
}

func sampleReport() Form {
	return Form{Frame: frame("课时上报"), Lead: "课9 · 朵朵 · 周三数学", Submission: "s1", Submit: "确认上报",
		Fields: []Field{
			{Name: "day", Label: "日期", Value: "4月13日 周三", Required: true, Control: form.Control{Type: "text", Placeholder: "例如：4月13日"}},
			{Name: "start", Label: "开始", Value: "19:00", Required: true, Control: form.Control{Type: "text", Placeholder: "例如：19:00"}},
			{Name: "minutes", Label: "时长", Value: "60分钟", Required: true, Hint: "60分钟 = 1课时（每45分钟1课时，不足半课时不计）", Control: form.Control{Type: "text", Placeholder: "例如：60分钟"}},
			{Name: "note", Label: "备注", Value: "和课8时间重叠", Wrong: "这段时间和课8（18:30–19:30）重叠了。时间写错了就改上面，确实都上了就写一句说明。", Control: form.Control{Type: "textarea"}},
			{Name: "came", Label: "孩子来了吗？", Value: "yes", Required: true, Control: form.Control{Type: "radio", Options: []form.Option{{Value: "yes", Label: "来了"}, {Value: "no", Label: "没来"}}}},
		},
		Actions: []Action{{Label: "这节课没上", Do: "missed"}, {Label: "换个时间", URL: "/l/abc?do=move"}}}
}

func sampleEnrol() Form {
	return Form{Frame: frame("给孩子报云托班"), Lead: "三个问题，一分钟", Submission: "s2", Submit: "报名",
		Privacy: "孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。",
		Fields: []Field{
			{Name: "child", Label: "怎么称呼孩子", Required: true, Control: form.Control{Type: "text", Placeholder: "小名就行，例如：朵朵"}},
			{Name: "grade", Label: "几年级", Value: "十年级", Wrong: "没看懂年级，小学到高中都可以，比如“三年级”“初二”。", Required: true, Control: form.Control{Type: "text", Placeholder: "例如：三年级"}},
			{Name: "phone", Label: "您的电话", Value: "1381234567", Wrong: "手机号是11位，您写了10位，再看一眼，比如13812345678。", Required: true, Control: form.Control{Type: "tel", InputMode: "numeric", Placeholder: "例如：13812345678"}},
			{Name: "slots", Label: "什么时候有空", Control: form.Control{Type: "text", Placeholder: "例如：周一三五晚上7点"}},
			{Name: "consent", Label: "您是孩子的？", Required: true, Tap: true, Control: form.Control{Type: "radio", Options: []form.Option{{Value: "guardian", Label: "我是监护人，同意"}, {Value: "other", Label: "我替家长报"}}}},
		}}
}

func sampleDone() Done {
	return Done{Frame: frame("报好了"), Ticket: "托123", Says: "收到您的报名，前面还有12个孩子，一般2–3天能对上。",
		Rows: []say.Row{{Label: "孩子", Value: "朵朵，三年级"}, {Label: "电话", Value: "138****5678"}},
		Next: []string{"请您的单位确认一下，我们去问，您不用管。", "对上了志愿者，会告诉您老师是谁、什么时候上第一节课。"},
		Own:  say.Link{Label: "打开我的页面", URL: "https://example.cn/qing/l/abcdefghijklmnopqrstuvwxyz0123456789"}}
}

func sampleConsent() Consent {
	return Consent{Frame: frame("请监护人确认"), Child: "朵朵，三年级", By: "许静替您报的名", Ticket: "托123", Version: "2022-04", Submission: "s3",
		Actions: []Action{{Label: "我不是监护人", URL: "/c"}, {Label: "不报了", Do: "cancel"}}}
}

func sampleConduct() Conduct {
	return Conduct{Frame: frame("老师守则"), Version: "2022-04", Submission: "s6", Child: "托123", Lines: []string{"不和孩子、家长私下加微信、留电话，有事让小青带话。", "不收钱、不收礼，也不推销、不拉人。",
		"上课时请一位大人在孩子旁边，大人不在就先不上。", "双方商量好才开摄像头，不录音录像、不截图。", "孩子的事不往外说，不发朋友圈。", "觉得孩子不对劲，或者自己遇到难处，马上告诉小青。"}}
}

func sampleReview() Review {
	return Review{Frame: frame("待审核"), Lead: "五角场街道 · 志愿者报名 · 最久的等了1天3小时", Submission: "s4", Unit: "人", Total: 40, Said: "通过了2人：志675、志676。已经告诉他们了。",
		Tabs: []Tab{{"志愿者", 40, "/console/review?tab=signup", true}, {"云托班", 6, "/console/review?tab=enrol", false}, {"课时", 2, "/console/review?tab=report", false}},
		Rows: []ReviewRow{
			{ID: "678", Ticket: "志678", Name: "张三", Small: "男 22岁 · 周末全天 · 会开车", Waiting: "1天3小时", URL: "/console/signup/678"},
			{ID: "681", Ticket: "志681", Name: "何晓宁", Small: "女 20岁 · 复旦大学 · 晚上", Waiting: "22小时"},
			{ID: "684", Ticket: "志684", Name: "王芳", Small: "和志512同名同电话", Tags: []Tag{{"可能重复", true}}, Waiting: "20小时", URL: "/console/signup/684"},
			{ID: "690", Ticket: "志690", Name: "李伟", Small: "写的是四平路街道", Tags: []Tag{{"不住这里？", false}}, Waiting: "3小时"},
			{ID: "691", Ticket: "志691", Name: "高宁", Small: "女 28岁 · 晚上", Barred: "是您自己，要请别的团干部审核", Waiting: "1小时"},
		},
		Orgs: []string{"四平路街道", "长海路街道"}, More: "/console/review?tab=signup&page=2"}
}

func sampleProposals() Review {
	return Review{Frame: frame("待审核"), Lead: "五角场街道 · 结对建议", Submission: "s5", Unit: "对", Total: 3, Pairing: true,
		Tabs: []Tab{{"志愿者", 40, "/console/review?tab=signup", false}, {"云托班", 6, "/console/review?tab=enrol", false}, {"课时", 2, "/console/review?tab=report", false}, {"结对", 3, "/console/review?tab=pair", true}},
		Rows: []ReviewRow{
			{ID: "托3", Ticket: "托3", Name: "朵朵 三年级 → 林静", Small: "能教数学、英语 · 周一、周三晚上都有空 · 同在杨浦区 · 等了6天 · 每周一 19:00–19:45", Waiting: "133分"},
			{ID: "托5", Ticket: "托5", Name: "小鱼儿 初二 → 阿依古丽·买买提", Small: "能教物理 · 等了2天", Waiting: "46分"},
			{ID: "托8", Ticket: "托8", Name: "壮壮 五年级 → 何川", Small: "周六上午都有空", Barred: "这是您自己的，请另一位协调员来定。", Waiting: "23分"},
		}}
}

func sampleConsole() Console {
	return Console{Frame: frame("后台"), Name: "高宁", Org: "五角场街道", Doors: []Doors{
		{Doors: []Door{{Label: "待审核", Small: "志愿者40、云托班6、课时2", Count: 48, URL: "/console/review", Main: true},
			{Label: "待转告", Small: "消息发不到的人，请您说一声", Count: 2, URL: "/console/letters"}}},
		{Label: "找人手", Doors: []Door{{Label: "排班", Small: "招人、看谁报了、打印签到码", URL: "/console/rosters"}, {Label: "动员令", Small: "发一条，看谁来", URL: "/console/callouts"}}},
		{Label: "看情况", Doors: []Door{{Label: "数字", Small: "每个数点开看是哪几条", URL: "/console/figures"}, {Label: "群", Small: "哪些群收日报", URL: "/console/groups"}}}}}
}

func sampleLetters() Letters {
	return Letters{Frame: frame("待转告"), Said: "托120记下了，已转告。", Letters: []Letter{
		{ID: "1", Ticket: "托123", Name: "周女士", Text: "周女士您好，朵朵的第一节课定在4月11日周一19:00，老师是芮老师。", Phone: "13800000000", Waiting: "2小时"},
		{ID: "2", Ticket: "志678", Name: "张三", Text: "张三你好，你的报名通过了，明天9点到国定社区报到。", Waiting: "20分钟"}}}
}

func sampleListing() Listing {
	return Listing{Frame: frame("组织"), Lead: "上海市 · 4级", Items: []Item{
		{Title: "上海市", Value: "3,204人"}, {Title: "杨浦区", Value: "812人", Depth: 1}, {Title: "五角场街道", Small: "团干部：高宁", Value: "128人", Depth: 2, URL: "/console/orgs/3"},
		{Title: "国定社区", Value: "31人", Depth: 3}, {Title: "某某镇", Small: "有人这样写，还没归到哪个区", Tags: []Tag{{"待归属", true}}, Depth: 1}}}
}

func samplePoster() Poster {
	p, _ := PosterOf("enrol")
	p.Frame = frame(p.Title)
	p.Org, p.URL = "五角场街道", "https://example.cn/qing/f/enrol"
	return p
}

func samplePartner() Partner {
	return Partner{Frame: frame("复旦大学附属中山医院团委"), Name: "复旦大学附属中山医院团委", Submission: "s", Action: "/console/partner?id=7", Said: "记下了：新增12人。", Wrong: []string{"第2行 电话：手机号要11位，这个是10位，比如13812345678。"},
		Figures: []Figure{{Label: "报云托班", Value: "127人"}, {Label: "上课", Value: "1,204节"}, {Label: "课时", Value: "2,408.5课时"}},
		Staff: []ReviewRow{{ID: "托12", Ticket: "托12", Name: "阿卜杜热合曼·买买提艾力", Small: "手机尾号0000", Waiting: "1天3小时", Badge: "/console/badge/12"},
			{ID: "托13", Ticket: "托13", Name: "家长（手机尾号1234）", Waiting: "20分钟", Tags: []Tag{{Label: "等工牌照片"}}}, {ID: "托14", Ticket: "托14", Name: "吴敏", Barred: "这是您自己的，请另一位协调员来定。"}},
		Tutors: []Item{{Title: "林静", Small: "校团委已确认，入职查询有效到2023-03-01", Tags: []Tag{{Label: "已通过"}, {Label: "查询到期了", Warn: true}}, Value: "40.5课时，31小时"}},
		Upload: Upload{Action: "/qing/console/partner/list?id=7", Submission: "s", Title: "交名单", Says: "第一行写列名。", Label: "选表格（.xlsx）", Accept: ".xlsx", Submit: "交上去",
			Kinds: []Kind{{Value: "tutor", Label: "担保的辅导老师", Small: "列：姓名、电话、学院、入职查询结果、入职查询日期、有效期至"}, {Value: "staff", Label: "本单位职工", Small: "列：姓名、电话"}}}}
}

func sampleCall() Call {
	return Call{Frame: frame("动员令"), Org: "五角场街道", Ticket: "召12", Task: "核酸引导", State: "进行中", Open: true, Submission: "s6", Own: "https://example.cn/qing/l/abcdefghijklmnopqrstuvwxyz0123456789",
		Rows: []say.Row{{Label: "时间", Value: "4月9日 周六 07:00"}, {Label: "地点", Value: "五角场广场"}, {Label: "名额", Value: "20人，还剩3个"}, {Label: "联系人", Value: "王芳 021-55001234"}},
		Fields: []Field{
			{Name: "name", Label: "姓名", Required: true, Control: form.Control{Type: "text", Placeholder: "王小明"}},
			{Name: "phone", Label: "电话", Value: "138", Wrong: "手机号要11位，这个是3位，比如13812345678。", Required: true, Control: form.Control{Type: "tel", InputMode: "tel", Placeholder: "13812345678"}}}}
}

func sampleCallBoard() CallBoard {
	return CallBoard{Frame: frame("召12"), Org: "五角场街道", Task: "到新江湾城街道社区文化活动中心做核酸采样引导，维持秩序、扫码登记", State: "进行中", Going: true, Submission: "s7", Note: "截至今天 10:00。",
		Rows:    []say.Row{{Label: "时间", Value: "4月9日 周六 07:00"}},
		Figures: []Figure{{Label: "群", Value: "36", Small: "送到36"}, {Label: "私下发给", Value: "12,345", Small: "送到12,301"}, {Label: "已读", Value: "8,012"}, {Label: "参加", Value: "1,200"}, {Label: "候补", Value: "300"}, {Label: "来不了", Value: "2,001"}},
		Units: []CallUnit{{Name: "本级", Sent: "1个群，12人", Values: []string{"8", "2", "0", "1"}},
			{Name: "新江湾城街道第二居民区联合社区", Sent: "3个群，12,333人", Values: []string{"8,004", "1,198", "300", "2,000"}}},
		Joiners: []Item{{Title: "阿卜杜热合曼·买买提艾力", Small: "138****5678", URL: "tel:13812345678", Tags: []Tag{{Label: "候补", Warn: true}, {Label: "扫码报的"}}}}, More: 1400}
}
