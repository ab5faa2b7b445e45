package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"xiaoqing/config"
	"xiaoqing/models"
)

type backupCmd struct {
	File string `arg:"" help:"写到哪个文件；已有的会被换掉"`
}

// Help is printed under the summary.
func (backupCmd) Help() string {
	return "备份是同一时刻的整个数据库。恢复时要用同一把主密钥（XQ_SECRET 或数据库旁边的 secret 文件），请把它和备份分开保存。"
}

// Run writes the backup; the file appears whole or not at all.
func (b backupCmd) Run(sh *shell) error {
	return sh.store(func(_ config.Config, s *models.Store) error {
		f, err := os.CreateTemp(filepath.Dir(b.File), ".backup-") // 0600
		if err != nil {
			return err
		}
		defer os.Remove(f.Name())
		p := sh.progress("备份", "行")
		var rows int64
		err = s.Backup(sh.ctx, f, func(done, total int64) { rows = done; p.show(done, total) })
		p.end()
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return err
		}
		if err := os.Rename(f.Name(), b.File); err != nil {
			return err
		}
		fmt.Fprintf(sh.out, "备份好了：%s，%d行。\n", b.File, rows)
		return nil
	})
}
