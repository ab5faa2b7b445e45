package wecom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"xiaoqing/bot/channel"
)

const (
	defaultTimeout = 5 * time.Second
	maxAnswer      = 1 << 20
)

// client calls one API address. Every error it gives is a *channel.Error whose
// text holds no secret, token or key, though each call's URL carries one.
type client struct {
	base *url.URL
	http *http.Client
}

func newClient(address string, timeout time.Duration, transport http.RoundTripper) (client, error) {
	u, err := base(address)
	if err != nil {
		return client{}, err
	}
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client{u, &http.Client{Transport: transport, Timeout: timeout, CheckRedirect: stay}}, nil
}

// request is one call; without a body it is a GET.
type request struct {
	path        string // below cgi-bin
	query       url.Values
	contentType string
	body        []byte
}

// jsonRequest is a POST of body as JSON.
func jsonRequest(path string, query url.Values, body any) (request, error) {
	data, err := json.Marshal(body)
	return request{path, query, "application/json; charset=utf-8", data}, err
}

// do makes the call and reads a successful answer into out.
func (c client) do(ctx context.Context, r request, out any) error {
	ctx, begun := watch(ctx)
	req, err := c.build(ctx, r)
	if err != nil {
		return never(r.path + ": bad address")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return broken(r, begun.Load(), err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return httpFailure(r.path, resp)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return broken(r, true, err)
	}
	return read(r.path, data, out)
}

func (c client) build(ctx context.Context, r request) (*http.Request, error) {
	u := c.base.JoinPath("cgi-bin", r.path)
	u.RawQuery = r.query.Encode()
	method := http.MethodGet
	if r.body != nil {
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(r.body))
	if err == nil && r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	return req, err
}

// watch tells whether the request began to be written: from then on the
// platform may have acted on it. A connection that net/http replaces before
// anything was written starts afresh.
func watch(ctx context.Context) (context.Context, *atomic.Bool) {
	begun := new(atomic.Bool)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { begun.Store(false) },
		WroteHeaders: func() { begun.Store(true) },
	}), begun
}

// broken is a call that got no answer.
func broken(r request, begun bool, err error) error {
	fault := channel.Retry
	if begun {
		fault = channel.Doubt
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err // without the URL
	}
	return &channel.Error{Fault: fault, Err: errors.New(r.path + ": " + r.redact(err.Error()))}
}

// redact takes the values of the query out of text.
func (r request) redact(text string) string {
	for _, values := range r.query {
		for _, v := range values {
			if v != "" {
				text = strings.ReplaceAll(text, v, "***")
				text = strings.ReplaceAll(text, url.QueryEscape(v), "***")
			}
		}
	}
	return text
}

// httpFailure is an answer that is not the API's. Something between us and it
// may have passed the call on, unless the status says that it did not.
func httpFailure(path string, resp *http.Response) error {
	e := &channel.Error{Fault: channel.Doubt, Err: fmt.Errorf("%s: HTTP %d", path, resp.StatusCode)}
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	waits := err == nil && seconds >= 0
	switch {
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusServiceUnavailable && waits:
		e.Fault, e.After = channel.Retry, max(time.Minute, min(time.Duration(seconds)*time.Second, time.Hour))
	case resp.StatusCode >= 300 && resp.StatusCode < 500:
		e.Fault, e.After = channel.Retry, 10*time.Minute // a wrong address or a gateway's no
	}
	return e
}

func read(path string, data []byte, out any) error {
	var status struct {
		Errcode *int   `json:"errcode"`
		Errmsg  string `json:"errmsg"`
	}
	if err := json.Unmarshal(data, &status); err != nil || status.Errcode == nil {
		return &channel.Error{Fault: channel.Doubt, Err: errors.New(path + ": not the platform's answer")}
	}
	if *status.Errcode != 0 {
		return refusal(path, *status.Errcode, status.Errmsg)
	}
	if err := json.Unmarshal(data, out); err != nil {
		return &channel.Error{Fault: channel.Doubt, Err: errors.New(path + ": not the platform's answer")}
	}
	return nil
}
