package parse

import (
	"time"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

// Phrase is one date, time, duration, number, phone, age or sum of money found
// in a text.
type Phrase struct {
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Value string `json:"value"`
}

// Phrases finds every phrase of a text, as contract.md has them. A figure inside
// a date or a sum is also a number of its own.
func Phrases(text string, at time.Time) []Phrase {
	t := script.New(text)
	out := make([]Phrase, 0, 8)
	for _, it := range when.Scan(t, at, nil) {
		kind, value := it.Phrase(at, it.I == 0 && it.J == t.Len())
		if kind != "" {
			out = append(out, Phrase{kind, t.Said(it.I, it.J), value})
		}
	}
	return figures(t, out)
}

// figures adds what is no time: phones, ages, sums and numbers.
func figures(t *script.Text, out []Phrase) []Phrase {
	for i, paid := 0, 0; i < t.Len(); {
		c := t.At(i)
		if !script.Numeric(c) && c != '+' && c != '(' && c != '￥' && c != '¥' && c != '负' && c != '-' && c != '.' && c != '大' {
			i++
			continue
		}
		if digits, e := lineAt(t, i); e > 0 {
			out = append(out, Phrase{"phone", t.Said(i, e), digits})
			i = e
			continue
		}
		if out, paid = sums(t, i, paid, out); ambiguousMinus(t, i) {
			i++
			continue
		}
		out, i = numbers(t, i, out)
	}
	return out
}

// ambiguousMinus says whether the dash at i divides a stretch and is no minus: 1日-3日.
func ambiguousMinus(t *script.Text, i int) bool {
	prev := t.At(i - 1)
	return t.At(i) == '-' && (script.Digit(prev) || prev == '日' || prev == '号' || prev == '点' || prev == '月' || prev == '年' || prev == '半' || prev == '分')
}

func lineAt(t *script.Text, i int) (digits string, end int) {
	if digits, end = mobileAt(t, i); end == 0 {
		if digits, end = landlineAt(t, i); end == 0 {
			digits, end = shortLineAt(t, i)
		}
	}
	return digits, end
}

// sums adds an age or a sum of money at i; what lies inside the last one, which
// ended at paid, is no sum of its own.
func sums(t *script.Text, i, paid int, out []Phrase) ([]Phrase, int) {
	if i < paid {
		return out, paid
	}
	if _, iso, e := ageAt(t, i); e > 0 {
		return append(out, Phrase{"age", t.Said(i, e), iso}), e
	}
	if fen, e := moneyAt(t, i); e > 0 {
		return append(out, Phrase{"money", t.Said(i, e), "CNY " + plain(float64(fen)/100)}), e
	}
	return out, paid
}

func numbers(t *script.Text, i int, out []Phrase) ([]Phrase, int) {
	n, ok := t.Number(i)
	if t.At(i) == '.' && t.At(i-1) == '.' {
		return out, i + 1
	}
	if !ok || n.End == i || script.Digit(t.At(i-1)) {
		return out, i + 1
	}
	if numberIn(t, i, n) {
		out = append(out, Phrase{"number", t.Said(i, n.End), plain(n.Value)})
	}
	return out, n.End
}
