package wecomtest

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// AddRobot makes a group robot and gives its address.
func (s *Server) AddRobot(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.robots[key] = true
	return s.URL + "/cgi-bin/webhook/send?key=" + key
}

// RemoveRobot does what a group's owner does to a robot: its key gets 93000.
func (s *Server) RemoveRobot(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.robots, key)
}

func (s *Server) robotSend(c call) answer {
	key := c.query.Get("key")
	if !s.robots[key] {
		return failed(93000, "invalid webhook url, key "+key)
	}
	m, bad := parse(c)
	if bad != nil {
		return bad
	}
	d, bad := s.robotContent(key, m)
	if bad != nil {
		return bad
	}
	if !s.allow("robot:"+key, perRobotMinute, time.Minute) {
		return failed(45009, "api freq out of limit")
	}
	s.deliver(key, d)
	return fine(nil)
}

func (s *Server) robotContent(key string, m sent) (Delivery, answer) {
	d := Delivery{Call: RobotSend, Type: m.MsgType}
	switch m.MsgType {
	case "text":
		return words(d, m.Text, 2048)
	case "markdown":
		return words(d, m.Markdown, 4096)
	case "image":
		return picture(d, m.Image)
	case "file":
		if m.File == nil {
			return d, failed(40058, "file missing")
		}
		return s.attached(d, "robot:"+key, m.File.MediaID)
	}
	return d, failed(40008, "invalid message type")
}

func picture(d Delivery, p *image) (Delivery, answer) {
	if p == nil || p.Base64 == "" {
		return d, failed(40058, "image missing")
	}
	data, err := base64.StdEncoding.DecodeString(p.Base64)
	if err != nil {
		return d, failed(40058, "image is not base64")
	}
	sum := md5.Sum(data)
	kind := http.DetectContentType(data)
	switch {
	case hex.EncodeToString(sum[:]) != strings.ToLower(p.MD5):
		return d, failed(301019, "image md5 mismatch")
	case len(data) > 2<<20:
		return d, failed(40009, "invalid image size")
	case kind != "image/png" && kind != "image/jpeg":
		return d, failed(40058, "neither JPG nor PNG")
	}
	d.Data = data
	return d, nil
}
