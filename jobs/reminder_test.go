package jobs_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"xiaoqing/models"
)

func TestATutorIsRemindedBeforeALesson(t *testing.T) {
	each(t, func(w *service) {
		l := w.lesson()
		w.catchUp("2022-04-08 18:25")
		if ls := w.letters("reminder"); len(ls) != 0 {
			w.Fatalf("%d letters too early", len(ls))
		}
		for _, now := range []string{"2022-04-08 18:30", "2022-04-08 18:35"} {
			w.catchUp(now)
			w.run("reminder", now)
		}
		letter, text := w.one("reminder")
		if letter.Key != "remind:课1:before" || letter.PersonID != l.TutorID || !letter.Urgent || letter.Expires != at("2022-04-08 19:00").UnixMilli() {
			w.Errorf("%+v", letter)
		}
		if want := "课1快到了"; text != want {
			w.Errorf("got %s", text)
		}
	})
}

func TestATutorIsRemindedOfALessonNotReported(t *testing.T) {
	each(t, func(w *service) {
		l := w.lesson()
		w.catchUp("2022-04-08 22:25")
		for _, now := range []string{"2022-04-08 22:30", "2022-04-08 22:35", "2022-04-09 12:00"} {
			w.catchUp(now)
			w.run("reminder", now)
		}
		letter, text := w.one("reminder")
		if letter.Key != "remind:课1:after" || letter.PersonID != l.TutorID || letter.Expires != at("2022-04-09 22:30").UnixMilli() {
			w.Errorf("%+v", letter)
		}
		if !strings.HasPrefix(text, "小明的课（4月8日 周五 19:00，课1）还没报课时。") || !strings.HasSuffix(text, fmt.Sprintf("\n报课时：http://x/l/1-%d-0415", l.TutorID)) {
			w.Errorf("got %s", text)
		}
	})
}

func TestNoReminderThatIsOfNoUse(t *testing.T) {
	each(t, func(w *service) {
		l := w.lesson()
		w.catchUp("2022-04-08 19:01") // away before the lesson: too late for the first
		_, err := w.s.ReportLesson(bg, w.actor(l.TutorID, "2022-04-08 20:30"), l, models.Report{Start: l.Start, Minutes: 90})
		w.must(err)
		w.catchUp("2022-04-08 22:30") // reported
		w.catchUp("2022-04-16 23:00") // the next one was 25 hours ago
		if ls := w.letters("reminder"); len(ls) != 0 {
			w.Errorf("%d letters, %s", len(ls), w.words(ls[0]).Text)
		}
	})
}

func TestACoordinatorIsRemindedOfWhatWaitsADay(t *testing.T) {
	each(t, func(w *service) {
		community, err := w.s.AddOrg(bg, w.street, "国年路社区", models.Community, true, at("2022-04-01 08:00"))
		w.must(err)
		lead := w.coordinator("lead", w.street)
		w.coordinator("boss", w.city) // hears by another letter
		w.signUp(community, "张三", "2022-04-06 09:00")
		w.signUp(w.street, "李四", "2022-04-07 10:00")
		w.signUp(w.street, "王五", "2022-04-08 09:00")
		w.catchUp("2022-04-07 08:00")
		w.catchUp("2022-04-08 03:00") // nobody hears at night
		if ls := w.letters("reminder"); len(ls) != 0 {
			w.Fatalf("%d letters too early", len(ls))
		}
		for _, now := range []string{"2022-04-08 12:00", "2022-04-08 12:05", "2022-04-08 20:00"} {
			w.catchUp(now)
		}
		told := w.to(lead)
		if len(told) != 1 {
			w.Fatalf("%d letters", len(told))
		}
		if want := "您这边等审核超过一天的有：报名2人，最久的等了2天3小时。\n回“待审核”看名单，可以一次都通过。"; told[0] != want {
			w.Errorf("got %s", told[0])
		}
		if w.catchUp("2022-04-09 09:00"); len(w.to(lead)) != 2 {
			w.Errorf("%d letters on the second day", len(w.to(lead)))
		}
	})
}

// to are the reminders that a person got.
func (w *service) to(person int64) (texts []string) {
	for _, l := range w.letters("reminder") {
		if l.PersonID == person {
			texts = append(texts, w.words(l).Everything())
		}
	}
	return texts
}

// leave opens a dialog in someone's private chat at that time.
func (w *service) leave(account, state, now string) models.Conversation {
	w.Helper()
	var c models.Conversation
	w.must(w.s.Tx(bg, func(tx *models.Store) (err error) {
		speaker, err := tx.LockConversation(bg, "sim", account, "", models.Speaker{}, at(now))
		if err != nil {
			return err
		}
		c = speaker.Conversation
		c.State, err = json.Marshal(state)
		c.OpenSince, c.Reminded = at(now).UnixMilli(), false
		if err != nil {
			return err
		}
		return tx.SaveConversation(bg, &c)
	}))
	return c
}

func TestADialogLeftAloneIsRemindedOnce(t *testing.T) {
	each(t, func(w *service) {
		w.leave("parent", "grade", "2022-04-08 10:00")
		w.leave("busy", "name", "2022-04-08 10:00")
		w.leave("tester", "nothing", "2022-04-08 10:00")
		w.leave("long gone", "phone", "2022-04-05 10:00")
		w.leave("busy", "phone", "2022-04-08 11:30")
		w.catchUp("2022-04-08 11:55")
		if ls := w.letters("unasked"); len(ls) != 0 {
			w.Fatalf("%d letters too early", len(ls))
		}
		for _, now := range []string{"2022-04-08 12:00", "2022-04-08 12:05"} {
			w.catchUp(now)
			w.run("reminder", now)
		}
		letter, text := w.one("unasked")
		a, err := w.s.FindAccount(bg, "sim", "parent")
		if err != nil || letter.AccountID != a.ID || letter.PersonID != a.PersonID || text != `接着填吗？"grade"` {
			w.Errorf("%v %+v %s", err, letter, text)
		}
		w.catchUp("2022-04-08 13:30")
		if n := len(w.letters("unasked")); n != 2 {
			w.Errorf("%d letters when the second was two hours old", n)
		}
		w.leave("parent", "phone", "2022-04-08 15:00") // left again: that is another time
		w.catchUp("2022-04-08 23:30")
		if n := len(w.letters("unasked")); n != 2 {
			w.Errorf("%d letters: somebody was woken", n)
		}
		w.catchUp("2022-04-09 07:00")
		if n := len(w.letters("unasked")); n != 3 {
			w.Errorf("%d letters in the morning", n)
		}
	})
}

func TestAReminderKeepsWhatIsSaidMeanwhile(t *testing.T) {
	each(t, func(w *service) {
		stale := w.leave("parent", "grade", "2022-04-08 10:00")
		w.leave("parent", "phone", "2022-04-08 12:00")
		w.must(w.s.Tx(bg, func(tx *models.Store) error {
			_, taken, err := tx.RemindOnce(bg, stale)
			if taken {
				w.Error("took the turn of a dialog that went on")
			}
			return err
		}))
		w.catchUp("2022-04-08 14:00")
		a, err := w.s.FindAccount(bg, "sim", "parent")
		w.must(err)
		c, err := w.s.DirectConversation(bg, a)
		w.must(err)
		if string(c.State) != `"phone"` || !c.Reminded || c.OpenSince != at("2022-04-08 12:00").UnixMilli() {
			w.Errorf("%s %v %d", c.State, c.Reminded, c.OpenSince)
		}
	})
}
