package cli_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xiaoqing/models/modeltest"
)

// acts are the raw audit rows of the operator's door.
func acts(t *testing.T, dsn string) (all []string) {
	t.Helper()
	driver, address := "mysql", strings.TrimPrefix(dsn, "mysql://")
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, address = "sqlite", path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found, err := db.Query("SELECT act FROM audits WHERE via = 'command' ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var act string
		if err := found.Scan(&act); err != nil {
			t.Fatal(err)
		}
		all = append(all, act)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestImportAndExportCommands(t *testing.T) {
	for kind, dsn := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			m := newMachine(t, secret, "XQ_DATABASE="+dsn)
			orgs := file(t, "orgs.xlsx", rows("名称|上级\n杨浦区|\n五角场街道|杨浦区"))
			m.run("import", "orgs", orgs, "--dry-run").ends(0).says("试导，什么都没写", "会新增2行")
			m.run("import", "orgs", orgs).ends(0).says("导好了", "新增2行")
			m.run("import", "orgs", orgs).ends(0).says("新增0行", "已经有的2行")
			m.run("import", "signups", file(t, "a.csv", rows("姓名|电话|街道\n张三|1371234567|五角场街道"))).ends(1).
				says("第2行 电话：手机号要11位，这个是10位", "有1处要改，一行都没有写").hides("1371234567", "张三")
			m.run("import", "signups", file(t, "long.csv", rows("姓名|电话|街道"+strings.Repeat("\n张三|137|五角场街道", 60)))).ends(1).
				says("第51行 电话", "另有10处", "有60处要改").hides("第52行")
			m.run("import", "signups", file(t, "b.csv", rows("姓名|电话|街道\n=张三|13812345678|五角场街道"))).ends(0)
			m.run("export", "signups", "--org", "杨浦区").ends(0).says("张三,,,13812345678,五角场街道", "志1")
			m.run("export", "signups", "--to", "2000-01-01").ends(0).hides("13812345678")
			out := filepath.Join(t.TempDir(), "out.csv")
			m.run("export", "people", "-o", out).ends(0).says("导出好了", "1行")
			if raw, err := os.ReadFile(out); err != nil || !strings.HasPrefix(string(raw), "\uFEFF姓名,电话") || !strings.Contains(string(raw), "13812345678") {
				t.Errorf("%s, %v", raw, err)
			}
			m.run("import", "hours", orgs).ends(2).says("signups（志愿者报名）")
			m.run("export", "signups", "--org", "虹口区").ends(2).says("没有找到“虹口区”")
			m.run("export", "signups", "--from", "昨天").ends(2).says("2022-04-08")
			m.run("export", "signups", "-o", "a.doc").ends(1).says(".xlsx和.csv")
			m.run("import", "orgs", file(t, "empty.csv", rows("名称"))).ends(1).says("没有内容")
			want := "import orgs,import orgs,import signups,export signups,export signups,export people"
			if got := strings.Join(acts(t, dsn), ","); got != want {
				t.Errorf("audited %s, want %s", got, want)
			}
		})
	}
}
