package cli

import (
	"fmt"

	"xiaoqing/config"
	"xiaoqing/models"
)

type migrateCmd struct{}

// Run brings the database up to date.
func (migrateCmd) Run(sh *shell) error {
	return sh.store(func(config.Config, *models.Store) error {
		fmt.Fprintln(sh.out, "数据库已是最新。")
		return nil
	})
}
