package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/models"
)

// ticketCell is a 编号 of one prefix: 志678.
type ticketCell struct{ prefix string }

// Read takes the ticket as it is printed, or its bare number.
func (k ticketCell) Read(text string, _ form.Context) (string, error) {
	digits := strings.TrimPrefix(strings.ReplaceAll(text, " ", ""), k.prefix)
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil || n == 0 {
		return "", form.Wrong("没看懂编号，比如" + k.prefix + "678。")
	}
	return k.prefix + strconv.FormatUint(n, 10), nil
}

func (k ticketCell) Show(value string) string { return value }

func (k ticketCell) Control() form.Control {
	return form.Control{Type: "text", Placeholder: k.prefix + "678"}
}

// ticketID is the number of a ticketCell's answer, 0 for none.
func ticketID(value string) int64 {
	t, _ := models.ParseTicket(value)
	return t.ID
}

// momentCell is a day, with the time where it is known: 2022-04-08 10:15:00.
type momentCell struct{}

// momentLayouts are how people write it; the last is what a cell holds that Excel
// made a date and time of (its format 22).
var momentLayouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "1/2/06 15:04"}

const momentLayout = "2006-01-02 15:04:05"

// Read takes a moment that is past.
func (momentCell) Read(text string, c form.Context) (string, error) {
	for _, layout := range momentLayouts {
		t, err := time.ParseInLocation(layout, strings.TrimSpace(text), c.At.Location())
		if err != nil {
			continue
		}
		if t.After(c.At) {
			return "", form.Wrong("这个时间还没到，这里要已经过去的时间，比如2022-04-08 10:15。")
		}
		return t.Format(momentLayout), nil
	}
	return "", form.Wrong("没看懂时间，比如2022-04-08 10:15。")
}

func (momentCell) Show(value string) string { return value }

func (momentCell) Control() form.Control {
	return form.Control{Type: "text", Placeholder: "2022-04-08 10:15"}
}

// moment is a momentCell's answer in Unix milliseconds, 0 for none.
func moment(value string, zone *time.Location) int64 {
	t, err := time.ParseInLocation(momentLayout, value, zone)
	if err != nil {
		return 0
	}
	return t.UnixMilli()
}

func momentText(milli int64, zone *time.Location) string {
	if milli == 0 {
		return ""
	}
	return time.UnixMilli(milli).In(zone).Format(momentLayout)
}

// consentCell is a guardian's consent: when it was given and, where that is
// known, which text by which door: 2022-04-08 10:15:00 2026-11 web.
type consentCell struct{}

// Read wants to know when; a mere 是 is no evidence.
func (consentCell) Read(text string, c form.Context) (string, error) {
	words := strings.Fields(text)
	for n := min(2, len(words)); n > 0; n-- {
		at, err := momentCell{}.Read(strings.Join(words[:n], " "), c)
		if err != nil {
			continue
		}
		if rest := words[n:]; len(rest) == 0 || len(rest) == 2 && len(rest[0]) <= 16 && len(rest[1]) <= 20 {
			return strings.Join(append([]string{at}, rest...), " "), nil
		}
	}
	return "", form.Wrong("请写监护人同意的日期，比如2022-04-08；还没有同意就空着。")
}

func (consentCell) Show(value string) string { return value }

func (consentCell) Control() form.Control {
	return form.Control{Type: "text", Placeholder: "2022-04-08"}
}

// consent is a consentCell's answer; one that names no text was given on paper.
func consent(value string, zone *time.Location) models.Consent {
	words := strings.Fields(value)
	if len(words) < 2 {
		return models.Consent{}
	}
	c := models.Consent{GivenAt: moment(words[0]+" "+words[1], zone), Version: "paper", Channel: "import"}
	if len(words) == 4 {
		c.Version, c.Channel = words[2], words[3]
	}
	return c
}

func consentText(c models.Consent, zone *time.Location) string {
	if c.GivenAt == 0 || c.EndedAt != 0 {
		return ""
	}
	return strings.Join([]string{momentText(c.GivenAt, zone), c.Version, c.Channel}, " ")
}

// stages are a record's states as options, by what people read of them.
func stages(of ...models.Stage) form.OneOf {
	var options []form.Option
	for _, s := range of {
		options = append(options, form.Option{Value: string(s), Label: s.Chinese()})
	}
	return form.OneOf{Options: options}
}

// answers are what a record's columns hold; what is empty was skipped.
func answers(pairs ...[2]string) (a form.Answers) {
	for _, x := range pairs {
		if x[1] != "" {
			a = a.Set(x[0], x[1])
		}
	}
	return a
}

func digits(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
