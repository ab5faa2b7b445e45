package cli

import (
	"fmt"

	"xiaoqing/config"
	"xiaoqing/models"
)

type jobCmd struct {
	Name string  `arg:"" help:"任务名：preview 预览日报，digest 日报，weekly 周报，reminder 提醒，match 结对，tally 封账，outbox 发信，retention 到期清理，erasure 核对删除，watchdog 巡检"`
	At   instant `placeholder:"时间" help:"当作现在是这个时间，如 2022-04-08T18:00:00+08:00"`
}

// Help is printed under the summary.
func (jobCmd) Help() string {
	return "现在就做一次，并把写好的信发出去。同一个时段的日报不会发两遍。"
}

// Run does one job now and delivers its letters.
func (j jobCmd) Run(sh *shell) error {
	return sh.store(func(c config.Config, s *models.Store) error {
		a, err := sh.assemble(c, s)
		if err != nil {
			return err
		}
		say, err := a.runJob(sh.ctx, j.Name, j.At.Time)
		if models.KindOf(err) == models.NotFound {
			return fmt.Errorf("%w：%s", errUsage, models.SayOf(err))
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(sh.out, say)
		return nil
	})
}
