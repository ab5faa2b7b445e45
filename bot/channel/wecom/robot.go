package wecom

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"xiaoqing/bot/channel"
)

// What one robot message may hold, in bytes (document 91770).
const (
	markdownLimit = 4096
	imageLimit    = 2 << 20
	fileLimit     = 20 << 20
	fileLeast     = 6 // "more than five"
)

// Robot speaks through group robots (群机器人); it cannot hear. A group is the
// robot's whole address as the group's settings show it,
// https://…/cgi-bin/webhook/send?key=…. It is a channel.Channel.
type Robot struct {
	api client
}

// NewRobot needs of cfg only RobotAPI and Timeout.
func NewRobot(cfg Config, deps Deps) (*Robot, error) {
	api, err := newClient(cfg.RobotAPI, cfg.Timeout, deps.filled().Transport)
	if err != nil {
		return nil, err
	}
	return &Robot{api}, nil
}

// Name is robot.
func (r *Robot) Name() string { return "robot" }

// Repeats is false: the platform knows no key for a letter.
func (r *Robot) Repeats() bool { return false }

// Limits are 20 a minute to each robot.
func (r *Robot) Limits(o channel.Outgoing) []channel.Limit {
	key, _ := r.key(o.Group)
	return []channel.Limit{{Key: "robot:" + digest(key), N: 20, Per: time.Minute}}
}

// official is where robots live as the group's own settings show it, whatever
// proxy stands in front of it.
const official = "qyapi.weixin.qq.com"

// Accepts says that address is a robot's, on the configured API or as WeCom's own
// screen shows it; both are called on the configured API. No other place is ever
// called, whoever gives its address.
func (r *Robot) Accepts(address string) bool {
	_, ok := r.key(address)
	return ok
}

// key is the robot's key in its address.
func (r *Robot) key(address string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.User != nil {
		return "", false
	}
	want := r.api.base.JoinPath("cgi-bin/webhook/send")
	key := u.Query().Get("key")
	same := u.Scheme == want.Scheme && strings.EqualFold(u.Host, want.Host) && u.Path == want.Path
	shown := u.Scheme == "https" && strings.EqualFold(u.Host, official) && u.Path == "/cgi-bin/webhook/send"
	return key, (same || shown) && key != ""
}

// Send posts one letter: its attachment alone, or its markdown, or its text in at
// most 2048 bytes. Buttons are left out: a robot does not hear the number.
func (r *Robot) Send(ctx context.Context, o channel.Outgoing) error {
	switch a := o.Reply.Attachment; {
	case a != nil && a.Picture():
		return r.image(ctx, o.Group, o.Media)
	case a != nil:
		return r.file(ctx, o.Group, a.Name, o.Media)
	case o.Reply.Markdown != "":
		return r.markdown(ctx, o.Group, o.Reply.Markdown)
	}
	o.Reply.Buttons = nil
	text := compose(o.Reply, textLimit)
	if text == "" {
		return never("webhook/send: nothing to say")
	}
	return r.post(ctx, o.Group, "text", textContent{text})
}

// markdown posts text as WeCom's markdown, in at most 4096 bytes.
func (r *Robot) markdown(ctx context.Context, group, text string) error {
	return r.post(ctx, group, "markdown", textContent{channel.Cut(text, markdownLimit)})
}

// imageContent is a picture within a message; MD5 is of the raw bytes.
type imageContent struct {
	Base64 string `json:"base64"`
	MD5    string `json:"md5"`
}

// image posts a PNG or JPEG of at most 2 MB.
func (r *Robot) image(ctx context.Context, group string, picture []byte) error {
	kind := http.DetectContentType(picture)
	if kind != "image/png" && kind != "image/jpeg" || len(picture) > imageLimit {
		return never("webhook/send: not a PNG or JPEG of at most 2 MB")
	}
	sum := md5.Sum(picture)
	return r.post(ctx, group, "image", imageContent{base64.StdEncoding.EncodeToString(picture), hex.EncodeToString(sum[:])})
}

// file posts a file of 6 bytes to 20 MB under name.
func (r *Robot) file(ctx context.Context, group, name string, data []byte) error {
	media, err := r.upload(ctx, group, name, data)
	if err != nil {
		return err
	}
	return r.post(ctx, group, "file", mediaContent{media})
}

// mediaContent is a file that was uploaded.
type mediaContent struct {
	MediaID string `json:"media_id"`
}

// upload is never in doubt: a file that nobody was shown may be uploaded again.
func (r *Robot) upload(ctx context.Context, group, name string, data []byte) (string, error) {
	key, ok := r.key(group)
	if !ok {
		return "", never("webhook/upload_media: not the address of a robot")
	}
	if len(data) < fileLeast || len(data) > fileLimit {
		return "", never("webhook/upload_media: a file must have 6 bytes to 20 MB")
	}
	return uploaded(ctx, r.api, "webhook/upload_media", url.Values{"key": {key}, "type": {"file"}}, name, data)
}

// uploaded makes the upload and gives back the file's media id.
func uploaded(ctx context.Context, api client, path string, query url.Values, name string, data []byte) (string, error) {
	contentType, body, err := form(name, data)
	if err != nil {
		return "", never(path + ": cannot be written")
	}
	var result mediaContent
	if err := api.do(ctx, request{path, query, contentType, body}, &result); err != nil {
		return "", repeatable(err)
	}
	return result.MediaID, nil
}

// form is data as the multipart field media.
func form(name string, data []byte) (contentType string, body []byte, err error) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("media", name)
	if err != nil {
		return "", nil, err
	}
	if _, err = part.Write(data); err != nil {
		return "", nil, err
	}
	err = m.Close()
	return m.FormDataContentType(), b.Bytes(), err
}

// post sends one message. The address is built from our own base, and of the
// given one only the key is used.
func (r *Robot) post(ctx context.Context, group, kind string, content any) error {
	key, ok := r.key(group)
	if !ok {
		return never("webhook/send: not the address of a robot")
	}
	body := map[string]any{"msgtype": kind, kind: content}
	call, err := jsonRequest("webhook/send", url.Values{"key": {key}}, body)
	if err != nil {
		return never("webhook/send: cannot be written as JSON")
	}
	var nothing struct{}
	return r.api.do(ctx, call, &nothing)
}
