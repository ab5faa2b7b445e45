package parse

import "testing"

func TestContact(t *testing.T) {
	for text, want := range map[string]string{
		"今天晚10分钟": "", "带好语文书，看第12页到第15页": "", "2022-04-08 19:00开始，到20:30": "", "第12 13 14 15题": "", "我在微信群里看到通知了": "", "加我一个": "",
		"我电话13812345678": "phone", "打 138-1234-5678": "phone", "138.1234.5678": "phone", "幺三八一二三四五六七八": "phone", "021-55001234": "phone", "号码 1 3 8 1 2 3 4 5 6 7 8": "phone", "QQ 12345678": "account",
		"加我微信 duoduo_mama88": "account", "vx:zhang3344": "account", "邮箱 a@b.cc": "account",
		"看 https://example.com/a": "link", "www.example.com": "link", "百度一下 baidu.com": "link",
		"会议号 611-222-333": "meeting", "https://meeting.tencent.com/dm/abc": "meeting",
	} {
		if got := Contact(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestReadInvitation(t *testing.T) {
	for text, want := range map[string]Invitation{
		"林栖 邀请您参加腾讯会议\n会议主题：语文\n会议时间：2022/04/14 19:00-20:00 (GMT+08:00)\n\n点击链接入会：\nhttps://meeting.tencent.com/dm/Qx7mPz2LkV\n\n#腾讯会议：482-153-906\n会议密码：7788": {
			Link: "https://meeting.tencent.com/dm/Qx7mPz2LkV", Number: "482-153-906", Code: "7788"},
		"会议号：６１１－２２２－３３３": {Number: "６１１－２２２－３３３"}, "482-153-906": {Number: "482-153-906"}, "会议ID: 812 3456 7890 密码 88aa": {Number: "812 3456 7890", Code: "88aa"},
		"https://us02web.zoom.us/j/81234567890?pwd=abc。": {Link: "https://us02web.zoom.us/j/81234567890?pwd=abc"},
		"http://meeting.tencent.com/dm/abc":              {Strange: "http://meeting.tencent.com/dm/abc"},
		"https://meeting.tencent.com.evil.cn/dm/abc":     {Strange: "https://meeting.tencent.com.evil.cn/dm/abc"},
		"https://meeting.tencent.com@evil.cn/a":          {Strange: "https://meeting.tencent.com@evil.cn/a"},
		"https://work.weixin.qq.com/ca/cawcde1234":       {Strange: "https://work.weixin.qq.com/ca/cawcde1234"},
	} {
		if got, ok := ReadInvitation(text); !ok || got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
	for _, text := range []string{"", "今天7点上课", "13812345678", "密码是1234", "2022-04-08", "021-55001234"} {
		if got, ok := ReadInvitation(text); ok {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
