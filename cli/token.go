package cli

import (
	"fmt"
	"time"

	"xiaoqing/config"
	"xiaoqing/models"
)

type tokenCmd struct {
	Org    string `placeholder:"组织" help:"给哪个组织，看得到它和它下面的数字；不写就是全市"`
	List   bool   `help:"看有哪些令牌"`
	Revoke *int64 `placeholder:"编号" help:"停用一个令牌，编号见 --list"`
}

// Help is printed under the summary.
func (tokenCmd) Help() string {
	return "令牌只显示这一次，库里只留它的指纹。用法：curl -H 'Authorization: Bearer 令牌' 地址/api/v1/tallies，文档在 /api/v1/openapi.json。"
}

// Run makes a read token for the API, lists all, or revokes one.
func (k tokenCmd) Run(sh *shell) error {
	if k.List && (k.Org != "" || k.Revoke != nil) || k.Revoke != nil && k.Org != "" {
		return fmt.Errorf("%w：--org、--list、--revoke 一次只用一个", errUsage)
	}
	return sh.store(func(c config.Config, s *models.Store) error {
		by := models.Actor{Via: "command", Now: time.Now().In(c.Zone)}
		switch {
		case k.List:
			return listTokens(sh, s)
		case k.Revoke != nil:
			if err := s.RevokeToken(sh.ctx, by, *k.Revoke); err != nil {
				return tokenRefused(err)
			}
			fmt.Fprintf(sh.out, "%d号令牌停用了。\n", *k.Revoke)
			return nil
		}
		org, err := orgNamed(sh.ctx, s, k.Org)
		if err != nil {
			return usage(err)
		}
		token, row, err := s.MakeToken(sh.ctx, by, org)
		if err != nil {
			return err
		}
		fmt.Fprintln(sh.out, token)
		fmt.Fprintf(sh.err, "这是%d号令牌，看得到%s和它下面的数字。只显示这一次，请收好。\n", row.ID, org.Name)
		return nil
	})
}

func tokenRefused(err error) error {
	if models.KindOf(err) == models.NotFound {
		return fmt.Errorf("%w：%s", errUsage, models.SayOf(err))
	}
	return err
}

func listTokens(sh *shell, s *models.Store) error {
	rows, err := s.Tokens(sh.ctx)
	if err != nil {
		return err
	}
	for _, t := range rows {
		org, err := s.Org(sh.ctx, t.OrgID)
		if err != nil {
			return err
		}
		made, revoked := t.Moment(s.Zone)
		state := "在用"
		if !revoked.IsZero() {
			state = revoked.Format("2006-01-02") + "停用"
		}
		fmt.Fprintf(sh.out, "%d\t%s\t…%s\t%s生成\t%s\n", t.ID, org.Name, t.Tail, made.Format("2006-01-02"), state)
	}
	if len(rows) == 0 {
		fmt.Fprintln(sh.out, "还没有令牌。")
	}
	return nil
}
