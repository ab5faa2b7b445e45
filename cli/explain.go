package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	sqlite "github.com/glebarez/go-sqlite"
	"github.com/go-sql-driver/mysql"

	"xiaoqing/models"
	"xiaoqing/models/vault"
)

// explain is err for the operator: what to do, and the cause. Causes never hold
// people's words.
func explain(err error) string {
	var refused *models.Error
	var network *net.OpError
	var server *mysql.MySQLError
	var file *fs.PathError
	var renamed *os.LinkError
	var embedded *sqlite.Error
	switch {
	case errors.Is(err, vault.ErrWrongKey):
		return "主密钥不对：这个数据库（或备份）是用另一把 XQ_SECRET 加密的，请换回原来那把。"
	case errors.As(err, &server) && server.Number == 1045:
		return "数据库的用户名或密码不对，请看看 XQ_DATABASE。"
	case errors.As(err, &server) && server.Number == 1049:
		return "数据库服务器上还没有这个库，请先建：CREATE DATABASE 库名 CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
	case errors.As(err, &network) && network.Op != "listen", models.KindOf(err) == models.Unavailable:
		return fmt.Sprintf("连不上数据库，请看看 XQ_DATABASE 和网络。原因：%v", err)
	case errors.As(err, &file):
		return fileTrouble(file.Path, file.Err)
	case errors.As(err, &renamed):
		return fileTrouble(renamed.New, renamed.Err)
	case errors.As(err, &embedded):
		return fmt.Sprintf("SQLite 的数据库打不开或写不了，请看看 XQ_DATABASE 指的是不是那个文件、磁盘满没满；坏了就用备份恢复。原因：%v", err)
	case errors.As(err, &refused) && refused.Say != "":
		return refused.Say
	}
	return err.Error()
}
