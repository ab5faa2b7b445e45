package pages

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"xiaoqing/bot/say"
)

// fakeChat answers the chat page as the product does, and fails on command.
type fakeChat struct {
	sync.Mutex
	pages   *Pages
	streams bool
	failing bool
	heard   map[string]int // how often each id came
	lines   []Line
	news    chan struct{} // closed and replaced at each new line
}

func newFakeChat(p *Pages) *fakeChat {
	return &fakeChat{pages: p, streams: true, heard: map[string]int{}, news: make(chan struct{})}
}

func (f *fakeChat) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /qing/c", f.page)
	mux.HandleFunc("GET /qing/c/{token}", f.page)
	mux.HandleFunc("POST /qing/c/{token}", f.post)
	mux.HandleFunc("GET /qing/c/{token}/events", f.events)
	mux.HandleFunc("GET /qing/c/{token}/lines", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, map[string]any{"lines": f.after(r)})
	})
}

func (f *fakeChat) page(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	v := emptyChat()
	v.Lines = f.lines
	w.Header().Set("Content-Security-Policy", Policy)
	_ = f.pages.Chat(w, v)
}

func (f *fakeChat) post(w http.ResponseWriter, r *http.Request) {
	var m struct{ ID, Text string }
	page := r.Header.Get("Content-Type") != "application/json"
	if page {
		m.ID, m.Text = r.FormValue("id"), r.FormValue("text")
	} else if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	from, failed := f.hear(m.ID, m.Text)
	switch {
	case failed:
		w.WriteHeader(http.StatusServiceUnavailable)
		writeJSON(w, map[string]string{"error": "稍等一下。"})
	case page:
		http.Redirect(w, r, r.URL.Path+"#end", http.StatusSeeOther)
	default:
		writeJSON(w, map[string]any{"lines": f.lines[from:]})
	}
}

// hear keeps what was said and answers it; from is the first new line.
func (f *fakeChat) hear(id, text string) (from int, failed bool) {
	f.Lock()
	defer f.Unlock()
	from = len(f.lines)
	f.heard[id]++
	if f.failing {
		f.heard[id]--
		return from, true
	}
	if f.heard[id] == 1 {
		f.put(Line{ID: id, From: Me, Reply: say.Reply{Text: text}})
		f.put(Line{From: Bot, Reply: say.Reply{Text: "听到了：" + text, Buttons: []string{"没问题", "改一改"}}})
	}
	return from, false
}

// put adds a line and wakes the streams; the lock is held.
func (f *fakeChat) put(l Line) {
	l.N, l.At = int64(len(f.lines)+1), at("2022-04-08 19:05")
	f.lines = append(f.lines, l)
	close(f.news)
	f.news = make(chan struct{})
}

func (f *fakeChat) say(text string) {
	f.Lock()
	defer f.Unlock()
	f.put(Line{From: Bot, Reply: say.Reply{Text: text}})
}

func (f *fakeChat) set(streams, failing bool) {
	f.Lock()
	defer f.Unlock()
	f.streams, f.failing = streams, failing
}

func (f *fakeChat) after(r *http.Request) []Line {
	f.Lock()
	defer f.Unlock()
	var n int
	_, _ = fmt.Sscan(r.FormValue("after"), &n)
	return f.lines[min(n, len(f.lines)):]
}

func (f *fakeChat) events(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	streams := f.streams
	f.Unlock()
	if !streams {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	sent := f.after(r)
	for {
		f.Lock()
		news := f.news
		f.Unlock()
		for _, l := range sent {
			body, _ := json.Marshal(l)
			fmt.Fprintf(w, "data: %s\n\n", body)
			r.Form.Set("after", fmt.Sprint(l.N))
		}
		w.(http.Flusher).Flush()
		select {
		case <-news:
			sent = f.after(r)
		case <-r.Context().Done():
			return
		}
	}
}

// simChat is one chat as the simulator's API lists it.
type simChat struct {
	Chat string `json:"chat"`
	Name string `json:"name"`
	Role string `json:"role"`
	Org  string `json:"org"`
	Last int    `json:"last"`
}

// fakeSim answers the simulator's page as its API does.
type fakeSim struct {
	sync.Mutex
	chats  []simChat
	said   map[string][]map[string]any
	n      int
	now    time.Time
	moved  bool
	ran    []string
	groups int
}

func (f *fakeSim) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /qing/sim/api/chats", func(w http.ResponseWriter, r *http.Request) {
		f.Lock()
		defer f.Unlock()
		writeJSON(w, map[string]any{"chats": f.chats})
	})
	mux.HandleFunc("GET /qing/sim/api/chats/{chat}/messages", f.messages)
	mux.HandleFunc("POST /qing/sim/api/messages", f.message)
	mux.HandleFunc("POST /qing/sim/api/people", f.person)
	mux.HandleFunc("POST /qing/sim/api/groups", f.group)
	mux.HandleFunc("GET /qing/sim/api/clock", f.clock)
	mux.HandleFunc("POST /qing/sim/api/clock", f.clock)
	mux.HandleFunc("POST /qing/sim/api/jobs/{name}", f.job)
}

func (f *fakeSim) messages(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	var after int
	_, _ = fmt.Sscan(r.FormValue("after"), &after)
	found := []map[string]any{}
	for _, m := range f.said[r.PathValue("chat")] {
		if m["n"].(int) > after {
			found = append(found, m)
		}
	}
	writeJSON(w, map[string]any{"messages": found})
}

func (f *fakeSim) message(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	var m struct{ From, Chat, Text string }
	_ = json.NewDecoder(r.Body).Decode(&m)
	chat := m.Chat
	if chat == "direct" {
		chat = "direct:" + m.From
	}
	f.say(chat, m.From, m.Text)
	f.say(chat, "xiaoqing", "听到了："+m.Text)
	writeJSON(w, map[string]any{"replies": []any{}})
}

func (f *fakeSim) say(chat, from, text string) {
	f.n++
	f.said[chat] = append(f.said[chat], map[string]any{"n": f.n, "from": from, "text": text, "buttons": []string{},
		"links": []string{"https://example.cn/l/1"}, "image": "", "file": "", "at": f.now.Format(time.RFC3339)})
	for i := range f.chats {
		if f.chats[i].Chat == chat {
			f.chats[i].Last = f.n
		}
	}
}

func (f *fakeSim) person(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	var p struct{ ID, Name, Role, Org string }
	_ = json.NewDecoder(r.Body).Decode(&p)
	f.chats = append(f.chats, simChat{Chat: "direct:" + p.ID, Name: p.Name, Role: p.Role, Org: p.Org})
	writeJSON(w, map[string]string{"id": p.ID})
}

func (f *fakeSim) group(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	var g struct{ ID, Name, Org string }
	_ = json.NewDecoder(r.Body).Decode(&g)
	f.groups++
	f.chats = append(f.chats, simChat{Chat: g.ID, Name: g.Name, Org: g.Org})
	writeJSON(w, map[string]string{"id": g.ID})
}

func (f *fakeSim) clock(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	if r.Method == http.MethodPost {
		var c struct{ At string }
		_ = json.NewDecoder(r.Body).Decode(&c)
		f.moved = c.At != ""
		if t, err := time.Parse(time.RFC3339, c.At); err == nil {
			f.now = t
		}
	}
	writeJSON(w, map[string]any{"at": f.now.Format(time.RFC3339), "simulated": f.moved})
}

func (f *fakeSim) job(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	f.ran = append(f.ran, r.PathValue("name"))
	f.say("g-wjc", "xiaoqing", "五角场街道 日报")
	writeJSON(w, map[string]string{"said": "发到2个群。"})
}
