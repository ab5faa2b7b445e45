package cli

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"xiaoqing/models"
)

// withPartners is a house with a university and a hospital beside the tree.
func withPartners(h *house) {
	h.t.Helper()
	h.at("2022-03-01T10:00:00+08:00")
	h.person("city", "coordinator", "上海市", "陈曦")
	h.person("street", "coordinator", "五角场街道", "高宁")
	for _, words := range []string{"新建伙伴 复旦大学团委", "新建伙伴 中山医院团委"} {
		if said := h.says("city", "direct", words); !strings.Contains(said.Text, "加进伙伴了") {
			h.t.Fatalf("%v", said)
		}
	}
	h.person("fudan", "coordinator", "复旦大学团委", "许航")
	h.person("zhongshan", "coordinator", "中山医院团委", "吴敏")
}

// talks lets somebody say several things, and wants words in the last answer.
func (h *house) talks(from, want string, words ...string) (last spoken) {
	h.t.Helper()
	for _, w := range words {
		last = h.says(from, "direct", w)
	}
	if !strings.Contains(last.Text, want) {
		h.t.Fatalf("%s> %v: want %s, got %v", from, words, want, last)
	}
	return last
}

// signedIn is a browser with a coordinator's session.
func (h *house) signedIn(who string) *visitor {
	h.t.Helper()
	v := h.visitor()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	v.client.Jar = jar
	v.gets(http.StatusOK, h.link(who, "后台"), nil, "后台")
	return v
}

// sends posts a form with a file.
func (v *visitor) sends(status int, path string, values map[string]string, name string, file []byte, words ...string) string {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range values {
		if err := form.WriteField(key, value); err != nil {
			v.t.Fatal(err)
		}
	}
	if file != nil {
		part, err := form.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write(file)
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		v.t.Fatal(err)
	}
	if strings.HasPrefix(path, "/") {
		path = v.url + path
	}
	answer, err := v.client.Post(path, form.FormDataContentType(), &body)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != status {
		v.t.Fatalf("%s: %d %v, want %d\n%s", path, answer.StatusCode, err, status, page)
	}
	for _, w := range words {
		if !strings.Contains(string(page), w) {
			v.t.Errorf("%s does not say %q:\n%s", path, w, page)
		}
	}
	return string(page)
}

// photo is a JPEG of some size.
func photo(t *testing.T, w, h int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func workbook(t *testing.T, rows ...[]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPartnerFigures: what counts for a university and a hospital is mirrored, also
// what was counted before anyone knew, and the city's figures do not change by it.
func TestPartnerFigures(t *testing.T) {
	each(t, func(h *house) {
		withPartners(h)
		ctx := h.t.Context()
		h.talks("mama", "编号托1", "报云托班 朵朵 三年级 数学 13812345678 中山医院 五角场街道", "1", "没问题")
		h.talks("papa", "编号托2", "报云托班 小宝 三年级 数学 13812340000 五角场街道", "1", "没问题")
		h.talks("lin", "编号志1", "报名云托班辅导老师 林静 女 20岁 13800000001 五角场街道 周二晚上 擅长数学", "1")
		h.talks("street", "通过了", "通过 志1、托1、托2")
		h.talks("street", "结对了", "结对 托2 林老师")
		h.talks("lin", "守则记下了", "我同意守则")
		h.talks("street", "排好了", "排课 托2 周二 19:00 1课时")
		h.at("2022-03-01T20:30:00+08:00")
		h.talks("lin", "1课时", "今晚7点到7点45给小宝辅导数学", "1")
		root, err := h.store.Root(ctx)
		if err != nil {
			t.Fatal(err)
		}
		const last = "2022-03-08" // the day of the second lesson, which is planned from the first
		figures := func(o models.Org) models.Figures {
			f, err := h.store.Figures(ctx, o, "", last, h.clock.Now())
			if err != nil {
				h.t.Fatal(err)
			}
			return f
		}
		units := func() models.Figures {
			book, err := h.store.Book(ctx, root, "2022-01-01", last, h.clock.Now())
			if err != nil {
				h.t.Fatal(err)
			}
			return models.Sum(book.Total())
		}
		fudan, _, err := h.store.PartnerNamed(ctx, "复旦")
		if err != nil || fudan.Level != models.Beside {
			h.t.Fatal(fudan, err)
		}
		hospital, _, _ := h.store.PartnerNamed(ctx, "中山医院")
		before, sums := figures(root), units()
		if before[models.Signups] != 1 || before[models.Enrolments] != 2 || before[models.HalfPeriods] != 2 || len(figures(fudan)) != 0 {
			h.t.Fatalf("before: %v, the university %v", before, figures(fudan))
		}
		// The vouch comes late: her lessons and hours are the university's from then on.
		h.talks("fudan", "对上了1位", "担保 林静 13800000001 无记录", "1")
		f := figures(fudan)
		for m, n := range map[string]int64{models.Signups: 1, models.SignupsVerified: 1, models.LessonsGiven: 1, models.HalfPeriods: 2, models.TutoringTurns: 1, models.Enrolments: 0} {
			if f[m] != n {
				h.t.Errorf("the university's %s is %d, want %d", m, f[m], n)
			}
		}
		if f[models.LessonsPlanned] != before[models.LessonsPlanned] {
			h.t.Errorf("planned: %d of %d", f[models.LessonsPlanned], before[models.LessonsPlanned])
		}
		// What counts later is mirrored at once; a correction, too.
		h.at("2022-03-08T20:30:00+08:00")
		h.talks("lin", "2课时", "今晚7点到8点半给小宝辅导数学", "1")
		if n := figures(fudan)[models.HalfPeriods]; n != 6 {
			h.t.Errorf("half periods after the second lesson: %d", n)
		}
		h.talks("lin", "撤销", "撤销")
		if n := figures(fudan)[models.HalfPeriods]; n != 2 {
			h.t.Errorf("half periods after it was taken back: %d", n)
		}
		if g := figures(hospital); g[models.Enrolments] != 1 || g[models.EnrolmentsWaiting] != 1 || g[models.LessonsPlanned] != 0 {
			h.t.Errorf("the hospital's: %v", g)
		}
		if after := figures(root); fmt.Sprint(after) != fmt.Sprint(before) || fmt.Sprint(units()) != fmt.Sprint(sums) {
			h.t.Errorf("the city's changed: %v, before %v; by units %v, before %v", after, before, units(), sums)
		}
		// A partner is no unit of the tree.
		for _, name := range []string{"复旦大学团委", "复旦", "中山医院团委"} {
			if orgs, err := h.store.OrgsNamed(ctx, name); err != nil || len(orgs) > 0 {
				h.t.Errorf("%s is found in the tree: %v %v", name, orgs, err)
			}
			if _, found, err := h.store.SettleOrg(ctx, name, h.clock.Now()); err != nil || found {
				h.t.Errorf("%s is settled as a home: %v", name, err)
			}
		}
		names, err := h.store.OrgNames(ctx)
		if err != nil || strings.Contains(fmt.Sprint(names), "复旦") {
			h.t.Errorf("names of the tree: %v %v", names, err)
		}
	})
}

// TestPartnerPage: a Partner's coordinators see their own and decide on it; lists come
// as spreadsheets, whole or not at all.
func TestPartnerPage(t *testing.T) {
	eachShop(t, func(h *house) {
		withPartners(h)
		h.talks("mama", "编号托1", "报云托班 朵朵 三年级 13812345678 中山医院 五角场街道 家长王芳", "1", "没问题")
		h.talks("papa", "编号托2", "报云托班 小宝 三年级 13812340000 中山医院 五角场街道", "1", "没问题")
		h.talks("lin", "编号志1", "报名云托班辅导老师 林静 女 20岁 13800000001 复旦大学 五角场街道 周二晚上 擅长数学", "1")
		v := h.signedIn("zhongshan")
		page := v.gets(http.StatusOK, "/console/partner", nil, "中山医院团委", "托1 王芳", "托2 家长（手机尾号0000）")
		if strings.Contains(page, "朵朵") || strings.Contains(page, "小宝") || strings.Contains(page, "林静") {
			h.t.Error("the hospital sees a child or a tutor")
		}
		v.gets(http.StatusOK, "/console", nil, "中山医院团委")
		id := between(page, `action="/console/partner?id=`, `"`)
		h.signedIn("fudan").gets(http.StatusForbidden, "/console/partner?id="+id, nil)
		h.signedIn("street").gets(http.StatusForbidden, "/console/partner?id="+id, nil)
		h.signedIn("street").gets(http.StatusNotFound, "/console/partner", nil)
		v.gets(http.StatusUnprocessableEntity, "/console/partner?id="+id, url.Values{"do": {"confirm"}}, "还没选人")
		v.gets(http.StatusOK, "/console/partner?id="+id, url.Values{"do": {"confirm"}, "pick": {"托1"}}, "通过了：托1")
		v.gets(http.StatusOK, "/console/partner?id="+id, url.Values{"do": {"disown"}, "pick": {"托2"}, "reason": {"查无此人"}}, "转回街道审核了：托2", "没有在等的")
		// Lists.
		list := "/console/partner/list?id=" + id
		v.sends(http.StatusUnprocessableEntity, list, map[string]string{"kind": "staff"}, "", nil, "先选是哪种名单")
		v.sends(http.StatusUnprocessableEntity, list, map[string]string{"kind": "staff"}, "a.xlsx", []byte("hello"), "打不开")
		v.sends(http.StatusUnprocessableEntity, list, map[string]string{"kind": "staff"}, "a.xlsx", workbook(h.t, []string{"姓名", "电话"}, []string{"钱丽", "1381234111"}), "第2行 电话：手机号要11位")
		v.sends(http.StatusOK, list, map[string]string{"kind": "staff"}, "a.xlsx", workbook(h.t, []string{"姓名", "电话", "部门"}, []string{"钱丽", "13812341111", "急诊科"}), "记下了：新增1人")
		h.talks("nurse", "单位已经确认过了", "报云托班 妞妞 二年级 13812341111 五角场街道", "1", "没问题")
		// Erased, she is on no list any more.
		raw := openRaw(h.t, h.store.Database)
		h.talks("nurse", "", "删掉我的信息", "1")
		if n := raw.number("SELECT COUNT(*) FROM roll_lines"); n != 0 {
			h.t.Errorf("%d lines of a list outlived an erasure", n)
		}
		f := h.signedIn("fudan")
		page = f.gets(http.StatusOK, "/console/partner", nil, "林静", "入职查询：未查询", "待审核")
		list = "/console/partner/list?id=" + between(page, `action="/console/partner?id=`, `"`)
		f.sends(http.StatusUnprocessableEntity, list, map[string]string{"kind": "tutor"}, "a.xlsx", workbook(h.t, []string{"姓名", "电话", "入职查询日期"}, []string{"林静", "13800000001", "2022-02-01"}), "第2行 入职查询结果")
		f.sends(http.StatusOK, list, map[string]string{"kind": "tutor"}, "a.xlsx",
			workbook(h.t, []string{"姓名", "电话", "学院", "入职查询结果", "入职查询日期", "有效期至"}, []string{"林静", "13800000001", "数学学院", "无记录", "2022-02-01", "2022-12-31"}), "对上了1位", "有效到2022-12-31")
		h.signedIn("street").gets(http.StatusOK, "/console/review", nil, "校团委已确认，入职查询有效到2022-12-31")
		// The city adds one on the page of units.
		c := h.signedIn("city")
		c.gets(http.StatusOK, "/console/orgs", url.Values{"name": {"同济大学团委"}, "short": {"同济"}}, "同济大学团委加进伙伴了", "复旦大学团委")
		c.gets(http.StatusOK, "/console/orgs", url.Values{"name": {"杨浦区"}}, "别和街道、区混起来")
		h.signedIn("street").gets(http.StatusForbidden, "/console/orgs", url.Values{"name": {"上海大学团委"}})
	})
}

// TestPartnerSheets takes partners and their lists by the operator's door, and gives
// them back.
func TestPartnerSheets(t *testing.T) {
	each(t, func(h *house) {
		withPartners(h)
		h.talks("mama", "编号托1", "报云托班 朵朵 三年级 13812345678 五角场街道", "1", "没问题")
		by := models.Actor{Via: "command", Now: h.clock.Now()}
		take := func(kind, text string) (Imported, error) {
			path := filepath.Join(h.t.TempDir(), kind+".csv")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				h.t.Fatal(err)
			}
			return Import(h.t.Context(), h.store, kind, path, false, by, func(string, int64, int64) {})
		}
		for i, want := range []Imported{{Rows: 2, Added: 1, Same: 1}, {Rows: 2, Same: 2}} {
			if r, err := take("partners", "名称,简称\n复旦大学团委,\n上海交通大学团委,交大、上海交大\n"); err != nil || fmt.Sprint(r) != fmt.Sprint(want) {
				h.t.Fatalf("%d: %+v %v", i, r, err)
			}
		}
		if r, err := take("vouches", "伙伴,姓名,电话,入职查询结果\n交大,林静,13800000001,无记录\n同济,何川,13800000002,无记录\n"); err == nil || len(r.Bad) != 1 || r.Bad[0].Label != "伙伴" {
			h.t.Fatalf("%+v %v", r, err)
		}
		if r, err := take("vouches", "伙伴,姓名,电话,入职查询结果\n交大,林静,13800000001,无记录\n"); err != nil || r.Added != 1 {
			h.t.Fatalf("%+v %v", r, err)
		}
		if r, err := take("staff", "伙伴,姓名,电话\n中山医院,王芳,13812345678\n"); err != nil || r.Added != 1 {
			h.t.Fatalf("%+v %v", r, err)
		}
		if err := h.outbox.Drain(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
		if news := fmt.Sprint(h.heard("direct:mama")); !strings.Contains(news, "托1审核通过了") {
			h.t.Errorf("the mother heard %s", news)
		}
		h.talks("lin", "编号志1", "报名云托班辅导老师 林静 女 20岁 13800000001 五角场街道 周二晚上 擅长数学", "1")
		h.talks("street", "校团委已确认", "待审核")
		root, err := h.store.Root(h.t.Context())
		if err != nil {
			h.t.Fatal(err)
		}
		jiaoda, err := orgNamed(h.t.Context(), h.store, "上海交通大学团委")
		if err != nil {
			h.t.Fatal(err)
		}
		var own bytes.Buffer
		if n, err := Export(h.t.Context(), h.store, "signups", "-", &own, models.Extent{Org: jiaoda}, by, func(string, int64, int64) {}); err != nil || n != 1 {
			h.t.Errorf("the sign-ups of a university: %d %v", n, err)
		}
		// A role in a Partner goes out and comes in; nobody lives there.
		if r, err := take("people", "姓名,电话,角色,组织\n罗成,13800000009,协调员,上海交通大学团委\n"); err != nil || r.Added != 1 {
			h.t.Errorf("%+v %v", r, err)
		}
		if r, err := take("signups", "姓名,电话,街道\n郑好,13800000010,上海交通大学团委\n"); err == nil || len(r.Bad) != 1 {
			h.t.Errorf("someone lives at a university: %+v %v", r, err)
		}
		for kind, want := range map[string]string{"people": "罗成,13800000009,协调员,上海交通大学团委", "partners": "上海交通大学团委,交大、上海交大", "vouches": "上海交通大学团委,林静,13800000001,,无记录,2022-03-01,2023-03-01", "staff": "中山医院团委,王芳,13812345678"} {
			var out bytes.Buffer
			if _, err := Export(h.t.Context(), h.store, kind, "-", &out, models.Extent{Org: root}, by, func(string, int64, int64) {}); err != nil || !strings.Contains(out.String(), want) {
				h.t.Errorf("%s: %v\n%s", kind, err, out.String())
			}
		}
	})
}

// TestPartnerCertificate: a tutor's university may issue the 志愿服务证明, too.
func TestPartnerCertificate(t *testing.T) {
	each(t, func(h *house) {
		withPartners(h)
		h.talks("papa", "编号托1", "报云托班 小宝 三年级 数学 13812340000 五角场街道", "1", "没问题")
		h.talks("lin", "编号志1", "报名云托班辅导老师 林静 女 20岁 13800000001 复旦大学 五角场街道 周二晚上 擅长数学", "1")
		h.talks("street", "通过了", "通过 志1、托1")
		h.talks("street", "结对了", "结对 托1 林老师")
		h.talks("lin", "守则记下了", "我同意守则")
		h.talks("street", "排好了", "排课 托1 周二 19:00 1课时")
		h.at("2022-03-01T20:30:00+08:00")
		h.talks("lin", "1课时", "今晚7点到7点45给小宝辅导数学", "1")
		said := h.talks("lin", "由哪个单位盖章", "开证明")
		if !strings.Contains(fmt.Sprint(said.Buttons), "复旦大学团委") {
			h.t.Fatalf("%v", said)
		}
		h.talks("lin", "交给复旦大学团委了", "复旦大学团委", "交去盖章")
		h.talks("street", "没有等审核的", "待审核")
		h.talks("street", "归复旦大学团委管", "通过 证1")
		h.talks("fudan", "林静 志愿服务证明", "待审核")
		h.talks("fudan", "通过了：证1", "通过 证1")
		if news := fmt.Sprint(h.heard("direct:lin")); !strings.Contains(news, "签发了") {
			h.t.Errorf("she heard %s", news)
		}
	})
}

// TestPartnersInAPhonesBrowser walks through the pages of a guardian who shows a badge
// and of a hospital's coordinator.
func TestPartnersInAPhonesBrowser(t *testing.T) {
	browser := openBrowser(t)
	eachShop(t, func(h *house) {
		withPartners(h)
		dir := h.t.TempDir()
		picture, list := filepath.Join(dir, "badge.jpg"), filepath.Join(dir, "list.xlsx")
		if err := os.WriteFile(picture, photo(h.t, 1200, 900), 0o600); err != nil {
			h.t.Fatal(err)
		}
		if err := os.WriteFile(list, workbook(h.t, []string{"姓名", "电话"}, []string{"钱丽", "13812341111"}), 0o600); err != nil {
			h.t.Fatal(err)
		}
		said := h.talks("mama", "编号托1", "报云托班 朵朵 三年级 13812345678 瑞金医院 五角场街道", "1", "没问题")
		h.talks("papa", "编号托2", "报云托班 小宝 三年级 13812340000 中山医院 五角场街道 家长李建国", "1", "没问题")
		h.talks("lin", "编号志1", "报名云托班辅导老师 林静 女 20岁 13800000001 复旦大学 五角场街道 周二晚上 擅长数学", "1")
		h.talks("fudan", "对上了1位", "担保 林静 13800000001 数学学院 无记录", "1")
		p := newPhone(h.t, browser).opens(said.Links[0]).sees("托1", "工牌照片").do(chromedp.ScrollIntoView(chromedp.CSS("#file"))).fits("badge-form")
		p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{picture})).presses("传照片").sees("照片收到了").do(chromedp.ScrollIntoView(chromedp.CSS("#file"))).fits("badge-sent")
		newPhone(h.t, browser).opens(h.link("street", "后台")).presses("待审核").sees("志1 林静").presses("云托班").sees("看工牌").fits("badge-review")
		p = newPhone(h.t, browser).opens(h.link("zhongshan", "后台")).sees("中山医院团委").fits("partner-console")
		p.presses("中山医院团委").sees("托2 李建国").fits("partner-staff")
		p.do(chromedp.Click(chromedp.CSS(`[value="托2"]`))).presses("是本单位的").sees("通过了：托2", "没有在等的")
		p.do(chromedp.Click(chromedp.CSS(`[value="staff"]`)), chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{list})).presses("交上去").sees("记下了：新增1人").do(chromedp.ScrollIntoView(chromedp.CSS("#file"))).fits("partner-list")
		newPhone(h.t, browser).opens(h.link("fudan", "后台")).presses("复旦大学团委").sees("林静", "校团委已确认").fits("partner-tutors").do(chromedp.EmulateViewport(1280, 1000)).fits("partner-desktop")
		newPhone(h.t, browser).opens(h.link("city", "后台")).presses("组织").sees("加一个伙伴").do(chromedp.ScrollIntoView(chromedp.CSS("#short"))).fits("partner-add")
	})
}
