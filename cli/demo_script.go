package cli

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/simulator"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// demoScript is the day in one street, a line for each thing that happens; its
// first lines say how it is written.
//
//go:embed demo.txt
var demoScript string

// demoGroup is the street's group.
const demoGroup = "g-wjc"

// wholeCity is how a script calls the root, whatever its name.
const wholeCity = "全市"

// demoID is the id of the script's nth message.
func demoID(n int64) string { return fmt.Sprintf("demo-%d", n) }

// stage is a script being played.
type stage struct {
	app     *app
	pause   *rand.Rand        // between two messages; the same each time
	tickets map[string]string // the last 编号 that each one was given
	heard   say.Reply         // the last answer
	said    int64
}

// enact plays a script through the bot, as the simulator would, and prints its
// headings.
func (a *app) enact(sh *shell, script string) error {
	st := &stage{app: a, pause: rand.New(rand.NewPCG(1, 2022)), tickets: map[string]string{}}
	total := int64(strings.Count(script, "> "))
	p := sh.progress("演", "句")
	defer p.end()
	for i, line := range strings.Split(script, "\n") {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "== "); ok {
			p.end()
			fmt.Fprintln(sh.out, title)
		}
		if err := st.play(sh.ctx, line); err != nil {
			return fmt.Errorf("演到第%d行停了：%w", i+1, err)
		}
		p.show(st.said, total)
	}
	return nil
}

// play does one line.
func (st *stage) play(ctx context.Context, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	speaker, said, speaks := strings.Cut(line, "> ")
	f := strings.Fields(rest)
	switch {
	case line == "" || word == "#":
		return nil
	case word == "==":
		return st.at(f[0])
	case word == "<":
		return st.expect(rest)
	case word == "人":
		return st.enter(ctx, f[0], models.Role(f[1]), f[2], f[3])
	case word == "群":
		return st.gather(ctx, f[0], f[1], f[2])
	case word == "做":
		return st.job(ctx, f[0], f[1])
	case speaks:
		return st.speak(ctx, speaker, said)
	}
	return fmt.Errorf("这一行看不懂")
}

// at moves the clock on; a day does not run backwards.
func (st *stage) at(text string) error {
	c, ok := calendar.ParseClock(text)
	at := demoDay.At(c, st.app.clock.Zone())
	if !ok || st.said > 0 && at.Before(st.app.clock.Now()) {
		return fmt.Errorf("时间%s不对", text)
	}
	st.app.clock.Set(at)
	return nil
}

// enter makes a person with a role.
func (st *stage) enter(ctx context.Context, id string, role models.Role, unit, name string) error {
	now := st.app.clock.Now()
	return st.app.store.Tx(ctx, func(tx *models.Store) error {
		a, err := tx.Account(ctx, simulator.Name, id, now)
		if err != nil {
			return err
		}
		if err := tx.Rename(ctx, a.PersonID, name); err != nil {
			return err
		}
		org, err := tx.OrgAtItsLevel(ctx, strings.TrimPrefix(unit, wholeCity), now)
		if err != nil {
			return err
		}
		return tx.GrantRole(ctx, a.PersonID, role, org, 0, now)
	})
}

// gather makes a group bound to an Org.
func (st *stage) gather(ctx context.Context, id, unit, name string) error {
	now := st.app.clock.Now()
	return st.app.store.Tx(ctx, func(tx *models.Store) error {
		org, err := tx.OrgAtItsLevel(ctx, strings.TrimPrefix(unit, wholeCity), now)
		if err != nil {
			return err
		}
		_, err = tx.BindGroup(ctx, simulator.Name, id, name, org, 0, now)
		return err
	})
}

// speak lets one person say something, a moment after the one before, and brings
// everyone the letters that follow from it.
func (st *stage) speak(ctx context.Context, speaker, text string) (err error) {
	st.said++
	st.app.clock.Set(st.app.clock.Now().Add(time.Duration(15+st.pause.IntN(30)) * time.Second))
	from, chat, _ := strings.Cut(speaker, "@")
	m := channel.Message{Channel: simulator.Name, ID: demoID(st.said), From: from, Chat: chat,
		Kind: channel.Text, Text: os.Expand(text, func(id string) string { return st.tickets[id] }), SentAt: st.app.clock.Now()}
	if st.heard, err = st.hear(ctx, m); err != nil {
		return err
	}
	if _, after, ok := strings.Cut(st.heard.Text, "编号"); ok {
		st.tickets[from], _, _ = strings.Cut(after, "。")
	}
	return st.app.outbox.Drain(ctx)
}

// hear is tried again while the database is busy, as a platform would.
func (st *stage) hear(ctx context.Context, m channel.Message) (r say.Reply, err error) {
	for range 10 {
		if r, err = st.app.bot.Hear(ctx, m); models.KindOf(err) != models.Unavailable {
			break
		}
	}
	return r, err
}

// expect stops a day that goes another way than it is told.
func (st *stage) expect(words string) error {
	if !strings.Contains(st.heard.Everything(), words) {
		return fmt.Errorf("没有等到“%s”", words)
	}
	return nil
}

func (st *stage) job(ctx context.Context, name, clock string) error {
	c, _ := calendar.ParseClock(clock)
	_, err := st.app.runJob(ctx, name, demoDay.At(c, st.app.clock.Zone()))
	return err
}
