package cli

import (
	"fmt"
	"io"
	"net"
	"net/url"

	"xiaoqing/config"
)

// consoleOrder prints what to fill in where in WeCom's console, in the one order
// that it accepts. outgoing is our address as the platform sees it, "" when it
// did not say.
func consoleOrder(c config.Config, outgoing string, out io.Writer) {
	public, _ := url.Parse(c.PublicURL) // config has checked it
	api, _ := url.Parse(c.WeCom.API)
	if outgoing == "" {
		outgoing = "从企业微信看来的公网IP" + guess(api.Host)
	}
	fmt.Fprintf(out, `
企业微信后台要按这个次序填，前一步没过，后一步不让填：
  1. 回调地址：应用 → 接收消息 → 设置API接收，填 %s/webhook/wecom（先启动服务再保存）
  2. 可信域名：应用 → 网页授权及JS-SDK，填 %s；校验文件放进 XQ_VERIFY_DIR
  3. 企业可信IP：应用 → 企业可信IP，填出口IP：%s
  4. 群机器人：群设置 → 消息推送（群机器人）→ 添加，再私聊小青“绑定 街道名 机器人地址”
错误码 60020 的意思是第3步没做，或者出口IP变了：把报错里 from ip 后面的地址加进去，几分钟后生效。
`, c.PublicURL, public.Hostname(), outgoing)
}

// guess is the address that packets to host leave this machine with. Nothing is
// sent: a UDP socket only looks up the route.
func guess(host string) string {
	conn, err := net.Dial("udp", net.JoinHostPort(host, "443"))
	if err != nil {
		return ""
	}
	defer conn.Close()
	local, _, _ := net.SplitHostPort(conn.LocalAddr().String())
	return "（本机往外走的是 " + local + "，经过网关的话以网关的为准）"
}
