package workflow

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// rollSaid takes the word before a list: 担保 and the tutors follow, 本单位名单 and the
// staff do.
func rollSaid(text string) (kind models.RollKind, rest string, ok bool) {
	for _, x := range []struct {
		word string
		kind models.RollKind
	}{{"担保名单", models.RollTutors}, {"担保", models.RollTutors}, {"本单位名单", models.RollStaff}, {"职工名单", models.RollStaff}, {"员工名单", models.RollStaff}, {"单位名单", models.RollStaff}} {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(text), x.word); ok {
			return x.kind, rest, true
		}
	}
	return "", text, false
}

// rollEntry is a line of a list on its way through the dialog.
type rollEntry struct {
	Name    string       `json:"name,omitempty"`
	Phone   string       `json:"phone"`
	College string       `json:"college,omitempty"`
	Checked calendar.Day `json:"checked,omitempty"`
	Until   calendar.Day `json:"until,omitempty"`
	Failed  bool         `json:"failed,omitempty"`
}

func (e rollEntry) line() models.RollLine {
	return models.RollLine{CheckedOn: e.Checked, Until: e.Until, Failed: e.Failed, RollPrivate: models.RollPrivate{Name: e.Name, Phone: e.Phone, College: e.College}}
}

// readRoll reads a pasted list, a person a line or several: 张三 13800000001
// 数学学院 无记录 2022-03-01. What cannot be read is named by its line, and skip, the
// words before the list, is not.
func readRoll(text, skip string, at time.Time) (entries []rollEntry, unread []string) {
	for i, line := range strings.Split(text, "\n") {
		words := rollWords(line)
		if len(words) == 0 || strings.TrimSpace(line) == skip {
			continue
		}
		people := perPerson(words)
		if people == nil && !strings.Contains(line, "姓名") {
			unread = append(unread, fmt.Sprintf("第%d行“%s”：没有手机号", i+1, say.Short(line, 20)))
		}
		for _, p := range people {
			e, why := readEntry(p, at)
			if why != "" {
				unread = append(unread, fmt.Sprintf("第%d行“%s”：%s", i+1, say.Short(line, 20), why))
				continue
			}
			entries = append(entries, e)
		}
	}
	return entries, unread
}

// rollWords splits a line, and drops the number before it.
func rollWords(line string) []string {
	words := strings.FieldsFunc(line, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune("，,；;、|：:（）()", c) })
	var out []string
	for _, w := range words {
		if _, phone := parse.Phone(w); len(out) == 0 && !phone {
			w = strings.TrimLeft(w, "0123456789.．)")
		}
		if w != "" {
			out = append(out, w)
		}
	}
	return joinedPhones(out)
}

// joinedPhones puts 138 0000 0001 together.
func joinedPhones(words []string) (out []string) {
	for i := 0; i < len(words); i++ {
		if i+2 < len(words) && digitsOnly(words[i], 3) && digitsOnly(words[i+1], 4) && digitsOnly(words[i+2], 4) {
			out = append(out, words[i]+words[i+1]+words[i+2])
			i += 2
			continue
		}
		out = append(out, words[i])
	}
	return out
}

func digitsOnly(word string, n int) bool {
	return len(word) == n && strings.Trim(word, "0123456789") == ""
}

// perPerson splits the words of a line into those of each person: the name stands
// before the phone.
func perPerson(words []string) (people [][]string) {
	var at []int
	for i, w := range words {
		if _, ok := parse.Phone(w); ok {
			at = append(at, i)
		}
	}
	for k, i := range at {
		from, to := 0, len(words)
		if k > 0 {
			from = max(i-1, at[k-1]+1)
		}
		if k+1 < len(at) {
			to = max(at[k+1]-1, i+1)
		}
		people = append(people, words[from:to])
	}
	return people
}

// readEntry reads the words of one person; why says what is amiss.
func readEntry(words []string, at time.Time) (e rollEntry, why string) {
	checked := ""
	for i, w := range words {
		phone, isPhone := parse.Phone(w)
		switch {
		case isPhone:
			e.Phone = phone
			if i > 0 && isName(words[i-1]) {
				e.Name = words[i-1]
			}
			if name := strings.TrimSuffix(w, phone); e.Name == "" && isName(name) { // 张三13800000001
				e.Name = name
			}
		case checkOf(w) != "":
			checked = checkOf(w)
		case strings.ContainsAny(w, "0123456789"):
			why = e.date(w, at)
		case e.College == "" && isCollege(w):
			e.College = w
		case e.Name == "" && isName(w):
			e.Name = w
		}
	}
	return e, e.judge(checked, why, at)
}

// judge puts the result of the check into the entry.
func (e *rollEntry) judge(checked, why string, at time.Time) string {
	switch {
	case why != "":
		return why
	case e.Checked != "" && checked == "":
		return "写了查询日期，还要写结果，“无记录”或“有记录”"
	case checked != "" && e.Checked == "":
		e.Checked = calendar.DayOf(at)
	}
	e.Failed = checked == checkBad
	return ""
}

func (e *rollEntry) date(word string, at time.Time) (why string) {
	day, ok := calendar.ParseDay(word)
	if !ok {
		day, ok = parse.Day(word, at, e.Checked == "", nil)
	}
	switch {
	case !ok:
		return ""
	case strings.Contains(word, "至") || e.Checked != "":
		if day <= calendar.DayOf(at) {
			return "有效期已经过了"
		}
		e.Until = day
	case day > calendar.DayOf(at):
		return "查询日期还没到"
	default:
		e.Checked = day
	}
	return ""
}

// checkGood and checkBad are what a 入职查询 says.
const (
	checkGood = "无记录"
	checkBad  = "有记录"
)

// checkOf reads the result of a 入职查询, "" when the word is none.
func checkOf(word string) string {
	for _, x := range []struct{ words, as string }{{"无记录 没有记录 未发现 无异常 没有异常", checkGood}, {"有记录 不通过 未通过 没通过 不合格 有异常 异常", checkBad}, {"通过 合格 正常 已查", checkGood}} {
		for _, w := range strings.Fields(x.words) {
			if strings.Contains(word, w) {
				return x.as
			}
		}
	}
	return ""
}

func isCollege(word string) bool {
	for _, end := range []string{"学院", "系", "专业", "书院", "学部", "科", "病区", "中心", "班"} {
		if strings.HasSuffix(word, end) && utf8.RuneCountInString(word) > 1 {
			return true
		}
	}
	return false
}

// isName says whether a word can be a Chinese name.
func isName(word string) bool {
	n := utf8.RuneCountInString(word)
	return n >= 2 && n <= 12 && (n <= 4 || strings.Contains(word, "·")) && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(unicode.Han, r) && r != '·' }) && !isCollege(word)
}
