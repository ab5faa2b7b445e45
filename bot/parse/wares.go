package parse

import "xiaoqing/bot/parse/script"

// wares are what households ask for by name: 1 food and things of the day, 2
// medicines. They are never the name of a person who is helped.
var wares = script.NewLexicon(map[int]string{
	1: `大米 小米 糯米 面粉 面条 挂面 拉面 馒头 面包 吐司 饼干 方便面 泡面 水饺 速冻水饺 速冻饺子 饺子 馄饨 汤圆 年糕 包子 点心 蛋糕 小蛋糕 蛋挞 熟食 粮油 米 面 油 盐 糖 醋 葱 姜 蒜 鱼 肉 蛋 奶 菜 虾 梨
		鸡蛋 鸭蛋 皮蛋 咸蛋 咸鸭蛋 牛奶 鲜奶 酸奶 奶粉 婴儿奶粉 豆浆 豆腐 豆干 豆腐干 百叶 豆制品 粉丝 粉条 米粉 米线 麦片 辅食 食用油 色拉油 菜油 菜籽油 花生油 玉米油 橄榄油 豆油 酱油 生抽 老抽 白糖 红糖 冰糖 食盐 味精 鸡精 料酒 蚝油 黄酒 调料 大葱 小葱 香葱 大蒜 生姜 辣椒 青椒 甜椒
		番茄 西红柿 土豆 洋芋 马铃薯 红薯 地瓜 山芋 山药 芋头 芋艿 莲藕 萝卜 白萝卜 胡萝卜 白菜 大白菜 小白菜 青菜 小青菜 鸡毛菜 菠菜 芹菜 韭菜 生菜 花菜 西兰花 卷心菜 包菜 空心菜 米苋 苋菜 茭白 黄瓜 冬瓜 南瓜 丝瓜 苦瓜 茄子 豆角 四季豆 豇豆 毛豆 蚕豆 豌豆 豆芽 黄豆 绿豆 红豆 玉米 洋葱 蘑菇 香菇 金针菇 杏鲍菇 木耳 黑木耳 银耳 海带 紫菜 竹笋 冬笋 春笋 莴笋 绿叶菜 蔬菜 蔬菜包 蔬菜水果
		猪肉 牛肉 羊肉 鸡肉 鸭肉 鸡腿 鸡翅 鸡胸肉 排骨 小排 大排 肋排 五花肉 瘦肉 肉末 肉糜 肉丝 鸭子 老母鸡 火腿 火腿肠 香肠 红肠 腊肉 咸肉 午餐肉 罐头 鲫鱼 鲈鱼 带鱼 黄鱼 小黄鱼 河虾 基围虾 虾仁 螃蟹 水果 苹果 香蕉 橘子 橙子 生梨 葡萄 西瓜 草莓 桃子 柚子 猕猴桃 柠檬 红枣 枸杞 桂圆 莲子 百合 花生 核桃 瓜子 腰果 燕麦 燕麦片 藕粉 芝麻糊 黑芝麻 薏米 红薯粉 咸菜 榨菜 酱菜 雪菜 腐乳 老干妈 芝士 奶酪 黄油 果酱 蜂蜜 巧克力 糖果 零食 梨子 芒果 菠萝 樱桃 车厘子 哈密瓜 火龙果 蓝莓 砂糖橘 丑橘 牛排 羊排 鸡爪 鸭腿 鹅蛋 鹌鹑蛋 花蛤 蛤蜊 鱿鱼 鳕鱼 三文鱼 甲鱼 黄鳝 矿泉水 纯净水 饮用水 桶装水 茶叶 咖啡 可乐 饮料 啤酒 盒饭
		尿不湿 纸尿裤 成人纸尿裤 尿布 尿片 护理垫 卫生巾 卫生纸 餐巾纸 抽纸 卷纸 纸巾 湿巾 牙膏 牙刷 毛巾 洗发水 沐浴露 肥皂 香皂 洗衣粉 洗衣液 洗洁精 垃圾袋 保鲜膜 灯泡 电池 煤气罐 被子 棉被 口罩 手套 酒精 消毒液 消毒水 消毒湿巾 洗手液 防护服 面罩 抗原 抗原试剂 抗原试剂盒 体温计 温度计 血压计 血糖仪 血糖试纸 胰岛素针头 创可贴 纱布 棉签 轮椅 拐杖 助行器 猫粮 狗粮 猫砂 奶瓶 制氧机 氧气瓶 造口袋 导尿管`,
	2: `缬沙坦 氯沙坦 厄贝沙坦 氨氯地平 硝苯地平 非洛地平 拜新同 络活喜 代文 科素亚 安博维 倍他乐克 美托洛尔 比索洛尔 康忻 阿司匹林 拜阿司匹林 氯吡格雷 波立维 泰嘉 华法林 利伐沙班 阿托伐他汀 瑞舒伐他汀 辛伐他汀 立普妥 可定 二甲双胍 格华止 格列美脲 格列齐特 阿卡波糖 拜唐苹 达格列净 胰岛素 诺和灵 诺和锐 优甲乐 左甲状腺素钠 甲巯咪唑 赛治 速效救心丸 复方丹参滴丸 丹参滴丸 丹参片 麝香保心丸 硝酸甘油 地高辛 呋塞米 螺内酯 钙片 碳酸钙 骨化三醇 叶酸 铁剂 维生素 布洛芬 对乙酰氨基酚 美林 泰诺 泰诺林 扑热息痛 感冒灵 板蓝根 连花清瘟 小柴胡 藿香正气水 头孢 头孢克肟 阿莫西林 阿奇霉素 罗红霉素 左氧氟沙星 蒙脱石散 思密达 益生菌 妈咪爱 奥美拉唑 雷贝拉唑 耐信 吗丁啉 达喜 开塞露 乳果糖 沙丁胺醇 舒利迭 信必可 孟鲁司特 顺尔宁 氨溴索 川贝枇杷膏 止咳糖浆 开瑞坦 氯雷他定 西替利嗪 眼药水 滴眼液 退热贴 退烧药 止痛药 安眠药 安定 舍曲林 帕罗西汀 奥氮平 德巴金 丙戊酸钠 卡马西平 美多芭 多巴丝肼 多奈哌齐 安理申 非布司他 别嘌醇 羟氯喹 甲泼尼龙 泼尼松 他莫昔芬 来曲唑 易瑞沙 格列卫 恩替卡韦 复方甘草片 甲钴胺 谷维素 云南白药 安宫牛黄丸 六味地黄丸`,
})

// ware says whether i to j is such a thing.
func (m *message) ware(i, j int) bool {
	for k := i; k < j; k++ {
		if _, n := wares.At(m.t, k); n > 1 && k+n == j {
			return true
		}
	}
	_, n := wares.At(m.t, i)
	return n > 0 && i+n == j
}

// wareSaid says whether any such thing of two characters or more is named.
func (m *message) wareSaid() bool {
	for i := m.body; i < m.t.Len(); i++ {
		if _, n := wares.At(m.t, i); n > 1 {
			return true
		}
	}
	return false
}

// medicineSaid says whether a medicine is named.
func (m *message) medicineSaid() bool {
	for i := m.body; i < m.t.Len(); i++ {
		if tag, n := wares.At(m.t, i); n > 1 && tag == 2 {
			return true
		}
	}
	return false
}

// unlisted knows what ends a list of things that blanks divide: a name, a
// time, an address, a label, a phone. 代配药 缬沙坦 沈月英 14号201 明天前要.
func (m *message) unlisted(i, e int) bool {
	i = m.t.Skip(i)
	if m.ware(i, e) {
		return false
	}
	if m.isName(i, e) || m.elderly(i, e) || m.timeOver(i) != nil && m.timeOver(i).I == i && m.timeOver(i).J-i > 1 {
		return true
	}
	for k := i; k < e; k++ {
		if script.Digit(m.t.At(k)) && !script.Digit(m.t.At(k-1)) && m.house(k) > k {
			return true
		}
	}
	k := m.markAt(i)
	return k.tags&(tLabel|tFunc|tWant|tAsk|tKin|tKid|tElder|tVolunteer|tGender) != 0 && k.j-k.i > 1
}

// elderly says whether i to j is a person with a form of address: 李阿婆, 梁阿公.
func (m *message) elderly(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if n := m.t.Any(k, elders...); n > 0 && k+n == j && m.surname(i) > 0 {
			return true
		}
	}
	return false
}
