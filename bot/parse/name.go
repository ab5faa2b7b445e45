package parse

import (
	"strings"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

// surnames (姓) begin names; compound ones have two characters.
var surnames = script.NewLexicon(map[int]string{
	1: spaced(`赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付代岳官仝苟植邸谌楚佟商闫佘伯赏覃占娜缑亢况郈有琴年来时揭`),
	2: `欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 西门 长孙 宇文 轩辕 钟离 鲜于 闾丘 司空 独孤 呼延 申屠 太史 公冶 澹台 淳于 单于 百里 东郭 万俟 赫连 濮阳 公羊 仲孙 拓跋 第五`,
})

// spaced puts a blank between characters.
func spaced(s string) string { return strings.Join(strings.Split(s, ""), " ") }

// surname is the length of the surname at i, 0 for none.
func (m *message) surname(i int) int {
	tag, n := surnames.At(m.t, i)
	if n == 0 {
		return 0
	}
	_ = tag
	return n
}

// titles (称谓) follow a name and are dropped: only these.
var titles = []string{"小朋友", "小同学", "老师", "同学", "宝贝", "宝宝", "童鞋"}

// nameAt cuts a person's name out at i: first one that the speaker is known to
// mean, then by surname, shape and what follows. end is 0 for none.
func (m *message) nameAt(i int) (end int) {
	if e := m.roster(i); e > 0 {
		return e
	}
	if e := m.latinName(i); e > 0 {
		return e
	}
	if m.badStart(i) && m.surname(i) < 2 {
		return 0
	}
	most := i
	for most < m.t.Len() && script.Han(m.t.At(most)) && most-i < 5 {
		most++
	}
	if n := m.surname(i); n > 0 && most-i > n && !(m.doubled(i) && most-i > 2) {
		if e := m.withSurname(i, n, most); e > 0 {
			return e
		}
	}
	return m.nickname(i, most)
}

// roster is the end of a known person's name at i; the longest wins.
func (m *message) roster(i int) (end int) {
	for _, p := range m.c.People {
		if n := m.t.Has(i, folded(p)); n > 0 && i+n > end {
			end = i + n
		}
	}
	return end
}

func folded(s string) string {
	for _, r := range s {
		if script.Fold(r) != r {
			return string(script.New(s).Fold)
		}
	}
	return s
}

// latinName reads Lucas, Mary Lee.
func (m *message) latinName(i int) int {
	j := i
	for script.Latin(m.t.At(j)) {
		j++
	}
	switch m.t.Read(i, j) {
	case "pm", "am", "ok", "hi", "hello", "over", "python", "scratch", "https", "http", "www", "min", "app", "qq", "id", "emo", "done", "english", "ppt", "zoom", "wifi", "vip":
		return 0
	}
	return yes(j-i >= 2 && j-i <= 14, j)
}

// withSurname: surname and one or two characters, whichever what follows allows.
func (m *message) withSurname(i, n, most int) int {
	for _, k := range [...]int{n, n + 1, n + 2} {
		if i+k <= most && m.title(i+k) && !m.isTitleName(i, k) && (k > n || m.t.Has(i+k, "老师") > 0) {
			return i + k
		}
	}
	short, long := i+n+1, i+n+2
	if long <= most && long == m.runEnd(i) {
		if m.t.Any(short, "吗", "吧", "呢", "啊", "呀", "的", "男", "女", "是") > 0 {
			return m.whole(i, short)
		}
		return m.whole(i, long)
	}
	switch {
	case short <= most && m.ends(short) >= 2:
		return m.whole(i, short)
	case long <= most && m.ends(long) > 0 && !m.functional(short):
		return m.whole(i, long)
	case short <= most && m.ends(short) > 0:
		return m.whole(i, short)
	case long <= most:
		return m.whole(i, long)
	}
	return 0
}

// isTitleName keeps 李老师 from becoming 李老.
func (m *message) isTitleName(i, k int) bool { return m.title(i + k - 1) }

// runEnd is the end of the Chinese characters from i on.
func (m *message) runEnd(i int) int {
	for script.Han(m.t.At(i)) {
		i++
	}
	return i
}

// whole refuses a common word as a name.
func (m *message) whole(i, e int) int {
	if m.commonWord(i, e) {
		return 0
	}
	return e
}

// commonWord says whether i to e is one known word, or begins one: 方便, 高三, 周末,
// 白天.
func (m *message) commonWord(i, e int) bool {
	if _, n := vocabulary.At(m.t, i); n >= e-i || n >= 2 && n == e-i {
		return true
	}
	if _, g := gradeAt(m.t, i); g >= e {
		return true
	}
	if _, s := subjectAt(m.t, i); s >= e {
		return true
	}
	if it := m.timeOver(i); it != nil && it.J >= e && it.J-it.I >= 2 && !it.A.Date.Soft() {
		return true
	}
	return m.covered(i, e) && m.markAt(i).j-i > 1
}

func (m *message) markAt(i int) mark {
	if k, ok := m.markOver(i); ok && k.i == i {
		return k
	}
	return mark{}
}

// title is the length of a title at i, 0 for none; only what names are said with.
func (m *message) title(i int) bool { return m.t.Any(i, titles...) > 0 }

// ends says how surely a name ends at j: 0 not, 1 perhaps (one function word), 2
// surely (a pause, a longer word, a time).
func (m *message) ends(j int) int {
	c := m.t.At(j)
	if !script.Han(c) && !script.Latin(c) {
		return 2
	}
	tags, n := vocabulary.At(m.t, j)
	switch {
	case n >= 2 && tags&(tCare|tSupply|tMedicine) != tags:
		return 2
	case m.functional(j):
		return 2
	case n == 1:
		return 1
	}
	if _, e := gradeAt(m.t, j); e > 0 {
		return 2
	}
	if _, e := subjectAt(m.t, j); e > 0 {
		return 2
	}
	if it := m.timeOver(j); it != nil && it.I == j && (it.J-it.I > 1 || it.Kind != when.Moment) {
		return 2
	}
	if m.t.Any(j, "今年", "读", "念", "奥", "家里", "就读") > 0 {
		return 1
	}
	return 0
}

// functional says whether the character at j is hardly ever part of a name.
func (m *message) functional(j int) bool {
	switch m.t.At(j) {
	case '的', '是', '在', '和', '跟', '与', '想', '要', '也', '都', '就', '我', '你', '您', '他', '她', '给', '把', '被', '从', '到', '叫', '住', '讲', '教', '补', '辅', '陪', '看', '读', '上', '吗', '呢', '吧', '啊', '呀', '还', '已', '不', '没', '很', '太', '再', '请', '帮', '说', '做', '去', '这', '那', '报', '带', '了', '练', '弹', '唱', '背', '现', '刚', '每', '女', '男', '学', '电', '手':
		return true
	}
	return false
}

// nickname: 小宇, 阿哲, 朵朵, 石头, 小鱼儿: by what follows, two characters before
// three.
func (m *message) nickname(i, most int) int {
	if most-i < 2 || m.badStart(i) || m.commonWord(i, i+2) && !m.doubled(i) {
		return 0
	}
	if m.doubled(i) && m.t.At(i+2) != '儿' {
		return m.whole(i, i+2)
	}
	for _, k := range [...]int{2, 3, 4} {
		e := i + k
		if e > most || k == 4 && e != m.runEnd(i) {
			break
		}
		if m.title(e) || m.ends(e) == 2 || m.ends(e) > 0 && (k > 2 || m.doubled(i) || m.small(i)) {
			return m.whole(i, e)
		}
	}
	if m.doubled(i) || m.small(i) && most-i == 2 {
		return i + 2
	}
	return 0
}

// badStart knows what a name does not begin with: 完, 了, 和.
func (m *message) badStart(i int) bool {
	return m.functional(i) || m.t.Any(i, "完", "好", "过", "个", "些", "着", "一", "两", "三", "几", "某", "全", "所", "各", "或", "但", "因", "如", "为", "有", "能", "会", "可", "得", "又", "才", "当", "对", "让", "用", "从", "今", "昨", "明天", "后天", "前天", "本", "此", "其", "无", "等", "最", "来", "出", "找", "问", "打", "写", "听", "吃", "睡", "起", "弄", "忙") > 0 && !m.doubled(i)
}

func (m *message) doubled(i int) bool { return m.t.At(i) == m.t.At(i+1) && script.Han(m.t.At(i)) }

func (m *message) small(i int) bool {
	c := m.t.At(i)
	return c == '小' || c == '阿' || c == '大'
}

// isName says whether the stretch from i to j is a name and nothing else.
func (m *message) isName(i, j int) bool {
	for _, t := range titles {
		if m.t.Before(j, t) && j-len([]rune(t))-i >= 1 {
			j -= len([]rune(t))
			break
		}
	}
	if e := m.roster(i); e == j {
		return true
	}
	n := m.surname(i)
	size := j - i
	if n == 0 || size <= n || size > n+2 || m.commonWord(i, j) {
		return false
	}
	for k := i; k < j; k++ {
		if !script.Han(m.t.At(k)) {
			return false
		}
	}
	return !m.covered(i, j) && !m.placeLike(i, j)
}

// placeLike says whether a short stretch is rather a place or a thing: 方舱, 东门,
// 高地.
func (m *message) placeLike(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if _, n := siteEnds.At(m.t, k); n > 0 && k+n == j && (n > 1 || j-i == 3 && m.t.Any(k, "路", "街", "楼", "区", "镇", "室", "站", "店", "号") > 0) {
			return true
		}
	}
	return m.t.Any(i, "江苏", "上海", "方舱", "东门", "南门", "西门", "北门", "时间", "平时", "安徽", "云南", "广东", "宁波", "温州", "华师", "同济", "复旦", "交大", "华东", "常州", "胡同", "马路", "金桥", "曹路", "高行", "高桥", "周浦", "江湾", "唐镇", "川沙", "宝山", "米饭", "牛肉", "鱼肉", "水果", "于今", "任何", "任务", "应该", "安好", "余下", "顾虑", "关于", "计划", "成功", "成绩", "解决", "查询", "通知", "温度", "宿舍", "居住", "党支部", "单间", "全职", "公司", "广告", "东西", "农村", "国企", "文员", "文科", "理科", "师范", "须知", "连长", "相关", "丰富", "满员", "满意", "水平", "容易", "慎重", "须", "越") > 0
}

// cut is the name at i as written; a title that follows is left out.
func (m *message) cut(i int) string {
	if e := m.nameAt(i); e > i {
		return m.t.Said(i, e)
	}
	return ""
}

// named reads the name after the first of labels that has one.
func (m *message) after(labels ...string) (name string, at int) {
	for _, l := range labels {
		for i := m.t.Find(m.body, l); i >= 0; i = m.t.Find(i+1, l) {
			n := m.t.Has(i, l)
			if n == 0 {
				continue
			}
			j := m.t.Skip(i + n)
			j = m.t.Skip(j + m.t.Any(j, ":", "是", "叫做", "叫", "=", "/"))
			if name := m.cut(j); name != "" {
				return name, i
			}
		}
	}
	return "", -1
}

// Name reads a person's name, without 我叫, 是 and titles.
func Name(text string) (string, bool) {
	m := newMessage(text, Context{})
	if name, _ := m.after("我叫", "名字叫", "名字是", "姓名", "叫做", "名叫", "小名叫", "小名", "叫", "我是", "是", "就叫"); name != "" {
		return name, true
	}
	for _, s := range m.segments() {
		i, j := s.i, s.j
		if script.Latin(m.t.At(i)) {
			if e := m.latinName(i); e > 0 {
				return m.t.Said(i, e), true
			}
			continue
		}
		for _, t := range titles {
			if m.t.Before(j, t) && j-i > len([]rune(t)) {
				j -= len([]rune(t))
				break
			}
		}
		for j-i > 2 && m.t.Any(j-1, "吧", "啊", "呀", "哦", "的") > 0 {
			j--
		}
		if j-i >= 1 && j-i <= 4 && allHan(m.t, i, j) && !(j-i > 1 && m.commonWord(i, j) && m.covered(i, j)) {
			return m.t.Said(i, j), true
		}
	}
	return "", false
}

func allHan(t *script.Text, i, j int) bool {
	for ; i < j; i++ {
		if !script.Han(t.At(i)) && t.At(i) != '·' {
			return false
		}
	}
	return true
}
