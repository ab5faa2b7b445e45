package cli

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestBadge: a photo is asked for only where the unit cannot say, is seen only by who
// decides, and is gone with the decision.
func TestBadge(t *testing.T) {
	eachShop(t, func(h *house) {
		withPartners(h)
		raw := openRaw(h.t, h.store.Database)
		rows := func() int { return raw.counts()["badges"] }
		enrol := func(who, child, unit string) string {
			h.talks(who, "没问题", fmt.Sprintf("报云托班 %s 三年级 1381234%04d %s 五角场街道", child, who[len(who)-1], unit), "1")
			said := h.talks(who, "编号托", "没问题")
			return strings.TrimPrefix(said.Links[0], h.url)
		}
		v := h.visitor()
		// Her unit is a Partner: no photo, until it is asked for.
		page := enrol("mama", "朵朵", "中山医院")
		if p := v.gets(http.StatusOK, page, nil, "托1"); strings.Contains(p, "工牌") {
			h.t.Error("a photo is asked of one whose unit is a partner")
		}
		v.sends(http.StatusConflict, page+"/badge", nil, "a.jpg", photo(h.t, 300, 200))
		h.talks("zhongshan", "去要工牌照片了", "要工牌 托1")
		v.gets(http.StatusOK, page, nil, "工牌照片")
		// What is no photo, or too large, is refused with a way on.
		v.sends(http.StatusUnprocessableEntity, page+"/badge", nil, "a.jpg", []byte("hello"), "这张照片打不开", "工牌照片")
		v.sends(http.StatusUnprocessableEntity, page+"/badge", nil, "a.jpg", bytes.Repeat([]byte{1}, 5<<20), "最多4MB")
		v.sends(http.StatusOK, page+"/badge", nil, "a.jpg", photo(h.t, 2400, 1200), "照片收到了")
		v.sends(http.StatusOK, page+"/badge", nil, "b.png", photo(h.t, 600, 400), "照片收到了")
		if n := rows(); n != 1 {
			h.t.Fatalf("%d photos", n)
		}
		raw.cells("SELECT sealed FROM badges", func(_ string, value []byte) {
			if len(value) < 1000 || bytes.Contains(value, []byte("picture")) {
				h.t.Error("the photo is not sealed")
			}
		})
		// Who decides sees it; nobody else does.
		for who, want := range map[string]int{"zhongshan": http.StatusOK, "street": http.StatusOK, "fudan": http.StatusForbidden} {
			got, _, _ := h.signedIn(who).asks("/console/badge/1", nil)
			if got != want {
				h.t.Errorf("%s gets %d, want %d", who, got, want)
			}
		}
		v.gets(http.StatusUnauthorized, "/console/badge/1", nil)
		answer, err := h.signedIn("street").client.Get(h.url + "/console/badge/1")
		if err != nil || answer.Header.Get("Cache-Control") != "no-store" || answer.Header.Get("Content-Type") != "image/jpeg" {
			h.t.Errorf("%v %v", answer.Header, err)
		}
		h.signedIn("street").gets(http.StatusOK, "/console/review?tab=enrol", nil, "看工牌")
		h.talks("street", "有工牌照片", "待审核")
		h.talks("zhongshan", "通过了：托1", "确认 托1")
		if n := rows(); n != 0 {
			h.t.Error("the photo outlived the yes")
		}
		h.signedIn("street").gets(http.StatusNotFound, "/console/badge/1", nil)
		// No Partner: asked for at once. Gone with a no, a withdrawal, an erasure.
		for i, end := range []struct{ who, want, words string }{{"street", "拒绝了", "拒绝 托2 看不清"}, {"p3", "取消了", "取消 托3"}, {"p4", "删", "删掉我的信息"}} {
			who := fmt.Sprintf("p%d", i+2)
			page := enrol(who, []string{"小宝", "乐乐", "妞妞"}[i], "瑞金医院")
			v.sends(http.StatusOK, page+"/badge", nil, "a.jpg", photo(h.t, 300, 200), "照片收到了")
			if n := rows(); n != 1 {
				h.t.Fatalf("%s: %d photos", who, n)
			}
			if h.says(end.who, "direct", end.words); end.who != "street" {
				h.says(end.who, "direct", "1")
			}
			if n := rows(); n != 0 {
				h.t.Errorf("%q left the photo", end.words)
			}
		}
	})
}
