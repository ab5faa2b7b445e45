package say

import (
	"fmt"
	"strconv"
	"strings"
)

// Phone is a number as anyone may see it: 138****5678. What is not eleven
// digits long shows nothing at all.
func Phone(number string) string {
	if len(number) != 11 {
		return "****"
	}
	return number[:3] + "****" + number[7:]
}

// Count is a number with commas: 33,452.
func Count(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Ratio is a share with its two numbers: 32/36 = 88.9%; of nothing there is no
// share, so 0/0 stands alone.
func Ratio(a, b int64) string {
	pair := Count(a) + "/" + Count(b)
	if b == 0 {
		return pair
	}
	return fmt.Sprintf("%s = %.1f%%", pair, 100*float64(a)/float64(b))
}

// List joins things of one kind: 数学、英语.
func List(items []string) string { return strings.Join(items, "、") }
