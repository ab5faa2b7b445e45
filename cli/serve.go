package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"xiaoqing/config"
	"xiaoqing/models"
)

type serveCmd struct{}

// Help is printed under the summary.
func (serveCmd) Help() string {
	return "什么都不配置时：数据放在 data/，打开模拟器，只在本机能访问。放假调休的表用 XQ_HOLIDAYS 指过去（CSV，每行“2027-01-01,元旦,休”，调休上班写“班”），改了文件一分钟内生效。等太久没人处理的会逐级告诉上一级，等多久用 XQ_WAIT_HOURS 改，不写就是“signup:24,enrol:24,report:48,shift:72,pairing:168”（小时），写哪项改哪项。"
}

// What lives is small and what a message leaves behind is not: collecting less
// often spares a sixth of the work, and the limit keeps it within a small machine.
const (
	collectAt   = 400
	memoryLimit = 120 << 20
)

// grace is how long requests may take to finish when the service stops.
const grace = 8 * time.Second

// Run listens until SIGTERM or SIGINT, and then stops in reverse order.
func (serveCmd) Run(sh *shell) error {
	return sh.store(func(c config.Config, s *models.Store) error {
		listener, err := net.Listen("tcp", c.Addr)
		if err != nil {
			return fmt.Errorf("不能在 %s 上监听，换一个 XQ_ADDR 试试：%w", c.Addr, err)
		}
		a, err := sh.assemble(c, s)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		debug.SetGCPercent(collectAt)
		debug.SetMemoryLimit(memoryLimit)
		a.start()
		defer a.finish()
		a.log.Info("serving", "addr", c.Addr)
		sh.greet(c)
		return a.serve(sh.ctx, listener)
	})
}

// serve answers until ctx ends and then lets what was begun finish.
func (a *app) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{Handler: a.handlers, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute}
	server.RegisterOnShutdown(a.handlers.Close)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	return errors.Join(server.Shutdown(last), server.Close())
}

// greet says where to click.
func (sh *shell) greet(c config.Config) {
	if !c.Simulator {
		return
	}
	fmt.Fprintf(sh.out, "模拟器（各种角色、群、时钟）：%s/sim\n", c.PublicURL)
	fmt.Fprintf(sh.out, "网页聊天（家长从海报扫码看到的）：%s/c\n", c.PublicURL)
	fmt.Fprintf(sh.out, "首页和海报：%s/\n", c.PublicURL)
}
