package when

import "xiaoqing/bot/parse/script"

// beginning says what an expression of time may be that begins with a character.
type beginning uint8

const (
	noTime  beginning = iota
	word              // a day, a part of the day, a stretch
	counter           // a number, or a word before one
	festive           // only a feast or a solar term
)

var beginnings = classify()

func classify() (table [0xa000 - 0x4e00]beginning) {
	for _, list := range [...]struct {
		b     beginning
		runes string
	}{
		{counter, "零一二两三四五六七八九十廿卅百千半几俩仨大过再负"},
		{word, "今明昨前后当本上下这去次同翌隔来旧头转第那该周星礼双工平每逢天月年万春农正中腊除清初白阳阴闰" +
			"凌早黎拂午晌傍黄放晚夜深子日全整从差现此目马即刚近最未接还之截自往暑首元"},
		{festive, "情女妇植国消学愚世地读劳青护儿建教光志圣母父感新端龙重冬小立雨惊谷夏芒处秋寒霜"},
	} {
		for _, r := range list.runes {
			table[r-0x4e00] = list.b
		}
	}
	return table
}

func begins(c rune) beginning {
	switch {
	case c < 0x80:
		if script.Digit(c) || c == 'q' || c == '=' {
			return counter
		}
	case c >= 0x4e00 && c < 0xa000:
		return beginnings[c-0x4e00]
	case c == '〇':
		return counter
	}
	return noTime
}
