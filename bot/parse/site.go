package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

type timeItem = when.Item

// siteEnds are how the name of a place of duty ends. Longer ones come first.
var siteEnds = script.NewLexicon(map[int]string{1: `采样点 采样台 号采样台 核酸点 检测点 疫苗点 接种点 登记点 发放点 服务点 服务站 志愿服务站 服务中心 文化中心 社区中心 青年中心 活动中心 党群中心 党群服务中心 邻里中心 邻里汇 中心 卡口 门岗 岗亭 岗 口 门口 路口 入口 出口 大门 东门 西门 南门 北门 正门 后门 侧门 号门 校门 厂门 院门 园门 单元门 东大门 南大门 西大门 北大门 小门
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
		n := m.t.Any(i, "上岗地点", "服务地点", "地点", "点位", "岗位", "位置", "在", "到达", "抵达", "到", "从", "来到", "位于")
		if n == 0 || m.inWord(i, n) || m.t.At(i) != '在' && n == 2 && m.t.Any(i, "地点", "点位", "岗位", "位置") > 0 && !edge(m.t.At(i-1)) {
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
	return m.t.Any(i, "到岗", "到位", "到港", "到了", "到啦", "到喽", "到咯", "到嘞", "到勒", "到哉", "到刚", "在岗", "到点", "到场", "到今", "到现", "到此", "到底", "从早", "从今", "从上午", "从下午", "从晚", "到晚", "到下午", "到上午") > 0
}

// siteFrom reads a place that begins at i: to a verb of duty, a particle or a
// pause, cut back to how a place ends.
func (m *message) siteFrom(i int) string {
	e := m.siteStop(i, m.stop(i))
	i += m.t.Any(i, "改成", "改为", "换成", "应该是", "更正为")
	i += m.t.Any(i, "是", "在", "了", "咱们", "我们", "阿拉")
	for n := 1; n > 0 && e > i; e -= n {
		n = ends(m.t, e, "这边", "这里", "那边", "那里", "这儿", "那儿", "这头", "那头", "旁边", "了", "的", "这", "那", "啦", "吧", "呢", "哦", "已", "呀", "嘞")
	}
	if e-i < 2 || m.timeAt(i) || !m.sitelike(i, e) {
		return ""
	}
	return m.t.Said(i, e)
}

// sitelike says whether i to e may be the name of a place: it ends like one, or is
// more than known words; here, at home and on the way are none.
func (m *message) sitelike(i, e int) bool {
	if m.t.Any(i, "这", "那", "哪", "此", "家", "路上", "外面", "线上", "网上", "手机", "群里", "单位", "公司", "可以", "时间", "点", "今", "明", "昨", "现在", "我", "你", "他", "她", "你们", "大家", "一起", "处", "身体", "里面", "位", "时", "目前", "什么") > 0 && m.t.Any(i, "我们小区", "时代", "明珠", "点位", "公司门口", "单位门口", "外面卡口", "家乐福", "今日", "家园", "位育", "明德", "明华", "那里的") == 0 {
		return false
	}
	return m.siteEnd(i, e) || !m.covered(i, e) && !script.Digit(m.t.At(e-1))
}

// siteEnd says whether i to e ends as places do.
func (m *message) siteEnd(i, e int) bool {
	for k := max(i, e-6); k < e; k++ {
		if _, n := siteEnds.At(m.t, k); n > 0 && k+n == e && (k > i || n > 1) {
			return true
		}
	}
	return false
}

func (m *message) timeAt(i int) bool {
	it := m.timeOver(i)
	return it != nil && it.I == i && m.realTime(*it) && m.t.At(it.J) != '门' && m.t.At(it.J) != '角'
}

// siteStop is where the name of a place that begins at i is over, e at the latest:
// before a verb of duty. A single character (发, 守) ends it only behind what ends
// like a place or when nothing later does: 图书馆发书, but 国和路核酸点.
func (m *message) siteStop(i, e int) int {
	weak := 0
	for j := i + 1; j < e; j++ {
		switch {
		case m.siteStops(j):
			e = j
		case !m.weakStop(j):
		case m.siteEnd(i, j):
			return j
		case weak == 0:
			weak = j
		}
	}
	if weak > 0 && !m.siteEnd(i, e) {
		return weak
	}
	return e
}

// siteStops says whether what begins at j surely comes after the name of a place.
func (m *message) siteStops(j int) bool {
	if m.t.Any(j, "上岗", "上刚", "上港", "值守", "值班", "值夜", "值大夜", "值岗", "站岗", "站了", "站着", "守了", "执勤", "值勤", "维持", "扫码", "测温", "巡逻", "消杀", "引导", "服务", "志愿", "签到", "签退", "签道", "签推", "到岗", "离岗", "下岗", "下班", "了", "支援", "录入", "理货", "从", "今天", "今晚", "今早", "昨", "明天", "明晚", "上午", "下午", "晚上", "早上", "已经", "开工", "报到", "上班", "工作", "轮岗", "轮到", "负责", "敲门", "协助", "整理", "打扫", "参加", "一直", "一起", "收工", "结束", "交班", "撤", "开始", "就位", "现在", "目前", "马上", "刚刚", "刚才", "正在", "这会", "立刻", "准备", "可以", "换班", "换岗", "换人", "来了", "来啦", "打卡", "接班", "看门", "登记", "出来", "出发", "回来", "回去", "过来", "过去", "总算", "终于", "任务", "交接", "帮忙", "帮着", "一个", "一下", "路上", "因为", "麻烦", "谢谢", "辛苦", "大白", "人手", "我", "你", "那我") > 0 {
		return !m.placeWord(j)
	}
	if k := m.markAt(j); k.j-k.i > 1 && k.tags&(tDuty|tIn|tOut) != 0 && !m.siteEnd(j, k.j) && !m.placeWord(j) {
		return true
	}
	it := m.timeOver(j)
	return it != nil && it.I == j && m.realTime(*it) && it.J-it.I > 2
}

// weakStop says whether one character at j may be a verb behind a place.
func (m *message) weakStop(j int) bool {
	return m.t.Any(j, "搬", "发", "送", "做", "帮", "巡", "守", "干", "忙", "当", "分", "录", "贴", "待", "敲", "顶", "走", "装", "卸", "清", "今", "明", "刚", "要", "就", "换", "等", "和", "跟", "都", "已", "先", "站", "盯", "管", "没", "不", "也", "还", "又", "再", "很", "太", "好", "拎", "推", "扛", "把", "给", "冷", "热", "累", "轮", "请") > 0 && !m.placeWord(j)
}

// placeWord says whether a verb at j is part of a place: 志愿服务站, 分拣点, 发放点.
func (m *message) placeWord(j int) bool {
	return m.t.Any(j, "卡口值守", "门岗值守", "服务站", "服务中心", "服务点", "服务台", "志愿服务站", "志愿者服务站", "志愿者驿站", "志愿者之家", "志愿者服务点", "引导台", "登记点", "登记处", "登记台", "上班族", "工作站", "工作室", "测温点", "扫码点", "今日", "明珠", "明德", "明苑", "昨日", "守卫", "分拣", "分发点", "发放点", "装卸点", "送餐点", "做核酸点", "分局", "分馆", "分店", "分校", "分院", "分部", "分中心", "分点", "分行", "站点", "站口", "站台", "和苑", "当代", "清水", "清真", "清华", "走廊", "管委", "管理处", "管理站", "换乘", "等候区", "等候室", "打卡点", "大白菜", "任务点", "交接点", "敲门", "清", "巡逻点", "工作") > 0 && m.t.Any(j, "工作了", "工作的", "清点", "清理", "清扫", "清洁", "敲门了", "敲门,") == 0
}

// siteIn reads a place that stands by itself.
func (m *message) siteIn(s run) string {
	i := m.nameStartIn(s)
	e := m.siteStop(i, s.j)
	if e-i < 3 || e-i > 14 {
		return ""
	}
	if m.told(i, e) {
		return ""
	}
	for k := i + 1; k < e; k++ {
		if _, n := siteEnds.At(m.t, k); n > 0 && k+n == e && (!m.covered(i, e) || m.markAt(i).j == e && m.markAt(i).tags&tVenue != 0 || e-i > 3 && !m.onlyDuty(i, e)) && m.t.Any(i, "志愿", "我们", "今天", "上岗", "到岗", "值班", "大家", "一起", "我", "先", "还有") == 0 {
			return m.t.Said(i, e)
		}
	}
	return ""
}

// told says whether a stretch from i to e tells what was done with things, and is
// no place: 钥匙放门卫那里.
func (m *message) told(i, e int) bool {
	for k := i; k < e; k++ {
		if m.t.Any(k, "放", "交给", "交到", "还给", "还到", "拿", "领了", "挨家", "挨户", "吃", "喝", "回来", "忘", "丢", "留给", "带走", "带回", "送到", "寄", "是", "敲门送", "跑上跑下", "都有", "忙到", "干到", "站到", "守到", "一直到") > 0 && m.t.Any(k, "放射", "放心", "解放", "开放", "放鹤", "吃货") == 0 && m.t.Any(k-1, "解放", "开放", "发放") == 0 {
			return true
		}
	}
	return ends(m.t, e, "那里", "这里", "哪里", "家里", "心里", "屋里", "手里", "群里", "包里", "车里", "柜里", "夜里", "嘴里", "里里") > 0
}

// onlyDuty says whether a word of duty stands from i to e: 到岗签到 is no place.
func (m *message) onlyDuty(i, e int) bool {
	for _, k := range m.marks {
		if k.i >= i && k.j <= e && k.tags&(tDuty|tIn|tOut|tWant|tSign|tAbsent|tDone|tVolunteer|tFunc) != 0 {
			return true
		}
	}
	return false
}

// nameStartIn skips times and function words at the beginning of a stretch.
func (m *message) nameStartIn(s run) int {
	i := s.i
	for again := true; again; {
		again = false
		if it := m.timeOver(i); it != nil && it.I <= i && i < s.j && m.realTime(*it) {
			i, again = min(it.J, s.j), true
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
