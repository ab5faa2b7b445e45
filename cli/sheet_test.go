package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/form/sheet"
	"xiaoqing/cli"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// operator is who imports and exports here, at noon of a day in the season.
func operator(s *models.Store) models.Actor {
	return models.Actor{Via: "command", Now: time.Date(2022, 5, 1, 12, 0, 0, 0, s.Zone)}
}

func noStep(string, int64, int64) {}

// rows are lines of cells, | between them.
func rows(text string) (out [][]string) {
	for line := range strings.Lines(strings.TrimSpace(text)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, cells)
	}
	return out
}

func file(t testing.TB, name string, rows [][]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
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

// taken imports rows as a workbook and says what came of it: new, changed, same.
func taken(t testing.TB, s *models.Store, kind, text string) string {
	t.Helper()
	return takenFile(t, s, kind, file(t, kind+".xlsx", rows(text)))
}

func takenFile(t testing.TB, s *models.Store, kind, path string) string {
	t.Helper()
	r, err := cli.Import(context.Background(), s, kind, path, false, operator(s), noStep)
	if err != nil {
		t.Fatalf("%s: %v %v", kind, err, r.Bad)
	}
	return fmt.Sprintf("%d %d %d", r.Added, r.Changed, r.Same)
}

// refused imports rows that must not be taken; nothing may change by it.
func refused(t testing.TB, s *models.Store, kind, text string, want ...string) {
	t.Helper()
	before := everything(t, s)
	r, err := cli.Import(context.Background(), s, kind, file(t, kind+".csv", rows(text)), false, operator(s), noStep)
	if !errors.Is(err, cli.ErrBadRows) {
		t.Fatalf("%s: taken: %v", kind, err)
	}
	var got []string
	for _, b := range r.Bad {
		got = append(got, b.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got  %s\n want %s", kind, strings.Join(got, "\n      "), strings.Join(want, "\n      "))
	}
	if after := everything(t, s); after != before {
		t.Errorf("%s: the database changed from\n%s\nto\n%s", kind, before, after)
	}
}

// exported is one kind as CSV.
func exported(t testing.TB, s *models.Store, kind string, x models.Extent) string {
	t.Helper()
	if x.Org.ID == 0 {
		root, err := s.Root(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		x.Org = root
	}
	var out bytes.Buffer
	n, err := cli.Export(context.Background(), s, kind, "-", &out, x, operator(s), noStep)
	if err != nil {
		t.Fatalf("export %s: %v", kind, err)
	}
	if lines := strings.Count(out.String(), "\n") - 1; lines != n {
		t.Errorf("export %s: %d rows, says %d", kind, lines, n)
	}
	return out.String()
}

var allKinds = []string{"orgs", "people", "signups", "enrolments", "tutoring"}

func everything(t testing.TB, s *models.Store) string {
	t.Helper()
	var all strings.Builder
	for _, kind := range allKinds {
		all.WriteString(exported(t, s, kind, models.Extent{}))
	}
	return all.String()
}

const orgsFile = `
	上级          | 名称       | 级别
	杨浦区/五角场街道 | 国定路社区   | 社区
	杨浦区       | 五角场街道   |
	上海市       | 杨浦区     | 区
	             | 静安区     |
	静安区       | 国定路社区   | 居委会
	上海市/静安区 | 彭浦镇     | 镇
	             | 上海市     | 市`

func TestImportOrgs(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx := context.Background()
		if o, found, err := s.SettleOrg(ctx, "五角场街道", operator(s).Now); err != nil || !found || o.Placed {
			t.Fatal(o, found, err)
		}
		if got := taken(t, s, "orgs", orgsFile); got != "5 1 1" { // the street that someone had named finds its place
			t.Errorf("first: %s", got)
		}
		if got := taken(t, s, "orgs", orgsFile); got != "0 0 7" {
			t.Errorf("again: %s", got)
		}
		want := "名称,级别,上级,待归属\n上海市,市,,\n杨浦区,区,上海市,\n静安区,区,上海市,\n五角场街道,街道,杨浦区,\n彭浦镇,街道,静安区,\n" +
			"国定路社区,社区,五角场街道,\n国定路社区,社区,静安区,\n"
		if got := exported(t, s, "orgs", models.Extent{}); got != want {
			t.Errorf("got %s", got)
		}
		orgs, err := s.OrgsNamed(ctx, "国定路社区")
		if err != nil || len(orgs) != 2 || strings.Count(orgs[0].Path, "/") != 5 && strings.Count(orgs[1].Path, "/") != 5 {
			t.Errorf("%v %v", orgs, err)
		}
	})
}

func TestBadOrgs(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		taken(t, s, "orgs", orgsFile)
		refused(t, s, "orgs", `
			名称     | 级别 | 上级
			某某片   |      |
			长海片   | 大队 |
			         | 区   | 上海市`,
			"第2行 级别：看名字认不出是哪一级，请写市、区、街道或社区。", "第3行 级别：请写市、区、街道或社区。", "第4行 名称：“名称”还没填，比如五角场街道。")
		refused(t, s, "orgs", `
			名称     | 级别 | 上级
			长海街道 |      | 虹口区
			宝山区   |      | 五角场街道
			第三居委 |      | 国定路社区
			杭州市   |      |
			五角场街道 | 社区 | 杨浦区
			周家嘴路街道 |  | 杨浦区`,
			"第2行 上级：没有找到“虹口区”。它要先在组织里，或者写在这张表的另一行里，比如“杨浦区”或“上海市/杨浦区”。",
			"第3行 上级：“五角场街道”的级别不在“宝山区”的上面，请核对级别和上级。",
			"第4行 上级：叫“国定路社区”的不止一个：上海市/杨浦区/五角场街道/国定路社区、上海市/静安区/国定路社区。请把上级也写上，比如上海市/杨浦区/五角场街道/国定路社区。",
			"第5行 名称：市只有一个：上海市。别的写成区、街道或社区。",
			"第6行 级别：“五角场街道”已经在“杨浦区”下面了，级别和这里写的不一样。")
	})
}

const peopleFile = `
	账号 | 姓名 | 电话 | 角色 | 组织
	wecom:zhangsan | 张三 | 13812345678 | 协调员 | 五角场街道
	wecom:zhangsan | 张三 | 13812345678 | 志愿者 | 静安区
	wecom：lisi、web:x7 | 李四 | | 社工 | 上海市
	| 王芳 | 139 1111 2222 | 辅导老师 | 五角场
	| 赵六 | 13700000000 | |`

func TestImportPeople(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx := context.Background()
		taken(t, s, "orgs", orgsFile)
		heard, err := s.Account(ctx, "wecom", "lisi", operator(s).Now) // spoke to us before
		if err != nil {
			t.Fatal(err)
		}
		if got := taken(t, s, "people", peopleFile); got != "5 0 0" {
			t.Errorf("first: %s", got)
		}
		if got := taken(t, s, "people", peopleFile); got != "0 0 5" {
			t.Errorf("again: %s", got)
		}
		lisi, err := s.FindAccount(ctx, "web", "x7")
		if err != nil || lisi.PersonID != heard.PersonID {
			t.Errorf("li si is %d, was %d: %v", lisi.PersonID, heard.PersonID, err)
		}
		want := `姓名,电话,角色,组织,账号
李四,,社工,上海市,wecom:lisi、web:x7
张三,13812345678,协调员,五角场街道,wecom:zhangsan
张三,13812345678,志愿者,静安区,wecom:zhangsan
王芳,13911112222,辅导老师,五角场街道,
赵六,13700000000,,,
`
		if got := exported(t, s, "people", models.Extent{}); got != want {
			t.Errorf("got %s", got)
		}
		if got := taken(t, s, "people", "账号|姓名|电话\nwecom:zhangsan|张三丰|13812345678"); got != "0 1 0" {
			t.Errorf("a new name: %s", got)
		}
		p, err := s.PeopleKnownAs(ctx, "张三丰", "13812345678")
		if err != nil || len(p) != 1 {
			t.Errorf("%v %v", p, err)
		}
	})
}

// A name and a phone that someone said in a chat give them nothing of what an
// operator hands to the person of that name and phone.
func TestANameAndAPhoneOpenNothing(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx := context.Background()
		taken(t, s, "orgs", orgsFile)
		a, err := s.Account(ctx, "web", "stranger", operator(s).Now)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.SavePerson(ctx, &models.Person{ID: a.PersonID, PersonPrivate: models.PersonPrivate{Name: "张三", Phone: "13812345678"}}); err != nil {
			t.Fatal(err)
		}
		taken(t, s, "people", "姓名|电话|角色|组织\n张三|13812345678|协调员|上海市")
		taken(t, s, "signups", "姓名|电话|街道|状态\n张三|13812345678|五角场街道|已通过")
		standings, err := s.Standings(ctx, a.PersonID)
		records, err2 := s.RecordsOf(ctx, a.PersonID)
		if err != nil || err2 != nil || len(standings)+len(records) > 0 {
			t.Errorf("the stranger has %v and %d records; %v %v", standings, len(records), err, err2)
		}
	})
}

func TestBadPeople(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		taken(t, s, "orgs", orgsFile)
		taken(t, s, "people", peopleFile)
		refused(t, s, "people", `
			姓名 | 电话 | 角色 | 组织 | 账号
			张三 | 1381234567 | 市长 | 五角场街道 |
			张三 | 1.38E+10 | | | qq:123
			张三 | 13812345678 | 协调员 | |
			张三 | 13812345678 | | 五角场街道 |
			张三 | | | | 
			孙七 | 13600000000 | | | wecom:zhangsan
			钱七 | 13600000000 | | | wecom:zhangsan`,
			"第2行 电话：手机号要11位，这个是10位，比如13812345678。",
			"第2行 角色：请从这几个里选一个：1 家长，2 一线人员，3 辅导老师，4 志愿者，5 协调员，6 社工。",
			"第3行 电话：表格把号码变成了1.38E+10的样子，后面几位已经丢了。请把这一列的格式设成“文本”，再把号码填全，比如13812345678。",
			"第3行 账号：账号要写成“平台:账号”，比如wecom:zhangsan；平台有wecom、kf、feishu、dingtalk、web、sim。",
			"第4行 组织：写了角色，还要写是哪个组织的，比如五角场街道。",
			"第5行 角色：写了组织，还要写在那里是什么角色，比如志愿者。",
			"第6行 账号：没有账号的，姓名和电话都要写，不然认不出是哪一位。",
			"第8行 姓名：和第7行是同一个账号，姓名或电话却不一样，请核对。")
		refused(t, s, "people", `
			姓名 | 电话 | 角色 | 组织 | 账号
			张三 | 13812345678 | 志愿者 | 国定路社区 |
			张三 | 13812345678 | 志愿者 | 虹口区 |
			张三 | 13812345678 | | | wecom:zhangsan、wecom:lisi`,
			"第2行 组织：叫“国定路社区”的不止一个：上海市/杨浦区/五角场街道/国定路社区、上海市/静安区/国定路社区。请把上级也写上，比如上海市/杨浦区/五角场街道/国定路社区。",
			"第3行 组织：组织里还没有“虹口区”，请先导入组织，或者写全名，比如五角场街道。",
			"第4行 账号：这几个账号现在是不同的人的，请分开写，或者先关联账号。")
	})
}
