package parse

import "xiaoqing/bot/parse/script"

// gradeWords are grades with a name of their own. Shanghai has five years of
// primary school and four of junior school, which begins with 预初.
var gradeWords = script.NewLexicon(map[int]string{
	20 - 2: "小班 托班大 幼儿园小班 幼小班 幼儿小班 小小班",
	20 - 1: "中班 幼儿园中班 幼中班",
	20:     "大班 幼儿园大班 幼大班 学前班 学前 幼升小",
	20 + 6: "预初 预备班 预备年级 初中预备班 初预",
})

// gradeAt reads a grade at i: 三年级, 小二, 初一, 高三, 大班, 预初.
func gradeAt(t *script.Text, i int) (grade, end int) {
	if tag, n := gradeWords.At(t, i); n > 0 && !classSize(t, i, n) {
		return tag - 20, i + n
	}
	if n, ok := t.Number(i); ok && t.Any(t.Skip(n.End), "年级", "年纪") > 0 && !script.Numeric(t.At(i-1)) {
		v, whole := n.Int()
		return v, yes(whole && v >= 1 && v <= 12, t.Skip(n.End)+2)
	}
	if g, e := classAt(t, i); e > 0 {
		return g, e
	}
	return stageAt(t, i)
}

// classAt reads a class by its grade and number: 一(4)班, 三年2班, 五(1)中队.
func classAt(t *script.Text, i int) (grade, end int) {
	if next := t.At(i + 1); next != '(' && next != '年' {
		return 0, 0
	}
	v := script.Figure(t.At(i))
	if v < 1 || v > 9 || script.Numeric(t.At(i-1)) || t.Any(i-1, "初", "高", "小", "第", "中", "学") > 0 {
		return 0, 0
	}
	j := i + 2
	k := j
	for script.Numeric(t.At(k)) {
		k++
	}
	if k == j || k-j > 2 {
		return 0, 0
	}
	k += t.Has(k, ")")
	return v, yes(t.Any(k, "班", "中队") > 0, k)
}

// classSize: 大班 in 大班长, 中班 in 集中班 are no grades.
func classSize(t *script.Text, i, n int) bool {
	if n > 2 {
		return false
	}
	prev, next := t.At(i-1), t.At(i+n)
	return next == '长' || next == '车' || next == '制' || prev == '集' || prev == '初' || prev == '高' || prev == '扩' || t.At(i) == '小' && prev == '大'
}

func yes(ok bool, end int) int {
	if ok {
		return end
	}
	return 0
}

// stageAt reads 小三, 小学三年级, 初二, 初中一年级, 六年级, 高一.
func stageAt(t *script.Text, i int) (grade, end int) {
	base, most := 0, 0
	switch t.At(i) {
	case '小':
		most = 6
	case '初':
		if base, most = 6, 3; t.Any(i, "初中四", "初中4") > 0 {
			most = 4 // 初四 alone is a day of the moon
		}
	case '高':
		base, most = 9, 3
	default:
		return 0, 0
	}
	j := i + 1 + t.Any(i+1, "中", "学") // 初中, 小学, 高中
	v := script.Figure(t.At(j))
	if t.Any(j, "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖") > 0 {
		return 0, 0 // 小陆, 小伍 are people
	}
	if v < 1 || v > most || script.Numeric(t.At(j+1)) && t.At(j+1) != '半' && t.At(j+2) != '班' && t.At(j+3) != '班' {
		return 0, 0
	}
	if t.Any(j+1, "年级", "年纪") > 0 {
		return base + v, j + 3
	}
	if j == i+1 && (nameTail(t, i, j+1) || base > 0 && t.At(i-1) == '最') || j > i+1 && t.At(j+1) != '年' && t.Any(j, "一个", "一位") > 0 {
		return 0, 0
	}
	return base + v, j + 1
}

// nameTail says whether 小三 or 初一 here belongs to other words: 小二班, 正月初一,
// 小五金, 小一点, 老小三口.
func nameTail(t *script.Text, i, j int) bool {
	if t.At(i) == '初' && (t.At(i-1) == '月' || t.At(i-1) == '年' && !t.Before(i, "今年") && !t.Before(i, "明年") && !t.Before(i, "去年")) {
		return true
	}
	return t.Any(j, "点", "号楼", "口", "金", "些", "个", "岁", "位", "组", "队", "层", "楼") > 0
}

// Grade reads a school grade: 1–12, 幼儿园 小班 中班 大班 = -2 -1 0. A bare figure
// is the grade.
func Grade(text string) (int, bool) {
	t := script.New(text)
	for i := range t.Fold {
		if g, e := gradeAt(t, i); e > 0 {
			return g, true
		}
	}
	n, ok := figure(t)
	return n, ok && n >= 1 && n <= 12
}
