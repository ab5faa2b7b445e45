package cli

import (
	"errors"
	"fmt"
	"os"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/picture"
	"xiaoqing/config"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

type digestCmd struct {
	Org  string `placeholder:"组织" help:"哪个组织，连同下级；不写就是全市"`
	PNG  string `name:"png" placeholder:"日报.png" help:"把图也存成这个文件"`
	Date string `placeholder:"2022-04-08" help:"哪一天18:00的日报；不写就是到现在为止"`
}

// six is when digests are posted.
const six = calendar.Clock(18 * 60)

// Run prints a digest and posts nothing.
func (d digestCmd) Run(sh *shell) error {
	return sh.store(func(c config.Config, s *models.Store) error {
		due := time.Now().In(c.Zone)
		if d.Date != "" {
			day, err := wantDay("--date", d.Date)
			if err != nil {
				return err
			}
			if day > calendar.DayOf(due) {
				return fmt.Errorf("%w：--date 是还没到的日子", errUsage)
			}
			if six := day.At(six, c.Zone); six.Before(due) {
				due = six
			}
		}
		org, err := orgNamed(sh.ctx, s, d.Org)
		if err != nil {
			return usage(err)
		}
		if d.PNG != "" {
			drawn, err := digest.Picture(sh.ctx, s, &picture.Font{}, org, due)
			if err := errors.Join(err, os.WriteFile(d.PNG, drawn, 0o644)); err != nil {
				return err
			}
		}
		r, err := digest.Full(sh.ctx, s, org, due)
		if err == nil {
			_, err = fmt.Fprintln(sh.out, r.Plain())
		}
		return err
	})
}

// wantDay reads the day that a flag was given.
func wantDay(flag, text string) (calendar.Day, error) {
	day, ok := calendar.ParseDay(text)
	if !ok {
		return "", fmt.Errorf("%w：%s 要写成 2022-04-08", errUsage, flag)
	}
	return day, nil
}
