package calendar_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xiaoqing/models/calendar"
)

const table2027 = "\ufeff日期,名称,休或班\n# 国办发明电\n2027/1/1,元旦,休\n2027/1/2,元旦,休\n2027-01-31, 春节, 班\n2027-02-05,春节,休\n2027-02-06,春节,休\n2027年10月1日,国庆节,休\n2027-10-02,国庆节,休\n,,\n2027-12-31,元旦,休\n2028-01-01,元旦,休\n"

// TestReadTable: an operator's table stands over what came with the release.
func TestReadTable(t *testing.T) {
	off, err := calendar.ReadTable(strings.NewReader(table2027 + "2026-05-06,劳动节,休\n2026-05-10,劳动节,班\n"))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[calendar.Day]string{
		"2027-01-01": "元旦", "2027-01-31": "exchanged", "2027-02-06": "春节", "2027-02-08": "work", "2027-10-02": "国庆节", "2027-10-04": "work",
		"2027-12-31": "元旦", "2028-01-01": "元旦", "2028-05-02": "劳动节", // of 2028 there is no more than that
		"2026-05-01": "劳动节", "2026-05-06": "劳动节", "2026-05-10": "exchanged", "2022-05-04": "劳动节",
	} {
		if got := kindOf(&off, day); got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
	}
	if first, last, ok := off.Span("春节", 2027); !ok || first != "2027-02-05" || last != "2027-02-06" || off.Until() != 2027 {
		t.Errorf("春节 %s to %s %v, until %d", first, last, ok, off.Until())
	}
	if first, last, ok := off.Span("元旦", 2028); !ok || first != "2027-12-31" || last != "2028-01-01" {
		t.Errorf("元旦 %s to %s %v", first, last, ok)
	}
	for _, bad := range []string{"2027-02-30,春节,休", "2027-02-05,春节", "2027-02-05,春节,上班", "2027-02-05,,休", "2027-02-05,\xb4\xba,休", "\"2027-02-05,春节,休"} {
		if _, err := calendar.ReadTable(strings.NewReader("日期,名称,休\n" + bad)); err == nil || !strings.Contains(err.Error(), "line 2") || strings.Contains(err.Error(), "2027") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestAlmanac reads its file again when that has changed, and keeps what it had
// when that cannot be read.
func TestAlmanac(t *testing.T) {
	path := filepath.Join(t.TempDir(), "holidays.csv")
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	write := func(text string) {
		t.Helper()
		at = at.Add(time.Minute)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	var none *calendar.Almanac
	if none.Holidays().Until() != 2026 {
		t.Error("without a table it is the release's own")
	}
	if a, err := calendar.NewAlmanac(""); err != nil || a.Holidays().Until() != 2026 {
		t.Errorf("%v", err)
	}
	if a, err := calendar.NewAlmanac(path); err == nil || a.Holidays().Until() != 2026 {
		t.Errorf("no file: %v", err)
	}
	write("2026-12-01,校庆,休\n")
	a, err := calendar.NewAlmanac(path)
	if err != nil || !a.Holidays().Off("2026-12-01") || a.Holidays().Until() != 2026 {
		t.Fatal(err)
	}
	if changed, err := a.Reload(); changed || err != nil {
		t.Errorf("nothing changed: %v %v", changed, err)
	}
	write(table2027)
	if changed, err := a.Reload(); !changed || err != nil || a.Holidays().Until() != 2027 || a.Holidays().Off("2026-12-01") {
		t.Errorf("%v %v", changed, err)
	}
	write("写错了\n")
	if changed, err := a.Reload(); changed || err == nil || a.Holidays().Until() != 2027 {
		t.Errorf("%v %v", changed, err)
	}
}
