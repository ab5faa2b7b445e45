package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xiaoqing/config"
)

// TestHolidays: an operator's table is what the bot reads days by, from its start
// and after it changed, and the doctor says how far it goes.
func TestHolidays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "holidays.csv")
	write := func(text string, at time.Time) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now().Add(-time.Hour)
	write("日期,名称,休\n2027-10-01,国庆节,休\n2027-10-02,国庆节,休\n", began)
	each(t, func(h *house) {
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.at("2027-10-20T10:00:00+08:00")
		if r := h.says("street", "direct", "统计 云托班 国庆假期"); !strings.Contains(r.Text, "10月1日") || !strings.Contains(r.Text, "10月2日") {
			t.Errorf("%s", r.Text)
		}
		write("2027-10-01,国庆节,休\n2027-10-02,国庆节,休\n2027-10-03,国庆节,休\n", began.Add(time.Minute))
		if changed, err := h.store.Almanac.Reload(); !changed || err != nil {
			t.Fatal(changed, err)
		}
		if r := h.says("street", "direct", "统计 云托班 国庆假期"); !strings.Contains(r.Text, "10月3日") {
			t.Errorf("%s", r.Text)
		}
		write("日期,名称,休\n2027-10-01,国庆节,休\n2027-10-02,国庆节,休\n", began)
	}, "XQ_HOLIDAYS="+path)
	for _, c := range []struct {
		path string
		year int
		want string
	}{{path, 2027, "✓ 节假日表：到2027年\n"}, {path, 2028, "✗ 节假日表：只到2027年，2028年"}, {"", 2026, "✓ 节假日表：到2026年（随版本"}, {"", 2027, "✗ 节假日表：只到2026年"}} {
		var out bytes.Buffer
		f := &findings{out: &out}
		examineHolidays(config.Config{Holidays: c.path}, time.Date(c.year, 3, 1, 0, 0, 0, 0, time.UTC), f)
		if !strings.HasPrefix(out.String(), c.want) || (f.bad > 0) != strings.HasPrefix(c.want, "✗") {
			t.Errorf("%s", out.String())
		}
	}
	for text, want := range map[string]string{"2027-10-01,国庆节\n": "XQ_HOLIDAYS：有一行看不懂（holidays: line 1", "": ""} {
		write(text, began)
		if _, err := config.Load([]string{"XQ_HOLIDAYS=" + path}); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
