// Package wecomtest is a double of WeCom's API for tests: it checks tokens,
// bodies and limits as strictly as the platform, records what was delivered,
// and fails, hangs and drops connections on command. It also writes the
// callbacks that the platform would send.
package wecomtest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom"
)

// Call is one call of the API, by its path below cgi-bin.
type Call string

// The calls that the double knows.
const (
	GetToken    Call = "gettoken"
	Send        Call = "message/send"
	RobotSend   Call = "webhook/send"
	RobotUpload Call = "webhook/upload_media"
	Upload      Call = "media/upload"
	CallbackIP  Call = "getcallbackip"
)

// The credentials of the one app that the double knows.
const (
	CorpID  = "ww8c0b1f2a3d4e5f60"
	AgentID = 1000002
	Secret  = "fV9m2QxK7rT4nLw8ZpJ3cHb6YdS1gUe5oAi0"
	Token   = "QDG6eK"
	AESKey  = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
)

// Delivery is one thing that reached a person or a group.
type Delivery struct {
	Call Call
	To   string // a member's user id, or a robot's key
	Type string // text, markdown, image, file
	Text string
	Name string // of a file
	Data []byte // of a picture or file
	At   time.Time
}

// Server is the double. Make it with New, or Start it on a loopback address.
type Server struct {
	URL string // "" unless started

	now     func() time.Time
	routes  map[Call]handler
	stopped chan struct{}

	mu        sync.Mutex
	changed   chan struct{} // closed and replaced whenever something happened
	delivered []Delivery
	dropped   int
	calls     map[Call]int
	faults    map[Call][]*Fault
	current   string // the access token in force
	ends      time.Time
	issued    map[string]bool
	robots    map[string]bool
	unknown   map[string]bool
	media     map[string]upload
	windows   map[string][]time.Time
	compared  map[string]time.Time // when a member was told something, under a duplicate check
	repeats   int
}

// call is one request, read whole.
type call struct {
	name        Call
	query       url.Values
	contentType string
	body        []byte
}

// answer is what goes back as JSON.
type answer map[string]any

type handler func(*Server, call) answer

// New is a double that lives by now and knows no robot yet.
func New(now func() time.Time) *Server {
	return &Server{
		now:     now,
		stopped: make(chan struct{}),
		changed: make(chan struct{}),
		calls:   map[Call]int{},
		faults:  map[Call][]*Fault{},
		issued:  map[string]bool{},
		robots:  map[string]bool{},
		unknown: map[string]bool{},
		media:   map[string]upload{},
		windows: map[string][]time.Time{},

		compared: map[string]time.Time{},
		routes: map[Call]handler{
			GetToken:    (*Server).getToken,
			Send:        (*Server).send,
			RobotSend:   (*Server).robotSend,
			RobotUpload: (*Server).robotUpload,
			Upload:      (*Server).upload,
			CallbackIP:  (*Server).callbackIP,
		},
	}
}

// Start is New on a loopback address until the test ends.
func Start(t testing.TB, now func() time.Time) *Server {
	s := New(now)
	server := httptest.NewServer(s)
	s.URL = server.URL
	t.Cleanup(func() {
		close(s.stopped)
		server.Close()
	})
	return s
}

// Config is the app's configuration against this double.
func (s *Server) Config() wecom.Config {
	return wecom.Config{CorpID: CorpID, AgentID: AgentID, Secret: Secret, Token: Token, AESKey: AESKey, API: s.URL, RobotAPI: s.URL}
}

// ServeHTTP answers as WeCom does: 200 and JSON, also for an error; 404 and
// nothing for a path it does not know.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := Call(strings.TrimPrefix(r.URL.Path, "/cgi-bin/"))
	handle, known := s.routes[name]
	if !known {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 32<<20))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	s.note(func() { s.calls[name]++ })
	fault := s.fault(name)
	if fault.before(s, w, r) {
		return
	}
	result := s.handle(handle, call{name, r.URL.Query(), r.Header.Get("Content-Type"), body})
	if !fault.after(s, r) {
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	_, _ = io.WriteString(w, result.String()) // a client that left is its own business
}

func (s *Server) handle(h handler, c call) answer {
	var result answer
	s.note(func() { result = h(s, c) })
	return result
}

// note changes the double and wakes those who wait for it.
func (s *Server) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	close(s.changed)
	s.changed = make(chan struct{})
}

// Delivered is all that was delivered, in order.
func (s *Server) Delivered() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Delivery(nil), s.delivered...)
}

// Dropped counts what was accepted and silently thrown away, as the platform
// does beyond a member's limit.
func (s *Server) Dropped() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dropped
}

// Repeats is how many letters the duplicate check kept from being shown twice.
func (s *Server) Repeats() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.repeats
}

// Calls counts the requests of one call, also failed ones.
func (s *Server) Calls(name Call) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[name]
}

// AwaitDelivered waits until at least n things were delivered; AwaitCalls until
// a call came at least n times. Both say whether it came true within ctx.
func (s *Server) AwaitDelivered(ctx context.Context, n int) bool {
	return s.await(ctx, func() bool { return len(s.delivered) >= n })
}

// AwaitCalls is described with AwaitDelivered.
func (s *Server) AwaitCalls(ctx context.Context, name Call, n int) bool {
	return s.await(ctx, func() bool { return s.calls[name] >= n })
}

func (s *Server) await(ctx context.Context, done func() bool) bool {
	for {
		s.mu.Lock()
		ok, changed := done(), s.changed
		s.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// String is the answer as JSON.
func (a answer) String() string {
	data, err := json.Marshal(a)
	if err != nil {
		panic(err) // only numbers and words are ever put in
	}
	return string(data)
}

func failed(code int, errmsg string) answer { return answer{"errcode": code, "errmsg": errmsg} }

func fine(more answer) answer {
	result := answer{"errcode": 0, "errmsg": "ok"}
	for k, v := range more {
		result[k] = v
	}
	return result
}
