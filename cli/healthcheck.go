package cli

import (
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
		return err
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("/healthz: %s", answer.Status)
	}
	return nil
}
