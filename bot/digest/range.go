package digest

import (
	"cmp"
	"context"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Range is what org has on the days from to to, both included, as known at now:
// what people get who ask for 周报 or 统计. An empty from and to is today; an
// empty one of the two is open, to's end being today. topic is the workflow
// whose measures are wanted, by its intent; "" is all of them.
func Range(ctx context.Context, s *models.Store, org models.Org, from, to calendar.Day, topic string, now time.Time) (say.Reply, error) {
	today := calendar.DayOf(now.In(s.Zone))
	if to == "" {
		to = today
		if from == "" {
			from = today
		}
	}
	book, err := s.Book(ctx, org, cmp.Or(from, to), to, now)
	if err != nil {
		return say.Reply{}, err
	}
	parts, total := book.Span(from, to), book.Total()
	if from == "" {
		parts = total
	}
	lines := []string{org.Name + " " + days(from, to)}
	lines = append(lines, sums(models.Sum(parts), models.Sum(total), from, to, topic)...)
	if line := opening(book, on(flows, topic)); line != "" {
		lines = append(lines, line)
	}
	return say.Reply{Text: fit(lines, nil, unitLines(unitsOf(parts), on(flows, topic)), "没有列出", Limit)}, nil
}

// sums are the period's own figures, all until its end, and the stocks there.
func sums(sum, total models.Figures, from, to calendar.Day, topic string) (lines []string) {
	if show := shown(on(flows, topic), sum, total); len(show) > 0 {
		lines = append(lines, "合计："+figures(show, sum))
		if from != "" {
			lines = append(lines, "累计到"+say.Date(to)+"："+figures(show, total))
		}
	}
	if line := heard(sum); line != "" && (topic == "" || topic == "report") {
		lines = append(lines, line)
	}
	if show := shown(on(stocks, topic), total); len(show) > 0 {
		lines = append(lines, "到"+say.Date(to)+"："+figures(show, total))
	}
	if lines == nil {
		lines = []string{"这段时间还没有记录。"}
	}
	return lines
}

func days(from, to calendar.Day) string {
	switch from {
	case to:
		return say.Date(to)
	case "":
		return "到" + say.Date(to)
	}
	return strings.Join([]string{say.Date(from), say.Date(to)}, "–")
}
