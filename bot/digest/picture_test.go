package digest_test

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/picture"
	"xiaoqing/bot/say"
)

var shots = flag.String("shots", "", "a folder to keep the pictures in, to be looked at")

// cards are the days that a picture must stand.
func cards() map[string]digest.Card {
	normal := digest.Card{Title: "五角场街道 日报", When: "2022年4月8日 周五 · 截至18:00", Foot: "小青 · 每个数字怎么算，回“口径”",
		Tiles: []digest.Tile{{"128", "新报名（人）", []string{"昨日97", "累计3,204"}, false}, {"86", "上岗（人次）", []string{"昨日91", "累计12,840"}, false},
			{"41.5", "课时", []string{"昨日38", "累计1,206.5"}, false}, {"6", "孩子在等", []string{"最久2天4小时"}, true}},
		Bars: "新报名（人）", Line: "上岗（人次）",
		Funnel: []digest.Step{{"报名", "3,204人", 1}, {"审核通过", "2,980人 · 2,980/3,204 = 93.0%", .93}, {"上过岗", "2,840人 · 2,840/3,204 = 88.6%", .886}},
		Shares: []digest.Step{{"有志愿者上岗的单位", "32/36 = 88.9%", .889}, {"今天有数字或零报告的单位", "35/36 = 97.2%", .972}},
		Notes:  []string{"零报告：政立路居委", "更正：4月7日报名96人改为97人", "补充：明早8点体育馆集合"},
		Waits:  []string{"40人等审核，最久1天3小时", "6个孩子等结对，最久2天4小时", "再有3位周三晚上有空、能教物理的志愿者，还能帮3个孩子结上对", "未报：国定居委"},
		Heads:  []string{"报名", "上岗", "课时"}, Units: []digest.Unit{{"本级", []string{"3", "0", "0"}}, {"国定居委", []string{"70", "44", "21.5"}}, {"政立路居委", []string{"55", "42", "20"}}}}
	for i := range int64(14) {
		normal.Days = append(normal.Days, digest.Column{Label: fmt.Sprintf("%d日", 26+i-min(i/6, 1)*31), Bar: 60 + i*5 - i%3*7, Line: 40 + i*4})
	}
	empty := digest.Card{Title: "五角场街道 日报", When: "2022年4月8日 周五 · 截至18:00", Foot: "小青 · 每个数字怎么算，回“口径”",
		Tiles: []digest.Tile{{"0", "新报名（人）", []string{"昨日0", "累计12"}, false}, {"0", "课时", []string{"昨日0", "累计3"}, false}}}
	long := normal
	long.Title = "中国（上海）自由贸易试验区临港新片区南汇新城镇滨海森林公园社区居民委员会 日报"
	long.Units = []digest.Unit{{"中国（上海）自由贸易试验区临港新片区南汇新城镇第一居民委员会", []string{"1,234,567", "12,345,678", "999,999.5"}}}
	city := normal
	city.Title, city.Units = "上海市 日报", nil
	city.Tiles = []digest.Tile{{"273,000", "新报名（人）", []string{"昨日9,700", "累计273,000"}, false}, {"137,120", "上岗（人次）", []string{"昨日91,000", "累计2,228,250"}, false},
		{"47,404", "课时", []string{"昨日3,800", "累计47,404"}, false}, {"1,527", "孩子在等", []string{"最久12天4小时"}, true}}
	for _, name := range []string{"黄浦", "徐汇", "长宁", "静安", "普陀", "虹口", "杨浦", "闵行", "宝山", "嘉定", "浦东新", "金山", "松江", "青浦", "奉贤", "崇明"} {
		city.Units = append(city.Units, digest.Unit{Name: name + "区", Cells: []string{"17,062", "8,570", "2,962.5"}})
	}
	return map[string]digest.Card{"normal": normal, "empty": empty, "long": long, "city": city, "many": many(city)}
}

func many(c digest.Card) digest.Card {
	c.Units = append(append([]digest.Unit{}, c.Units...), c.Units...)
	return c
}

func TestPictures(t *testing.T) {
	f := &picture.Font{}
	for name, card := range cards() {
		b, err := card.PNG(f)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil || img.Bounds().Dx() != 1440 || img.Bounds().Dy() < 500 || len(b) > 2<<20 {
			t.Errorf("%s: %v, %v, %d bytes", name, err, img.Bounds(), len(b))
		}
		again, err := card.PNG(f)
		if err != nil || !bytes.Equal(b, again) {
			t.Errorf("%s: drawn again it is another picture, %v", name, err)
		}
		if *shots != "" {
			if err := os.WriteFile(filepath.Join(*shots, name+".png"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func BenchmarkPicture(b *testing.B) {
	f, card := &picture.Font{}, cards()["city"]
	if _, err := f.File(); err != nil { // unpacked once a process
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := card.PNG(f); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWhatALetterCarriesIsDrawnLater(t *testing.T) {
	f := &picture.Font{}
	card := cards()["normal"]
	a, err := card.Picture("日报")
	if err != nil || a.Name != "日报.png" || !a.Picture() {
		t.Fatal(err, a.Name)
	}
	now, err := card.PNG(f)
	if err != nil {
		t.Fatal(err)
	}
	if later, err := digest.Draw(f, *a); err != nil || !bytes.Equal(now, later) {
		t.Errorf("it is another picture, %v", err)
	}
	b, err := digest.Workbook{Tables: []digest.Table{{"汇总", [][]any{{"指标", "今日"}, {"报名（人）", 128}}}, {"各单位", [][]any{{"单位"}, {"国定居委"}}}}}.Sheet("日报")
	if err != nil || b.Name != "日报.xlsx" || b.Picture() {
		t.Fatal(err, b.Name)
	}
	file, err := digest.Draw(f, *b)
	if err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if v, err := x.GetCellValue("汇总", "B2"); err != nil || v != "128" {
		t.Errorf("%s, %v", v, err)
	}
	if kind, err := x.GetCellType("汇总", "B2"); err != nil || kind == excelize.CellTypeSharedString {
		t.Errorf("a figure is kept as words, %v", err)
	}
	if v, err := x.GetCellValue("各单位", "A2"); err != nil || v != "国定居委" {
		t.Errorf("%s, %v", v, err)
	}
	if _, err := digest.Draw(f, say.Attachment{Kind: "nobody's"}); err == nil {
		t.Error("drawn by nobody")
	}
}
