package cli

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"xiaoqing/config"
	"xiaoqing/models/calendar"
)

type doctorCmd struct{}

// Help is printed under the summary.
func (doctorCmd) Help() string {
	return "每项一行：✓ 是好的，✗ 后面写着怎么办。有一个 ✗ 就以状态1退出。什么都不会改动。"
}

// findings are what the doctor has found, said at once.
type findings struct {
	out io.Writer
	bad int
}

func (f *findings) good(what, format string, args ...any) {
	fmt.Fprintf(f.out, "✓ %s：%s\n", what, fmt.Sprintf(format, args...))
}

func (f *findings) wrong(what, format string, args ...any) {
	f.bad++
	fmt.Fprintf(f.out, "✗ %s：%s\n", what, fmt.Sprintf(format, args...))
}

// Run looks at everything and changes nothing.
func (doctorCmd) Run(sh *shell) error {
	f := &findings{out: sh.out}
	c, err := sh.config()
	var wrong config.Mistakes
	if errors.As(err, &wrong) {
		for _, one := range wrong {
			f.wrong("配置", "%s", one)
		}
		return errSaid
	}
	f.good("配置", "没有错")
	now := time.Now().In(c.Zone)
	f.good("时区", "%s，现在是%s（%s）", c.Timezone, now.Format("2006-01-02 15:04"), now.Format("-07:00"))
	examineHolidays(c, now, f)
	sh.examineDatabase(c, f)
	examineAddresses(c, f)
	outgoing := sh.examinePlatforms(c, f)
	consoleOrder(c, outgoing, sh.out)
	if f.bad > 0 {
		return errSaid
	}
	return nil
}

// examineHolidays says how far the days off are known, and what to do when this
// year's are not.
func examineHolidays(c config.Config, now time.Time, f *findings) {
	a, err := calendar.NewAlmanac(c.Holidays)
	if err != nil {
		f.wrong("节假日表", "读不了：%v", err)
		return
	}
	until, table := a.Holidays().Until(), "节假日表"
	switch {
	case until < now.Year():
		f.wrong(table, "只到%d年，%d年的放假调休不知道，先按法定节日算。照国务院办公厅的通知写一张表（每行“2027-01-01,元旦,休”，调休上班写“班”），用 XQ_HOLIDAYS 指过去", until, now.Year())
	case c.Holidays == "":
		f.good(table, "到%d年（随版本带的）；下一年的通知出来了，写成表用 XQ_HOLIDAYS 指过去，不用升级", until)
	default:
		f.good(table, "到%d年", until)
	}
}

// examineAddresses looks at where we listen and at what the world calls us.
func examineAddresses(c config.Config, f *findings) {
	if l, err := net.Listen("tcp", c.Addr); err == nil {
		l.Close()
		f.good("监听地址", "%s，空着，可以启动", c.Addr)
	} else if (healthcheckCmd{}).ask(c) == nil {
		f.good("监听地址", "%s，服务正在运行", c.Addr)
	} else {
		f.wrong("监听地址", "%s 用不了，可能被别的程序占着，请换一个 XQ_ADDR", c.Addr)
	}
	u, _ := url.Parse(c.PublicURL) // config has checked it
	switch {
	case !c.Platform():
		f.good("对外地址", "%s（没有接平台，只用网页）", c.PublicURL)
	case !public(u.Hostname()):
		f.wrong("回调地址", "平台访问不到 %s，请把 XQ_PUBLIC_URL 设成平台能访问的域名", u.Host)
	case u.Scheme != "https":
		f.good("回调地址", "%s/webhook/…（不是 https：专网里可以，公网上请在网关配好证书）", c.PublicURL)
	default:
		f.good("回调地址", "%s/webhook/…", c.PublicURL)
	}
}

// public says whether a host could be reached from outside this network.
func public(host string) bool {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return strings.Contains(host, ".") && !strings.HasSuffix(host, ".local") && !strings.HasSuffix(host, ".localhost")
	}
	return ip.IsGlobalUnicast() && !ip.IsPrivate()
}
