package cli

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/models/modeltest"
)

// office is a house with a WeCom app; its platform is the double, and its
// database can be looked at from outside.
type office struct {
	*house
	cfg    wecom.Config
	double *wecomtest.Server
	raw    *rawDB
}

// boss is the account of the office's city coordinator.
const boss = "boss"

// newOffice opens one on a database, for the app that cfg describes.
func newOffice(t *testing.T, database string, cfg wecom.Config, double *wecomtest.Server, env ...string) *office {
	t.Helper()
	if !slices.ContainsFunc(env, func(e string) bool { return strings.HasPrefix(e, "XQ_TIMEZONE=") }) {
		env = append(env, "XQ_TIMEZONE="+awake(time.Now()))
	}
	all := append([]string{"XQ_ADMINS=wecom:" + boss, "XQ_WECOM_CORP_ID=" + cfg.CorpID, "XQ_WECOM_AGENT_ID=1000002", "XQ_WECOM_SECRET=" + cfg.Secret,
		"XQ_WECOM_TOKEN=" + cfg.Token, "XQ_WECOM_AES_KEY=" + cfg.AESKey, "XQ_WECOM_API=" + cfg.API, "XQ_WECOM_ROBOT_API=" + cfg.RobotAPI}, env...)
	return &office{newHouse(t, database, all...), cfg, double, openRaw(t, database)}
}

// awake is a zone in which it is about noon: by the wall clock of a test that runs
// at night, letters would wait for the morning.
func awake(now time.Time) string {
	return fmt.Sprintf("Etc/GMT%+d", now.UTC().Hour()-12) // its sign is west
}

// eachOffice opens an office on each kind of database.
func eachOffice(t *testing.T, f func(o *office), env ...string) {
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			double := wecomtest.Start(t, time.Now)
			f(newOffice(t, database, double.Config(), double, env...))
		})
	}
}

// deliver makes one request to the callback, as the platform does.
func (o *office) deliver(c wecomtest.Callback) (status int, body []byte) {
	o.t.Helper()
	r, err := c.Request(o.url + "/webhook/wecom")
	if err != nil {
		o.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err = io.ReadAll(answer.Body); err != nil {
		o.t.Fatal(err)
	}
	return answer.StatusCode, body
}

// hears delivers a plaintext, sealed now, and gives the words of the answer, ""
// when there are none.
func (o *office) hears(plaintext string) string {
	o.t.Helper()
	status, body := o.deliver(wecomtest.Seal(o.cfg, plaintext, time.Now()))
	if status != http.StatusOK {
		o.t.Fatalf("status %d\n%s", status, o.logs)
	}
	return o.opened(body)
}

// opened is what a passive answer says.
func (o *office) opened(body []byte) string {
	o.t.Helper()
	if len(body) == 0 {
		return ""
	}
	r, err := wecomtest.Open(o.cfg, body)
	if err != nil {
		o.t.Fatal(err)
	}
	return r.Content
}

// text is one text message of user under the platform's id.
func (o *office) text(user, words, id string) string {
	o.t.Helper()
	return o.hears(wecomtest.Text(user, words, id, time.Now()))
}

// logged are the lines that f added to the log.
func (o *office) logged(f func()) []string {
	before := o.logs.Len()
	f()
	added := strings.TrimSpace(o.logs.String()[before:])
	if added == "" {
		return nil
	}
	return strings.Split(added, "\n")
}

// rawDB is a database as its administrator sees it, beside the program.
type rawDB struct {
	t  *testing.T
	db *sql.DB
	on string // the driver
}

func openRaw(t *testing.T, database string) *rawDB {
	t.Helper()
	r := &rawDB{t: t, on: "mysql"}
	address, ok := strings.CutPrefix(database, "mysql://")
	if path, file := strings.CutPrefix(database, "sqlite:"); file {
		r.on, address, ok = "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)", true
	}
	var err error
	if r.db, err = sql.Open(r.on, address); err != nil || !ok {
		t.Fatal(database, err)
	}
	t.Cleanup(func() { r.db.Close() })
	return r
}

// tables are the names of all tables.
func (r *rawDB) tables() (names []string) {
	r.t.Helper()
	query := "SHOW TABLES"
	if r.on == "sqlite" {
		query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
	}
	r.cells(query, func(_ string, value []byte) { names = append(names, string(value)) })
	return names
}

// cells gives every value that a query finds, with its column.
func (r *rawDB) cells(query string, f func(column string, value []byte)) {
	r.t.Helper()
	rows, err := r.db.Query(query)
	if err != nil {
		r.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		r.t.Fatal(err)
	}
	values, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			r.t.Fatal(err)
		}
		for i, v := range values {
			f(columns[i], v)
		}
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
}

// number is the one number that a query finds.
func (r *rawDB) number(query string) (n int) {
	r.t.Helper()
	if err := r.db.QueryRow(query).Scan(&n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

// counts are the rows of every table.
func (r *rawDB) counts() map[string]int {
	r.t.Helper()
	all := map[string]int{}
	for _, table := range r.tables() {
		all[table] = r.number("SELECT COUNT(*) FROM `" + table + "`")
	}
	return all
}

// vector is one published example of the platform's envelope.
type vector struct {
	ID        string
	Token     string
	AESKey    string `json:"encoding_aes_key"`
	ReceiveID string `json:"receive_id"`
	Timestamp string
	Nonce     string
	Signature string `json:"msg_signature"`
	Query     string
	Body      string
	Encrypt   string
	Plaintext string
}

// vectors are the shared ones by id, or the copy of those that concern WeCom.
func vectors(t *testing.T) map[string]vector {
	t.Helper()
	data, err := os.ReadFile("../../shared/data/vectors.json")
	if errors.Is(err, os.ErrNotExist) {
		t.Log("the shared vectors are absent, using the copy beside the adapter")
		data, err = os.ReadFile("../bot/channel/wecom/testdata/vectors.json")
	}
	var file struct{ Vectors []json.RawMessage }
	if err := errors.Join(err, json.Unmarshal(data, &file)); err != nil {
		t.Fatal(err)
	}
	found := map[string]vector{}
	for _, raw := range file.Vectors {
		var v vector
		if json.Unmarshal(raw, &v) == nil { // those of other platforms have other shapes
			found[v.ID] = v
		}
	}
	return found
}

// config is the app whose envelope v shows, on the double's address.
func (v vector) config(double *wecomtest.Server) wecom.Config {
	c := double.Config()
	c.CorpID, c.Token, c.AESKey = v.ReceiveID, v.Token, v.AESKey
	return c
}

// soon ends when a test has waited long enough for what runs beside it.
func (o *office) soon() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	o.t.Cleanup(cancel)
	return ctx
}
