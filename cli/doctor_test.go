package cli_test

import (
	"net"
	"os"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
)

func TestDoctorOnAFreshMachineChangesNothing(t *testing.T) {
	m := newMachine(t, "XQ_ADDR="+free(t))
	m.run("doctor").ends(0).says("✓ 配置", "✓ 时区：Asia/Shanghai", "✓ 数据库：还没有", "✓ 监听地址",
		"1. 回调地址", "2. 可信域名", "3. 企业可信IP", "4. 群机器人", "60020").hides("✗")
	if files, _ := os.ReadDir(m.dir); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
}

func TestDoctorTriesWeCom(t *testing.T) {
	double := wecomtest.Start(t, time.Now)
	cfg := double.Config()
	m := newMachine(t, "XQ_ADDR="+free(t), "XQ_PUBLIC_URL=https://youth.example.org/xq",
		"XQ_WECOM_CORP_ID="+cfg.CorpID, "XQ_WECOM_AGENT_ID=1000002", "XQ_WECOM_SECRET="+cfg.Secret,
		"XQ_WECOM_TOKEN="+cfg.Token, "XQ_WECOM_AES_KEY="+cfg.AESKey, "XQ_WECOM_API="+cfg.API)
	m.run("doctor").ends(0).says("✓ 企业微信", "✓ 回调地址", "https://youth.example.org/xq/webhook/wecom").hides("✗", cfg.Secret, cfg.Token, cfg.AESKey)
	m.with("XQ_WECOM_SECRET=hidden-secret").run("doctor").ends(1).says("✗ 企业微信：40001", "XQ_WECOM_SECRET").hides("hidden-secret")
	m.with("XQ_WECOM_API=http://" + free(t)).run("doctor").ends(1).says("✗ 企业微信：连不上").hides(cfg.Secret)
	m.with("XQ_PUBLIC_URL=http://10.1.2.3").run("doctor").ends(1).says("✗ 回调地址")
}

func TestDoctorFindsADatabaseThatIsAway(t *testing.T) {
	m := newMachine(t, "XQ_ADDR="+free(t), secret, "XQ_DATABASE=mysql://root:hidden@tcp("+free(t)+")/xiaoqing")
	m.run("doctor").ends(1).says("✗ 数据库：连不上").hides("hidden")
	m.run("migrate").ends(1).says("连不上数据库").hides("hidden")
}

// free is an address on the loopback where nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
