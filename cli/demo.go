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
	Season bool    `help:"改成2022年的一整季：27.3万人报名，24.2万人上岗，1,527个孩子，47,404课时"`
	Scale  float64 `default:"1" help:"一季的规模，1是全部，0.01是百分之一，0.0001到10；要和--season一起用"`
	Serve  bool    `help:"演完接着开服务，时钟停在那天傍晚；演过的再看也用它"`
}

// demoDay is the day that is played.
const demoDay calendar.Day = "2022-04-08"

// Help is printed under the summary.
func (demoCmd) Help() string {
	return "往一个空库里演五角场街道的一天（" + string(demoDay) + "）：四十个人报名，十三个孩子报云托班，审核，结对，排课，报课时，18:00的日报。每句话都从模拟器的门进来，人和电话都是编的。库里已经有人就不演。"
}

// Run plays the day, and lets people look at it when asked to.
func (d demoCmd) Run(sh *shell) error {
	if err := d.fits(); err != nil {
		return err
	}
	return sh.store(func(c config.Config, s *models.Store) error {
		if d.Season {
			if err := d.empty(sh, s); err != nil {
				return err
			}
			return d.season(sh, c, s)
		}
		played, err := d.played(sh, c, s)
		if err != nil {
			return err
		}
		a, err := sh.rehearse(c, s)
		if err == nil && !played {
			err = sh.show(a)
		}
		if err == nil && d.Serve {
			err = sh.attend(c, a)
		}
		return err
	})
}

// fits says what cannot go together. A smaller season would have nobody in it.
func (d demoCmd) fits() error {
	switch {
	case !(d.Scale >= 0.0001 && d.Scale <= 10): // NaN neither
		return fmt.Errorf("%w：--scale 要在0.0001到10之间", errUsage)
	case d.Scale != 1 && !d.Season:
		return fmt.Errorf("%w：--scale 要和 --season 一起用", errUsage)
	case d.Serve && d.Season:
		return fmt.Errorf("%w：--serve 只配那一天；一整季造好以后，用 XQ_SIMULATOR=on xiaoqing serve 打开", errUsage)
	}
	return nil
}

// played says that the day is there already and only to be looked at. A database
// with anything else in it is refused: made-up people do not belong among others.
func (d demoCmd) played(sh *shell, c config.Config, s *models.Store) (bool, error) {
	if d.Serve && !c.Simulator {
		return false, fmt.Errorf("%w：--serve 要打开模拟器，请加上 XQ_SIMULATOR=on", errUsage)
	}
	_, played, err := s.Post(sh.ctx).Answered(simulator.Name, demoID(1))
	if err != nil || played && d.Serve {
		return true, err
	}
	return false, d.empty(sh, s)
}

// empty refuses a database with anything in it.
func (demoCmd) empty(sh *shell, s *models.Store) error {
	root, err := s.Root(sh.ctx)
	if err != nil {
		return err
	}
	full := models.Refuse(models.Conflict, "这个库里已经有内容了。演示只往空库里演，免得编的人和真的人混在一起。换一个空库就行，比如：\nXQ_DATABASE=sqlite:data/demo/xiaoqing.db xiaoqing demo")
	units, err := s.OrgsBelow(sh.ctx, root)
	if err == nil && len(units) > 1 {
		err = full
	}
	if err != nil {
		return err
	}
	return s.ListPeople(sh.ctx, models.Extent{Org: root}, func([]models.Person, int64) error { return full })
}

// rehearse assembles the program with the simulator alone: no platform and no
// configured account is there, so that nobody real hears of made-up people.
func (sh *shell) rehearse(c config.Config, s *models.Store) (*app, error) {
	c.Simulator, c.Admins, c.WeCom = true, nil, config.WeCom{}
	s.SeasonEnd, s.PeriodMinutes = "", 45 // that season's, not those configured for this one
	return sh.assemble(c, s)
}

// show plays the day and prints the digest that its street was sent, and what
// else there is to look at.
func (sh *shell) show(a *app) error {
	if err := a.enact(sh, demoScript); err != nil {
		return err
	}
	posted, err := a.bot.Newest(sh.ctx, simulator.Name, demoGroup, 3) // words, picture, sheet
	if err != nil {
		return err
	}
	for _, line := range posted {
		if line.Attachment == nil {
			fmt.Fprintf(sh.out, "\n%s\n", line.Plain())
		}
	}
	fmt.Fprintf(sh.out, `
接着看：
  xiaoqing demo --serve              打开模拟器看每个人的聊天，时钟停在那天
  xiaoqing digest --date %s   全市的日报
  xiaoqing export signups            报名的表格
平常启动会照规矩清掉30天前的聊天，所以看聊天要用 demo --serve。
`, demoDay)
	return nil
}

// attend lets people look at the day where it ended: the clock stands there until
// somebody moves it, and no job runs by itself.
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
