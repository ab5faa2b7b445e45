package post_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/models/post"
)

// letter is one to an account, not urgent.
func letter(key string, at time.Time, account int64) post.Letter {
	return post.Letter{Key: key, Channel: "wecom", AccountID: account, Kind: "reminder", CreatedAt: at.UnixMilli()}
}

func (o office) write(ls ...post.Letter) {
	o.t.Helper()
	o.do(func(b *post.Box) error {
		for _, l := range ls {
			if err := b.Write(l, []byte("words of "+l.Key)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o office) due(now, wall time.Time) string { return o.dueOn("wecom", now, wall) }

func (o office) dueOn(channel string, now, wall time.Time) string {
	o.t.Helper()
	ls, err := o.box().Due(channel, now, wall, 10)
	if err != nil {
		o.t.Fatal(err)
	}
	return keys(ls)
}

func keys(ls []post.Letter) string {
	var ks []string
	for _, l := range ls {
		ks = append(ks, l.Key)
	}
	return strings.Join(ks, " ")
}

// get is the letter with that key, whatever its status.
func (o office) get(key string) post.Letter {
	o.t.Helper()
	var l post.Letter
	if err := o.db.Where("letter_key = ?", key).Take(&l).Error; err != nil {
		o.t.Fatal(key, err)
	}
	return l
}

func (o office) claim(key string) post.Letter {
	o.t.Helper()
	l := o.get(key)
	o.do(func(b *post.Box) error {
		ok, err := b.Claim(&l, wall, time.Minute)
		if !ok {
			o.t.Fatalf("%s could not be claimed", key)
		}
		return err
	})
	return l
}

func (o office) want(key string, status post.Status) {
	o.t.Helper()
	if got := o.get(key).Status; got != status {
		o.t.Errorf("%s is %s, want %s", key, got, status)
	}
}

func TestALetterIsWrittenOnce(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		long := strings.Repeat("课", 160)
		o.write(letter("a", noon, 1), letter("A", noon, 2), letter(long, noon, 3))
		o.write(letter("a", noon, 9), letter("b", noon, 4))
		if got := o.due(noon, wall); got != "a A "+long+" b" {
			t.Errorf("due: %s", got)
		}
		a := o.get("a")
		body, err := o.box().Body(a)
		if string(body) != "words of a" || err != nil || a.AccountID != 1 || a.CreatedAt != noon.UnixMilli() {
			t.Errorf("%+v says %q, %v", a, body, err)
		}
		o.sealedColumn("letters", "body", "words")
		written := together(t, 8, func() (bool, error) {
			err := o.tx(func(b *post.Box) error { return b.Write(letter("same", noon, 5), nil) })
			return err == nil, err
		})
		if counts, err := o.box().Counts(); written != 8 || err != nil || counts[post.Waiting] != 5 {
			t.Errorf("%d writers, counts %v, %v", written, counts, err)
		}
		if k := o.box().SendKey(a); len(k) != 40 || k == o.box().SendKey(o.get("A")) {
			t.Errorf("send key %q", k)
		}
	})
}

func TestALetterNeedsOneDestination(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		for _, l := range []post.Letter{{Channel: "wecom", AccountID: 1}, {Key: "a", Channel: "wecom"}, {Key: "b", Channel: "wecom", AccountID: 1, GroupID: 1}} {
			if err := o.tx(func(b *post.Box) error { return b.Write(l, nil) }); err == nil {
				t.Errorf("%+v was taken", l)
			}
		}
		o.write(post.Letter{Key: "nobody", PersonID: 4})
		o.want("nobody", post.Undeliverable)
		ls, err := o.box().InStatus(post.Undeliverable, 0, 9)
		if err != nil || keys(ls) != "nobody" {
			t.Errorf("待转告: %s, %v", keys(ls), err)
		}
		o.do(func(b *post.Box) error { return b.Forward(ls[0].ID) })
		if !o.get("nobody").Forwarded {
			t.Error("it was passed on and is not marked")
		}
	})
}

func TestEachDestinationKeepsItsOrder(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		urgent := letter("urgent", noon, 1)
		urgent.Urgent = true
		group := post.Letter{Key: "group", Channel: "wecom", GroupID: 1}
		tomorrow := withNotBefore(letter("tomorrow", noon, 3), noon.Add(24*time.Hour))
		o.write(letter("1st", noon, 1), letter("2nd", noon, 1), urgent, letter("other", noon, 2), group, tomorrow, letter("today", noon, 3))
		if got := o.due(noon, wall); got != "urgent 1st other group today" {
			t.Errorf("due: %s", got)
		}
		if ls, _ := o.box().Due("wecom", noon, wall, 2); keys(ls) != "urgent 1st" {
			t.Errorf("of two: %s", keys(ls))
		}
		first := o.claim("1st")
		if got := o.due(noon, wall); strings.Contains(got, "2nd") {
			t.Errorf("while the first is on its way: %s", got)
		}
		o.do(func(b *post.Box) error { return b.Retry(wall.Add(time.Minute), 45009, first) })
		if got := o.due(noon, wall); strings.Contains(got, "1st") || strings.Contains(got, "2nd") {
			t.Errorf("while the first waits to be retried: %s", got)
		}
		if got := o.due(noon, wall.Add(time.Minute)); !strings.Contains(got, "1st") {
			t.Errorf("when its wait is over: %s", got)
		}
		first = o.claim("1st")
		o.do(func(b *post.Box) error { return b.Sent(wall, first) })
		if got := o.due(noon.Add(25*time.Hour), wall); got != "urgent 2nd other group tomorrow" {
			t.Errorf("a day later: %s", got)
		}
		if l := o.get("1st"); l.Attempts != 2 || l.SentAt != wall.UnixMilli() || l.Code != 0 || l.FirstTry != wall.UnixMilli() {
			t.Errorf("%+v", l)
		}
	})
}

func TestALetterIsClaimedByOne(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.write(letter("a", noon, 1))
		a := o.get("a")
		won := together(t, 8, func() (ok bool, err error) {
			l := a
			err = o.tx(func(b *post.Box) error { ok, err = b.Claim(&l, wall, time.Minute); return err })
			return ok, err
		})
		if won != 1 {
			t.Errorf("%d claimed it", won)
		}
	})
}

func TestOutcomes(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		for status, end := range map[post.Status]func(*post.Box, post.Letter) error{
			post.Sent:          func(b *post.Box, l post.Letter) error { return b.Sent(wall, l) },
			post.Waiting:       func(b *post.Box, l post.Letter) error { return b.Repeat(wall, 1, l) },
			post.Doubtful:      func(b *post.Box, l post.Letter) error { return b.Doubt(1, l) },
			post.Refused:       func(b *post.Box, l post.Letter) error { return b.Refuse(1, l) },
			post.Undeliverable: func(b *post.Box, l post.Letter) error { return b.Undeliverable(60111, l) },
		} {
			key := string(status)
			o.write(letter(key, noon, 1))
			l := o.claim(key)
			o.do(func(b *post.Box) error { return end(b, l) })
			o.want(key, status)
		}
		if !o.get("waiting").Repeated || o.get("undeliverable").Code != 60111 {
			t.Error("a repeat or a code was not kept")
		}
	})
}

func TestExpiredLettersAreDropped(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		l := letter("soon", noon, 1)
		l.Expires = noon.Add(time.Hour).UnixMilli()
		o.write(l, letter("never", noon, 1))
		for _, step := range []struct {
			at   time.Time
			want int64
		}{{noon, 0}, {noon.Add(time.Hour), 1}, {noon.Add(2 * time.Hour), 0}} {
			var n int64
			o.do(func(b *post.Box) (err error) { n, err = b.Expire(step.at); return err })
			if n != step.want {
				t.Errorf("%d expired at %s", n, step.at)
			}
		}
		o.want("soon", post.Expired)
		if got := o.due(noon, wall); got != "never" {
			t.Errorf("due: %s", got)
		}
	})
}

func TestALetterBegunAndNotRecordedIsInDoubt(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		web := letter("web", noon, 1)
		web.Channel = "web"
		o.write(letter("wecom", noon, 1), web, letter("alive", noon, 2))
		o.claim("wecom")
		o.claim("web")
		recover := func(at time.Time) (again, doubt int64) {
			o.do(func(b *post.Box) (err error) { again, doubt, err = b.Recover(at, []string{"web", "sim"}); return err })
			return again, doubt
		}
		if again, doubt := recover(wall.Add(time.Minute - time.Millisecond)); again+doubt != 0 {
			t.Errorf("within the lease: %d, %d", again, doubt)
		}
		if again, doubt := recover(wall.Add(time.Minute)); again != 1 || doubt != 1 {
			t.Errorf("after the lease: %d again, %d in doubt", again, doubt)
		}
		o.want("wecom", post.Doubtful)
		o.want("web", post.Waiting)
		if got := o.due(noon, wall); got != "alive" {
			t.Errorf("due: %s", got)
		}
		if got := o.dueOn("web", noon, wall); got != "web" {
			t.Errorf("due on the web: %s", got)
		}
		o.claim("alive")
		o.do(func(b *post.Box) error { _, _, err := b.Recover(wall.Add(time.Hour), nil); return err })
		o.want("alive", post.Doubtful) // also when no channel repeats
	})
}

func TestALateResultDoesNotOverwriteANewerOne(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.write(letter("a", noon, 1), letter("b", noon, 2))
		slow := o.claim("a")
		o.do(func(b *post.Box) error { _, _, err := b.Recover(wall.Add(time.Hour), []string{"wecom"}); return err })
		second := o.claim("a")
		o.do(func(b *post.Box) error { return b.Sent(wall, second) })
		o.do(func(b *post.Box) error { return b.Retry(wall, 1, slow) })
		o.want("a", post.Sent)

		slow = o.claim("b")
		o.do(func(b *post.Box) error { _, _, err := b.Recover(wall.Add(time.Hour), nil); return err })
		o.want("b", post.Doubtful)
		o.do(func(b *post.Box) error { return b.Sent(wall, slow) }) // the sender was slow, not dead
		o.want("b", post.Sent)
	})
}

func TestJoinedLettersGoTogether(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		var ls []post.Letter
		for i := range 5 {
			ls = append(ls, post.Letter{Key: fmt.Sprint("g", i), Channel: "wecom", GroupID: 1})
		}
		o.write(ls...)
		behind, err := o.box().Behind(o.get("g0"), noon, wall, 3)
		if err != nil || keys(behind) != "g1 g2 g3" {
			t.Fatalf("behind: %s, %v", keys(behind), err)
		}
		first := o.claim("g0")
		others := []post.Letter{o.claim("g1"), o.claim("g2")}
		o.do(func(b *post.Box) error { return b.Join(&first, others) })
		batch := slices.Concat([]post.Letter{first}, others)

		o.do(func(b *post.Box) error { return b.Repeat(wall, 1, batch...) })
		o.write(post.Letter{Key: "other", Channel: "wecom", GroupID: 2})
		if got := o.due(noon, wall); got != "g0 other" {
			t.Errorf("in doubt, the message must stay as it was: due %s", got)
		}
		first = o.claim("g0")
		if others, err = o.box().Joined(first); keys(others) != "g1 g2" || err != nil {
			t.Fatalf("joined: %s, %v", keys(others), err)
		}
		others = []post.Letter{o.claim("g1"), o.claim("g2")}
		o.do(func(b *post.Box) error { return b.Retry(wall, 1, append(others, first)...) })
		if got := o.get("g1").JoinedTo; got != first.ID {
			t.Errorf("after a doubt, a retry took the message apart")
		}
		first, others = o.claim("g0"), []post.Letter{o.claim("g1"), o.claim("g2")}
		o.do(func(b *post.Box) error { return b.Sent(wall, append(others, first)...) })
		for _, key := range []string{"g0", "g1", "g2"} {
			o.want(key, post.Sent)
		}
		first = o.claim("g3")
		others = []post.Letter{o.claim("g4")}
		o.do(func(b *post.Box) error { return b.Join(&first, others) })
		o.do(func(b *post.Box) error { return b.Retry(wall, 1, first, others[0]) })
		if o.get("g4").JoinedTo != 0 || o.due(noon, wall) != "g3 other" {
			t.Error("what certainly was not sent goes its own way again")
		}
	})
}

func TestPostponedLettersWait(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.write(letter("a", noon, 1))
		a := o.get("a")
		o.do(func(b *post.Box) error { return b.Postpone(a, wall.Add(time.Second)) })
		if got := o.due(noon, wall) + "|" + o.due(noon, wall.Add(time.Second)); got != "|a" {
			t.Errorf("due now and then: %s", got)
		}
		if l := o.get("a"); l.Attempts != 0 {
			t.Error("waiting counted as a try")
		}
	})
}

func TestLettersOfNoChannelAreStranded(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.write(letter("here", noon, 1), withNotBefore(letter("later", noon, 2), noon.Add(time.Hour)))
		strand := func(at time.Time, channels ...string) (n int64) {
			o.do(func(b *post.Box) (err error) { n, err = b.Strand(channels, at); return err })
			return n
		}
		if n := strand(noon, "wecom", "web"); n != 0 {
			t.Errorf("%d stranded on a known channel", n)
		}
		if n := strand(noon); n != 1 {
			t.Errorf("%d stranded without any channel", n)
		}
		o.want("here", post.Undeliverable)
		o.want("later", post.Waiting)
	})
}

// TestOwnWordsAreRepeatedForAWhile lets a letter whose sender died go again where the
// platform compares words, while it remembers them, and only if no other says the same.
func TestOwnWordsAreRepeatedForAWhile(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		own, late := letter("own", noon, 1), letter("late", noon, 2)
		own.OwnWords, late.OwnWords = true, true
		o.write(own, late, letter("common", noon, 3))
		o.claim("own")
		o.claim("common")
		recover := func(at time.Time) {
			o.do(func(b *post.Box) error {
				_, _, err := b.Recover(at, nil, post.Comparing{Channel: "wecom", Within: 4 * time.Hour})
				return err
			})
		}
		recover(wall.Add(2 * time.Hour))
		o.want("own", post.Waiting)
		o.want("common", post.Doubtful)
		recover(wall.Add(5 * time.Hour)) // nobody sent it in time
		o.want("own", post.Doubtful)
		o.claim("late")
		recover(wall.Add(6 * time.Hour))
		o.want("late", post.Doubtful)
	})
}

// TestDroppedLettersDoNotGo takes back what waits under one prefix, and nothing else.
func TestDroppedLettersDoNotGo(t *testing.T) {
	each(t, func(t *testing.T, o office) {
		o.write(letter("callout:1:people:7", noon, 1), letter("callout:1:group:2", noon, 2), letter("callout:12:people:7", noon, 3), letter("callout:1:people:8", noon, 4))
		sending := o.claim("callout:1:people:8")
		o.do(func(b *post.Box) error { return b.Drop("callout:1:") })
		o.want("callout:1:people:7", post.Expired)
		o.want("callout:1:group:2", post.Expired)
		o.want("callout:12:people:7", post.Waiting)
		o.want("callout:1:people:8", post.Sending)
		o.do(func(b *post.Box) error { return b.Sent(wall, sending) })
		o.want("callout:1:people:8", post.Sent)
	})
}
