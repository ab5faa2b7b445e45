package post_test

import (
	"errors"
	"testing"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/post"
)

func TestAMessageIsHeardOnce(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		if _, found, err := o.box().Answered("wecom", "m1"); found || err != nil {
			t.Fatalf("before: %v, %v", found, err)
		}
		o.do(func(b *post.Box) error { return b.Remember("wecom", "m1", 7, []byte("收到您的报名"), noon) })
		o.do(func(b *post.Box) error { return b.Remember("wecom", "M1", 7, nil, noon) }) // case counts
		o.do(func(b *post.Box) error { return b.Remember("feishu", "m1", 8, nil, noon) })
		err := o.tx(func(b *post.Box) error { return b.Remember("wecom", "m1", 7, []byte("别的"), noon) })
		if !errors.Is(err, gorm.ErrDuplicatedKey) {
			t.Errorf("the same message again: %v", err)
		}
		answer, found, err := o.box().Answered("wecom", "m1")
		if string(answer) != "收到您的报名" || !found || err != nil {
			t.Errorf("Answered = %q, %v, %v", answer, found, err)
		}
		if answer, found, err = o.box().Answered("feishu", "m1"); len(answer) != 0 || !found || err != nil {
			t.Errorf("heard without an answer: %q, %v, %v", answer, found, err)
		}
		o.sealedColumn("heard", "answer", "报名")
	})
}

func TestOfTwoDeliveriesAtOnceOneIsKept(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		kept := together(t, 8, func() (bool, error) {
			err := o.tx(func(b *post.Box) error { return b.Remember("web", "x", 1, []byte("好"), noon) })
			if errors.Is(err, gorm.ErrDuplicatedKey) {
				return false, nil
			}
			return err == nil, err
		})
		if kept != 1 {
			t.Errorf("kept %d times", kept)
		}
	})
}

func TestPurgeForgetsWhatIsOld(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		old, later := noon.AddDate(0, 0, -40), noon.AddDate(0, 0, 20)
		o.do(func(b *post.Box) error {
			return errors.Join(
				b.Remember("web", "old", 1, nil, old), b.Remember("web", "new", 1, nil, noon),
				b.Write(letter("old", old, 1), []byte("x")), b.Write(letter("new", noon, 1), []byte("x")),
				b.Write(withNotBefore(letter("reminder", old, 1), later), []byte("x")))
		})
		o.do(func(b *post.Box) error { _, err := b.Say("chat", post.Bot, []byte("旧"), old, ""); return err })
		o.do(func(b *post.Box) error { _, err := b.Say("chat", "1", []byte("新"), noon, ""); return err })
		var gone int64
		for round := 0; ; round++ {
			var n int64
			o.do(func(b *post.Box) (err error) { n, err = b.Purge(noon.AddDate(0, 0, -30), 1); return err })
			if gone += n; n == 0 {
				break
			}
			if round > 9 {
				t.Fatal("it never ends")
			}
		}
		if gone != 3 {
			t.Errorf("%d rows went, want the old message, letter and line", gone)
		}
		if _, found, _ := o.box().Answered("web", "old"); found {
			t.Error("the old message is still there")
		}
		if ls, err := o.box().InStatus(post.Waiting, 0, 9); len(ls) != 2 || err != nil {
			t.Errorf("letters left: %d, %v", len(ls), err)
		}
		ls, err := o.box().Lines("chat", 0, 9)
		if err != nil || len(ls) != 1 || ls[0].N != 2 {
			t.Errorf("lines left: %+v, %v", ls, err)
		}
	})
}

func withNotBefore(l post.Letter, at time.Time) post.Letter {
	l.NotBefore = at.UnixMilli()
	return l
}
