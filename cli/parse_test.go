package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestParseOneText(t *testing.T) {
	m := newMachine(t)
	r := m.run("parse", "--at", "2022-04-08T10:00:00+08:00", "今天晚上7点到8点半给小明辅导数学").ends(0)
	var got struct {
		Intent  string
		Fields  map[string]any
		Missing []string
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatalf("%v: %s", err, r.out)
	}
	if got.Intent != "report" || got.Fields["start"] != "19:00" || got.Fields["child"] != "小明" || got.Missing == nil {
		t.Errorf("%s", r.out)
	}
	m.run("parse", "今天的云真好看").ends(0).says(`{"intent":"unknown","fields":{},"missing":[]}`)
}

func TestParseACorpus(t *testing.T) {
	m := newMachine(t)
	in := `{"id": "a", "at": "2022-04-08T10:00:00+08:00", "text": "帮助"}` + "\n\n" + `{"id": 2, "text": "<撤销>"}` + "\n"
	r := m.feed(in, "parse", "--jsonl").ends(0)
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], `{"id":"a","intent":"help",`) || !strings.HasPrefix(lines[1], `{"id":2,`) {
		t.Errorf("%s", r.out)
	}
	m.feed(`{"at":"yesterday","text":"x"}`, "parse", "--jsonl").ends(1).says("第1行")
	m.feed("{}\nnonsense", "parse", "--jsonl").ends(1).says("第2行")
}

func TestParsePhrases(t *testing.T) {
	m := newMachine(t)
	in := `{"id": "a", "at": "2018-03-22T00:00:00", "text": "29日你去看电影吗"}` + "\n" + `{"id": "b", "at": "2018-03-22T00:00:00", "text": "好"}`
	r := m.feed(in, "parse", "--phrases", "--jsonl").ends(0)
	r.says(`{"id":"a","phrases":[{"kind":"date","text":"29日","value":"2018-03-29"}`, `{"id":"b","phrases":[]}`)
}
