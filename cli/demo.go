package cli

import (
	"fmt"
	"net"
	"time"

	"xiaoqing/bot/channel/simulator"
	"xiaoqing/config"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

type demoCmd struct {
	Serve bool `help:"演完接着开服务，时钟停在那天傍晚，打开模拟器就能看"`
}

// demoDay is the day that is played.
const demoDay calendar.Day = "2022-04-08"

// Help is printed under the summary.
func (demoCmd) Help() string {
	return "往一个空库里演五角场街道的一天（" + string(demoDay) + "）：四十个人报名、十三个孩子报云托班、审核、结对、排课、报课时、18:00的日报。每句话都是从模拟器的门进来的，人和电话都是编的。库里已经有人就不演。"
}

// Run plays the day. Nobody real hears of it: no platform and no configured
// account is there while it lasts.
func (d demoCmd) Run(sh *shell) error {
	return sh.store(func(c config.Config, s *models.Store) error {
		if err := d.refuse(sh, c, s); err != nil {
			return err
		}
		c.Simulator, c.Admins, c.WeCom = true, nil, config.WeCom{}
		s.SeasonEnd = "" // a lesson runs to the end of that term, not of this one
		a, err := sh.assemble(c, s)
		if err != nil {
			return err
		}
		if err := a.enact(sh, demoScript); err != nil {
			return err
		}
		if err := sh.epilogue(c, a); err != nil || !d.Serve {
			return err
		}
		return sh.attend(c, a)
	})
}

// refuse keeps made-up people out of a database that has people, and the
// simulator shut where the configuration wants it shut.
func (d demoCmd) refuse(sh *shell, c config.Config, s *models.Store) error {
	if d.Serve && !c.Simulator {
		return fmt.Errorf("%w：--serve 要打开模拟器，请加上 XQ_SIMULATOR=on", errUsage)
	}
	root, err := s.Root(sh.ctx)
	if err != nil {
		return err
	}
	below, err := s.OrgsBelow(sh.ctx, root)
	if err != nil {
		return err
	}
	full := models.Refuse(models.Conflict, "这个库里已经有内容了。演示只往空库里演，免得编的人和真的人混在一起。换一个空库就行，比如：\nXQ_DATABASE=sqlite:demo/xiaoqing.db xiaoqing demo")
	if len(below) > 1 {
		return full
	}
	return s.ListPeople(sh.ctx, models.Extent{Org: root}, func([]models.Person, int64) error { return full })
}

// epilogue prints the day's digest and what else there is to look at.
func (sh *shell) epilogue(c config.Config, a *app) error {
	posted, err := a.bot.Newest(sh.ctx, simulator.Name, "g-wjc", 1)
	if err != nil {
		return err
	}
	for _, line := range posted {
		fmt.Fprintf(sh.out, "\n%s\n", line.Plain())
	}
	fmt.Fprintf(sh.out, "\n演完了。接着看：\n  xiaoqing digest --date %s\n  xiaoqing export signups\n", demoDay)
	return nil
}

// attend lets people look at the day where it ended: until the programme's clock
// is moved by hand, it stands there.
func (sh *shell) attend(c config.Config, a *app) error {
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("不能在 %s 上监听，换一个 XQ_ADDR 试试：%w", c.Addr, err)
	}
	a.clock.Set(demoDay.At(six, c.Zone).Add(5 * time.Minute))
	a.start()
	defer a.finish()
	sh.greet(c)
	return a.serve(sh.ctx, listener)
}
