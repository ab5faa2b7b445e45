package parse

import (
	"reflect"
	"testing"
)

// TestUnread: what stands among the entries of a 接龙 and is none is kept, with
// its line; blanks, examples and an empty number are nothing.
func TestUnread(t *testing.T) {
	text := "@小青 #接龙\n周六大筛\n自备雨衣\n1. 张三\n2. 李四 我家2人\n\n3. +1\n4. 收到\n例：王五 上午\n大家快点报\n5. 3-502 王芳\n6. 13800001234\n7. "
	r := Read(text, Context{At: friday})
	want := []Line{{7, "3. +1"}, {8, "4. 收到"}, {10, "大家快点报"}, {12, "6. 13800001234"}}
	if r.Intent != "chain" || r.Fields.Title != "周六大筛" || len(r.Fields.Entries) != 3 {
		t.Fatalf("read as %s %q with %v", r.Intent, r.Fields.Title, r.Fields.Entries)
	}
	if !reflect.DeepEqual(r.Fields.Unread, want) {
		t.Errorf("unread are %v, want %v", r.Fields.Unread, want)
	}
}

// TestEntryNumbers: every way of numbering a line, the same name behind each.
func TestEntryNumbers(t *testing.T) {
	for head, n := range map[string]int{
		"1. ": 1, "1、": 1, "1：": 1, "1) ": 1, "１．": 1, "(1)": 1, "（1）": 1, "【1】": 1, "[12] ": 12, "①": 1, "⑨ ": 9, "⑩": 10, "⑫、": 12, "⑴": 1, "⒒": 11, "1️⃣": 1, "1️⃣2️⃣ ": 12, "🔟": 10, "7 ": 7, "": 0,
	} {
		r := Read("#接龙\n周六大筛\n"+head+"柯小鱼 +1\n", Context{At: friday})
		if n == 0 {
			if r.Fields.Entries != nil {
				t.Errorf("a line without a number became %v", r.Fields.Entries)
			}
			continue
		}
		if want := []Entry{{n, "柯小鱼", "+1"}}; !reflect.DeepEqual(r.Fields.Entries, want) {
			t.Errorf("%q: got %v, want %v", head, r.Fields.Entries, want)
		}
	}
}

// TestEntryNames: where the name ends when no pause does.
func TestEntryNames(t *testing.T) {
	for line, want := range map[string]Entry{
		"王老师周一晚上": {1, "王", "周一晚上"}, "李四我家2人": {1, "李四", "我家2人"}, "欧阳娜娜": {1, "欧阳娜娜", ""}, "3-502 王芳 2箱": {1, "王芳", "3-502 2箱"},
		"12号601李四": {1, "李四", "12号601"}, "方阿婆": {1, "方阿婆", ""}, "Linda 3-101": {1, "Linda", "3-101"}, "田野 三年级": {1, "田野", "三年级"},
	} {
		r := Read("#接龙\n周六大筛\n1. "+line, Context{At: friday})
		if len(r.Fields.Entries) != 1 || r.Fields.Entries[0] != want {
			t.Errorf("%q: got %v, want %v", line, r.Fields.Entries, want)
		}
	}
}
