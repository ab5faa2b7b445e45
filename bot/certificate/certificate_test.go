package certificate

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/skip2/go-qrcode"

	"xiaoqing/bot/picture"
)

func values() Values {
	return Values{Serial: "XQ-2022-000123-K", Name: "芮一鸣", Project: "爱心云托班", From: "2022-03-01", To: "2022-04-30", Minutes: 1900, Periods: 81, Turns: 26, PeriodMinutes: 45,
		Issuer: "五角场街道", Handler: "高宁", Contact: "021-12345678", IssuedOn: "2022-05-04", Check: "https://xiaoqing.example.org/verify/ABCDEFGHJKLMNPQR"}
}

func decoded(t *testing.T, f *picture.Font, v Values) image.Image {
	t.Helper()
	b, err := PNG(f, v)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil || img.Bounds() != image.Rect(0, 0, 1588, 2246) {
		t.Fatal(img.Bounds(), err)
	}
	return img
}

func dark(img image.Image, x, y float64) bool {
	r, g, b, _ := img.At(int(x*dots), int(y*dots)).RGBA()
	return r+g+b < 3*0x6000
}

// TestCodeIsTheLink holds every module of the drawn code against the link's own.
func TestCodeIsTheLink(t *testing.T) {
	v, f := values(), &picture.Font{}
	img := decoded(t, f, v)
	code, err := qrcode.New(v.Check, qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	one, top := 0.0, 0.0
	marks, err := lay(f, v)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range marks {
		if m.box[0] == left && m.box[3] > .9 && m.box[3] < 2 && one == 0 { // its first row of modules
			one, top = m.box[3], m.box[1]
		}
	}
	for y, row := range bits {
		for x, on := range row {
			if got := dark(img, left+(float64(x)+.5)*one, top+(float64(y)+.5)*one); got != on {
				t.Fatalf("module %d, %d is %v, want %v", x, y, got, on)
			}
		}
	}
	for _, quiet := range [][2]float64{{left - 2*one, top}, {left + one*float64(len(bits)) + 2*one, top}, {left, top - 2*one}} {
		if dark(img, quiet[0], quiet[1]) {
			t.Errorf("something stands beside the code at %v", quiet)
		}
	}
}

// words are all that a layout writes.
func words(t *testing.T, f *picture.Font, v Values) string {
	t.Helper()
	marks, err := lay(f, v)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, m := range marks {
		all.WriteString(m.words.Text)
	}
	return all.String()
}

func TestWords(t *testing.T) {
	f := &picture.Font{}
	for _, c := range []struct {
		change   func(*Values)
		has, not []string
	}{
		{func(*Values) {}, []string{"志愿服务证明", "编号 XQ-2022-000123-K", "芮一鸣", "自2022年3月1日至2022年4月30日，参加“爱心云托班”", "31小时40分钟", "40.5课时", "26人次", "五角场街道", "高宁", "021-12345678", "盖章处", "2022年5月4日", "/verify/"}, []string{"待盖章"}},
		{func(v *Values) { v.Across, v.Handler, v.IssuedOn = "待盖章", "", "" }, []string{"待盖章"}, []string{"经办人", "5月4日"}},
		{func(v *Values) { v.Minutes, v.From = 45, v.To }, []string{"45分钟", "于2022年4月30日参加"}, []string{"小时", "至2022"}},
		{func(v *Values) { v.Minutes = 120 }, []string{"2小时"}, []string{"0分钟"}},
		{func(v *Values) { v.Name = "王\U00030EDD" }, []string{"王〓"}, nil}, // biáng: the font has no such character
	} {
		v := values()
		c.change(&v)
		got := words(t, f, v)
		for _, w := range c.has {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %s", got, w)
			}
		}
		for _, w := range c.not {
			if strings.Contains(got, w) {
				t.Errorf("%s has %s", got, w)
			}
		}
	}
}

// TestNothingSticksOut: long names get smaller, and nothing leaves the frame.
func TestNothingSticksOut(t *testing.T) {
	v := values()
	v.Name, v.Contact = "阿卜杜热合曼·买买提艾力·阿卜杜拉江·库尔班", "021-12345678转1234"
	v.Issuer, v.Minutes, v.Turns = strings.Repeat("共青团上海市杨浦区委员会", 4), 9999*60+59, 99999
	f := &picture.Font{}
	marks, err := lay(f, v)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range marks {
		w, _ := f.Width(m.words.Text)
		w = (w + m.words.Space*float64(len([]rune(m.words.Text))-1)) * m.words.Size
		if m.words.Text != "" && (m.words.X < 14 || m.words.X+w > width-14) {
			t.Errorf("%s goes from %.1f to %.1f", m.words.Text, m.words.X, m.words.X+w)
		}
	}
	img := decoded(t, f, v)
	for y := range 2246 {
		for _, x := range []int{0, 40, 70, 1588 - 70, 1588 - 40, 1587} {
			if r, g, b, _ := img.At(x, y).RGBA(); x < 70 && x > 0 && r+g+b < 0x10000 && y > 120 && y < 2100 {
				t.Fatalf("something dark at %d, %d", x, y)
			}
		}
	}
}

// TestPDF is one A4 page with text in an embedded font and the names that file
// managers show.
func TestPDF(t *testing.T) {
	b, err := PDF(&picture.Font{}, values(), time.Date(2022, 5, 4, 12, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"%PDF-1.", "/MediaBox [ 0 0 595.00 842.00 ]", "/Count 1", "/FontFile2", "/ToUnicode", "/Title", "/CreationDate", "%%EOF"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	if bytes.Contains(b, []byte("/Subtype /Image")) || len(b) > 150_000 {
		t.Errorf("%d bytes, or a picture instead of text", len(b))
	}
}

func BenchmarkPNG(b *testing.B) {
	f := &picture.Font{}
	for b.Loop() {
		if _, err := PNG(f, values()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	f := &picture.Font{}
	for b.Loop() {
		if _, err := PDF(f, values(), time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
}
