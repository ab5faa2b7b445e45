package digest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// unit is 本级 or one unit directly below an Org, with all below it.
type unit struct {
	org      models.Org
	figures  models.Figures
	backlog  models.Backlog
	unpaired int64 // children
}

// unitsOn are 本级 and the units below org with their figures of those days, in the
// tree's order, and their sum, which is org's: a total is always that of its parts.
func unitsOn(ctx context.Context, s *models.Store, org models.Org, from, to calendar.Day, cutoff time.Time) ([]unit, models.Figures, error) {
	parts, err := s.UnitFigures(ctx, org, from, to, cutoff, slices.Concat(names(flows), names(stocks), names(words))...)
	if err != nil {
		return nil, nil, err
	}
	units, sum := make([]unit, len(parts)), models.Figures{}
	for i, p := range parts {
		units[i].org, units[i].figures = p.Org, p.Figures
		for measure, n := range p.Figures {
			sum[measure] += n
		}
	}
	return units, sum, nil
}

func orgs(units []unit) []models.Org {
	out := make([]models.Org, len(units))
	for i, u := range units {
		out[i] = u.org
	}
	return out
}

func (d *day) unitLines() []string { return unitLines(d.units, flows) }

// unitLines is a line for each unit that has figures or waits, when there is any
// below 本级. Streets that people named and nobody has placed are one line: their
// names are strangers' words.
func unitLines(units []unit, show []measure) (lines []string) {
	unplaced := unit{org: models.Org{Name: "待归属"}, figures: models.Figures{}}
	for i, u := range units {
		switch {
		case i == 0:
			u.org.Name = "本级"
		case !u.org.Placed:
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
	for name, n := range other.figures {
		u.figures[name] += n
	}
	u.backlog = u.backlog.Plus(other.backlog)
	u.unpaired += other.unpaired
}

func (u unit) append(lines []string, show []measure) []string {
	var parts []string
	if own := shown(show, u.figures); len(own) > 0 {
		parts = append(parts, figures(own, u.figures))
	}
	if n := u.backlog.People(); n > 0 {
		parts = append(parts, fmt.Sprintf("等审核%s人", say.Count(n)))
	}
	if n := u.backlog.Reports; n > 0 {
		parts = append(parts, fmt.Sprintf("等审核课时%s条", say.Count(n)))
	}
	if u.unpaired > 0 {
		parts = append(parts, fmt.Sprintf("%s个孩子等结对", say.Count(u.unpaired)))
	}
	if parts == nil {
		return lines
	}
	return append(lines, u.org.Name+"："+strings.Join(parts, "；"))
}

// fit joins lines to at most Limit bytes: those of units go first, and how many
// went is said, with how to see them.
func fit(words, units []string, how string) string {
	text := strings.Join(words, "\n")
	more := func(n int) string { return fmt.Sprintf("\n另有%d个单位%s。", n, how) }
	for i, line := range units {
		rest := ""
		if left := len(units) - i - 1; left > 0 {
			rest = more(left)
		}
		if len(text)+len("\n")+len(line)+len(rest) > Limit {
			return text + more(len(units)-i)
		}
		text += "\n" + line
	}
	return text
}
