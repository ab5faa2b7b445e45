package parse

import (
	"time"

	"xiaoqing/bot/parse/when"
)

// isNeed: asks for help. A strong word for what is needed is enough; a weak one
// wants a request, an address or an old person beside it.
func (m *message) isNeed() bool {
	if m.has(tAgo) && !m.has(tAsk) && !(m.has(tCare) && m.said("申请", "帮扶")) && !m.said("楼") && !m.pleads() || m.aboutUs() {
		return false
	}
	if m.thanks() {
		return false
	}
	if m.leftAlone() {
		return true
	}
	if m.said("要配", "想配", "得配") && (m.has(tElder|tKin) || m.address() != "") && len(m.waresSaid("medicine")) > 0 {
		return true
	}
	if m.orders() || m.shops() || m.lacks() && len(subjectsIn(m.t, m.body, m.t.Len())) == 0 {
		return true
	}
	asking := m.has(tAsk) || m.said("能不能", "代", "能帮", "可以帮", "求", "谁能", "谁有", "帮", "吗", "麻烦", "想", "急", "怎么办", "请", "需", "上门", "有没有", "压力", "可以聊", "怎么维权", "怎么投诉", "咋办") || m.pleads()
	switch {
	case m.has(tMedicine) && (asking || m.said("配药", "代配", "断药", "药没了", "药吃完", "药快") && !m.said("配药了", "买药了", "配了药", "买了药", "配好药")):
		return true
	case m.has(tVisit) && (asking || m.has(tElder)) && (m.has(tElder) || m.address() != "" || m.said("敲门", "上门", "看望")):
		return true
	case m.has(tKin|tElder) && m.pleads() && m.said("看看", "看一下", "看看我", "去看") && (m.address() != "" || m.said("打不通", "联系不上", "没人接", "不接电话")):
		return true
	case m.has(tSupply) && (asking || m.said("断粮", "断菜", "没菜", "没米", "断奶", "没吃的", "奶粉断", "菜没了", "米没了")):
		return !m.said("团购群", "抢菜真", "好不容易")
	case (m.has(tCare) || m.said("帮扶", "困境")) && (asking || m.said("帮扶", "困境", "低保", "孤儿", "断了收入", "没收入", "救助", "申请")):
		return true
	case m.has(tAdvice) && asking && !m.has(tSign):
		return m.said("12355", "维权", "咨询", "律师", "法律", "心理", "仲裁") || m.has(tAsk)
	}
	if m.said("求协调", "求派", "求安排", "求来", "求送", "求借", "求照", "想借个", "想借辆", "想借一") && m.address() != "" {
		return true
	}
	if m.has(tTrouble) && m.said("吗", "谁", "急", "有人") && m.address() != "" || m.pleads() && m.mishap() {
		return true
	}
	if m.has(tTrouble) && m.has(tElder) && m.said("要", "想", "需") && m.address() != "" {
		return true
	}
	return m.has(tTrouble) && (m.has(tAsk) || m.said("谁来", "谁能", "帮忙", "帮", "求", "麻烦")) || m.said("求助") && m.t.Len() > 8 || m.has(tElder) && m.has(tAsk) && m.address() != "" || m.said("没人照看", "没人照顾", "无人照料") || m.has(tAsk) && m.said("志愿者") && m.address() != ""
}

// thanks says whether help that came already is praised: nobody asks for more.
func (m *message) thanks() bool {
	if m.said("能不能", "求", "请", "急", "麻烦", "还没", "还要", "需") {
		return false
	}
	if m.said("真好", "开心", "感动", "真棒", "点赞", "多亏", "感谢", "太好了", "热心", "给力", "谢谢志愿者") && m.address() == "" && m.phone() == "" {
		return true
	}
	return m.said("修好了", "送来了", "送到了", "买到了", "配好了", "配到了", "解决了", "搞定了", "会来送", "会来吗") && m.said("昨天", "终于", "谢谢", "志愿者今天", "志愿者会") && !m.said("没修好")
}

// aboutUs: a question about the programme itself is no need.
func (m *message) aboutUs() bool {
	if m.has(tQuestion) && m.said("什么材料", "哪些材料", "什么手续", "带什么", "什么证件", "哪些证件") && m.address() == "" {
		return true
	}
	if m.has(tQuestion) && m.said("开门", "营业", "关门", "有卖", "有货", "要带", "什么材料", "什么手续", "多少钱", "涨价", "排队") && !m.pleads() && m.address() == "" {
		return true
	}
	if m.has(tQuestion) && !m.pleads() && m.address() == "" && m.said("礼包", "保供包", "蔬菜包", "物资包", "菜包") && m.said("里有", "里面有", "有什么", "有哪些", "有啥", "含", "包括", "是什么", "几斤", "什么时候", "啥时候", "到了吗", "发了吗", "发了没", "几号", "哪天") {
		return true
	}
	return m.has(tQuestion) && m.said("收费", "要钱", "怎么收", "你们是", "你是谁", "是真的吗", "骗子", "是做什么", "解封", "谁来教", "谁教") && m.address() == ""
}

func fillNeed(m *message, f *Fields) {
	f.Category = m.category()
	f.Phone = m.phone()
	f.Place = m.address()
	f.Who = m.inNeed()
	f.Deadline = m.deadline()
	if f.Category == "medicine" || f.Category == "supply" {
		f.Items = m.needed(f)
	}
}

// category is what is needed; the narrower word wins.
func (m *message) category() string {
	switch {
	case m.said("代配药", "配药", "代配", "买药", "取药", "拿药", "开药", "续药", "送药", "断药") || m.has(tMedicine) && !m.has(tSupply|tAdvice|tCare):
		return "medicine"
	case m.leftAlone() && !m.said("12355", "维权"):
		return "care"
	case m.medicineSaid() && !m.said("维权", "咨询"):
		return "medicine"
	case m.said("困境", "帮扶", "低保", "孤儿", "断了收入", "没有收入", "没收入", "失去收入", "事实无人", "困难家庭", "助学", "生活费", "学费", "救济", "贫困"):
		return "care"
	case m.said("12355", "维权", "心理老师", "心理咨询", "心理疏导", "心理辅导", "心理援助", "法律", "律师", "仲裁", "欠薪", "拖欠", "扣工资", "扣我工资", "押金", "辞退", "裁员"):
		return "advice"
	case (m.lacks() || m.shops()) && !m.has(tMedicine) && !m.said("修", "坏了", "漏水", "堵了"):
		return "supply"
	case m.said("送点菜", "买点菜", "带点菜", "送些菜", "买些菜", "带些菜"):
		return "supply"
	case m.said("修", "坏了", "爆了", "漏水", "堵了", "抬", "理发", "陪诊", "轮椅", "去医院", "看病", "看急诊", "就诊", "复诊", "透析", "打疫苗", "停水", "停电", "打不开", "遛狗", "喂猫", "接送", "钥匙"):
		return "other"
	case m.has(tElder|tKin) && m.said("去看看", "看看", "看一看", "看一下", "瞧瞧", "瞧一瞧", "瞧一眼", "看一眼") && !m.has(tTrouble) && !m.mishap(), m.said("敲门", "敲个门", "敲敲门", "敲下门", "敲一下门", "看望", "上门看", "探望", "没下楼", "没出门", "聊天", "聊聊", "走访", "慰问", "不开门", "没人应", "没动静", "陪她", "陪他", "陪陪", "上门陪", "看看老人", "关心", "没开门", "不应门", "没应门", "没拿菜", "几天没见", "没见着人", "没见到人"):
		return "visit"
	case m.has(tMedicine):
		return "medicine"
	case m.has(tSupply):
		return "supply"
	case m.has(tCare):
		return "care"
	case m.has(tAdvice):
		return "advice"
	}
	return "other"
}

// deadline is until when help is needed: RFC 3339; a bare day means its end.
func (m *message) deadline() string {
	for k := len(m.times) - 1; k >= 0; k-- {
		it := m.times[k]
		_, day, ok := it.Days(m.at, when.Coming)
		sec, _, loose, has := it.Hours()
		if it.Open != when.Until && !m.by(it) || !ok && !has {
			continue
		}
		if !ok {
			day = m.dayFor(sec)
		}
		if loose && sec < 7*3600 {
			sec += 12 * 3600
		}
		if !has {
			sec = 23*3600 + 59*60
			if it.A.Part == when.Noon {
				sec = 12 * 3600
			}
		}
		y, mo, d := day.Date()
		return time.Date(y, mo, d, 0, 0, sec, 0, m.at.Location()).Format(time.RFC3339)
	}
	return ""
}

// by says whether words around an expression of time make it a deadline: 最晚周五,
// 周五要用, 截止明天.
func (m *message) by(it when.Item) bool {
	for _, w := range [...]string{"最晚", "最迟", "截止", "截止到", "截至", "不晚于", "赶在", "截止时间", "截止时间:", "期限", "期限:", "最晚到", "最迟到", "务必"} {
		if m.t.Before(it.I, w) || m.t.Before(it.I, w+" ") || m.t.Before(it.I, w+":") {
			return true
		}
	}
	return m.t.Any(m.t.Skip(it.J), "要用", "就要用", "就没了", "截止", "就断了", "必须", "就要断", "内", "之内", "就吃完", "为止", "就不够", "要断") > 0
}
