package post_test

import (
	"fmt"
	"testing"
	"time"

	"xiaoqing/models/post"
)

func (o office) say(chat, from, words, letterKey string) (l post.Line) {
	o.t.Helper()
	o.do(func(b *post.Box) (err error) {
		l, err = b.Say(b.ChatKey("web", chat), from, []byte(words), noon, letterKey)
		return err
	})
	return l
}

func TestAChatIsReadInOrder(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.say("c1", "7", "报名", "")
		o.say("c2", "8", "你好", "")
		o.say("c1", post.Bot, "怎么称呼您？", "letter-1")
		if l := o.say("c1", post.Bot, "怎么称呼您？", "letter-1"); l.N != 2 {
			t.Errorf("the same letter again: %+v", l)
		}
		o.say("c1", "7", "张三", "")
		ls, err := o.box().Lines(o.box().ChatKey("web", "c1"), 1, 9)
		if err != nil || len(ls) != 2 || ls[0].N != 2 || ls[1].N != 3 || ls[0].From != post.Bot || ls[1].At != noon.UnixMilli() {
			t.Fatalf("lines: %+v, %v", ls, err)
		}
		if words, err := o.box().Words(ls[1]); string(words) != "张三" || err != nil {
			t.Errorf("words: %q, %v", words, err)
		}
		o.sealedColumn("chat_lines", "body", "张三")
		fresh, err := o.box().NewLines(ls[0].ID, 9)
		if err != nil || len(fresh) != 1 || fresh[0].ChatKey != ls[1].ChatKey || fresh[0].N != 3 || fresh[0].Body != nil {
			t.Errorf("new: %+v, %v", fresh, err)
		}
	})
}

func TestLinesSaidAtOnceAreNumberedWithoutGaps(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		together(t, 12, func() (bool, error) {
			err := o.tx(func(b *post.Box) error { _, err := b.Say("k", "1", []byte("喂"), noon, ""); return err })
			return true, err
		})
		ls, err := o.box().Lines("k", 0, 99)
		if err != nil || len(ls) != 12 {
			t.Fatalf("%d lines, %v", len(ls), err)
		}
		for i, l := range ls {
			if l.N != int64(i)+1 {
				t.Errorf("line %d has number %d", i+1, l.N)
			}
		}
	})
}

func TestALetterIsShownOnceHoweverManySendIt(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		together(t, 6, func() (bool, error) {
			err := o.tx(func(b *post.Box) error { _, err := b.Say("k", post.Bot, []byte("喂"), noon, "l"); return err })
			return true, err
		})
		if ls, err := o.box().Lines("k", 0, 99); len(ls) != 1 || err != nil {
			t.Errorf("shown %d times, %v", len(ls), err)
		}
	})
}

func TestTokensAreShared(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		get := func(name string) string {
			value, ok, err := o.box().Token(name, wall)
			return fmt.Sprint(string(value), " ", ok, " ", err)
		}
		put := func(name, value string, seconds int64) {
			o.do(func(b *post.Box) error {
				return b.PutToken(name, []byte(value), wall.Add(time.Duration(seconds)*time.Second))
			})
		}
		put("wecom", "first", 10)
		put("wecom", "second", 20)
		put("over", "old", 0)
		if got := get("wecom") + "|" + get("over") + "|" + get("none"); got != "second true <nil>| false <nil>| false <nil>" {
			t.Errorf("tokens: %s", got)
		}
		o.sealedColumn("platform_tokens", "value", "second")
		o.do(func(b *post.Box) error { return b.DropToken("wecom") })
		if got := get("wecom"); got != " false <nil>" {
			t.Errorf("dropped: %s", got)
		}
	})
}
