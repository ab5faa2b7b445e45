package parse

import (
	"strings"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// isDigest asks for figures.
func (m *message) isDigest() bool {
	if m.has(tQuestion) && m.said("怎么统计", "怎么看日报", "日报怎么") || m.said("日报社", "统计局", "晚报") {
		return false
	}
	if m.asksReport() {
		return !m.said("订日报") && m.t.Len()-m.body < 60
	}
	return m.short(40) && (m.begins("统计", "汇总", "看统计", "出统计", "查统计", "报表", "数据", "看数据", "看一下数据") > 0 || m.said("统计一下", "的统计", "统计数据", "数据统计", "数据汇总", "汇总数据", "报表", "汇总表", "统计表", "需求统计", "报名统计", "课时统计", "上岗统计", "资源统计", "统计")) && !m.has(tTeach&^tLesson) || m.short(30) && m.said("统计", "汇总") && !m.said("给我统计核酸")
}

// asksReport says whether 日报 or the like is said, and not 女儿周周报名.
func (m *message) asksReport() bool {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "日报", "周报", "月报", "战报", "简报")
		if n > 0 && (m.t.Any(i+n, "名", "到", "道", "云托", "志愿") == 0 || m.said("多少", "人数", "统计", "数据", "情况", "汇总", "总数")) {
			return true
		}
	}
	return false
}

func fillDigest(m *message, f *Fields) {
	if f.Org = m.digestOrg(); f.Org == "" {
		f.Named = m.besides()
	}
	f.Topic = m.topic()
	today := calendar.DayOf(m.at)
	for _, it := range m.digestTimes() {
		if from, to, ok := it.Days(m.at, when.Past); ok {
			if f.From != "" && f.From == f.To && from < to && m.t.Contains(m.body, "那") && from == today.Monday() { // 3月28日那周
				from = f.From.Monday()
				to = from.Add(6)
			}
			f.From, f.To = from, minDay(to, today)
			if it.Open == when.Since {
				f.To = today
			}
		}
	}
	if f.From != "" && m.said("周报") && f.From == f.To {
		f.From = f.From.Monday()
		f.To = minDay(f.From.Add(6), today)
	}
	if f.From != "" {
		return
	}
	switch {
	case m.said("周报"):
		f.From, f.To = today.Monday(), today
	case m.said("月报"):
		f.From, f.To = today[:8]+"01", today
	case m.said("日报", "战报", "简报"):
		f.From, f.To = today, today
	}
}

// digestTimes are the days that are said, 3.28-4.3周报 being of no 4.3 weeks.
func (m *message) digestTimes() []when.Item {
	if !m.said("周报") {
		return m.times
	}
	return when.Scan(script.New(strings.ReplaceAll(m.t.Said(m.body, m.t.Len()), "周报", "。")), m.at, m.c.Off)
}

func minDay(a, b calendar.Day) calendar.Day {
	if a < b {
		return a
	}
	return b
}

// digestOrg is the unit whose figures are wanted; "" for the speaker's own.
func (m *message) digestOrg() string {
	if s := m.knownOrg(); s != "" {
		return s
	}
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "街道", "社区", "居委会", "居委", "镇", "乡", "区", "大学", "学院", "医院")
		if n == 0 || n == 1 && m.t.At(i) != '区' && !m.town(i) || m.t.Before(i, "社") || m.t.Before(i, "小") || m.t.Any(i, "区委", "区里") > 0 {
			continue
		}
		if from := m.unitStart(i); i-from >= 1 && i+n-from >= 2 && i-from < 10 && m.t.Any(from, "各", "每", "所有", "下面", "下级") == 0 {
			return m.t.Said(from, i+n)
		}
	}
	return m.shortOrg()
}

// shortOrg is the unit of the tree that is said without 区, 街道, 社区: 五角场日报. Where
// several are called so, it is what was said.
func (m *message) shortOrg() string {
	best, short := "", ""
	for _, o := range m.c.Orgs {
		s := ShortOrg(o)
		switch {
		case len([]rune(s)) < 2 || len(s) < len(short) || !m.said(folded(s)):
		case s == short && o != best:
			best = s
		default:
			best, short = o, s
		}
	}
	return best
}

// digestWords are what a request for figures is made of, besides days and units.
var digestWords = script.NewLexicon(map[int]string{1: `统计 汇总 报表 数据 数字 数 日报 周报 月报 战报 简报 晚报 图 图片 表 表格 转发 转发版 情况 总数 人数 多少 几 几个 人 次
	云托班 托班 入托 云拖班 爱心 课时 辅导 上课 上岗 值守 签到 在岗 需求 求助 资源 捐赠 捐款 请假 报名 志愿者 报到 突击队 审核 通过 结对 排课 孩子 老师 时长 活动 项目
	小青 你好 您好 请 麻烦 帮 帮我 帮忙 给 我 我们 咱 咱们 你 您 看 看看 看下 瞧 查 查查 出 做 拿 来 调 要 想 想要 需要 发 发送 推 传 导 导出 下载 打印 生成 再 重新 重发 先 也 就 都 还 能 能不能 可以 可不可以
	一 一下 一份 一张 一个 一遍 个 份 张 遍 下 的 地 得 了 吗 呢 吧 啊 呀 哦 嘛 哈 么 伐 呗 咯 哎 喂 那 这 那个 这个 那份 这份 把 在 和 跟 与 及 到 至 从 为止 截至 截止 是 有 没 没有 怎么 怎么样 怎样 咋样 如何 好 行 谢谢 谢 辛苦 急 急用 快 马上 现在 立刻 目前 最新 实时 完整 详细 具体 全部 所有 总 总的 合计 累计 一共 共
	各 每 按 分 单位 各单位 街道 社区 区 镇 居委 下面 下级 群 群里 群里面 里 里面 开会 领导 团市委 团区委 团委 团工委 市委 区委 市里 区里 书记 主任 上级 上面 汇报 用 要用 看一眼 过目
	今天 今日 当天 当日 昨天 昨日 前天 前日 明天 本周 这周 上周 下周 本月 这个月 上个月 当月 今年 去年 全年 最近 近 近期 期间 前 后 以来 以后 以前 之前 开始 起 天 日 号 月 年 周 星期 礼拜 上午 下午 中午 晚上 早上 刚才 刚刚`})

// besides is what a request for figures says besides its own words: a unit, perhaps,
// that the tree does not have.
func (m *message) besides() string {
	for i := m.body; i < m.t.Len(); i++ {
		from := i
		for i < m.t.Len() && script.Han(m.t.At(i)) && m.timeOver(i) == nil {
			if _, n := digestWords.At(m.t, i); n > 0 {
				break
			}
			i++
		}
		if i-from >= 2 && i-from <= 12 {
			return m.t.Said(from, i)
		}
		if _, n := digestWords.At(m.t, i); n > 1 {
			i += n - 1
		}
	}
	return ""
}

// topic is the workflow that figures are wanted of.
func (m *message) topic() string {
	switch {
	case m.said("云托班", "托班", "入托", "云拖班"):
		return "enrol"
	case m.said("课时", "辅导", "上课"):
		return "report"
	case m.said("上岗", "值守", "签到", "在岗"):
		return "shift"
	case m.said("需求", "求助"):
		return "need"
	case m.said("资源", "捐赠", "捐款"):
		return "resource"
	case m.said("请假"):
		return "leave"
	case m.said("报名", "志愿者", "报到", "突击队"):
		return "signup"
	}
	return ""
}
