package cli

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xiaoqing/models/modeltest"
)

// TestAFigureListsItsRows opens a day's figures on a phone, and the rows behind
// one: tickets, and nobody's name.
func TestAFigureListsItsRows(t *testing.T) {
	browser := openBrowser(t)
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.person("other", "coordinator", "四平路街道", "周末")
		h.signups("张三", "李四", "王五")
		h.says("street", "direct", "通过 志1")
		p := newPhone(h.t, browser).opens(h.link("street", "后台")).presses("数字").sees("报名", "3人", "审核通过", "1人").fits("figures")
		p.presses("报名").sees("志1", "志2", "志3", "一人只算一次", "+1人").fits("figure-rows")
		if page := p.reads(`document.body.innerText`); strings.Contains(page, "张三") {
			h.t.Errorf("a name is shown:\n%s", page)
		}
		p.opens(h.url + "/console/figures?org=1").sees("这一页您看不了")
		out := h.operator("export", "figures", "--org", "五角场街道", "--from", "2022-04-08")
		if strings.Count(out, "2022-04-08,五角场街道,报名,1,人,志") != 3 || strings.Contains(out, "张三") {
			h.t.Errorf("exported:\n%s", out)
		}
	})
}

// operator runs the binary's own code on the house's database.
func (h *house) operator(args ...string) string {
	h.t.Helper()
	var out bytes.Buffer
	if status := Run(args, []string{"XQ_DATABASE=" + h.store.Database, "XQ_SECRET=" + modeltest.Secret}, nil, &out, &out); status != done {
		h.t.Errorf("%v: %d\n%s", args, status, out.String())
	}
	return out.String()
}

// csvFile is a sheet with that text.
func csvFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sheet.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOpeningFiguresAsASheet takes them in, twice without harm, corrects one, and
// gives all of them out again, the one that was replaced marked.
func TestOpeningFiguresAsASheet(t *testing.T) {
	each(t, func(h *house) {
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.person("city", "coordinator", "上海市", "陈立")
		sheet := func(n string) string {
			return csvFile(t, "组织,指标,数量,截至,来源\n五角场街道,报名,"+n+",2022-03-27,街道台账\n五角场街道,课时,35.5,2022-03-27,街道台账")
		}
		for _, c := range []struct{ n, says string }{{"120", "新增2行，更新0行，已经有的0行"}, {"120", "新增0行，更新0行，已经有的2行"}, {"118", "新增0行，更新1行，已经有的1行"}} {
			if out := h.operator("import", "opening", sheet(c.n)); !strings.Contains(out, c.says) {
				t.Errorf("%s: %s", c.n, out)
			}
		}
		all := filepath.Join(t.TempDir(), "all.csv")
		h.operator("export", "opening", "-o", all)
		text, err := os.ReadFile(all)
		if err != nil || !strings.Contains(string(text), "五角场街道,报名（人）,120,2022-03-27,街道台账,") || strings.Count(string(text), ",是") != 1 {
			t.Errorf("%v\n%s", err, text)
		}
		if out := h.operator("import", "opening", all); !strings.Contains(out, "新增0行，更新0行，已经有的2行") {
			t.Errorf("what was exported: %s", out)
		}
		if said := h.says("city", "direct", "日报"); !strings.Contains(said.Text, "累计：报名118人，共35.5课时") {
			t.Errorf("%s", said.Text)
		}
		var out bytes.Buffer
		if status := Run([]string{"import", "opening", csvFile(t, "组织,指标,数量,截至,来源\n五角场街道,报名,1.5,2022-03-27,台账\n没有街道,等结对,5,2022-03-27,台账")},
			[]string{"XQ_DATABASE=" + h.store.Database, "XQ_SECRET=" + modeltest.Secret}, nil, &out, &out); status != failed || !strings.Contains(out.String(), "指标") {
			t.Errorf("%d %s", status, out.String())
		}
		h.visitor().gets(http.StatusUnauthorized, "/console/figures", nil, "登录")
	})
}
