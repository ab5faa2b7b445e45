package cli

import (
	"errors"
	"fmt"
	"os"

	"xiaoqing/models/vault"
)

type restoreCmd struct {
	File string `arg:"" type:"existingfile" help:"备份文件"`
}

// Help is printed under the summary.
func (restoreCmd) Help() string {
	return "只恢复到空的数据库，而且要用备份时的主密钥。从 SQLite 备份的可以恢复到 MySQL，反过来也行。"
}

// Run fills the configured database from the backup, and then brings it up to
// date: the backup may be older than this program.
func (r restoreCmd) Run(sh *shell) error {
	rows, err := r.restore(sh)
	if errors.Is(err, vault.ErrDamaged) {
		return errors.New("这份备份不完整或被改过，没有恢复任何内容。")
	}
	if err != nil {
		return err
	}
	if err := (migrateCmd{}).Run(sh); err != nil {
		return err
	}
	fmt.Fprintf(sh.out, "恢复好了：%d行。\n", rows)
	return nil
}

func (r restoreCmd) restore(sh *shell) (rows int64, err error) {
	c, err := sh.config()
	if err != nil {
		return 0, err
	}
	f, err := os.Open(r.File)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	secret, err := c.KnownKey() // a new one could not open the backup
	if err != nil {
		return 0, err
	}
	s, err := sh.connect(c, secret)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	p := sh.progress("恢复", "行")
	defer p.end()
	return rows, s.Restore(sh.ctx, f, func(done, total int64) { rows = done; p.show(done, total) })
}
