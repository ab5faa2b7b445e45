package bot

import (
	"strings"
	"unicode"

	"xiaoqing/bot/parse"
)

// slips keeps, as said, what was plainly meant as a phone or a grade and can be
// neither: so the form says what is wrong with it, instead of asking as if nothing
// had been said.
func slips(text string, f *parse.Fields) {
	if f.Phone == "" {
		for _, run := range strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
			if len(run) >= 9 && len(run) <= 13 {
				f.Phone = run
			}
		}
	}
	before, _, said := strings.Cut(text, "年级")
	if !said || f.Grade != nil {
		return
	}
	rest := strings.TrimRightFunc(before, func(r rune) bool {
		return unicode.IsDigit(r) || strings.ContainsRune("一二三四五六七八九十百", r)
	})
	if n, ok := parse.Number(before[len(rest):]); ok && n > 12 && n < 1000 {
		grade := int(n)
		f.Grade = &grade
	}
}
