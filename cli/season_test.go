package cli

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/picture"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// seasonOf is what a season must print, by measure, as people read the figure.
func seasonOf(p models.Season) map[string]float64 {
	return map[string]float64{models.Signups: float64(p.Volunteers), models.OnDutyPeople: float64(p.OnDuty), models.ShiftMinutes: float64(p.ShiftMinutes) / 60,
		models.Shifts: float64(p.Shifts()), models.Enrolments: float64(p.Children), models.TutoringTurns: float64(p.Turns), models.HalfPeriods: float64(p.Periods)}
}

// TestTheSeasonIsExact builds a hundredth of the season and wants its figures, and
// no others, from the text, the API, the spreadsheet and the rows; every level adds
// up, and each of the 89 units' groups gets its digest once.
func TestTheSeasonIsExact(t *testing.T) {
	each(t, func(h *house) {
		out := h.operator("demo", "--season", "--scale", "0.01")
		p := models.Season2022(.01)
		want := seasonOf(p)
		h.clock.Set(p.Through().At(six, h.store.Zone))
		h.seasonText(out, want)
		h.seasonAPI(p, want)
		h.seasonSheet(want)
		h.seasonRows(p, want)
		h.seasonLevels()
		for range 2 {
			h.job("digest", string(p.Through())+"T18:00:00+08:00")
		}
		for _, kind := range []string{"digest", "picture", "sheet"} {
			var letters, groups int
			if err := modeltest.Raw(t, h.store.Database).QueryRow("SELECT COUNT(*), COUNT(DISTINCT group_id) FROM letters WHERE kind = ? AND status = 'sent'", kind).Scan(&letters, &groups); err != nil || letters != 89 || groups != 89 {
				h.t.Errorf("%d of kind %s in %d groups, %v", letters, kind, groups, err)
			}
		}
	})
}

// seasonText reads the totals of the city's digest, as the command printed it.
func (h *house) seasonText(out string, want map[string]float64) {
	h.t.Helper()
	line := regexp.MustCompile(`(?m)^累计：.*$`).FindString(out)
	for id, n := range want {
		m, _ := models.MeasureOf(id)
		if figure := m.Called() + digest.Amount(m, int64(math.Round(n*float64(m.Per)))); !slices.Contains(strings.Split(strings.TrimPrefix(line, "累计："), "，"), figure) {
			h.t.Errorf("no %s in %s", figure, line)
		}
	}
}

// seasonAPI adds up the days of the city's.
func (h *house) seasonAPI(p models.Season, want map[string]float64) {
	h.t.Helper()
	a := newAPI(h)
	a.token = a.tokenOf("上海市")
	for _, children := range []string{"", "&children=1"} {
		got := map[string]float64{}
		for _, r := range a.rows(fmt.Sprintf("?from=%s&to=%s%s", p.From, p.Through(), children)) {
			for id, n := range r.Measures {
				got[id] += n
			}
		}
		got[models.ShiftMinutes] /= 60
		for id, n := range want {
			if math.Abs(got[id]-n) > 1e-6 {
				h.t.Errorf("the API's %s %s: %v, want %v", id, children, got[id], n)
			}
		}
	}
}

// seasonSheet opens the spreadsheet of the last day's digest.
func (h *house) seasonSheet(want map[string]float64) {
	h.t.Helper()
	ctx := h.t.Context()
	root, err := h.store.Root(ctx)
	must := func(err error) {
		h.t.Helper()
		if err != nil {
			h.t.Fatal(err)
		}
	}
	must(err)
	issue, err := digest.OfDay(ctx, h.store, root, h.clock.Now())
	must(err)
	r, err := issue.Tabled()
	must(err)
	file, err := digest.Draw(&picture.Font{}, *r.Attachment)
	must(err)
	x, err := excelize.OpenReader(bytes.NewReader(file))
	must(err)
	rows, err := x.GetRows("汇总")
	must(err)
	for id, n := range want {
		m, _ := models.MeasureOf(id)
		i := slices.IndexFunc(rows, func(row []string) bool { return row[0] == m.Name })
		if got, err := strconv.ParseFloat(rows[i][4], 64); err != nil || math.Abs(got-n) > 1e-6 {
			h.t.Errorf("the spreadsheet's %s: %v, want %v, %v", m.Name, got, n, err)
		}
	}
}

// seasonRows adds up what export figures lists, and wants a row for each person,
// shift and lesson of a figure, which is there.
func (h *house) seasonRows(p models.Season, want map[string]float64) {
	h.t.Helper()
	file := filepath.Join(h.t.TempDir(), "figures.csv")
	h.operator("export", "figures", "-o", file)
	text, err := os.ReadFile(file)
	if err != nil {
		h.t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		h.t.Fatal(err)
	}
	column := func(label string) int { return slices.Index(rows[0], label) }
	sum, listed := map[string]float64{}, map[string]int{}
	for _, r := range rows[1:] {
		delta, err := strconv.ParseFloat(r[column("增减")], 64)
		n, also := strconv.Atoi(r[column("条数")])
		if err != nil || also != nil {
			h.t.Fatal(r)
		}
		sum[r[column("指标")]] += delta
		listed[r[column("指标")]] += n
	}
	db := modeltest.Raw(h.t, h.store.Database)
	for id, c := range map[string]struct {
		rows  int
		table string
	}{models.Signups: {p.Volunteers, "signups"}, models.Shifts: {p.Shifts(), "shifts"}, models.ShiftMinutes: {p.Shifts(), "shifts"}, models.OnDutyPeople: {p.OnDuty, "shifts"},
		models.Enrolments: {p.Children, "enrolments"}, models.TutoringTurns: {p.Turns, "tutoring_logs"}, models.HalfPeriods: {p.Turns, "tutoring_logs"}} {
		m, _ := models.MeasureOf(id)
		if math.Abs(sum[m.Name]-want[id]) > 1e-6 || listed[m.Name] != c.rows {
			h.t.Errorf("export figures: %s %v in %d rows, want %v in %d", m.Name, sum[m.Name], listed[m.Name], want[id], c.rows)
		}
		var there int
		if err := db.QueryRow("SELECT COUNT(*) FROM " + c.table).Scan(&there); err != nil || there < c.rows {
			h.t.Errorf("%s: %d in %s, want %d, %v", m.Name, there, c.table, c.rows, err)
		}
	}
}

// seasonLevels wants every Org to have what it has itself and what those directly
// below have, each asked for by itself.
func (h *house) seasonLevels() {
	h.t.Helper()
	ctx := h.t.Context()
	root, err := h.store.Root(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	all, err := h.store.OrgsBelow(ctx, root)
	if err != nil || len(all) != 89 {
		h.t.Fatalf("%d units, %v", len(all), err)
	}
	own, whole := map[int64]models.Figures{}, map[int64]models.Figures{}
	for _, o := range all {
		b, err := h.store.Book(ctx, o, models.Season2022(1).From, models.Season2022(1).Through(), h.clock.Now())
		if err != nil {
			h.t.Fatal(err)
		}
		own[o.ID], whole[o.ID] = b.Total()[0].Figures, models.Sum(b.Total())
	}
	for _, o := range all {
		sum := models.Figures{}
		for id, n := range own[o.ID] {
			sum[id] += n
		}
		for _, below := range all {
			if below.ParentID == o.ID {
				for id, n := range whole[below.ID] {
					sum[id] += n
				}
			}
		}
		for _, m := range models.Measures {
			if sum[m.ID] != whole[o.ID][m.ID] {
				h.t.Errorf("%s of %s: %d, its parts have %d", m.Name, o.Name, whole[o.ID][m.ID], sum[m.ID])
			}
		}
	}
}
