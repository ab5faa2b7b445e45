package parse

import "xiaoqing/bot/parse/script"

// mobileAt reads a mainland mobile number at i: eleven digits, blanks and dashes
// between its groups, +86 before it, Chinese digits too.
func mobileAt(t *script.Text, i int) (digits string, end int) {
	if c := t.At(i); script.Figure(c) < 0 && c != '+' && c != '(' || joined(t.At(i-1)) {
		return "", 0
	}
	j, _ := prefix(t, i)
	var b [11]byte
	var last rune
	n := 0
	for ; n < 11; n++ {
		if n > 0 && (t.At(j) == ' ' || t.At(j) == '-') && script.Figure(t.At(j+1)) >= 0 {
			j++
		}
		if n > 0 && !script.Digit(t.At(j)) && script.Digit(last) {
			return "", 0 // 1381234567 五角场: a digit is missing, and the next word begins with one
		}
		last = t.At(j)
		d := script.Figure(t.At(j))
		if d < 0 || n == 0 && d != 1 || n == 1 && d < 3 || t.At(j) == '俩' || t.At(j) == '仨' {
			return "", 0
		}
		b[n], j = byte('0'+d), j+1
	}
	if next := t.At(j); script.Digit(next) || script.Latin(next) || script.Figure(next) >= 0 && !script.Digit(t.At(j-1)) {
		return "", 0
	}
	return string(b[:]), j
}

// joined says whether what follows c belongs to a longer code.
func joined(c rune) bool {
	return script.Digit(c) || script.Latin(c) || c == '#' || c == '.' || c == '+' || c == '_' || c == '=' || c == '*'
}

// prefix skips +86, 0086 or 86 and what divides it from the number.
func prefix(t *script.Text, i int) (end int, foreign bool) {
	n := t.Any(i, "+86", "0086", "86", "(+86)", "(86)")
	if n == 0 {
		return i, false
	}
	j := i + n
	for t.At(j) == ' ' || t.At(j) == '-' {
		j++
	}
	return j, true
}

// landlineAt reads a number with its area code at i: 021-68804868, (010)37283893,
// +86 20 61302222-8866. digits has ";ext" before an extension.
func landlineAt(t *script.Text, i int) (digits string, end int) {
	if joined(t.At(i-1)) || t.At(i-1) == '-' {
		return "", 0
	}
	j, foreign := prefix(t, i)
	bracket := t.At(j) == '('
	if bracket {
		j++
	}
	b := make([]byte, 0, 20)
	if t.At(j) == '0' {
		j++
	} else if !foreign {
		return "", 0
	}
	b = append(b, '0')
	j, b = take(t, j, 3, b)
	if bracket {
		if t.At(j) != ')' {
			return "", 0
		}
		j++
	}
	return local(t, j, areaLength(b), b)
}

// areaLength cuts an area code: 010 and 02x have three digits, others four.
func areaLength(b []byte) int {
	if len(b) > 1 && (b[1] == '1' || b[1] == '2') {
		return 3
	}
	return 4
}

// local reads the seven or eight digits after an area code of width digits, of
// which b may hold too many.
func local(t *script.Text, j, width int, b []byte) (string, int) {
	if len(b) < width || b[1] == '0' {
		return "", 0
	}
	for len(b) < width+8 {
		k := j
		if t.At(k) == ' ' || t.At(k) == '-' {
			k++
		}
		if !script.Digit(t.At(k)) || k > j && len(b) >= width+7 {
			break
		}
		b, j = append(b, byte(t.At(k))), k+1
	}
	if len(b) < width+7 || script.Digit(t.At(j)) || script.Latin(t.At(j)) {
		return "", 0
	}
	return extension(t, j, b)
}

func take(t *script.Text, j, n int, b []byte) (int, []byte) {
	for ; n > 0 && script.Digit(t.At(j)); n-- {
		b = append(b, byte(t.At(j)))
		j++
	}
	return j, b
}

func extension(t *script.Text, j int, b []byte) (string, int) {
	n := t.Any(j, "转", "-", "分机")
	k, e := take(t, j+n, 6, nil)
	if n == 0 || len(e) < 3 || len(e) > 5 {
		return string(b), j
	}
	return string(b) + ";ext" + string(e), k
}

// shortLineAt reads a local number of seven or eight digits after 电话 or 传真.
func shortLineAt(t *script.Text, i int) (digits string, end int) {
	cue := i
	for cue > 0 && i-cue < 4 && (t.At(cue-1) == ':' || t.At(cue-1) == ' ' || t.At(cue-1) == '是') {
		cue--
	}
	if !t.Before(cue, "电话") && !t.Before(cue, "传真") && !t.Before(cue, "热线") && !t.Before(cue, "室") || t.At(i) == '0' || t.At(i) == '1' {
		return "", 0
	}
	j, b := take(t, i, 9, nil)
	if len(b) != 7 && len(b) != 8 || script.Latin(t.At(j)) || t.At(j) == '.' {
		return "", 0
	}
	return string(b), j
}
