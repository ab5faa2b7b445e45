package parse

import (
	"strings"

	"xiaoqing/bot/parse/script"
)

// accountWords stand before an account on another platform; alone they are harmless.
var accountWords = []string{"微信号", "微信", "薇信", "威信", "徽信", "v信", "vx", "wx", "加v", "加我", "q号", "qq", "扣扣", "抖音号", "小红书号", "号是", "号:"}

// Contact says what way to reach somebody a text gives away: phone, account, meeting
// or link; "" for none.
func Contact(text string) string {
	t := script.New(text)
	if v, ok := ReadInvitation(text); ok && (v.Link != "" || v.Strange == "") {
		return "meeting"
	}
	for i := 0; i < t.Len(); i++ {
		if t.Any(i, "http", "www.", ".com", ".cn", ".net", ".top", ".xyz", "t.me/") > 0 {
			return "link"
		}
		if _, e := mobileAt(t, i); e > 0 {
			return "phone"
		}
		if _, e := landlineAt(t, i); e > 0 {
			return "phone"
		}
		if t.At(i) == '@' && script.Latin(t.At(i+1)) && (script.Latin(t.At(i-1)) || script.Digit(t.At(i-1))) {
			return "account"
		}
	}
	return longRun(t)
}

// longRun finds seven digits in one row, eleven with signs between them that a mobile
// number has, and a code of letters and digits near a word for an account.
func longRun(t *script.Text) string {
	named := false
	for _, w := range accountWords {
		named = named || t.Contains(0, w)
	}
	row, spread, code, first := 0, 0, 0, rune(0)
	for i := 0; i <= t.Len(); i++ {
		switch c := t.At(i); {
		case script.Digit(c):
			if spread == 0 {
				first = c
			}
			row, spread, code = row+1, spread+1, code+1
		case script.Latin(c) || c == '_':
			row, spread, code = 0, 0, code+1
		case strings.ContainsRune(" -.*/·", c) && i < t.Len():
			row, code = 0, 0
		default:
			row, spread, code = 0, 0, 0
		}
		if row >= 7 || spread == 11 && first == '1' && !script.Digit(t.At(i+1)) {
			return "phone"
		}
		if named && code >= 5 {
			return "account"
		}
	}
	return ""
}
