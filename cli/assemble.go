package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"time"

	"xiaoqing/bot"
	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/simulator"
	"xiaoqing/bot/channel/web"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/digest"
	"xiaoqing/bot/picture"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/config"
	"xiaoqing/handlers"
	"xiaoqing/jobs"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// app is the whole program, wired by hand.
type app struct {
	store    *models.Store
	log      *slog.Logger
	clock    *calendar.Programme
	bot      *bot.Bot
	wecom    *wecom.WeCom // nil when it is not configured
	outbox   *jobs.Outbox
	jobs     *jobs.Clock
	handlers *handlers.Handlers
	working  sync.WaitGroup // what runs beside the requests
	stop     context.CancelFunc
}

// assemble builds everything and starts nothing.
func (sh *shell) assemble(c config.Config, s *models.Store) (*app, error) {
	a := &app{store: s, log: sh.logger(c), clock: calendar.NewProgramme(c.Zone)}
	font := &picture.Font{}
	draw := func(x say.Attachment) ([]byte, error) {
		if address := x.Address(); address != "" {
			return picture.Code(address, 480)
		}
		return digest.Draw(font, x)
	}
	links := workflow.Linker{Base: c.PublicURL, Vault: s.Vault()}
	a.bot = &bot.Bot{
		Store: s, Workflows: workflow.All(), Clock: a.clock, Links: links, Hotline: c.Hotline, Log: a.log,
		Transcripts: map[string]bool{web.Name: true, simulator.Name: true}, Answers: map[string]int{wecom.Name: wecom.AnswerLimit},
		Wake: func() { a.outbox.Wake() },
	}
	channels, err := a.channels(c)
	if err != nil {
		return nil, err
	}
	crier := workflow.Crier{Store: s, Links: links}
	a.outbox = jobs.NewOutbox(jobs.Outbox{Store: s, Channels: channels, Clock: a.clock, Log: a.log, Draw: draw, Spread: crier.Spread})
	tools := jobs.Tools{Store: s, Limits: limits(c), Wall: time.Now, Log: a.log, Drain: a.outbox.Drain, Unfinished: a.bot.Remind, Chase: workflow.Chase, Watch: workflow.WatchLessons, Confirm: workflow.Weekly, Follow: workflow.FollowUp, Late: workflow.Late, Seat: workflow.SeatWaiting, Unasked: workflow.TellUnasked,
		Coming: func(ctx context.Context, tx *models.Store, l models.Lesson, at time.Time) (int64, say.Reply, say.Reply, error) {
			return workflow.Coming(ctx, tx, links, l, at)
		},
		Evening: func(ctx context.Context, tx *models.Store, at time.Time) (int, error) {
			return workflow.Evening(ctx, tx, links, at)
		},
		Match: func(ctx context.Context, tx *models.Store, at time.Time) (int, error) {
			return workflow.Nightly(ctx, tx, links, at)
		},
		LessonLink: func(l models.Lesson, expires time.Time) string {
			return links.Personal(workflow.Link{To: workflow.ToLesson, ID: l.ID, Person: l.TutorID, Expires: expires})
		}}
	if a.jobs, err = jobs.NewClock(tools, a.clock, jobs.All(tools)); err != nil {
		return nil, err
	}
	a.handlers, err = handlers.New(handlers.Deps{
		Store: s, Bot: a.bot, Clock: a.clock, Wall: time.Now, Rand: rand.Reader, Log: a.log, PublicURL: c.PublicURL,
		Hotline: c.Hotline, RecordNo: c.RecordNo, VerifyDir: c.VerifyDir, TrustedProxies: c.TrustedProxies,
		Simulator: c.Simulator, WeCom: a.wecom, RunJob: a.runJob, Deliver: a.outbox.Drain, Draw: draw,
	})
	if err != nil {
		return nil, err
	}
	return a, a.appoint(sh.ctx, c.Admins)
}

// channels are the platforms that can be spoken on.
func (a *app) channels(c config.Config) ([]channel.Channel, error) {
	all := []channel.Channel{web.New(web.Name, a.bot.Show, handlers.Present(a.store, time.Now))}
	if c.Simulator {
		all = append(all, web.New(simulator.Name, a.bot.Show, nil))
	}
	robot, err := wecom.NewRobot(wecomConfig(c), wecom.Deps{})
	if err != nil {
		return nil, err
	}
	all = append(all, robot)
	if c.WeCom.App() {
		if a.wecom, err = wecom.New(wecomConfig(c), wecom.Deps{Tokens: tokens{a.store}}); err != nil {
			return nil, err
		}
		all = append(all, a.wecom)
	}
	return all, nil
}

// appoint makes the configured accounts coordinators of the city.
func (a *app) appoint(ctx context.Context, admins []config.Account) error {
	if len(admins) == 0 {
		return nil
	}
	root, err := a.store.Root(ctx)
	if err != nil {
		return err
	}
	for _, admin := range admins {
		account, err := a.store.Account(ctx, admin.Channel, admin.ID, a.clock.Now())
		if err != nil {
			return err
		}
		if err := a.store.GrantRole(ctx, account.PersonID, models.Coordinator, root, 0, a.clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

// start begins what runs beside the requests: the jobs and the outbox.
func (a *app) start() {
	ctx, cancel := context.WithCancel(context.Background())
	a.stop = cancel
	a.working.Go(func() { a.outbox.Run(ctx) })
	a.working.Go(func() { a.jobs.Run(ctx) })
	a.working.Go(func() { a.turnLeaves(ctx) })
}

// turnLeaves looks each minute whether the table of days off has changed.
func (a *app) turnLeaves(ctx context.Context) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
		changed, err := a.store.Almanac.Reload()
		if err != nil {
			a.log.Error("the table of days off cannot be read; the last one holds", "err", err)
		} else if changed {
			a.log.Info("days off read again", "until", a.store.Holidays().Until())
		}
	}
}

// finish lets what start began come to its end.
func (a *app) finish() {
	a.stop()
	a.working.Wait()
}

// limits are how long each queue may wait, from the hours of the configuration.
func limits(c config.Config) models.Limits {
	l := models.Limits{}
	for queue, hours := range c.WaitHours {
		l[models.Queue(queue)] = time.Duration(hours) * time.Hour
	}
	return l
}

// runJob runs one job, with the programme's clock set to at unless that is zero,
// and delivers its letters.
func (a *app) runJob(ctx context.Context, name string, at time.Time) (done string, err error) {
	if !at.IsZero() {
		a.clock.Set(at)
	}
	r, err := a.jobs.RunNow(ctx, name, at)
	if err != nil {
		return "", err
	}
	if err := a.outbox.Drain(ctx); err != nil {
		return "", err
	}
	late := ""
	if r.Late {
		late = "（补发）"
	}
	return fmt.Sprintf("%s 做完了%s：%d件，按%s的算。", r.Job, late, r.Count, r.Due.Format("2006-01-02 15:04")), nil
}

// wecomConfig is the WeCom app as its adapter wants it.
func wecomConfig(c config.Config) wecom.Config {
	agent, _ := strconv.ParseInt(c.WeCom.AgentID, 10, 64) // config has checked it
	return wecom.Config{
		CorpID: c.WeCom.CorpID, AgentID: agent, Secret: string(c.WeCom.Secret), Token: string(c.WeCom.Token),
		AESKey: string(c.WeCom.AESKey), API: c.WeCom.API, RobotAPI: c.WeCom.RobotAPI,
	}
}
