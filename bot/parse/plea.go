package parse

import "xiaoqing/bot/parse/script"

// mishaps are what goes wrong in a house, beyond what words tells.
var mishaps = script.NewLexicon(map[int]string{1: `困了 困住 被困 困在 卡了 卡住 卡在 坏了 坏掉 破了 破掉 碎了 吹碎 打碎 断了 断掉 裂了 裂开 塌了 漏水 漏雨 漏气 漏电 渗水 积水 堵了 堵住 堵塞 掉了 掉下来 倒了 倒下来 吹倒 摔了 摔倒 摔跤 跌倒 跌了 滑倒 扭伤 锁在 反锁 锁坏 打不开 关不上 关不掉 开不了 走丢 丢了 找不到 不亮 不热 不制冷 不转 没电 没水 没煤气 没暖气 没信号 跳闸 短路 断电 停电 停水 断网 下水道不通 下水不通 马桶不通 管道不通 网不通 上不去 下不来 下不去 搬不动 拎不动 抬不动 爬不动 走不动 够不着 看不清 不会弄 不会用 不会扫 搞不来 弄不来 弄不了 没人修 没人管 没人照看 不理 不管 人手不够 进水 发水 淹了 马蜂 老鼠 冒烟 冒水 煤气味 烧坏 死机 黑屏 连不上 松了 松动 绊倒 塌陷 翘起来 歪了 漏了 滴水 跳电 烧了 起火 爆了 下不了床 下不了楼 出不了门 起不来 起不了床 骨折 中风 瘫痪 卧床 走不了 行动不便 腿脚不便 没人做饭 来修 会修的 修不好 抬轮椅 抬下楼 搬东西`})

// mishap says whether something went wrong.
func (m *message) mishap() bool {
	for i := m.body; i < m.t.Len(); i++ {
		if _, n := mishaps.At(m.t, i); n > 0 {
			return true
		}
	}
	return false
}

// pleads says whether someone is asked in so many words to come or to help.
func (m *message) pleads() bool {
	return m.said("谁来帮", "谁来", "谁能帮", "谁能来", "谁好帮", "啥人好帮", "啥人能", "有人能帮", "有人帮", "来帮我", "来帮阿拉", "帮我看", "帮我修", "帮我弄", "帮忙弄", "帮忙看", "帮帮我", "求帮", "求人", "求助", "能帮忙", "可以帮忙", "帮个忙", "帮下忙", "请帮", "能不能帮", "能不能来", "能不能派", "能不能找", "来个人", "来两个人", "来几个人", "派人", "派个", "派位", "叫个人", "搭把手", "搭个手", "帮一把", "请人", "请个", "找人", "想咨询", "想问问", "怎么维权", "我该找谁")
}

// lacks says whether the household ran out of things and asks for more, if only
// by saying where or until when.
func (m *message) lacks() bool {
	if !m.said("没", "断", "光", "完", "空", "见底", "只剩", "粮", "米缸", "缺") || len(m.ranOut()) == 0 && !m.said("冰箱空", "冰箱里空", "米缸", "米桶", "吃光", "用光", "喝光", "喝完", "没了", "断了", "见底", "吃完", "用完", "只剩", "没有了", "没米", "没菜", "没油", "没盐", "没奶", "没水喝", "不够吃", "没东西吃", "没吃的", "揭不开锅", "没粮", "断粮", "断奶", "断菜") {
		return false
	}
	if !m.wareSaid() && !m.said("冰箱", "米缸", "米桶", "吃", "粮", "断奶", "断菜", "没菜", "没米") {
		return false
	}
	return m.pleads() || m.has(tAsk) || m.said("求") || m.said("买", "送点", "送些", "带点", "急") || m.address() != "" || m.deadline() != ""
}

// orders says whether the message begins with what is to be done and names whom,
// where or until when: 买菜 土豆 洋葱 梁阿公, 保供 16号楼 月底前.
func (m *message) orders() bool {
	n := m.begins("买菜", "代买", "代购", "采购", "帮买", "保供", "配药", "代配", "带配药", "敲门", "上门", "看望", "需求", "求助", "困境", "帮扶", "维修", "报修", "修")
	if n == 0 || m.t.Any(m.body+n, "志愿者", "完成", "好了", "完了", "了", "岗", "结束", "已经") > 0 || m.has(tQuestion) || m.timed() {
		return false
	}
	return m.address() != "" || m.deadline() != "" || m.wareSaid() || m.phone() != "" || m.elder() != ""
}

// shops says whether a ware or a medicine by name is asked for: 能帮买猫粮吗,
// 帮我妈配一下波立维.
func (m *message) shops() bool {
	if m.has(tGive) && m.said("捐", "赠", "提供", "免费") || !m.wareSaid() && !m.said("送点菜", "送些菜", "带点菜") || m.timed() {
		return false
	}
	if m.begins("要", "来", "订", "买") > 0 && m.address() != "" && m.quantity().unit != "" && !m.has(tGive|tDuty|tQuestion) {
		return true
	}
	if m.begins("求", "急求", "急缺", "缺") > 0 || m.said("送点", "送些", "带点", "带些") && m.said("吧", "请", "麻烦", "能") && m.address() != "" {
		return true
	}
	if m.said("要买", "想买", "要配", "想配") && m.address() != "" && !m.has(tQuestion|tGive) {
		return true
	}
	return m.said("帮买", "帮我买", "帮忙买", "代买", "代购", "帮带", "帮忙带", "帮配", "帮忙配", "代配", "配一下", "配点", "求购", "求买", "求送", "求带", "求药", "求配", "急需", "急缺") || m.medicineSaid() && m.has(tAsk) && m.said("配", "买", "断", "缺", "没", "求")
}
