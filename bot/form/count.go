package form

import (
	"fmt"
	"strconv"
	"strings"

	"xiaoqing/bot/parse"
)

// Count (个数) is a whole number from 1 to Max, with its measure word: 10人.
type Count struct {
	Max  int
	Unit string
}

// Read takes 10, 10人, 十个人.
func (k Count) Read(text string, _ Context) (string, error) {
	text = short(text)
	n, err := strconv.Atoi(strings.TrimSuffix(text, k.Unit))
	if err != nil {
		said, ok := parse.Number(text)
		if n = int(said); !ok || float64(n) != said {
			return "", Wrong(fmt.Sprintf("没看懂是多少，写个数字就行，比如10%s。", k.Unit))
		}
	}
	if n < 1 || n > k.Max {
		return "", Wrong(fmt.Sprintf("要在1到%d%s之间，比如10%s。", k.Max, k.Unit, k.Unit))
	}
	return strconv.Itoa(n), nil
}

// Show is 10人.
func (k Count) Show(value string) string { return value + k.Unit }

// Control is a number pad.
func (k Count) Control() Control {
	return Control{Type: "text", InputMode: "numeric", Placeholder: "10"}
}
