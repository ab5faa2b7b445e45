package parse

import (
	"unicode/utf8"

	"xiaoqing/bot/parse/script"
)

// subjectNames are the subjects by tag; the list of words after each is how
// people call them.
var subjectNames = [...]string{"", "语文", "数学", "英语", "物理", "化学", "科学", "历史", "地理", "政治", "生物", "美术", "音乐", "体育", "编程", "阅读", "作业", "陪伴"}

var subjectWords = script.NewLexicon(map[int]string{
	1:  "语文 作文 写作 看图写话 古诗 古诗词 文言文 语文作文 拼音 汉字 写话 练字 书法课 chinese",
	2:  "数学 奥数 算术 珠心算 几何 代数 数学题 口算 应用题 高数 数学奥数 方程 math maths",
	3:  "英语 英文 口语 英语口语 外语 英语听力 英语阅读 英语语法 英语作文 单词 语法 听力 完形填空 自然拼读 音标 英语写作 english",
	4:  "物理 力学 电学 浮力 电路 physics",
	5:  "化学 元素周期表 chemistry",
	6:  "科学 自然科学 science",
	7:  "历史 history",
	8:  "地理",
	9:  "政治 道法 道德与法治 思想品德 思政",
	10: "生物 biology",
	11: "美术 画画 绘画 素描 水彩 国画 手工 儿童画",
	12: "音乐 唱歌 钢琴 声乐 乐理 吉他 尤克里里",
	13: "体育 跳绳 体能 运动 跳操 健身操 体锻",
	14: "编程 python scratch 编程课 c++",
	15: "阅读 看书 读书 绘本 读绘本 伴读 亲子阅读 讲绘本 名著 读故事 讲故事",
	16: "作业 功课 写作业 做作业 看作业 回家作业 作业辅导 语文作业 家庭作业",
	17: "陪伴 陪聊 聊天 陪玩 解闷 看护 谈心 陪陪他 陪陪她 陪陪孩子 陪他就 陪她就 陪着就 陪她玩 陪他玩 陪着玩",
	18: "语数英 语数外",
	19: "理化 数理化 物化",
	20: "数英 数外", 21: "语英", 22: "语数", 23: "政史地", 24: "史地", 25: "英语作业", 26: "数学作业", 27: "语文作业", 28: "英数", 29: "史地政",
	30: "物理化学", 31: "文综", 32: "理综", 33: "数理", 34: "化生", 35: "物理作业", 36: "化学作业", 37: "科学作业", 38: "数语外 数语英",
})

var several = map[int][]int{18: {1, 2, 3}, 20: {2, 3}, 21: {1, 3}, 22: {1, 2}, 23: {9, 7, 8}, 24: {7, 8}, 25: {3}, 26: {2}, 27: {1}, 28: {3, 2}, 29: {7, 8, 9},
	30: {4, 5}, 31: {9, 7, 8}, 32: {4, 5, 10}, 33: {2, 4}, 34: {5, 10}, 35: {4}, 36: {5}, 37: {6}, 38: {2, 1, 3}}

// subjectAt reads one subject, or several in one word, at i.
func subjectAt(t *script.Text, i int) (tags []int, end int) {
	tag, n := subjectWords.At(t, i)
	if n == 0 || t.At(i-1) == '总' || t.Any(i, "化学品", "生物医", "体育馆", "体育场", "体育中心", "体育公园", "音乐厅", "历史上", "科学防", "科学家", "物理治", "物理隔", "读书会", "政治面貌", "政治处", "地理位置", "数学老师说", "运动会", "运动场", "科学院", "物理老师没", "作业本", "作业没写", "作业没做", "作业没交", "作业没带", "作业没完", "作业没有", "陪伴孩子的老师") > 0 {
		return nil, 0
	}
	if tag == 19 {
		if t.Has(i, "数理化") > 0 {
			return []int{2, 4, 5}, i + n
		}
		return []int{4, 5}, i + n
	}
	if tag < len(subjectNames) {
		return oneTag[tag : tag+1], i + n
	}
	return several[tag], i + n
}

var oneTag = [...]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}

// Subjects reads school subjects, in the order said. What 不是 or 不用 negates is
// left out.
func Subjects(text string) []string { return subjectsIn(script.New(text), 0, 1<<30) }

func subjectsIn(t *script.Text, i, end int) []string {
	var out []string
	for end = min(end, t.Len()); i < end; {
		tags, e := subjectAt(t, i)
		if e == 0 {
			i++
			continue
		}
		if !negated(t, i) && !dropped(t, e) && !waived(t, e) && !homework(t, i, e, out) {
			for _, tag := range tags {
				out = addOnce(out, subjectNames[tag])
			}
		} else {
			out = without(out, tags)
		}
		i = topicEnd(t, tags, e)
	}
	return out
}

// topicEnd skips what a school subject named just before is about: 化学方程式,
// 地理作业, 语文的阅读 are one subject.
func topicEnd(t *script.Text, tags []int, e int) int {
	if len(tags) != 1 || tags[0] > 14 {
		return e
	}
	i := e + t.Any(e, "的")
	tag, n := subjectWords.At(t, i)
	if n == 0 || tag < 15 && t.Any(i, subjectNames[tag], "英文", "外语", "奥数") > 0 || tag > 16 || tag >= 11 && tag <= 14 {
		return e
	}
	return i + n
}

// negated says whether 不是, 没讲, 不用补 and the like stand just before i.
func negated(t *script.Text, i int) bool {
	if ends(t, i, "不是", "并非", "除了", "没有", "不要", "不用") > 0 {
		return true
	}
	j := i - ends(t, i, "这门课", "课", "的")
	j -= ends(t, j, "给他", "给她", "给孩子", "他的", "她的")
	j -= ends(t, j, "了", "到", "成", "完")
	verb := ends(t, j, "辅导", "上课讲", "讲", "教", "上", "补", "学", "做", "碰", "练", "排", "报", "需要", "来得及讲", "来得及上", "来得及教", "来得及补", "来得及")
	if verb == 0 {
		return false
	}
	return ends(t, j-verb, "没有", "没", "不用", "不想", "不要", "不再", "不是", "不", "未", "别", "没再", "勿", "不需要", "用不着", "没怎么", "没来得及", "来不及", "没空", "没时间", "没顾上", "没法", "没能", "没有时间", "没轮到", "没准备") > 0
}

// dropped says whether what ends at e was not taught after all: 数学没上, 英语先不讲.
func dropped(t *script.Text, e int) bool {
	j := e + t.Any(e, "这门课", "课", "这次", "今天")
	j += t.Any(j, "就", "先", "都", "根本")
	return t.Any(j, "没上", "没讲", "没教", "没补", "没来得及", "没轮到", "没碰", "没学", "没辅导", "没安排", "没有上", "没有讲", "没有教", "没有补", "不用补", "不用教", "不用辅导", "不用上", "不用了", "不上了", "不讲了", "不补", "不需要", "不要了", "不用") > 0 && t.Any(j, "没上课", "没学会", "没学好", "没学过", "没讲完", "没上完", "没补完", "没教完", "不用心", "不用功") == 0
}

// homework says whether 作业 from i to e was only set, or done by the child, beside
// a lesson: 化学,作业都做完了; 布置了作业.
func homework(t *script.Text, i, e int, taught []string) bool {
	if t.Has(i, "作业") == 0 || len(taught) == 0 {
		return false
	}
	return ends(t, i, "布置了", "布置", "留了", "留", "布置了点", "交了") > 0 || t.Any(e, "都", "也", "已", "全", "还没", "没写", "没做", "写完了", "做完了", "明天", "下次", "发") > 0
}

// ends is the length of the first of words that ends just before i, 0 for none.
func ends(t *script.Text, i int, words ...string) int {
	for _, w := range words {
		if t.Before(i, w) {
			return utf8.RuneCountInString(w)
		}
	}
	return 0
}

// waived says whether the subject that ends at e is not wanted: 数学不用补,
// 语文就不要了.
func waived(t *script.Text, e int) bool {
	if !t.May("不") && !t.May("了") {
		return false
	}
	e += t.Any(e, "就", "先", "暂时", "可以", "也", "都")
	if t.Any(e, "不用", "不需要", "不必", "不补", "不报", "不讲", "算了", "免了") > 0 {
		return true
	}
	n := t.Any(e, "不要", "不学")
	return n > 0 && (edge(t.At(e+n)) || t.Any(e+n, "了", "补", "报", "学", "教") > 0)
}

func addOnce(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}

func without(list []string, tags []int) []string {
	var out []string
	for _, s := range list {
		keep := true
		for _, tag := range tags {
			keep = keep && s != subjectNames[tag]
		}
		if keep {
			out = append(out, s)
		}
	}
	return out
}
