package when

import (
	"testing"
	"time"
	"xiaoqing/bot/parse/script"
)

func TestDaysAgreeWithTime(t *testing.T) {
	for n := days(-30000); n < 60000; n += 13 {
		want := time.Unix(int64(n)*86400, 0).UTC()
		if got := string(n.Day()); got != want.Format("2006-01-02") || (int(want.Weekday())+6)%7+1 != n.weekday() {
			t.Fatalf("%d: %s weekday %d, want %s", n, got, n.weekday(), want)
		}
		if y, m, d := want.Date(); date(y, int(m), d) != n {
			t.Fatalf("%s counts %d, want %d", want, date(y, int(m), d), n)
		}
	}
}

func TestFeasts(t *testing.T) {
	for name, want := range map[string]string{
		"春节 2018": "2018-02-16", "春节 2019": "2019-02-05", "春节 2022": "2022-02-01", "春节 2026": "2026-02-17", "春节 2030": "2030-02-03", "春节 2044": "2044-01-30",
		"中秋 2020": "2020-10-01", "中秋 2021": "2021-09-21", "中秋 2025": "2025-10-06", "端午 2023": "2023-06-22", "七夕 2018": "2018-08-17",
		"除夕 2026": "2027-02-05", "母亲节 2021": "2021-05-09", "父亲节 2016": "2016-06-19", "感恩节 2019": "2019-11-28",
		"清明 2022": "2022-04-05", "清明 2025": "2025-04-04", "芒种 2021": "2021-06-05", "小寒 2021": "2021-01-05", "冬至 2022": "2022-12-22", "重阳 2022": "2022-10-04",
	} {
		text := script.New(name)
		d, _ := feastAt(text, 0)
		y, _ := text.Plain(text.Len() - 4)
		n, ok := feasts[d.d].in(int(y.Value))
		if !ok || string(n.Day()) != want {
			t.Errorf("%s: got %s, want %s", name, n.Day(), want)
		}
	}
}
