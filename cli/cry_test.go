package cli

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestACryForHelpOnAPage is seen in a form's own words: the numbers stand on the
// next page, one case is raised however often the page is sent, and only the
// social worker reads it.
func TestACryForHelpOnAPage(t *testing.T) {
	each(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("social", "social_worker", "五角场街道", "程远")
		h.person("street", "coordinator", "五角场街道", "高宁")
		v := h.visitor()
		filled := url.Values{"submission": {submission(v.gets(http.StatusOK, "/f/signup", nil))}, "name": {"贺川"}, "phone": {"13812345678"},
			"org": {"五角场街道"}, "skills": {"我不想活了"}}
		for range 2 {
			v.gets(http.StatusOK, "/f/signup", filled, "110", "12355", "志1")
		}
		h.job("outbox", "2022-04-08T10:00:00+08:00")
		if news := h.heard("direct:social"); len(news) != 1 || !strings.Contains(news[0].Text, "案1有人求助") {
			t.Errorf("the social worker heard %v", news)
		}
		if news := h.heard("direct:street"); len(news) != 0 {
			t.Errorf("the coordinator heard %v", news)
		}
		if r := h.says("social", "direct", "案1"); !strings.Contains(r.Text, "我不想活了") {
			t.Errorf("the case says %q", r.Text)
		}
	})
}
