// Package cli is the operator's door: one file a command. It alone reads the
// configuration, and wires everything together by hand.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"xiaoqing/config"
	"xiaoqing/models/vault"
)

// Exit statuses.
const (
	done       = 0
	failed     = 1
	wrongUsage = 2 // of a command, or a configuration that cannot be right
)

type commands struct {
	Serve       serveCmd       `cmd:"" default:"withargs" help:"运行服务（不写命令时就是它）"`
	Migrate     migrateCmd     `cmd:"" help:"把数据库升级到这一版（serve 启动时也会做）"`
	Doctor      doctorCmd      `cmd:"" help:"体检：配置、数据库、密钥、时区、各平台，一项一行"`
	Parse       parseCmd       `cmd:"" help:"看小青怎么理解一句话"`
	Pair        pairCmd        `cmd:"" help:"解一轮结对：标准输入一份 JSON，标准输出一份 JSON"`
	Job         jobCmd         `cmd:"" help:"现在就做一次某个定时任务"`
	Digest      digestCmd      `cmd:"" help:"看一份日报，不发出去"`
	Import      importCmd      `cmd:"" help:"从表格导入"`
	Export      exportCmd      `cmd:"" help:"导出成表格"`
	Token       tokenCmd       `cmd:"" help:"生成、查看、停用读数令牌（/api/v1/tallies）"`
	Backup      backupCmd      `cmd:"" help:"备份整个数据库，用主密钥加密；服务不用停"`
	Restore     restoreCmd     `cmd:"" help:"把备份恢复到一个空的数据库"`
	Demo        demoCmd        `cmd:"" help:"往空库里演一条街的一天，给人看看"`
	Healthcheck healthcheckCmd `cmd:"" help:"问本机的服务是否活着（容器用）"`
}

// Run does what args ask and returns the exit status: 0 done, 1 failed, 2 wrong
// usage. environ is like os.Environ's.
func Run(args, environ []string, in io.Reader, out, errOut io.Writer) int {
	var c commands
	answered := false
	parser := kong.Must(&c, kong.Name("xiaoqing"), kong.Description("小青：社区青春行动的聊天机器人。"),
		kong.Writers(out, errOut), kong.Help(printHelp), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Exit(func(int) { answered = true }))
	command, err := parser.Parse(args)
	if answered {
		return done
	}
	if err == nil {
		err = emptyOption(command)
	}
	if err != nil {
		fmt.Fprintf(errOut, "用法不对：%s\n用法见 xiaoqing --help\n", misuse(err))
		return wrongUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	return status(errOut, command.Run(&shell{ctx: ctx, environ: environ, in: in, out: out, err: errOut}))
}

// errUsage marks an error of the one who typed the command.
var errUsage = errors.New("用法不对")

// errSaid ends a command that has already said what is wrong.
var errSaid = errors.New("")

// status tells the operator of err and turns it into an exit status.
func status(errOut io.Writer, err error) int {
	if err == nil {
		return done
	}
	var wrong config.Mistakes
	usage := errors.As(err, &wrong)
	for _, e := range []error{errUsage, config.ErrNoSecret, vault.ErrWrongKey, vault.ErrShortKey} {
		usage = usage || errors.Is(err, e)
	}
	if !errors.Is(err, errSaid) {
		fmt.Fprintln(errOut, explain(err))
	}
	if usage {
		return wrongUsage
	}
	return failed
}
