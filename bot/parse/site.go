package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

type timeItem = when.Item

// siteEnds are how the name of a place of duty ends. Longer ones come first.
var siteEnds = script.NewLexicon(map[int]string{1: `采样点 采样台 号采样台 核酸点 检测点 疫苗点 接种点 登记点 发放点 服务点 服务站 志愿服务站 服务中心 文化中心 社区中心 青年中心 活动中心 党群中心 党群服务中心 邻里中心 邻里汇 中心 卡口 门岗 岗亭 岗 口 门口 路口 入口 出口 大门 东门 西门 南门 北门 正门 后门 侧门 东大门 南大门 西大门 北大门 小门 门
	小区 小区门口 社区 食堂 菜场 菜场门口 超市 仓库 分拣点 中转站 快递点 物资点 集散点 图书室 图书馆 阅览室 活动室 会议室 大厅 门厅 广场 公园 体育馆 体育场 学校 小学 中学 大学 幼儿园 医院 方舱 隔离点 酒店 宾馆 车站 地铁站 站 站点 码头 机场 居委 居委会 村委 街道 物业 驿站 苑 花园 花苑 公寓 家园 佳园 新村 一村 二村 三村 四村 五村 六村 七村 八村 九村 村 里 坊 弄 号楼 号 楼下 楼 楼道 大厦 园区 园 城 广场 路 街 室 台 点位 点 帐篷 棚 亭 店 院 馆 场 道口 桥 桥头 通道 停车场 指挥部 前台 窗口 岗位 大堂 架空层 垃圾房`})

// site is the place of duty: after 地点: or 在…, or a stretch by itself that ends
// like one.
func (m *message) site() string {
	if i, ok := m.labelled("地点", "位置", "岗位", "地址", "点位", "上岗地点", "服务地点"); ok {
		if e := m.valueEnd(i); e > i {
			return m.t.Said(i, e)
		}
	}
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "在", "到达", "抵达", "到", "从", "来到", "于", "于是")
		if n == 0 || m.inWord(i, n) {
			continue
		}
		if p := m.siteFrom(m.t.Skip(i + n)); p != "" {
			return p
		}
	}
	for _, s := range m.segments() {
		if p := m.siteIn(s); p != "" {
			return p
		}
	}
	return ""
}

// inWord says whether 在 or 到 at i belongs to 现在, 签到, 到岗, 迟到, 或到7点.
func (m *message) inWord(i, n int) bool {
	for _, w := range [...]string{"现", "签", "迟", "报", "正", "收", "实", "存", "达", "不", "看", "想", "感", "听", "得", "受", "直", "晚", "点", "时", "半", "分", "刻"} {
		if m.t.Before(i, w) {
			return m.t.At(i) == '到' || w == "现" || w == "实" || w == "存"
		}
	}
	if m.timeOver(i) != nil || m.timeOver(i-1) != nil && m.t.At(i) == '到' {
		return true
	}
	return m.t.Any(i, "到岗", "到位", "到港", "到了", "到刚", "在岗", "到点", "到场", "到今", "到现", "到此", "到底", "从早", "从今", "从上午", "从下午", "从晚", "到晚", "到下午", "到上午") > 0
}

// siteFrom reads a place that begins at i: to a verb of duty, a particle or a
// pause, cut back to how a place ends.
func (m *message) siteFrom(i int) string {
	e := m.stop(i)
	for j := i + 1; j < e; j++ {
		if m.siteStops(j) {
			e = j
			break
		}
	}
	for e > i && m.t.Any(e-1, "了", "的", "这", "那", "啦", "吧", "呢", "哦", "已") > 0 {
		e--
	}
	if e-i < 2 || m.timeAt(i) {
		return ""
	}
	return m.t.Said(i, e)
}

func (m *message) timeAt(i int) bool {
	it := m.timeOver(i)
	return it != nil && it.I == i && m.realTime(*it) && m.t.At(it.J) != '门' && m.t.At(it.J) != '角'
}

// siteStops says whether what begins at j comes after the name of a place.
func (m *message) siteStops(j int) bool {
	if m.t.Any(j, "上岗", "上刚", "上港", "值守", "值班", "值夜", "值大夜", "值岗", "站岗", "站了", "守了", "执勤", "值勤", "维持", "扫码", "测温", "搬", "发", "送", "做", "帮", "巡", "守", "消杀", "引导", "服务", "志愿", "签到", "签退", "到岗", "离岗", "下岗", "下班", "了", "干", "忙", "当", "支援", "分", "录", "贴", "理货", "从", "今", "昨", "明", "上午", "下午", "晚上", "早上", "已经", "开工", "报到", "上班", "工作", "待", "轮", "负责", "敲", "顶", "协助", "整理", "打扫", "参加", "一直", "一起", "收工", "结束", "交班", "撤", "走", "开始", "就位", "装", "卸", "清") > 0 {
		return !m.placeWord(j)
	}
	it := m.timeOver(j)
	return it != nil && it.I == j && m.realTime(*it) && it.J-it.I > 2
}

// placeWord says whether a verb at j is part of a place: 志愿服务站, 分拣点, 发放点.
func (m *message) placeWord(j int) bool {
	return m.t.Any(j, "服务站", "服务中心", "服务点", "志愿服务站", "志愿者服务站", "志愿者驿站", "志愿者之家", "志愿者服务点", "分拣点", "发放点", "分发点", "引导台", "守卫", "上班族", "装卸点", "工作站", "工作室", "测温点", "扫码点", "分拣中心", "当代", "清水", "发电", "分局", "清真", "做核酸点", "送餐点", "今日", "明珠", "明德", "明苑", "昨日", "走廊", "服务台", "清华", "清", "工作") > 0 && m.t.Any(j, "工作了", "工作的", "清点", "清理", "清扫", "清洁") == 0
}

// siteIn reads a place that stands by itself.
func (m *message) siteIn(s run) string {
	i, e := m.nameStartIn(s), s.j
	for j := i + 1; j < e; j++ {
		if m.siteStops(j) {
			e = j
			break
		}
	}
	if e-i < 3 || e-i > 14 {
		return ""
	}
	for k := i + 1; k < e; k++ {
		if _, n := siteEnds.At(m.t, k); n > 0 && k+n == e && !m.covered(i, e) && m.t.Any(i, "志愿", "我们", "今天", "上岗", "到岗", "值班", "大家", "一起", "我", "先", "还有") == 0 {
			return m.t.Said(i, e)
		}
	}
	return ""
}

// nameStartIn skips times and function words at the beginning of a stretch.
func (m *message) nameStartIn(s run) int {
	i := s.i
	for again := true; again; {
		again = false
		if it := m.timeOver(i); it != nil && it.I == i && it.J <= s.j && m.realTime(*it) {
			i, again = it.J, true
		}
		if n := m.t.Any(i, "小青", "我", "刚刚", "刚", "已经", "已", "在", "到", "是", "就", "上岗", "签到", "签退", "到岗", "离岗", "值班"); n > 0 && i < s.j && !again {
			i, again = i+n, true
		}
	}
	return min(i, s.j)
}

// covered says whether known words make up all from i to j.
func (m *message) covered(i, j int) bool {
	for i < j {
		k, ok := m.markOver(i)
		if !ok || k.i != i {
			return false
		}
		i = k.j
	}
	return i == j
}
