package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"xiaoqing/config"
	"xiaoqing/models/modeltest"
)

// house is the whole program in this process, on a database of its own, with the
// simulator on: tests come in by its front door.
type house struct {
	*app
	t    *testing.T
	url  string
	logs *bytes.Buffer
	n    int
	read map[string]int64 // how far each chat was looked at
}

// newHouse opens one on a database; env adds to the configuration.
func newHouse(t *testing.T, database string, env ...string) *house {
	t.Helper()
	h := &house{t: t, logs: &bytes.Buffer{}, read: map[string]int64{}}
	sh := &shell{ctx: context.Background(), out: io.Discard, err: h.logs,
		environ: append([]string{"XQ_DATABASE=" + database, "XQ_SECRET=" + modeltest.Secret, "XQ_SIMULATOR=on", "XQ_SEASON_END=2022-06-30", "XQ_HOTLINE=021-12345678"}, env...)}
	c, err := config.Load(sh.environ)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sh.connect(c, modeltest.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(sh.ctx); err != nil {
		t.Fatal(err)
	}
	if h.app, err = sh.assemble(c, s); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h.handlers)
	h.url = server.URL
	t.Cleanup(func() {
		h.handlers.Close()
		server.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// each opens a house on each kind of database.
func each(t *testing.T, f func(h *house), env ...string) {
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) { f(newHouse(t, database, env...)) })
	}
}

// post sends JSON to the simulator's API and wants 200.
// post calls the simulator, and again as a platform would when the machine was too
// slow to answer: nothing was kept then.
func (h *house) post(path string, body, answer any) {
	h.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		h.t.Fatal(err)
	}
	for tries := 10; ; tries-- {
		r, err := http.Post(h.url+"/sim/api/"+path, "application/json", bytes.NewReader(b))
		if err != nil {
			h.t.Fatal(err)
		}
		if r.StatusCode != http.StatusServiceUnavailable || tries == 1 {
			h.decode(r, answer)
			return
		}
		r.Body.Close()
	}
}

func (h *house) get(path string, answer any) {
	h.t.Helper()
	r, err := http.Get(h.url + "/sim/api/" + path)
	if err != nil {
		h.t.Fatal(err)
	}
	h.decode(r, answer)
}

func (h *house) decode(r *http.Response, answer any) {
	h.t.Helper()
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		h.t.Fatalf("%s: %d %s %v\n%s", r.Request.URL.Path, r.StatusCode, body, err, h.logs)
	}
	if answer != nil {
		if err := json.Unmarshal(body, answer); err != nil {
			h.t.Fatalf("%s: %v in %s", r.Request.URL.Path, err, body)
		}
	}
}

// answer is what the simulator says back.
type answer struct {
	Replies []spoken `json:"replies"`
}

// spoken is one thing said.
type spoken struct {
	N       int64    `json:"n"`
	Chat    string   `json:"chat"`
	From    string   `json:"from"`
	Text    string   `json:"text"`
	Buttons []string `json:"buttons"`
	Links   []string `json:"links"`
	Image   string   `json:"image"`
	At      string   `json:"at"`
}

// person and group are made by the API.
func (h *house) person(id, role, org, name string) {
	h.post("people", map[string]string{"id": id, "role": role, "org": org, "name": name}, nil)
}

func (h *house) group(id, org string) {
	h.post("groups", map[string]string{"id": id, "org": org, "name": org + "工作群"}, nil)
}

// at sets the clock.
func (h *house) at(moment string) {
	h.t.Helper()
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		h.t.Fatal(err)
	}
	h.clock.Set(at)
}

// says speaks as from, in private or in a group, and delivers the message twice:
// the second time must answer the same and change nothing.
func (h *house) says(from, chat, text string) (r spoken) {
	h.t.Helper()
	h.n++
	message := map[string]string{"from": from, "chat": chat, "text": text, "id": fmt.Sprintf("m%d", h.n)}
	var first, again answer
	h.post("messages", message, &first)
	lines := len(h.lines(chatName(from, chat), 0))
	h.post("messages", message, &again)
	if fmt.Sprint(first) != fmt.Sprint(again) {
		h.t.Errorf("%s> %s\nfirst  %v\nagain  %v", from, text, first, again)
	}
	if n := len(h.lines(chatName(from, chat), 0)); n != lines {
		h.t.Errorf("%s> %s: the second delivery changed the chat from %d to %d lines", from, text, lines, n)
	}
	if len(first.Replies) > 0 {
		r = first.Replies[0]
	}
	h.heard(chatName(from, chat)) // what was answered is not news
	return r
}

func chatName(from, chat string) string {
	if chat == "direct" {
		return "direct:" + from
	}
	return chat
}

func (h *house) lines(chat string, after int64) []spoken {
	h.t.Helper()
	var found struct {
		Messages []spoken `json:"messages"`
	}
	h.get(fmt.Sprintf("chats/%s/messages?after=%d", chat, after), &found)
	return found.Messages
}

// heard is what came into a chat since it was looked at last.
func (h *house) heard(chat string) []spoken {
	h.t.Helper()
	news := h.lines(chat, h.read[chat])
	for _, l := range news {
		h.read[chat] = l.N
	}
	return news
}

// job runs one job at a time.
func (h *house) job(name, at string) {
	h.t.Helper()
	h.post("jobs/"+name, map[string]string{"at": at}, nil)
}
