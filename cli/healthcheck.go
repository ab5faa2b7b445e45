package cli

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"xiaoqing/config"
)

type healthcheckCmd struct{}

// Run asks the service on this machine whether it is alive.
func (h healthcheckCmd) Run(sh *shell) error {
	c, err := sh.config()
	if err != nil {
		return err
	}
	return h.ask(c)
}

func (healthcheckCmd) ask(c config.Config) error {
	host, port, _ := net.SplitHostPort(c.Addr) // config has checked it
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	client := http.Client{Timeout: 3 * time.Second, Transport: &http.Transport{}} // no proxy to oneself
	answer, err := client.Get("http://" + net.JoinHostPort(host, port) + "/healthz")
	if err != nil {
		return errors.New("服务没有应答：" + c.Addr + "。请看看它启动了没有，XQ_ADDR 和服务用的是不是同一个。")
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s 有应答，但不像是小青（/healthz 答的是 %d）。", c.Addr, answer.StatusCode)
	}
	return nil
}
