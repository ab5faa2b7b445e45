package digest

import (
	"fmt"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// unit is 本级 or one unit directly below an Org, with all below it.
type unit struct {
	models.UnitFigures
	backlog  models.Backlog
	unpaired int64 // children
}

func unitsOf(parts []models.UnitFigures) []unit {
	units := make([]unit, len(parts))
	for i, p := range parts {
		units[i].UnitFigures = p
	}
	return units
}

func (d *day) unitLines() []string { return unitLines(d.units, flows) }

// unitLines is a line for each unit that has figures or waits, when there is any
// below 本级. Streets that people named and nobody has placed are one line: their
// names are strangers' words.
func unitLines(units []unit, show []models.Measure) (lines []string) {
	unplaced := unit{UnitFigures: models.UnitFigures{Org: models.Org{Name: "待归属"}, Figures: models.Figures{}}}
	for i, u := range units {
		switch {
		case i == 0:
			u.Org.Name = "本级"
		case !u.Org.Placed:
			unplaced.join(u)
			continue
		}
		lines = u.append(lines, show)
	}
	lines = unplaced.append(lines, show)
	if len(lines) == 1 && strings.HasPrefix(lines[0], "本级：") {
		return nil
	}
	return lines
}

func (u *unit) join(other unit) {
	for name, n := range other.Figures {
		u.Figures[name] += n
	}
	u.backlog = u.backlog.Plus(other.backlog)
	u.unpaired += other.unpaired
}

func (u unit) append(lines []string, show []models.Measure) []string {
	var parts []string
	if own := shown(show, u.Figures); len(own) > 0 {
		parts = append(parts, figures(own, u.Figures))
	}
	if n := u.backlog.People(); n > 0 {
		parts = append(parts, fmt.Sprintf("等审核%s人", say.Count(n)))
	}
	if n := u.backlog.Reports; n > 0 {
		parts = append(parts, fmt.Sprintf("等审核课时%s条", say.Count(n)))
	}
	if n := u.backlog.Shifts; n > 0 {
		parts = append(parts, fmt.Sprintf("等审核上岗%s条", say.Count(n)))
	}
	if u.unpaired > 0 {
		parts = append(parts, fmt.Sprintf("%s个孩子等结对", say.Count(u.unpaired)))
	}
	if parts == nil {
		return lines
	}
	return append(lines, u.Org.Name+"："+strings.Join(parts, "；"))
}

// fit joins lines to at most limit bytes: those of units go first, and how many
// went is said, with how to see them; then the last of the words, but never the
// note. No line is cut.
func fit(words, note, units []string, how string, limit int) string {
	text := strings.Join(append(words[:len(words):len(words)], note...), "\n")
	for len(words) > 1 && len(text) > limit-reserve {
		words = words[:len(words)-1]
		text = strings.Join(append(words[:len(words):len(words)], note...), "\n")
	}
	more := func(n int) string { return fmt.Sprintf("\n另有%d个单位%s。", n, how) }
	for i, line := range units {
		rest := ""
		if left := len(units) - i - 1; left > 0 {
			rest = more(left)
		}
		if len(text)+len("\n")+len(line)+len(rest) > limit {
			return text + more(len(units)-i)
		}
		text += "\n" + line
	}
	return text
}

// reserve is room for the line that says how many units went.
const reserve = 96
