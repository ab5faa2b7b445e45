package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xiaoqing/cli"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

const hoursFile = `
	日期 | 开始 | 时长 | 老师 | 老师电话 | 孩子编号 | 孩子来了吗
	2022-04-11 | 19:00 | 一个半小时 | 李四 | 13812345678 | 托1 | 是
	2022-04-12 | 19:00 | 40 | 李四 | 13812345678 | 托1 | 没来
	2022-04-13 | 晚上7点 | 45分钟 | 陈老 | 13500000000 | 托2 |
	2022-05-02 | 19:00 | 50分钟 | 李四 | 13812345678 | 托1 |`

// served fills a database with four lessons of two tutors.
func served(t *testing.T, s *models.Store) {
	t.Helper()
	taken(t, s, "orgs", "名称|上级\n杨浦区|\n五角场街道|杨浦区")
	taken(t, s, "enrolments", enrolmentsFile)
	by := operator(s)
	by.Now = by.Now.AddDate(0, 1, 0)
	if r, err := cli.Import(t.Context(), s, "tutoring", file(t, "hours.xlsx", rows(hoursFile)), false, by, noStep); err != nil || r.Added != 4 {
		t.Fatal(r, err)
	}
}

// TestExportHours has one row a person.
func TestExportHours(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		served(t, s)
		want := `姓名,电话,单位,时长(小时),课时,人次,起,止,证明编号
李四,13812345678,五角场街道,2.33,3,3,2022-04-11,2022-05-02,
陈老,13500000000,五角场街道,0.75,1,1,2022-04-13,2022-04-13,
`
		if got := exported(t, s, "hours", models.Extent{}); got != want {
			t.Errorf("got %s", got)
		}
		if got := exported(t, s, "hours", models.Extent{From: "2022-04-12", To: "2022-04-30"}); !strings.Contains(got, "李四,13812345678,五角场街道,0,0,1,2022-04-12,2022-04-12,") || strings.Count(got, "\n") != 3 {
			t.Errorf("got %s", got)
		}
		li, boss := tutor(t, s, "李四", "13812345678"), handler(t, s)
		c, _, err := s.AskCertificate(t.Context(), li, models.Asked{Org: li.Standings[0].Org, From: "2022-04-01", To: "2022-04-30"})
		if err == nil {
			c, err = s.IssueCertificate(t.Context(), boss, c.ID, "")
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := exported(t, s, "hours", models.Extent{To: "2022-04-30"}); !strings.Contains(got, "2022-04-12,"+c.Serial()+"\n") {
			t.Errorf("%s is not in %s", c.Serial(), got)
		}
		if got := exported(t, s, "hours", models.Extent{From: "2022-05-01"}); strings.Contains(got, c.Serial()) {
			t.Errorf("%s is in %s", c.Serial(), got)
		}
	})
}

// tutor is a person who tutors, as they act themselves.
func tutor(t *testing.T, s *models.Store, name, phone string) models.Actor {
	t.Helper()
	people, err := s.PeopleKnownAs(t.Context(), name, phone)
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	by := models.Actor{Person: people[0].ID, Via: "chat", Now: operator(s).Now.AddDate(0, 1, 0)}
	if by.Standings, err = s.Standings(t.Context(), by.Person); err != nil {
		t.Fatal(err)
	}
	return by
}

// handler is the city's coordinator.
func handler(t *testing.T, s *models.Store) models.Actor {
	t.Helper()
	by := operator(s)
	root, err := s.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Account(t.Context(), "web", "gaoning", by.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Rename(t.Context(), a.PersonID, "高宁"); err != nil {
		t.Fatal(err)
	}
	by.Person, by.Standings = a.PersonID, []models.Standing{{Role: models.Coordinator, Org: root}}
	return by
}

// importSheet is another platform's import sheet: titles, a header row, cells with
// formats, a second sheet.
func importSheet(t *testing.T, head int, headers []string, formats map[int]string, example []any) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "导入"))
	for i := 1; i < head; i++ {
		check(f.SetCellStr("导入", cellAt(1, i), "志愿服务时长批量导入说明：请勿修改列名"))
	}
	for i, h := range headers {
		check(f.SetCellStr("导入", cellAt(i+1, head), h))
		if code := formats[i+1]; code != "" {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF2CC"}}})
			check(err)
			check(f.SetCellStyle("导入", cellAt(i+1, head+1), cellAt(i+1, head+1), style))
		}
	}
	for i, v := range example {
		check(f.SetCellValue("导入", cellAt(i+1, head+1), v))
	}
	_, err := f.NewSheet("字典")
	check(err)
	check(f.SetCellStr("字典", "A1", "爱心云托班"))
	path := filepath.Join(t.TempDir(), "template.xlsx")
	check(f.SaveAs(path))
	return path
}

func cellAt(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row)
	return name
}

// sheetRows is what stands in a workbook, as it is shown.
func sheetRows(t *testing.T, path, sheet string) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range all {
		lines = append(lines, strings.Join(r, "|"))
	}
	return strings.Join(lines, "\n")
}

// TestHoursIntoATemplate fills a sheet that wants a row a lesson, twice, with a
// correction between.
func TestHoursIntoATemplate(t *testing.T) {
	for kind, dsn := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			s := modeltest.Open(t, dsn)
			served(t, s)
			m := newMachine(t, "XQ_SECRET="+modeltest.Secret, "XQ_DATABASE="+dsn)
			template := importSheet(t, 3, []string{"序号", "*志愿者姓名", "联系电话（必填）", "身份证号", "活动名称", "服务日期", "开始时间", "结束时间", "服务时长（小时）", "备注"},
				map[int]string{6: "yyyy/mm/dd", 9: "0.00"}, nil)
			out := filepath.Join(t.TempDir(), "out.xlsx")
			m.run("export", "hours", "--template", template, "-o", out, "--to", "2022-04-30").ends(0).
				says("第1批，2行，2节课，2.25小时", "这几列小青没有，空着：身份证号、备注").hides("早先导出过", "李四")
			want := `志愿服务时长批量导入说明：请勿修改列名
志愿服务时长批量导入说明：请勿修改列名
序号|*志愿者姓名|联系电话（必填）|身份证号|活动名称|服务日期|开始时间|结束时间|服务时长（小时）|备注
1|李四|13812345678||爱心云托班|2022/04/11|19:00|20:30|1.50
2|陈老|13500000000||爱心云托班|2022/04/13|19:00|19:45|0.75`
			if got := sheetRows(t, out, "导入"); got != want {
				t.Errorf("got\n%s", got)
			}
			if got := sheetRows(t, out, "字典"); got != "爱心云托班" {
				t.Errorf("the other sheet has %s", got)
			}
			checkCells(t, out)

			again := filepath.Join(t.TempDir(), "again.xlsx")
			m.run("export", "hours", "--template", template, "-o", again, "--to", "2022-04-30").ends(0).says("没有新的时长可导", "另有2节早先导出过（第1批 ")
			if _, err := os.Stat(again); err == nil {
				t.Error("a file was written with nothing in it")
			}
			correct(t, s, 1, 120)
			correct(t, s, 3, 30)
			m.run("export", "hours", "--template", template, "-o", again).ends(0).
				says("第2批，2行，2节课，1.33小时", "另有1节早先导出过（第1批 ", "有1节导出以后改短或撤销了，那边多记了0.25小时", "课3（多15分钟）")
			if got := sheetRows(t, again, "导入"); !strings.Contains(got, "1|李四|13812345678||爱心云托班|2022/04/11|20:30|21:00|0.50\n2|李四|13812345678||爱心云托班|2022/05/02|19:00|19:50|0.83") {
				t.Errorf("got\n%s", got)
			}
			m.run("export", "hours", "--template", template, "-o", again).ends(0).says("没有新的时长可导", "另有3节早先导出过（第2批 ", "第1批 ")
			m.run("export", "hours", "--template", template, "-o", again, "--again").ends(0).says("第3批，3行，3节课，3.33小时")
			if got := strings.Join(acts(t, dsn), ","); !strings.HasSuffix(got, "export hours,approve,approve,export hours,export hours") {
				t.Errorf("audited %s", got)
			}
		})
	}
}

// correct reports a lesson of its tutor's again.
func correct(t *testing.T, s *models.Store, lesson int64, minutes int) {
	t.Helper()
	l, err := s.Lesson(t.Context(), lesson)
	if err != nil {
		t.Fatal(err)
	}
	log, err := s.ReportLesson(t.Context(), models.Actor{Person: l.TutorID, Via: "chat", Now: operator(s).Now.AddDate(0, 1, 0)}, l, models.Report{Start: l.Start, Minutes: minutes})
	if err == nil && log.Held { // so late that somebody looks
		_, err = s.ApproveReport(t.Context(), handler(t, s), l.Ticket())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// checkCells: a phone is text, hours are a number, a day is a date, and the format
// of the first row goes on.
func checkCells(t *testing.T, path string) {
	t.Helper()
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"C4": "13812345678", "I5": "0.75", "F5": "44664"} {
		if got, err := f.GetCellValue("导入", cell); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", cell, got, err, want)
		}
	}
	if kind, _ := f.GetCellType("导入", "C4"); kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
		t.Errorf("the phone is of type %v", kind)
	}
	first, _ := f.GetCellStyle("导入", "I4")
	second, _ := f.GetCellStyle("导入", "I5")
	if first == 0 || first != second {
		t.Errorf("styles %d and %d", first, second)
	}
}

// TestHoursAPerson fills a sheet that wants a row a person, below an example.
func TestHoursAPerson(t *testing.T) {
	for kind, dsn := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			s := modeltest.Open(t, dsn)
			served(t, s)
			m := newMachine(t, "XQ_SECRET="+modeltest.Secret, "XQ_DATABASE="+dsn)
			template := importSheet(t, 1, []string{"姓名", "手机号", "项目名称", "时长(分钟)", "开始时间", "结束日期", "所属团体", "课时"}, nil, []any{"示例", "13800000000", "项目"})
			out := filepath.Join(t.TempDir(), "out.xlsx")
			m.run("export", "hours", "--template", template, "-o", out, "--org", "五角场街道").ends(0).says("第1批，2行，3节课，3.08小时", "原来就有1行，没有动").hides("空着")
			want := `姓名|手机号|项目名称|时长(分钟)|开始时间|结束日期|所属团体|课时
示例|13800000000|项目
李四|13812345678|爱心云托班|140|2022-04-11 19:00|2022-05-02|五角场街道|3
陈老|13500000000|爱心云托班|45|2022-04-13 19:00|2022-04-13|五角场街道|1`
			if got := sheetRows(t, out, "导入"); got != want {
				t.Errorf("got\n%s", got)
			}
			if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%v, %v", info.Mode(), err)
			}
			none := importSheet(t, 1, []string{"甲", "乙"}, nil, nil)
			m.run("export", "hours", "--template", none, "-o", out, "--again").ends(1).says("模板里没找到列名")
			half := importSheet(t, 1, []string{"姓名", "手机号"}, nil, nil)
			m.run("export", "hours", "--template", half, "-o", out, "--again").ends(2).says("姓名和时长")
			m.run("export", "hours", "--template", template).ends(2).says("-o 时长.xlsx")
			m.run("export", "people", "--template", template, "-o", out).ends(2).says("只能导hours")
			m.run("export", "hours", "--again").ends(2).says("--template")
			if got := strings.Join(acts(t, dsn), ","); strings.Count(got, "export hours") != 1 {
				t.Errorf("what failed was marked: %s", got)
			}
		})
	}
}
