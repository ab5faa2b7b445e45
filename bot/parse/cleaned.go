package parse

import (
	"strings"
	"unicode/utf8"

	"xiaoqing/bot/parse/script"
)

// tableRules are the rules of a table that people paste; they look like characters.
var tableRules = [...]string{"丨", "│", "┃", "︱", "︳"}

// hourSlips are what keyboards write for the 点 of an hour.
var hourSlips = [...]string{"店", "电", "典"}

// cleaned is text with the rules of a pasted table as signs and the slips of hours
// put right: 7店到8店. It has as many characters as text.
func cleaned(text string) string {
	for _, w := range tableRules {
		if strings.Contains(text, w) {
			text = strings.ReplaceAll(text, w, "|")
		}
	}
	var b []byte // made when the first slip is found; every slip is as long as 点
	for _, w := range hourSlips {
		for from := 0; ; {
			at := strings.Index(text[from:], w)
			if at < 0 {
				break
			}
			if at += from; hourAround(text, at, at+len(w)) {
				if b == nil {
					b = []byte(text)
				}
				copy(b[at:], "点")
			}
			from = at + len(w)
		}
	}
	if b != nil {
		return string(b)
	}
	return text
}

// hourAround says whether only an hour can stand where text has i to j: behind a
// number, before 到, 半 or another number.
func hourAround(text string, i, j int) bool {
	last, _ := utf8.DecodeLastRuneInString(text[:i])
	if last = script.Fold(last); script.Figure(last) < 0 && last != '十' {
		return false
	}
	rest := text[j:]
	for _, w := range [...]string{"到", "至", "半", "-", "~", "—", "整", "钟", "一刻", "三刻", "开始", "给", "辅导", "甫导", "铺导", "结束", "讲", "上课", "的课"} {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return script.Digit(next) && script.Digit(last)
}
