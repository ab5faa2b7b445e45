package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-sql-driver/mysql"

	"xiaoqing/config"
	"xiaoqing/models"
	"xiaoqing/models/vault"
)

// examineDatabase looks at the database, its version and its key. A SQLite
// database that is not there yet is not made.
func (sh *shell) examineDatabase(c config.Config, f *findings) {
	path, embedded := c.SQLite()
	if embedded {
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			examineFolder(path, f)
			return
		}
	}
	secret, err := c.KnownKey()
	if err != nil {
		f.wrong("主密钥", "%v", err)
		return
	}
	s, err := models.Open(sh.ctx, options(c, secret))
	if err != nil {
		f.wrong("数据库", "%s", explain(err))
		return
	}
	defer s.Close()
	f.good("数据库", "%s，连得上", whereabouts(c))
	switch err := s.Unlock(sh.ctx); {
	case errors.Is(err, models.ErrNotMigrated):
		f.wrong("数据库版本", "不是最新，请运行 xiaoqing migrate（启动服务时也会升级）")
	case errors.Is(err, vault.ErrWrongKey):
		f.wrong("主密钥", "%s", explain(err))
	case err != nil:
		f.wrong("主密钥", "%s", explain(err))
	default:
		f.good("数据库版本", "最新")
		f.good("主密钥", "和数据库是一对")
	}
}

// examineFolder looks at the place where the database will be made.
func examineFolder(path string, f *findings) {
	dir := filepath.Dir(path)
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	probe, err := os.CreateTemp(dir, ".doctor-")
	if err != nil {
		f.wrong("数据库", "%s 所在的文件夹不能写，请改权限或换一个 XQ_DATABASE", path)
		return
	}
	probe.Close()
	os.Remove(probe.Name())
	f.good("数据库", "还没有，第一次启动时建在 %s，主密钥也在那里生成", path)
}

// whereabouts is the database's place, without user and password.
func whereabouts(c config.Config) string {
	if path, ok := c.SQLite(); ok {
		return "SQLite " + path
	}
	dsn, err := mysql.ParseDSN(strings.TrimPrefix(string(c.Database), "mysql://"))
	if err != nil {
		return "MySQL"
	}
	return "MySQL " + dsn.Addr + "/" + dsn.DBName
}
