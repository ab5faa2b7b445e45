package sheet_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
)

var noon = time.Date(2022, 5, 1, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))

var hostile = [][]string{
	{"姓名", "备注", "电话"},
	{"=1+1", "+86 138", "-1+1"}, {"@SUM(A1)", "'=quoted", "''+more"}, {"\ttab", "＝全角", "'plain"},
	{"两行\n的话", `引号"和，逗号,`, "13812345678"}, {"", "", "00012"}, {"'", "''", "1.38E+10"},
}

func write(t *testing.T, file string, rows [][]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), file)
	w, err := sheet.Create(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) (rows []sheet.Row) {
	t.Helper()
	for row, err := range sheet.Rows(path) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	for _, file := range []string{"a.xlsx", "a.csv", "A.CSV"} {
		path := write(t, file, hostile)
		var got [][]string
		for _, row := range read(t, path) {
			got = append(got, row.Cells)
		}
		if !reflect.DeepEqual(got, hostile) {
			t.Errorf("%s: %q", file, got)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
		if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
			t.Errorf("left behind: %v", files)
		}
	}
}

func TestNothingInACSVRuns(t *testing.T) {
	raw, err := os.ReadFile(write(t, "a.csv", hostile))
	if err != nil {
		t.Fatal(err)
	}
	text, found := strings.CutPrefix(string(raw), "\uFEFF")
	if !found {
		t.Error("without a BOM a spreadsheet takes it for GBK")
	}
	for _, field := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '"' }) {
		if strings.ContainsAny(field[:1], "=+-@\t") {
			t.Errorf("would run: %q", field)
		}
	}
}

func TestNothingInAWorkbookRuns(t *testing.T) {
	f, err := excelize.OpenFile(write(t, "a.xlsx", hostile))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, at := range []string{"A2", "B2", "C2", "A3", "C5"} {
		kind, err := f.GetCellType("Sheet1", at)
		formula, _ := f.GetCellFormula("Sheet1", at)
		if err != nil || kind != excelize.CellTypeInlineString || formula != "" {
			t.Errorf("%s: type %v, formula %q, %v", at, kind, formula, err)
		}
	}
}

func TestNegativeNumbersStayNumbers(t *testing.T) {
	var out bytes.Buffer
	w, err := sheet.Create("-", &out)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write([]string{"-1", "-0.5", "-", "-1-1", "'-1"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "-1,-0.5,'-,'-1-1,'-1\n" {
		t.Errorf("%q", got)
	}
}

// What is to be added up is a number in a workbook; a phone beside it is text.
func TestAmountsAddUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	w, err := sheet.Create(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Columns(form.Form{Fields: []form.Field{{Kind: form.Phone{}}, {Kind: sheet.Amount{}}}})
	if err := errors.Join(w.Write([]string{"电话", "增减"}), w.Write([]string{"13812345678", "-1.5"}), w.Write([]string{"1", "3"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for at, want := range map[string]excelize.CellType{"B1": excelize.CellTypeInlineString, "A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "B3": excelize.CellTypeUnset} {
		if kind, err := f.GetCellType("Sheet1", at); err != nil || kind != want {
			t.Errorf("%s: type %v, %v", at, kind, err)
		}
	}
	if n, err := f.GetCellValue("Sheet1", "B2"); err != nil || n != "-1.5" {
		t.Errorf("reads %q, %v", n, err)
	}
}

func TestStandardOutput(t *testing.T) {
	var out bytes.Buffer
	w, err := sheet.Create("-", &out)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write([]string{"姓名", "电话"}), w.Write([]string{"=张三", "13812345678"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "姓名,电话\n'=张三,13812345678\n" {
		t.Errorf("%q", got)
	}
}

func TestDroppedFilesLeaveNothing(t *testing.T) {
	for _, file := range []string{"a.xlsx", "a.csv"} {
		dir := t.TempDir()
		w, err := sheet.Create(filepath.Join(dir, file), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write([]string{"张三"}), w.Drop()); err != nil {
			t.Fatal(err)
		}
		if files, _ := os.ReadDir(dir); len(files) != 0 {
			t.Errorf("left behind: %v", files)
		}
	}
}

// What other programs save: GBK, no BOM, CRLF, blank lines, lines in cells.
func TestForeignCSV(t *testing.T) {
	dir := t.TempDir()
	for file, bytes := range map[string]string{
		"utf8.csv": "姓名,备注\r\n\r\n张三,\"两行\r\n的话\"\r\n李四\r\n",
		"bom.csv":  "\uFEFF姓名,备注\n\n张三,\"两行\n的话\"\n李四\n,,\n",
		"gbk.csv":  "\xd0\xd5\xc3\xfb,\xb1\xb8\xd7\xa2\n\n\xd5\xc5\xc8\xfd,\"\xc1\xbd\xd0\xd0\n\xb5\xc4\xbb\xb0\"\n\xc0\xee\xcb\xc4\n",
	} {
		path := filepath.Join(dir, file)
		if err := os.WriteFile(path, []byte(bytes), 0o600); err != nil {
			t.Fatal(err)
		}
		want := []sheet.Row{{N: 1, Cells: []string{"姓名", "备注"}}, {N: 3, Cells: []string{"张三", "两行\n的话"}}, {N: 4, Cells: []string{"李四"}}}
		if got := read(t, path); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", file, got)
		}
	}
}

// A long UTF-8 file is not taken for GBK where the look ahead cuts a character.
func TestLongUTF8(t *testing.T) {
	for pad := range 4 {
		path := filepath.Join(t.TempDir(), "a.csv")
		text := strings.Repeat("x", pad) + "y\n" + strings.Repeat("五角场街道国定路社区\n", 3000)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got := read(t, path)
		if last := got[len(got)-1]; last.N != 3001 || last.Cells[0] != "五角场街道国定路社区" {
			t.Errorf("pad %d: %v", pad, last)
		}
	}
}

// What people type in a workbook: numbers, dates, times, empty rows.
func TestForeignWorkbook(t *testing.T) {
	f := excelize.NewFile()
	day, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
	clock, _ := f.NewStyle(&excelize.Style{NumFmt: 20})
	short, _ := f.NewStyle(&excelize.Style{NumFmt: 11})
	for at, value := range map[string]any{"A1": "电话", "A3": 13812345678, "B3": 44659, "C3": 0.791666667, "D3": 1.5, "E3": 13812345678} {
		if err := f.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.xlsx")
	err := errors.Join(f.SetCellStyle("Sheet1", "B3", "B3", day), f.SetCellStyle("Sheet1", "C3", "C3", clock), f.SetCellStyle("Sheet1", "E3", "E3", short), f.SaveAs(path))
	if err != nil {
		t.Fatal(err)
	}
	want := []sheet.Row{{N: 1, Cells: []string{"电话"}}, {N: 3, Cells: []string{"13812345678", "2022-04-08", "19:00", "1.5", "1.38E+10"}}}
	if got := read(t, path); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestFilesThatAreNoSheets(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.xlsx"), []byte("PK not really"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{"a.xlsx": "不像是表格", "a.xls": ".xlsx和.csv"} {
		for _, err := range sheet.Rows(filepath.Join(dir, file)) {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	for _, file := range []string{"none.xlsx", "none.csv"} {
		for _, err := range sheet.Rows(filepath.Join(dir, file)) {
			if !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if _, err := sheet.Create(filepath.Join(dir, "a.docx"), nil); err == nil {
		t.Error("a.docx was taken")
	}
}

var person = form.Form{Fields: []form.Field{
	{Name: "consent", Label: "同意", Kind: form.YesNo{}, Tap: true},
	{Name: "kind", Label: "类别", Kind: form.OneOf{Options: []form.Option{{Value: "a", Label: "甲类"}, {Value: "b", Label: "乙类"}}}, Hidden: true, Optional: true},
	{Name: "phone", Label: "电话", Kind: form.Phone{}},
	{Name: "age", Label: "年龄", Kind: form.Age{}, Optional: true},
	{Name: "slots", Label: "时间", Kind: form.Slots{}, Optional: true},
	{Name: "day", Label: "日期", Kind: form.Date{Past: true}, Optional: true},
}}

func TestColumnsAreTheForms(t *testing.T) {
	f := sheet.Of(person)
	if got := strings.Join(sheet.Header(f), " "); got != "类别 电话 年龄 时间 日期" {
		t.Errorf("header %s", got)
	}
	table, bads := sheet.Heads(f, sheet.Row{N: 1, Cells: []string{"年龄", " 电话 ", "", "类别"}}, noon)
	if bads != nil {
		t.Fatal(bads)
	}
	a, bads := table.Read(sheet.Row{N: 2, Cells: []string{"22岁", "138 1234 5678", "", "乙类"}})
	if bads != nil || a.Get("phone") != "13812345678" || a.Get("age") != "22" || a.Get("kind") != "b" {
		t.Errorf("%v %v", a, bads)
	}
}

func TestWrongHeaders(t *testing.T) {
	_, bads := sheet.Heads(sheet.Of(person), sheet.Row{N: 2, Cells: []string{"序号", "年龄", "手机", "年龄"}}, noon)
	var got []string
	for _, b := range bads {
		got = append(got, b.String())
	}
	want := []string{"第2行 年龄：这一列写了两遍，请留一列。", "第2行：不认识的列：序号、手机。能写的列：类别、电话、年龄、时间、日期。", "第2行：还缺这几列：电话。第一行要写列名。"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func TestWrongCells(t *testing.T) {
	table, bads := sheet.Heads(sheet.Of(person), sheet.Row{N: 1, Cells: []string{"电话", "年龄"}}, noon)
	if bads != nil {
		t.Fatal(bads)
	}
	for cells, want := range map[string]string{
		"1381234567|300": "第3行 电话：手机号要11位，这个是10位，比如13812345678。\n第3行 年龄：年龄要在0岁到120岁之间，这里是300岁，请再核对一下，比如22。",
		"|22":            "第3行 电话：“电话”还没填，比如13812345678。",
		"1.38E+10|":      "第3行 电话：表格把号码变成了1.38E+10的样子，后面几位已经丢了。请把这一列的格式设成“文本”，再把号码填全，比如13812345678。",
		"1.38123e+10":    "第3行 电话：表格把号码变成了1.38E+10的样子，后面几位已经丢了。请把这一列的格式设成“文本”，再把号码填全，比如13812345678。",
	} {
		_, bads := table.Read(sheet.Row{N: 3, Cells: strings.Split(cells, "|")})
		var got []string
		for _, b := range bads {
			got = append(got, b.String())
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s: %q", cells, got)
		}
	}
}

func TestNames(t *testing.T) {
	f := form.Form{Fields: []form.Field{{Name: "name", Label: "姓名", Kind: form.Name{}}}}
	table, _ := sheet.Heads(f, sheet.Row{N: 1, Cells: []string{"姓名"}}, noon)
	for cell, want := range map[string]string{"张　三": "张三", " 王  芳 ": "王芳", "欧阳娜娜": "欧阳娜娜", "李老师": "李老师",
		"Anna Smith": "Anna Smith", "古丽娜尔·买买提": "古丽娜尔·买买提", "张三（男）": "张三"} {
		if a, bads := table.Read(sheet.Row{N: 2, Cells: []string{cell}}); a.Get("name") != want {
			t.Errorf("%q is %q, %v", cell, a.Get("name"), bads)
		}
	}
}

// What would not read back as people read it is written as it is kept.
func TestCellsReadBack(t *testing.T) {
	f := sheet.Of(person)
	var a form.Answers
	a = a.Set("phone", "13812345678").Set("age", "22").Set("kind", "b").Set("slots", `[{"days":["mon","wed"],"start":"19:00","end":"20:30"}]`).Set("day", "2022-04-08")
	cells := sheet.Cells(f, a, noon)
	if cells[0] != "乙类" || cells[1] != "13812345678" || cells[2] != "22岁" || cells[4] != "2022-04-08" {
		t.Errorf("%q", cells)
	}
	table, _ := sheet.Heads(f, sheet.Row{N: 1, Cells: sheet.Header(f)}, noon.AddDate(1, 0, 0))
	back, bads := table.Read(sheet.Row{N: 2, Cells: cells})
	for _, field := range f.Fields {
		if bads != nil || back.Get(field.Name) != a.Get(field.Name) {
			t.Errorf("%s: %q, %v", field.Name, back.Get(field.Name), bads)
		}
	}
}
