package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// call makes one request to the simulator's API and gives its status and body.
func (h *house) call(method, path, body string) (int, string) {
	h.t.Helper()
	r, err := http.NewRequest(method, h.url+"/sim/api/"+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// TestTheSimulatorsAPI is what scripts rely on: every field present, an id of its
// own where none is given, the clock set by a message, buttons pressed by label.
func TestTheSimulatorsAPI(t *testing.T) {
	eachShop(t, func(h *house) {
		status, body := h.call(http.MethodPost, "messages", `{"from":"parent-1","chat":"direct","text":"给孩子报云托班","at":"2022-04-08T10:00:00+08:00"}`)
		var said map[string][]map[string]any
		if err := json.Unmarshal([]byte(body), &said); err != nil || status != http.StatusOK || len(said["replies"]) != 1 {
			h.t.Fatal(status, body, err)
		}
		if got := slices.Sorted(maps.Keys(said["replies"][0])); fmt.Sprint(got) != "[buttons chat links text]" {
			h.t.Errorf("a reply has %v", got)
		}
		if status, body := h.call(http.MethodPost, "messages", `{"from":"parent-1","text":"我是监护人，同意"}`); !strings.Contains(body, "怎么称呼") {
			h.t.Errorf("a button pressed by its label: %d %s", status, body)
		}
		_, body = h.call(http.MethodGet, "chats/direct:parent-1/messages?after=0", "")
		var lines struct{ Messages []map[string]any }
		if err := json.Unmarshal([]byte(body), &lines); err != nil || len(lines.Messages) != 4 {
			h.t.Fatal(body, err)
		}
		for i, m := range lines.Messages {
			for _, field := range []string{"n", "from", "text", "buttons", "links", "image", "file", "at"} {
				if v, ok := m[field]; !ok || v == nil {
					h.t.Errorf("line %d lacks %s: %v", i, field, m)
				}
			}
			if m["n"] != float64(i+1) || m["from"] != []string{"parent-1", "bot"}[i%2] || m["at"] != "2022-04-08T10:00:00+08:00" {
				h.t.Errorf("line %d: %v", i, m)
			}
		}
		if _, body := h.call(http.MethodGet, "chats/direct:parent-1/messages?after=3", ""); strings.Count(body, `"n":`) != 1 {
			h.t.Errorf("after 3: %s", body)
		}
		if _, body := h.call(http.MethodGet, "chats", ""); !strings.Contains(body, `"direct:parent-1"`) {
			h.t.Errorf("the chats: %s", body)
		}
	})
}

// TestTheSimulatorsPeople makes people and groups, and Orgs at the level that
// their names say.
func TestTheSimulatorsPeople(t *testing.T) {
	eachShop(t, func(h *house) {
		for i, x := range [][2]string{{"coordinator", "杨浦区"}, {"coordinator", "五角场街道"}, {"tutor", "新江湾镇"}, {"social_worker", "国定社区"}, {"volunteer", "国定居委"}, {"parent", "五角场街道"}, {"worker", "五角场街道"}} {
			if status, body := h.call(http.MethodPost, "people", fmt.Sprintf(`{"id":"p%d","name":"张三","role":%q,"org":%q}`, i, x[0], x[1])); status != http.StatusOK {
				h.t.Errorf("%v: %d %s", x, status, body)
			}
		}
		h.group("g1", "五角场街道")
		h.group("g1", "五角场街道") // again changes nothing
		for name, level := range map[string]int{"上海市": 1, "杨浦区": 2, "五角场街道": 3, "新江湾镇": 3, "国定社区": 4, "国定居委": 4} {
			orgs, err := h.store.OrgsNamed(h.t.Context(), name)
			if err != nil || len(orgs) != 1 || int(orgs[0].Level) != level {
				h.t.Errorf("%s: %v %v", name, orgs, err)
			}
		}
		for _, x := range [][3]string{
			{"people", `{"id":"","role":"tutor","org":"五角场街道"}`, "400"}, {"people", `{"id":"x","role":"king","org":"五角场街道"}`, "400"},
			{"people", `{"id":`, "400"}, {"groups", `{"id":"","org":"五角场街道"}`, "400"}, {"groups", `{"id":"direct","org":"五角场街道"}`, "400"},
			{"messages", `{"text":"x"}`, "400"}, {"messages", `{"from":"x","text":" "}`, "400"}, {"messages", `nonsense`, "400"},
			{"messages", `{"from":"x","text":"你好","at":"tonight"}`, "400"}, {"messages", `{"from":"x","text":"` + strings.Repeat("好", 400<<10) + `"}`, "413"},
			{"jobs/nonsense", `{"at":"2022-04-08T18:00:00+08:00"}`, "404"}, {"jobs/digest", `{"at":"tonight"}`, "400"}, {"clock", `{"at":"tonight"}`, "400"},
		} {
			if status, body := h.call(http.MethodPost, x[0], x[1]); fmt.Sprint(status) != x[2] || !strings.Contains(body, `"error"`) {
				h.t.Errorf("%s %s: %d %s", x[0], x[1], status, body)
			}
		}
		if status, body := h.call(http.MethodPost, "nonsense", `{}`); status != http.StatusNotFound || !strings.Contains(body, "这个地址不对") {
			h.t.Errorf("no such address: %d %s", status, body)
		}
		for _, job := range []string{"digest", "reminder", "outbox", "retention", "watchdog"} {
			h.job(job, "2022-04-08T18:00:00+08:00")
		}
	})
}
