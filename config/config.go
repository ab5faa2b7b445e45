// Package config reads the environment once, checks it whole, and knows every
// variable with its default. A value that is a secret prints as stars.
package config

import (
	"time"

	"github.com/caarlos0/env/v11"

	"xiaoqing/models/calendar"
)

// Config is everything an operator can set. Each variable has a twin ending in
// _FILE that names a file with the value.
type Config struct {
	Addr           string         `env:"XQ_ADDR"`       // host:port to listen on
	PublicURL      string         `env:"XQ_PUBLIC_URL"` // what links begin with, without a slash at the end
	Database       Secret         `env:"XQ_DATABASE" envDefault:"sqlite:data/xiaoqing.db"`
	Secret         Secret         `env:"XQ_SECRET"`          // the master key; "" with SQLite: see MasterKey
	TrustedProxies []string       `env:"XQ_TRUSTED_PROXIES"` // addresses and CIDR blocks
	VerifyDir      string         `env:"XQ_VERIFY_DIR"`
	Hotline        string         `env:"XQ_HOTLINE"`
	RecordNo       string         `env:"XQ_RECORD_NO"`
	Timezone       string         `env:"XQ_TIMEZONE" envDefault:"Asia/Shanghai"`
	City           string         `env:"XQ_CITY" envDefault:"上海市"`
	SimulatorWish  string         `env:"XQ_SIMULATOR"` // as set: on, off or ""; Simulator is what follows
	Admins         []Account      `env:"XQ_ADMINS"`
	PeriodMinutes  int            `env:"XQ_PERIOD_MINUTES" envDefault:"45"`
	WaitHours      map[string]int `env:"XQ_WAIT_HOURS"` // queue to hours, all of waits filled in
	SeasonEnd      calendar.Day   `env:"XQ_SEASON_END"` // the last day of lessons; "" is the end of the school term
	Holidays       string         `env:"XQ_HOLIDAYS"`   // a table of days off over the release's own (CSV), "" for none
	LogFormat      string         `env:"XQ_LOG_FORMAT" envDefault:"text"`
	LogLevel       string         `env:"XQ_LOG_LEVEL" envDefault:"info"`
	WeCom          WeCom          `envPrefix:"XQ_WECOM_"`
	Feishu         Feishu         `envPrefix:"XQ_FEISHU_"`
	DingTalk       DingTalk       `envPrefix:"XQ_DINGTALK_"`

	Zone      *time.Location // of Timezone
	Simulator bool           // whether the simulator's pages and API are there
}

// WeCom (企业微信) is one corp: its app, its smart bot and its 微信客服, each of
// them optional.
type WeCom struct {
	CorpID   string `env:"CORP_ID"`
	AgentID  string `env:"AGENT_ID"` // digits
	Secret   Secret `env:"SECRET"`
	Token    Secret `env:"TOKEN"`
	AESKey   Secret `env:"AES_KEY"` // 43 letters and digits
	API      string `env:"API" envDefault:"https://qyapi.weixin.qq.com"`
	RobotAPI string `env:"ROBOT_API" envDefault:"https://qyapi.weixin.qq.com"`
	Login    string `env:"LOGIN" envDefault:"https://login.work.weixin.qq.com"`

	BotToken  Secret `env:"BOT_TOKEN"`
	BotAESKey Secret `env:"BOT_AES_KEY"`

	KFSecret Secret `env:"KF_SECRET"`
	KFToken  Secret `env:"KF_TOKEN"`
	KFAESKey Secret `env:"KF_AES_KEY"`
}

// Feishu (飞书) is one app of it.
type Feishu struct {
	AppID             string `env:"APP_ID"`
	AppSecret         Secret `env:"APP_SECRET"`
	VerificationToken Secret `env:"VERIFICATION_TOKEN"`
	EncryptKey        Secret `env:"ENCRYPT_KEY"` // "" when the console sets none
	API               string `env:"API" envDefault:"https://open.feishu.cn"`
}

// DingTalk (钉钉) is one app of it with its robot.
type DingTalk struct {
	AppKey    string `env:"APP_KEY"`
	AppSecret Secret `env:"APP_SECRET"`
	RobotCode string `env:"ROBOT_CODE"`
	API       string `env:"API" envDefault:"https://api.dingtalk.com"`
}

// App says whether the WeCom app is configured.
func (w WeCom) App() bool { return w.AgentID != "" }

// Bot says whether the smart bot (智能机器人) is configured.
func (w WeCom) Bot() bool { return w.BotToken != "" }

// KF says whether 微信客服 is configured.
func (w WeCom) KF() bool { return w.KFSecret != "" }

// On says whether Feishu is configured.
func (f Feishu) On() bool { return f.AppID != "" }

// On says whether DingTalk is configured.
func (d DingTalk) On() bool { return d.AppKey != "" }

// Platform says whether any platform is configured.
func (c Config) Platform() bool {
	return c.WeCom.App() || c.WeCom.Bot() || c.WeCom.KF() || c.Feishu.On() || c.DingTalk.On()
}

// Load reads the environment, given as KEY=value lines, and files named by _FILE
// variables. Its error is Mistakes: all of them.
func Load(environ []string) (Config, error) {
	var c Config
	var wrong Mistakes
	values := read(environ, &wrong)
	err := env.ParseWithOptions(&c, env.Options{Environment: values, FuncMap: parsers})
	wrong.add(err)
	c.settle(&wrong)
	if len(wrong) > 0 {
		return Config{}, wrong
	}
	return c, nil
}
