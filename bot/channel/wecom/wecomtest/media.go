package wecomtest

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"strconv"
)

const mediaLimit = 20 << 20

// upload is a file that may be sent by whoever uploaded it.
type upload struct {
	owner string // app, or robot:KEY
	name  string
	data  []byte
}

// upload is the app's media/upload.
func (s *Server) upload(c call) answer {
	if bad := s.refused(c); bad != nil {
		return bad
	}
	switch c.query.Get("type") {
	case "image", "voice", "video", "file":
		return s.accept(c, "app")
	}
	return failed(40004, "invalid media type")
}

// robotUpload looks at the file before the key, as the platform does.
func (s *Server) robotUpload(c call) answer {
	if kind := c.query.Get("type"); kind != "file" && kind != "voice" {
		return failed(40004, "invalid media type")
	}
	if _, bad := multipartFile(c); bad != nil {
		return bad
	}
	if key := c.query.Get("key"); !s.robots[key] {
		return failed(93000, "invalid webhook url, key "+key)
	}
	return s.accept(c, "robot:"+c.query.Get("key"))
}

func (s *Server) accept(c call, owner string) answer {
	got, bad := multipartFile(c)
	if bad != nil {
		return bad
	}
	got.owner = owner
	id := fmt.Sprintf("media-%d", len(s.media)+1)
	s.media[id] = got
	created := strconv.FormatInt(s.now().Unix(), 10)
	return fine(answer{"type": c.query.Get("type"), "media_id": id, "created_at": created})
}

// multipartFile is the field media of the body.
func multipartFile(c call) (upload, answer) {
	_, params, err := mime.ParseMediaType(c.contentType)
	if err != nil || params["boundary"] == "" {
		return upload{}, failed(44001, "empty media data")
	}
	part, err := multipart.NewReader(bytes.NewReader(c.body), params["boundary"]).NextPart()
	if err != nil || part.FormName() != "media" || part.FileName() == "" {
		return upload{}, failed(44001, "empty media data")
	}
	data, err := io.ReadAll(part)
	if err != nil || len(data) <= 5 {
		return upload{}, failed(44001, "empty media data")
	}
	if len(data) > mediaLimit {
		return upload{}, failed(40006, "invalid media size")
	}
	return upload{name: part.FileName(), data: data}, nil
}

// attached fills d with a file that owner uploaded.
func (s *Server) attached(d Delivery, owner, id string) (Delivery, answer) {
	got, ok := s.media[id]
	if !ok || got.owner != owner {
		return d, failed(40007, "invalid media_id")
	}
	d.Name, d.Data = got.name, got.data
	return d, nil
}
