package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"xiaoqing/config"
)

const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

var wecom = []string{
	"XQ_WECOM_CORP_ID=ww1", "XQ_WECOM_AGENT_ID=1000002", "XQ_WECOM_SECRET=app-secret",
	"XQ_WECOM_TOKEN=callback-token", "XQ_WECOM_AES_KEY=" + aesKey,
}

func TestNothingConfigured(t *testing.T) {
	c, err := config.Load([]string{"HOME=/somewhere", "PATH=/bin"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != "127.0.0.1:8080" || c.PublicURL != "http://localhost:8080" || !c.Simulator {
		t.Errorf("addr %s, public %s, simulator %t", c.Addr, c.PublicURL, c.Simulator)
	}
	if string(c.Database) != "sqlite:data/xiaoqing.db" || c.SecretPath() != "data/secret" {
		t.Errorf("database %s, secret in %s", string(c.Database), c.SecretPath())
	}
	if c.Zone.String() != "Asia/Shanghai" || c.City != "上海市" || c.PeriodMinutes != 45 || c.LogFormat != "text" || c.LogLevel != "info" {
		t.Errorf("%+v", c)
	}
	if c.WeCom.API != "https://qyapi.weixin.qq.com" || c.Platform() {
		t.Errorf("%+v", c.WeCom)
	}
}

func TestDefaultsDependOnEachOther(t *testing.T) {
	for _, test := range []struct {
		name      string
		environ   []string
		addr      string
		public    string
		simulator bool
	}{
		{"a platform turns the simulator off", wecom, ":8080", "http://localhost:8080", false},
		{"unless it is asked for", append(wecom, "XQ_SIMULATOR=on"), ":8080", "http://localhost:8080", true},
		{"asked for without a platform it listens everywhere", []string{"XQ_SIMULATOR=on"}, ":8080", "http://localhost:8080", true},
		{"turned off", []string{"XQ_SIMULATOR=off"}, ":8080", "http://localhost:8080", false},
		{"links follow the port", []string{"XQ_ADDR=127.0.0.1:9090"}, "127.0.0.1:9090", "http://localhost:9090", true},
		{"a sub-path, its last slash dropped", []string{"XQ_PUBLIC_URL=https://youth.example/xq/"}, "127.0.0.1:8080", "https://youth.example/xq", true},
		{"an empty variable is an absent one", []string{"XQ_ADDR=", "XQ_SIMULATOR="}, "127.0.0.1:8080", "http://localhost:8080", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := config.Load(test.environ)
			if err != nil {
				t.Fatal(err)
			}
			if c.Addr != test.addr || c.PublicURL != test.public || c.Simulator != test.simulator {
				t.Errorf("addr %s, public %s, simulator %t", c.Addr, c.PublicURL, c.Simulator)
			}
		})
	}
}

func TestEveryVariableIsRead(t *testing.T) {
	dir := t.TempDir()
	c, err := config.Load(append([]string{
		"XQ_DATABASE=mysql://xq:p@ss:w/ord@tcp(db:3306)/xiaoqing", "XQ_SECRET=0123456789abcdef",
		"XQ_TRUSTED_PROXIES=10.0.0.1, 10.1.0.0/16,::1", "XQ_VERIFY_DIR=" + dir, "XQ_HOTLINE=021-12355",
		"XQ_RECORD_NO=沪ICP备1号", "XQ_TIMEZONE=Asia/Urumqi", "XQ_CITY=杭州市", "XQ_ADMINS=wecom:zhangsan, feishu:ou_1,sim:admin",
		"XQ_PERIOD_MINUTES=60", "XQ_SEASON_END=2022-06-30", "XQ_LOG_FORMAT=json", "XQ_LOG_LEVEL=debug",
		"XQ_WECOM_API=http://127.0.0.1:1", "XQ_WECOM_ROBOT_API=http://127.0.0.1:2", "XQ_WECOM_LOGIN=http://127.0.0.1:3",
		"XQ_WECOM_BOT_TOKEN=bt", "XQ_WECOM_BOT_AES_KEY=" + aesKey,
		"XQ_WECOM_KF_SECRET=ks", "XQ_WECOM_KF_TOKEN=kt", "XQ_WECOM_KF_AES_KEY=" + aesKey,
		"XQ_FEISHU_APP_ID=fa", "XQ_FEISHU_APP_SECRET=fs", "XQ_FEISHU_VERIFICATION_TOKEN=fv", "XQ_FEISHU_ENCRYPT_KEY=fe", "XQ_FEISHU_API=https://f.example",
		"XQ_DINGTALK_APP_KEY=da", "XQ_DINGTALK_APP_SECRET=ds", "XQ_DINGTALK_ROBOT_CODE=dr", "XQ_DINGTALK_API=https://d.example/",
	}, wecom...))
	if err != nil {
		t.Fatal(err)
	}
	if want := []config.Account{{Channel: "wecom", ID: "zhangsan"}, {Channel: "feishu", ID: "ou_1"}, {Channel: "sim", ID: "admin"}}; !slices.Equal(c.Admins, want) {
		t.Errorf("admins %v", c.Admins)
	}
	if want := []string{"10.0.0.1", "10.1.0.0/16", "::1"}; !slices.Equal(c.TrustedProxies, want) {
		t.Errorf("proxies %v", c.TrustedProxies)
	}
	if c.PeriodMinutes != 60 || c.SeasonEnd != "2022-06-30" || c.City != "杭州市" || c.Hotline != "021-12355" || c.RecordNo != "沪ICP备1号" || c.VerifyDir != dir {
		t.Errorf("%+v", c)
	}
	if w := c.WeCom; !w.App() || !w.Bot() || !w.KF() || w.API != "http://127.0.0.1:1" || w.RobotAPI != "http://127.0.0.1:2" || w.Login != "http://127.0.0.1:3" || string(w.KFSecret) != "ks" {
		t.Errorf("%+v", c.WeCom)
	}
	if !c.Feishu.On() || string(c.Feishu.EncryptKey) != "fe" || !c.DingTalk.On() || c.DingTalk.API != "https://d.example" {
		t.Errorf("%+v %+v", c.Feishu, c.DingTalk)
	}
}

func TestAFileMayHoldAnyValue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte("callback-token\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	environ := append([]string{"XQ_WECOM_TOKEN_FILE=" + path}, wecom...)
	environ = slices.DeleteFunc(environ, func(s string) bool { return strings.HasPrefix(s, "XQ_WECOM_TOKEN=") })
	c, err := config.Load(environ)
	if err != nil || string(c.WeCom.Token) != "callback-token" {
		t.Fatalf("token %q, %v", string(c.WeCom.Token), err)
	}
}

func TestAllMistakesAtOnceAndNoSecretInThem(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	environ := []string{
		"XQ_ADDR=hidden1", "XQ_PUBLIC_URL=hidden2", "XQ_DATABASE=mysql://u:hidden3@host", "XQ_TRUSTED_PROXIES=hidden4",
		"XQ_VERIFY_DIR=/hidden5", "XQ_TIMEZONE=hidden6", "XQ_SIMULATOR=hidden7", "XQ_ADMINS=hidden8", "XQ_PERIOD_MINUTES=hidden9",
		"XQ_SEASON_END=2022-02-30", "XQ_LOG_FORMAT=hidden10", "XQ_LOG_LEVEL=hidden11",
		"XQ_WECOM_SECRET=hidden12", "XQ_WECOM_AES_KEY=hidden13", "XQ_WECOM_AGENT_ID=hidden14",
		"XQ_WECOM_API=hidden15", "XQ_FEISHU_APP_SECRET=hidden16", "XQ_DINGTALK_ROBOT_CODE=hidden17",
		"XQ_WECOM_CORPID=hidden18", "XQ_HOTLINE=hidden19", "XQ_HOTLINE_FILE=" + empty, "XQ_WECOM_KF_TOKEN_FILE=/hidden20",
	}
	_, err := config.Load(environ)
	var wrong config.Mistakes
	if !errors.As(err, &wrong) {
		t.Fatalf("%v", err)
	}
	for _, want := range []string{
		"XQ_ADDR：", "XQ_PUBLIC_URL：", "XQ_DATABASE：", "XQ_SECRET：", "XQ_TRUSTED_PROXIES：", "XQ_VERIFY_DIR：", "XQ_TIMEZONE：",
		"XQ_SIMULATOR：", "XQ_ADMINS：", "XQ_PERIOD_MINUTES：", "XQ_SEASON_END：", "XQ_LOG_FORMAT：", "XQ_LOG_LEVEL：",
		"XQ_WECOM_CORP_ID：没有设", "XQ_WECOM_TOKEN：没有设", "XQ_WECOM_AES_KEY：", "XQ_WECOM_AGENT_ID：", "XQ_WECOM_API：",
		"XQ_FEISHU_APP_ID：", "XQ_FEISHU_VERIFICATION_TOKEN：", "XQ_DINGTALK_APP_KEY：", "XQ_DINGTALK_APP_SECRET：",
		"XQ_WECOM_CORPID：没有这个变量，是不是XQ_WECOM_CORP_ID", "XQ_HOTLINE：和XQ_HOTLINE_FILE只能设一个", "XQ_HOTLINE_FILE：它指的文件是空的", "XQ_WECOM_KF_TOKEN_FILE：读不了",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("not reported: %s", want)
		}
	}
	if strings.Contains(err.Error(), "hidden") {
		t.Errorf("a value shows: %v", err)
	}
}

// One that was left behind must not turn the simulator on where an app was meant.
func TestACorpAloneIsAMistake(t *testing.T) {
	if _, err := config.Load([]string{"XQ_WECOM_CORP_ID=ww1"}); err == nil || !strings.Contains(err.Error(), "XQ_WECOM_AGENT_ID：没有设") {
		t.Errorf("%v", err)
	}
	if _, err := config.Load([]string{"XQ_WECOM_CORP_ID=ww1", "XQ_WECOM_KF_SECRET=s", "XQ_WECOM_KF_TOKEN=t", "XQ_WECOM_KF_AES_KEY=" + aesKey}); err != nil {
		t.Errorf("微信客服 alone: %v", err)
	}
}

func TestAnUnknownVariableIsAMistake(t *testing.T) {
	for name, want := range map[string]string{
		"XQ_WECOM_SECRETS":      "，是不是XQ_WECOM_SECRET。",
		"XQ_DATABSE_FILE":       "，是不是XQ_DATABASE。",
		"XQ_COMPLETELY_STRANGE": "没有这个变量。",
	} {
		if _, err := config.Load([]string{name + "=1"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := config.Load([]string{"XQ_TEST_MYSQL=root@tcp(x)/"}); err != nil {
		t.Errorf("a variable of our tests: %v", err)
	}
}

func TestASecretNeverPrints(t *testing.T) {
	c, err := config.Load(append([]string{"XQ_SECRET=0123456789abcdef"}, wecom...))
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		out := fmt.Sprintf(verb, c)
		for _, hidden := range []string{"0123456789abcdef", "app-secret", "callback-token", aesKey, "xiaoqing.db"} {
			if strings.Contains(out, hidden) {
				t.Errorf("%s shows %s", verb, hidden)
			}
		}
	}
}

func TestTheMasterKeyIsMadeOnceAndKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	c, err := config.Load([]string{"XQ_DATABASE=sqlite:" + dir + "/x.db"})
	if err != nil {
		t.Fatal(err)
	}
	first, err := c.MasterKey()
	if err != nil || len(first) < 40 {
		t.Fatalf("%d characters, %v", len(first), err)
	}
	info, err := os.Stat(c.SecretPath())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	if again, err := c.MasterKey(); err != nil || again != first {
		t.Errorf("another key at the second start: %v", err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

func TestAnOldDatabaseGetsNoNewKey(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(dir+"/x.db", []byte("rows"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load([]string{"XQ_DATABASE=sqlite:" + dir + "/x.db"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.MasterKey(); !errors.Is(err, config.ErrNoSecret) {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(c.SecretPath(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.MasterKey(); err == nil {
		t.Error("an empty key was taken")
	}
}
