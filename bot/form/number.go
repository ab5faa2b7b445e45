package form

import (
	"fmt"
	"strconv"
	"strings"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
)

// Phone (手机号) is a mainland mobile number of eleven digits.
type Phone struct{}

// Read drops +86, blanks and dashes; a refusal counts the digits.
func (Phone) Read(text string, _ Context) (string, error) {
	if digits, ok := parse.Phone(short(text)); ok {
		return digits, nil
	}
	switch n := countDigits(text); n {
	case 0:
		return "", Wrong("这里要一个手机号，比如13812345678。")
	case 11:
		return "", Wrong("这个不像手机号，请再核对一下，比如13812345678。")
	default:
		return "", Wrong(fmt.Sprintf("手机号要11位，这个是%d位，比如13812345678。", n))
	}
}

// countDigits counts 0–9, full-width ones too.
func countDigits(text string) (n int) {
	for _, r := range text {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			n++
		}
	}
	return n
}

// Show is the number in full; cards mask it.
func (Phone) Show(value string) string { return value }

// Control is a phone's number pad.
func (Phone) Control() Control {
	return Control{Type: "tel", InputMode: "tel", Placeholder: "13812345678"}
}

// Grade (年级) is 1–12 from the first year of primary school; 小班, 中班, 大班
// are -2, -1, 0.
type Grade struct{}

// Read takes 三年级, 预初, 初二, 中班, 3.
func (Grade) Read(text string, _ Context) (string, error) {
	text = short(text)
	n, err := strconv.Atoi(text)
	if said, ok := parse.Number(text); err != nil && ok && said > 12 && said < 100 {
		n, err = int(said), nil // 十三年级
	}
	if err != nil {
		var ok bool
		if n, ok = parse.Grade(text); !ok {
			return "", Wrong("没看懂是几年级，比如三年级、预初、初二，幼儿园写中班。")
		}
	}
	if n < -2 || n > 12 {
		return "", Wrong("没有这个年级，从幼儿园小班到高三，比如三年级、预初、初二。")
	}
	return strconv.Itoa(n), nil
}

// Show is 三年级.
func (Grade) Show(value string) string {
	n, err := strconv.Atoi(value)
	if err != nil {
		return value
	}
	return say.Grade(n)
}

// Control is one line.
func (Grade) Control() Control { return Control{Type: "text", Placeholder: "三年级"} }

// Age (年龄) is whole years from Min to Max, up to 120 when Max is 0.
type Age struct{ Min, Max int }

// Read takes 22, 22岁, 二十二, and a year of birth.
func (k Age) Read(text string, c Context) (string, error) {
	n, err := strconv.Atoi(short(text))
	if err != nil || n > 1900 {
		var ok bool
		if n, ok = parse.Age(short(text), c.At); !ok {
			return "", Wrong("没看懂年龄，写个数字就行，比如" + k.example() + "。")
		}
	}
	if n < k.Min || n > k.max() {
		return "", Wrong(fmt.Sprintf("年龄要在%d岁到%d岁之间，这里是%d岁，请再核对一下，比如%s。", k.Min, k.max(), n, k.example()))
	}
	return strconv.Itoa(n), nil
}

func (k Age) max() int {
	if k.Max == 0 {
		return 120
	}
	return k.Max
}

func (k Age) example() string { return strconv.Itoa(min(max(22, k.Min), k.max())) }

// Show is 22岁.
func (k Age) Show(value string) string { return value + "岁" }

// Control is a number pad.
func (k Age) Control() Control {
	return Control{Type: "text", InputMode: "numeric", Placeholder: k.example()}
}

// Minutes (时长) is a length of time from Min to Max minutes, up to a day when
// Max is 0. A bare number is minutes.
type Minutes struct{ Min, Max int }

// Read takes 90, 90分钟, 一个半小时; 课时 follow from the minutes, never the
// other way.
func (k Minutes) Read(text string, _ Context) (string, error) {
	n, err := strconv.Atoi(short(text))
	if err != nil {
		var ok bool
		if n, ok = parse.Minutes(short(text)); !ok && strings.Contains(text, "课时") {
			return "", Wrong("课时会自动算好，这里写一共多少分钟，比如" + k.example() + "。")
		}
		if !ok {
			return "", Wrong("没看懂多长时间，比如" + k.example() + "。")
		}
	}
	if n < k.Min || n > k.max() {
		return "", Wrong(fmt.Sprintf("时长要在%s到%s之间，这里是%s，请再核对一下，比如%s。",
			say.Minutes(k.Min), say.Minutes(k.max()), say.Minutes(n), k.example()))
	}
	return strconv.Itoa(n), nil
}

func (k Minutes) max() int {
	if k.Max == 0 {
		return 24 * 60
	}
	return k.Max
}

func (k Minutes) example() string { return say.Minutes(min(max(60, k.Min), k.max())) }

// Show is 1小时30分钟.
func (k Minutes) Show(value string) string {
	n, err := strconv.Atoi(value)
	if err != nil {
		return value
	}
	return say.Minutes(n)
}

// Control is one line.
func (k Minutes) Control() Control { return Control{Type: "text", Placeholder: k.example()} }

// Places (名额) is how many people are wanted: a whole number from 1.
type Places struct{}

const mostPlaces = 100_000

// Read takes 20, 20人, 二十个.
func (Places) Read(text string, _ Context) (string, error) {
	n, err := strconv.Atoi(short(text))
	if err != nil {
		said, ok := parse.Number(text)
		if n = int(said); !ok || float64(n) != said {
			return "", Wrong("没看懂要多少人，写个数字就行，比如20。")
		}
	}
	if n < 1 || n > mostPlaces {
		return "", Wrong(fmt.Sprintf("名额要在1到%s之间，这里是%d，请再核对一下，比如20。", say.Count(mostPlaces), n))
	}
	return strconv.Itoa(n), nil
}

// Show is 20人.
func (Places) Show(value string) string { return value + "人" }

// Control is a number pad.
func (Places) Control() Control {
	return Control{Type: "text", InputMode: "numeric", Placeholder: "20"}
}
