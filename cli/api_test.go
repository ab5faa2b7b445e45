package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// api is the tallies API as its own document describes it.
type api struct {
	*house
	router routers.Router
	token  string
}

func newAPI(h *house) *api {
	h.t.Helper()
	r, err := http.Get(h.url + "/api/v1/openapi.json")
	if err != nil {
		h.t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		h.t.Fatal(err)
	}
	doc.Servers = openapi3.Servers{{URL: h.url}}
	a := &api{house: h}
	if a.router, err = legacy.NewRouter(doc); err != nil { // it also checks the document
		h.t.Fatal(err)
	}
	return a
}

// ask makes a request and holds the answer against the document.
func (a *api) ask(query string) (status int, header http.Header, body string) {
	a.t.Helper()
	request, err := http.NewRequest(http.MethodGet, a.url+"/api/v1/tallies"+query, nil)
	if err != nil {
		a.t.Fatal(err)
	}
	if a.token != "" {
		request.Header.Set("Authorization", []string{"Bearer ", "bearer "}[len(query)%2]+a.token) // in any case
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		a.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	route, params, err := a.router.FindRoute(request)
	if err != nil {
		a.t.Fatal(err)
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
		Status:                 answer.StatusCode, Header: answer.Header, Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}
	in.SetBodyBytes(b)
	if err := openapi3filter.ValidateResponse(context.Background(), in); err != nil {
		a.t.Errorf("%s: %d is not as documented: %v\n%s", query, answer.StatusCode, err, b)
	}
	return answer.StatusCode, answer.Header, string(b)
}

// apiRow is one row of an answer.
type apiRow struct {
	Org      string             `json:"org"`
	Own      bool               `json:"own"`
	Date     string             `json:"date"`
	Measures map[string]float64 `json:"measures"`
}

func (a *api) rows(query string) (rows []apiRow) {
	a.t.Helper()
	status, _, body := a.ask(query)
	if err := json.Unmarshal([]byte(body), &rows); err != nil || status != http.StatusOK {
		a.t.Fatalf("%s: %d %s", query, status, body)
	}
	return rows
}

func (a *api) tokenOf(org string) string {
	a.t.Helper()
	o, err := orgNamed(context.Background(), a.store, org)
	if err != nil {
		a.t.Fatal(err)
	}
	token, _, err := a.store.MakeToken(context.Background(), models.Actor{Via: "command", Now: a.clock.Now()}, o)
	if err != nil {
		a.t.Fatal(err)
	}
	return token
}

// TestTheTalliesAPI reads figures with tokens; every answer is held against the
// served document.
func TestTheTalliesAPI(t *testing.T) {
	each(t, func(h *house) {
		h.person("city", "coordinator", "上海市", "陈立")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.person("other", "coordinator", "四平路街道", "周末")
		h.at("2022-04-07T10:00:00+08:00")
		for i, street := range []string{"五角场街道", "五角场街道", "四平路街道"} {
			who := fmt.Sprintf("li%d", i)
			h.says(who, "direct", fmt.Sprintf("报名 李四%c 男 30岁 1380000111%d %s", "甲乙丙"[i*3], i, street))
			h.says(who, "direct", "1")
		}
		h.at("2022-04-08T10:00:00+08:00")
		h.says("street", "direct", "通过 志1")
		a := newAPI(h)
		if status, header, _ := a.ask(""); status != http.StatusUnauthorized || header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("without a token: %d", status)
		}
		a.token = a.tokenOf("上海市")
		rows := a.rows("?from=2022-04-06&to=2022-04-08")
		if len(rows) != 3 || rows[0].Date != "2022-04-06" || rows[1].Measures["signups"] != 3 || rows[2].Measures["signups"] != 0 || rows[2].Measures["signups_verified"] != 1 || rows[0].Org != "上海市" {
			t.Errorf("three days: %v", rows)
		}
		parts, sum := a.rows("?from=2022-04-07&to=2022-04-07&children=1"), 0.0
		for _, r := range parts {
			sum += r.Measures["signups"]
		}
		if sum != 3 || len(parts) != 3 || !parts[0].Own || parts[1].Own {
			t.Errorf("the parts do not add up: %v", parts)
		}
		if rows := a.rows("?org=" + "四平路街道" + "&to=2022-04-07"); len(rows) != 1 || rows[0].Measures["signups"] != 1 {
			t.Errorf("one street: %v", rows)
		}
		for _, bad := range []string{"?from=2022-04-09&to=2022-04-08", "?from=4月8日", "?to=9999-12-31", "?from=2020-01-01&to=2022-04-08"} {
			if status, _, body := a.ask(bad); status != http.StatusBadRequest || !strings.Contains(body, "error") {
				t.Errorf("%s: %d %s", bad, status, body)
			}
		}
		a.token = a.tokenOf("五角场街道")
		for _, org := range []string{"四平路街道", "上海市", "没有这个街道", "999"} {
			if status, _, _ := a.ask("?org=" + org); status != http.StatusForbidden {
				t.Errorf("%s by another's token: %d", org, status)
			}
		}
		h.says("city", "direct", "新建伙伴 复旦大学团委")
		a.token = a.tokenOf("复旦大学团委")
		if rows := a.rows("?org=复旦大学团委"); len(rows) != 1 || rows[0].Org != "复旦大学团委" {
			t.Errorf("a Partner by its name: %v", rows)
		}
		a.flooded()
	})
}

// flooded asks until the token has had enough; another token goes on.
func (a *api) flooded() {
	a.t.Helper()
	for range 100 {
		if status, header, _ := a.ask(""); status != http.StatusOK {
			if status != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
				a.t.Errorf("flooded: %d %v", status, header)
			}
			a.token = a.tokenOf("四平路街道")
			if status, _, _ := a.ask(""); status != http.StatusOK {
				a.t.Errorf("another token: %d", status)
			}
			return
		}
	}
	a.t.Error("a hundred requests at once went through")
}

// TestTheTokenCommand makes, lists and revokes a token.
func TestTheTokenCommand(t *testing.T) {
	each(t, func(h *house) {
		run := func(args ...string) (out string, status int) {
			var stdout, stderr bytes.Buffer
			status = Run(args, []string{"XQ_DATABASE=" + h.store.Database, "XQ_SECRET=" + modeltest.Secret}, nil, &stdout, &stderr)
			return stdout.String() + stderr.String(), status
		}
		out, status := run("token", "--org", "上海市")
		token, _, _ := strings.Cut(out, "\n")
		if status != done || !strings.HasPrefix(token, "xq_") || !strings.Contains(out, "只显示这一次") {
			t.Fatalf("%d %s", status, out)
		}
		a := newAPI(h)
		a.token = token
		if status, _, _ := a.ask(""); status != http.StatusOK {
			t.Errorf("with the token: %d", status)
		}
		if out, _ := run("token", "--list"); strings.Contains(out, token) || !strings.Contains(out, "1\t上海市\t…"+token[len(token)-4:]) || !strings.Contains(out, "在用") {
			t.Errorf("listed: %s", out)
		}
		if out, status := run("token", "--revoke", "1"); status != done {
			t.Error(out)
		}
		if status, _, _ := a.ask(""); status != http.StatusUnauthorized {
			t.Errorf("with a revoked token: %d", status)
		}
		if out, status := run("token", "--revoke", "7"); status != wrongUsage || !strings.Contains(out, "没有7号令牌") {
			t.Errorf("%d %s", status, out)
		}
		if out, status := run("token", "--org", "没有这个街道"); status != wrongUsage {
			t.Errorf("%d %s", status, out)
		}
	})
}
