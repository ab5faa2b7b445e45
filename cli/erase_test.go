package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestErasedEverywhere lives a whole life with a child about whom everyone talks, and
// then opens every sealed column of every table: once the child is erased its name is
// nowhere, once the guardian is nothing of theirs.
func TestErasedEverywhere(t *testing.T) {
	script, err := os.ReadFile("testdata/talks/erase_everywhere.txt")
	if err != nil {
		t.Fatal(err)
	}
	life, erasure, ok := strings.Cut(string(script), "# one child alone")
	if !ok {
		t.Fatal("the conversation has no erasure")
	}
	all := []string{"葵宝儿", "小石头", "上官婉晴", "13765432109", "137****2109", "天使医院"}
	each(t, func(h *house) {
		h.play(life)
		d := dump{h, openRaw(t, h.store.Database)}
		for _, word := range all {
			if n := d.count(word); n == 0 {
				t.Errorf("%s was never written down", word)
			}
		}
		h.play("# one child alone" + erasure)
		d.none("葵宝儿")
		if d.count("小石头") == 0 {
			t.Error("the other child is gone too")
		}
		receipts := h.says("mama", "direct", "删掉我的信息")
		if !strings.Contains(receipts.Text, "会删掉") {
			t.Fatal(receipts.Text)
		}
		if done := h.says("mama", "direct", "确定删掉"); !strings.Contains(done.Text, "删除凭证删2") {
			t.Fatal(done.Text)
		}
		for _, word := range all {
			d.none(word)
		}
	})
}

// dump reads a database as who holds the master key.
type dump struct {
	*house
	raw *rawDB
}

func (d dump) none(word string) {
	d.t.Helper()
	d.each(func(where string, plain []byte) {
		if i := bytes.Index(plain, []byte(word)); i >= 0 {
			d.t.Errorf("%s is in %s: …%s…", word, where, plain[max(0, i-60):min(len(plain), i+len(word)+60)])
		}
	})
}

func (d dump) count(word string) (n int) {
	d.each(func(_ string, plain []byte) { n += bytes.Count(plain, []byte(word)) })
	return n
}

// each shows f every cell of every table, sealed ones opened.
func (d dump) each(f func(where string, plain []byte)) {
	d.t.Helper()
	for _, table := range d.raw.tables() {
		d.raw.cells("SELECT * FROM `"+table+"`", func(column string, value []byte) {
			keys := map[string]string{"sealed": table, "body": "letter.body", "answer": "heard.answer"}
			if table == "chat_lines" {
				keys["body"] = "line.body"
			}
			key, sealed := keys[column]
			if !sealed || len(value) == 0 {
				f(table+"."+column, value)
				return
			}
			plain, err := d.store.Vault().Open(value, key)
			if err != nil {
				d.t.Errorf("%s.%s does not open: %v", table, column, err)
			}
			f(table+"."+column, plain)
		})
	}
}
