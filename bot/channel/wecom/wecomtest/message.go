package wecomtest

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// The platform's limits.
const (
	perMemberMinute = 30
	perMemberHour   = 1000
	perCorpMinute   = 10_000
	perRobotMinute  = 20
	maxReceivers    = 1000
)

// sent is the body of message/send and webhook/send; agentid must be a number.
type sent struct {
	ToUser   string `json:"touser"`
	AgentID  *int64 `json:"agentid"`
	MsgType  string `json:"msgtype"`
	Text     *text  `json:"text"`
	Markdown *text  `json:"markdown"`
	Image    *image `json:"image"`
	File     *file  `json:"file"`
	Check    int    `json:"enable_duplicate_check"`
	Interval int    `json:"duplicate_check_interval"` // seconds
}

type text struct {
	Content string `json:"content"`
}

type image struct {
	Base64  string `json:"base64"`   // a robot's
	MD5     string `json:"md5"`      // a robot's
	MediaID string `json:"media_id"` // an app's
}

type file struct {
	MediaID string `json:"media_id"`
}

// Unknown makes user ids unknown: a letter to them alone gets 81013, among
// others they come back in invaliduser.
func (s *Server) Unknown(users ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range users {
		s.unknown[strings.ToLower(u)] = true
	}
}

func (s *Server) send(c call) answer {
	if bad := s.refused(c); bad != nil {
		return bad
	}
	if !s.allow("corp", perCorpMinute, time.Minute) {
		return failed(45009, "api freq out of limit")
	}
	m, bad := parse(c)
	if bad != nil {
		return bad
	}
	if m.AgentID == nil || *m.AgentID != AgentID {
		return failed(40056, "invalid agentid")
	}
	d, bad := s.appContent(m)
	if bad != nil {
		return bad
	}
	if m.Check == 1 && s.repeated(m, d) {
		return fine(answer{"invaliduser": "", "invalidparty": "", "invalidtag": "", "msgid": "m"})
	}
	return s.toMembers(m.ToUser, d)
}

// repeated says that the same members were told the same within the interval: the
// platform then shows nothing, and says nothing of it.
func (s *Server) repeated(m sent, d Delivery) bool {
	interval := time.Duration(m.Interval) * time.Second
	if interval == 0 {
		interval = 1800 * time.Second
	}
	key := strings.ToLower(m.ToUser) + "\x00" + d.Type + "\x00" + d.Text
	last, before := s.compared[key]
	if before && s.now().Sub(last) < min(interval, 14_400*time.Second) {
		s.repeats++
		return true
	}
	s.compared[key] = s.now()
	return false
}

func parse(c call) (sent, answer) {
	var m sent
	if !utf8.Valid(c.body) {
		return m, failed(40058, "body is not UTF-8")
	}
	if err := json.Unmarshal(c.body, &m); err != nil {
		return m, failed(40058, "invalid JSON: "+err.Error())
	}
	return m, nil
}

func (s *Server) appContent(m sent) (Delivery, answer) {
	d := Delivery{Call: Send, Type: m.MsgType}
	switch m.MsgType {
	case "text":
		return words(d, m.Text, 2048)
	case "markdown":
		return words(d, m.Markdown, 2048)
	case "image":
		if m.Image == nil {
			return d, failed(40058, "image missing")
		}
		return s.attached(d, "app", m.Image.MediaID)
	case "file":
		if m.File == nil {
			return d, failed(40058, "file missing")
		}
		return s.attached(d, "app", m.File.MediaID)
	}
	return d, failed(40008, "invalid message type")
}

// words are a text's; the platform cuts what is too long, the double refuses it
// so that a test sees it.
func words(d Delivery, t *text, limit int) (Delivery, answer) {
	switch {
	case t == nil || t.Content == "":
		return d, failed(44004, "content is empty")
	case len(t.Content) > limit:
		return d, failed(45002, "content size out of limit")
	}
	d.Text = t.Content
	return d, nil
}

func (s *Server) toMembers(to string, d Delivery) answer {
	users := strings.Split(to, "|")
	if to == "" || len(users) > maxReceivers {
		return failed(82001, "touser, toparty and totag are all empty or too many")
	}
	var invalid []string
	for _, u := range users {
		if s.unknown[strings.ToLower(u)] {
			invalid = append(invalid, strings.ToLower(u)) // they come back lower-cased
			continue
		}
		s.toMember(u, d)
	}
	if len(invalid) == len(users) {
		return failed(81013, "all user, party and tag are invalid: "+to)
	}
	return fine(answer{"invaliduser": strings.Join(invalid, "|"), "invalidparty": "", "invalidtag": "", "msgid": "m"})
}

func (s *Server) toMember(user string, d Delivery) {
	inMinute := s.allow("minute:"+user, perMemberMinute, time.Minute)
	inHour := s.allow("hour:"+user, perMemberHour, time.Hour)
	if !inMinute || !inHour {
		s.dropped++
		return
	}
	s.deliver(user, d)
}

func (s *Server) deliver(to string, d Delivery) {
	d.To, d.At = to, s.now()
	s.delivered = append(s.delivered, d)
}

// allow counts one more for key unless there were n within per.
func (s *Server) allow(key string, n int, per time.Duration) bool {
	now, recent := s.now(), s.windows[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= per {
		recent = recent[1:]
	}
	ok := len(recent) < n
	if ok {
		recent = append(recent, now)
	}
	s.windows[key] = recent
	return ok
}
