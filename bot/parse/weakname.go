package parse

import "xiaoqing/bot/parse/script"

// halfWord says whether a name from i to e would end in the middle of what someone
// joins or asks for: 进云 of 进云托班.
func (m *message) halfWord(i, e int) bool {
	k, ok := m.markOver(e - 1)
	return ok && k.i > i && k.j > e && k.tags&(tCloud|tVolunteer|tTutorRole|tCommando|tReportIn|tSign|tAbsent|tDuty|tMissing|tUnitWord) != 0 && k.j-k.i > 2
}

// adverbs are words that stand where a name may and are none: how long, how, when.
var adverbs = script.NewLexicon(map[int]string{1: `整整 足足 满打满算 断断续续 陆陆续续 零零散散 磕磕绊绊 顺顺利利 总算 终于 好歹 勉强 匆匆 悄悄 渐渐 慢慢 偷偷 常常 往往 仅仅 刚刚 统统 通通 天天 日日 夜夜 样样 件件 处处 个个 人人 家家 户户 次次 回回 步步 早早 晚晚 快快 好好 轻轻 默默 恰恰 稍稍 略略 频频 连连 屡屡 白白 明明是 偏偏 纷纷 迟迟 久久 深深 大大 远远 紧紧 牢牢 死死 狠狠 乖乖地
	元月 正月 腊月 冬月 闰月 本月 上月 下月 月初 月中 月底 月末 年初 年中 年底 元旦 除夕 初夕 回老家 回家 老家 回乡 出差 开会 发烧 咳嗽 感冒 生病 住院 考试 有事 临时 突然 忽然 家里 学校 单位 公司 医院 嗓子 肚子 头疼 堵车 加班 值班 下班 上班 补课 复习 预习 听写 背诵 默写 订正 检查 讲解 巩固 拓展 提高 练习 测验 模拟 真题 错题 卷子 试卷 作文 阅读 单词 语法 方程 函数 几何 古诗 课文 生字 拼音 口算 应用题
	晚到 迟到 早到 刚到 缺席 早退 请假 表现 状态 态度 情绪 基础 进步 积极 认真 配合 走神 犯困 困了 累了 上线 下线 掉线 卡顿 网络 摄像 麦克 听懂 听讲 掌握 理解 成绩 分数 期中 期末 月考 兴趣 性格 内向 外向 活泼 调皮 专心 分心 投入 开心 高兴 满意 吃饭 吃完 洗澡 睡觉 起床 午睡 生气 哭闹 闹情 不想 不肯 想学 想听 喜欢 害羞 安静 主动 提问 互动 发言 爸爸 妈妈 奶奶 爷爷 外婆 外公 阿姨 家长 父母 老师 自己 今年 明年 马上 已经 正在 目前 最近 刚刚 刚才 后来 结果 本来 原来 原定 平时 平常 一直 总是 有点 有些 比较 特别 非常 上课 下课 学习 学校 班级 年级 小学 初中 高中 幼儿 中班 大班 小班 男生 女生 男孩 女孩 手机 电脑 平板 学籍 户口 证件 材料 地址 电话 单位`})

// adverb says whether i to e is such a word, or begins with one.
func (m *message) adverb(i, e int) bool {
	_, n := adverbs.At(m.t, i)
	return n > 0 && i+n <= e && n > 1
}

// rareName says whether i to j, right before 男 or 女, is a name though it be a
// word, too: 盛夏 女.
func (m *message) rareName(i, j int) bool {
	n := m.surname(i)
	return n > 0 && j-i > n && j-i <= n+2 && allHan(m.t, i, j) && !m.covered(i, j) && m.timeOver(i) == nil && !m.placeLike(i, j) && !m.badStart(i)
}

// moreOf says whether 多 or 少 and a verb begin at j: 给乐事多讲了半小时.
func (m *message) moreOf(j int) bool {
	return m.t.Any(j, "多", "少", "又", "先", "再", "继续", "重新", "接着", "顺便", "另外") > 0 && m.t.Any(j+1, "讲", "上", "补", "教", "练", "读", "写", "学", "做", "陪", "加", "聊", "续", "新", "着", "便", "外") > 0
}

// ofKin says whether a word for a child or a relative stands in a name from i to e.
func (m *message) ofKin(i, e int) bool {
	for k := i; k < e; k++ {
		if x := m.markAt(k); x.j-x.i > 1 && x.j <= e && x.tags&(tKid|tKin|tElder) != 0 && !m.doubled(k) {
			return true
		}
	}
	return m.t.Any(i, "俩孩", "俩娃", "俩人", "俩小") > 0
}

// ofPlace says whether a hospital, a firm or the like ends what begins with a name:
// 华山 of 华山医院, 张江 of 张江街道.
func (m *message) ofPlace(e int) bool {
	tags, n := vocabulary.At(m.t, e)
	if n >= 2 && tags&tUnitWord != 0 {
		return m.t.Any(e, "小学", "中学", "学校", "大学生", "幼儿园", "地铁", "机场", "物流", "书店", "学院", "工会", "青联", "学联") == 0
	}
	return m.t.Any(e, "附中", "附小", "分院", "总院", "院区", "火车站", "地铁站", "体育馆", "图书馆", "小区", "新村", "公寓", "花园", "广场", "大厦", "菜场") > 0
}
