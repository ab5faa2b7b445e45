package config

import (
	"maps"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"xiaoqing/models/calendar"
)

// settle fills in the defaults that depend on other variables and checks
// everything.
func (c *Config) settle(wrong *Mistakes) {
	c.settlePlatforms(wrong)
	c.settleSimulator(wrong)
	c.settleAddresses(wrong)
	c.settleDatabase(wrong)
	c.settleProgramme(wrong)
	oneOf(wrong, "XQ_LOG_FORMAT", c.LogFormat, "text", "json")
	oneOf(wrong, "XQ_LOG_LEVEL", c.LogLevel, "debug", "info", "warn", "error")
}

// settleSimulator turns the simulator on where there is nothing else to talk by;
// then, and only then, the default address is the loopback.
func (c *Config) settleSimulator(wrong *Mistakes) {
	c.Simulator = c.SimulatorWish == "on" || c.SimulatorWish == "" && !c.Platform()
	if c.SimulatorWish != "" {
		oneOf(wrong, "XQ_SIMULATOR", c.SimulatorWish, "on", "off")
	}
	if c.Addr != "" {
		return
	}
	c.Addr = ":8080"
	if c.Simulator && c.SimulatorWish == "" {
		c.Addr = "127.0.0.1:8080"
	}
}

func (c *Config) settleAddresses(wrong *Mistakes) {
	_, port, err := net.SplitHostPort(c.Addr)
	if n, bad := strconv.Atoi(port); err != nil || bad != nil || n < 0 || n > 65535 {
		wrong.say("XQ_ADDR", "要写成“地址:端口”，比如 :8080 或 127.0.0.1:8080。")
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://localhost:" + port
	}
	address(wrong, "XQ_PUBLIC_URL", &c.PublicURL)
	for i, p := range c.TrustedProxies {
		p = strings.TrimSpace(p)
		c.TrustedProxies[i] = p
		_, notBlock := netip.ParsePrefix(p)
		if _, notAddr := netip.ParseAddr(p); notAddr != nil && notBlock != nil {
			wrong.say("XQ_TRUSTED_PROXIES", "第%d项要写IP或网段，比如 10.0.0.1,10.1.0.0/16。", i+1)
		}
	}
	if c.VerifyDir != "" {
		if s, err := os.Stat(c.VerifyDir); err != nil || !s.IsDir() {
			wrong.say("XQ_VERIFY_DIR", "没有这个文件夹，或者读不了。")
		}
	}
}

func (c *Config) settleDatabase(wrong *Mistakes) {
	const name = "XQ_DATABASE"
	if path, ok := c.SQLite(); ok {
		if path == "" || strings.ContainsAny(path, "?#%") {
			wrong.say(name, "sqlite: 后面要写文件的路径，里面不能有 ? # %%。")
		}
	} else if dsn, ok := strings.CutPrefix(string(c.Database), "mysql://"); ok {
		if d, err := mysql.ParseDSN(dsn); err != nil || d.DBName == "" {
			wrong.say(name, "要写成 mysql://用户:密码@tcp(主机:端口)/库名。")
		}
		if c.Secret == "" {
			wrong.say("XQ_SECRET", "用MySQL时要自己给主密钥，比如 openssl rand -base64 32 的输出；请另存一份，丢了数据就打不开。")
		}
	} else {
		wrong.say(name, "要写成 sqlite:路径 或 mysql://用户:密码@tcp(主机:端口)/库名。")
	}
	if c.Secret != "" && len([]rune(string(c.Secret))) < shortest {
		wrong.say("XQ_SECRET", "太短了，至少%d个字符。", shortest)
	}
}

func (c *Config) settleProgramme(wrong *Mistakes) {
	var err error
	if c.Zone, err = time.LoadLocation(c.Timezone); err != nil || c.Timezone == "Local" {
		wrong.say("XQ_TIMEZONE", "没有这个时区，要写成 Asia/Shanghai 这样。")
	}
	if c.PeriodMinutes != 0 && (c.PeriodMinutes < 10 || c.PeriodMinutes > 240) {
		wrong.say("XQ_PERIOD_MINUTES", "一个课时在10到240分钟之间，一般是45。")
	}
	c.settleWaits(wrong)
	c.settleHolidays(wrong)
}

// waits are the hours after which the level above hears that something waits.
var waits = map[string]int{"signup": 24, "enrol": 24, "report": 48, "shift": 72, "pairing": 168}

func (c *Config) settleWaits(wrong *Mistakes) {
	for queue, hours := range c.WaitHours {
		if waits[queue] == 0 || hours < 1 || hours > 24*90 {
			wrong.say("XQ_WAIT_HOURS", "要写成 signup:24,enrol:24,report:48,shift:72,pairing:168 这样，每项1到2160小时。")
			return
		}
	}
	all := maps.Clone(waits)
	maps.Copy(all, c.WaitHours)
	c.WaitHours = all
}

// settleHolidays looks whether the table can be read.
func (c *Config) settleHolidays(wrong *Mistakes) {
	if c.Holidays == "" {
		return
	}
	f, err := os.Open(c.Holidays)
	if err != nil {
		wrong.say("XQ_HOLIDAYS", "没有这个文件，或者读不了。")
		return
	}
	defer f.Close()
	if _, err := calendar.ReadTable(f); err != nil {
		wrong.say("XQ_HOLIDAYS", "有一行看不懂（%v）。每行写成“2027-01-01,元旦,休”，调休上班写“班”，存成UTF-8的CSV。", err)
	}
}

// address checks a URL that others are appended to and drops its last slash.
func address(wrong *Mistakes, name string, value *string) {
	u, err := url.Parse(*value)
	if err != nil || !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		wrong.say(name, "要写成 https://域名 或 https://域名/路径，不带问号和井号。")
		return
	}
	*value = strings.TrimRight(*value, "/")
}

func oneOf(wrong *Mistakes, name, value string, choices ...string) {
	if !slices.Contains(choices, value) {
		wrong.say(name, "只能是 %s。", strings.Join(choices, "、"))
	}
}
