package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
)

// TestTheSameWordsAtEveryDoor says a time, a grade and subjects in one message, on
// the page and in a sheet: what is kept is the same.
func TestTheSameWordsAtEveryDoor(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		v := h.visitor()
		sheetRows := [][]string{{"孩子", "年级", "电话", "想学", "时间"}}
		for i, w := range []struct{ grade, subjects, slots string }{
			{"三年级", "语数英", "周一三五晚上"},
			{"预初", "数学和英语", "工作日19:00-20:30"},
			{"小学五年级", "写作业", "周末全天"},
			{"初一", "口语、画画", "礼拜二、礼拜四夜里七点到八点半"},
			{"高二", "物理", "除了周三每天晚上8点到9点"},
		} {
			phone := fmt.Sprintf("1381234560%d", i)
			h.says(fmt.Sprint("m", i), "direct", fmt.Sprintf("给孩子报云托班，孩子叫朵朵，%s，想学%s，%s，电话%s", w.grade, w.subjects, w.slots, phone))
			h.says(fmt.Sprint("m", i), "direct", "1")
			if got := h.says(fmt.Sprint("m", i), "direct", "1"); got.Text == "" {
				t.Fatal("no answer")
			}
			page := v.gets(http.StatusOK, "/f/enrol", nil)
			v.gets(http.StatusOK, "/f/enrol", url.Values{"submission": {submission(page)}, "consent": {"guardian"}, "child": {"豆豆"}, "grade": {w.grade},
				"phone": {phone}, "subjects": {w.subjects}, "slots": {w.slots}}, "编号")
			sheetRows = append(sheetRows, []string{"果果", w.grade, phone, w.subjects, w.slots})
		}
		h.imports("enrolments", sheetRows)
		kept, doors := map[string]map[string]bool{}, map[string]int{}
		for _, row := range h.exports("enrolments") {
			doors[row["孩子"]]++
			said := fmt.Sprint(row["年级"], "|", row["想学"], "|", row["时间"])
			if kept[row["电话"]] == nil {
				kept[row["电话"]] = map[string]bool{}
			}
			kept[row["电话"]][said] = true
			if row["时间"] == "" || row["想学"] == "" || row["年级"] == "" {
				t.Errorf("%s lost something: %s", row["孩子"], said)
			}
		}
		for phone, said := range kept {
			if len(said) != 1 {
				t.Errorf("%s: the doors disagree: %v", phone, said)
			}
		}
		if fmt.Sprint(doors) != "map[朵朵:5 果果:5 豆豆:5]" {
			t.Errorf("by door: %v", doors)
		}
	})
}

func (h *house) imports(kind string, rows [][]string) {
	h.t.Helper()
	path := filepath.Join(h.t.TempDir(), kind+".xlsx")
	w, err := sheet.Create(path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		h.t.Fatal(err)
	}
	by := models.Actor{Via: "command", Now: h.clock.Now()}
	if r, err := Import(context.Background(), h.store, kind, path, false, by, func(string, int64, int64) {}); err != nil {
		h.t.Fatalf("%v %v", err, r.Bad)
	}
}

// exports are the rows of a kind by their headers.
func (h *house) exports(kind string) (out []map[string]string) {
	h.t.Helper()
	var b bytes.Buffer
	by := models.Actor{Via: "command", Now: time.Date(2022, 5, 1, 12, 0, 0, 0, h.store.Zone)}
	if _, err := Export(context.Background(), h.store, kind, "-", &b, models.Extent{}, by, func(string, int64, int64) {}); err != nil {
		h.t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) == 0 {
		h.t.Fatal(err)
	}
	for _, r := range rows[1:] {
		m := map[string]string{}
		for i, head := range rows[0] {
			m[head] = r[i]
		}
		out = append(out, m)
	}
	return out
}
