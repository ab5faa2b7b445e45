package cli

import (
	"encoding/json"
	"errors"
	"fmt"

	"xiaoqing/bot/match"
)

type pairCmd struct{}

// Help is printed under the summary.
func (pairCmd) Help() string {
	return "从标准输入读一份 {\"now\",\"children\",\"tutors\"}，把最好的结对写到标准输出：pairs 是结上的，waiting 是还要等的和原因。不用数据库。"
}

// Run solves one round. One 课时 is as long as configured, unless the problem says.
func (pairCmd) Run(sh *shell) error {
	c, err := sh.config()
	if err != nil {
		return err
	}
	p, err := match.Read(sh.in)
	if errors.Is(err, match.ErrInput) {
		return fmt.Errorf("%w：%w", errUsage, err)
	}
	if err != nil {
		return err
	}
	if p.PeriodMinutes == 0 {
		p.PeriodMinutes = c.PeriodMinutes
	}
	write := json.NewEncoder(sh.out)
	write.SetEscapeHTML(false)
	return write.Encode(match.Solve(p))
}
