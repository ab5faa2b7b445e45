package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/config"
)

// patience is how long one platform may take to answer the doctor.
const patience = 8 * time.Second

// examinePlatforms tries each configured platform's credentials. It gives back
// our outgoing address where a platform named it.
func (sh *shell) examinePlatforms(c config.Config, f *findings) (outgoing string) {
	if c.WeCom.App() {
		outgoing = sh.examineWeCom(c, f)
	}
	if c.WeCom.Bot() {
		f.good("智能机器人", "Token 和 EncodingAESKey 的格式对，它只接收，不用连平台")
	}
	if c.WeCom.KF() {
		q := url.Values{"corpid": {c.WeCom.CorpID}, "corpsecret": {string(c.WeCom.KFSecret)}}
		sh.examine(f, "微信客服", c.WeCom.API, "/cgi-bin/gettoken?"+q.Encode(), nil)
	}
	if c.Feishu.On() {
		sh.examine(f, "飞书", c.Feishu.API, "/open-apis/auth/v3/tenant_access_token/internal",
			map[string]string{"app_id": c.Feishu.AppID, "app_secret": string(c.Feishu.AppSecret)})
	}
	if c.DingTalk.On() {
		sh.examine(f, "钉钉", c.DingTalk.API, "/v1.0/oauth2/accessToken",
			map[string]string{"appKey": c.DingTalk.AppKey, "appSecret": string(c.DingTalk.AppSecret)})
	}
	return outgoing
}

// examineWeCom asks for a token and makes one call with it: only a call shows
// whether our address is trusted.
func (sh *shell) examineWeCom(c config.Config, f *findings) (outgoing string) {
	const what = "企业微信"
	app, err := wecom.New(wecomConfig(c), wecom.Deps{Tokens: &oneToken{}})
	if err != nil {
		f.wrong(what, "%v", err)
		return ""
	}
	ctx, cancel := context.WithTimeout(sh.ctx, patience)
	defer cancel()
	_, err = app.CallbackIPs(ctx)
	var e *channel.Error
	switch {
	case err == nil:
		f.good(what, "凭证有效，%s 连得上，出口IP可信", c.WeCom.API)
	case !errors.As(err, &e) || e.Code == 0:
		f.wrong(what, "连不上 %s，请看看网络和 HTTPS_PROXY（%v）", c.WeCom.API, err)
	case e.Code == 60020:
		outgoing = e.Error()[strings.LastIndexByte(e.Error(), ' ')+1:]
		f.wrong(what, "60020，出口IP %s 不在“企业可信IP”里，见下面第3步", outgoing)
	case e.Code == 40001 || e.Code == 40091:
		f.wrong(what, "%d，XQ_WECOM_SECRET 不对，请从这个应用的页面重新复制；反复用错的会被封一小时", e.Code)
	case e.Code == 40013:
		f.wrong(what, "40013，XQ_WECOM_CORP_ID 不对，请从“我的企业”页面复制")
	default:
		f.wrong(what, "平台拒绝了，错误码%d（%v）", e.Code, e.Err)
	}
	return outgoing
}

// examine fetches a token from a platform: by POST with a body, by GET without.
// Every platform calls a success 0, or gives no code at all.
func (sh *shell) examine(f *findings, what, api, path string, body map[string]string) {
	ctx, cancel := context.WithTimeout(sh.ctx, patience)
	defer cancel()
	method, data := http.MethodGet, []byte(nil)
	if body != nil {
		method = http.MethodPost
		data, _ = json.Marshal(body) // strings alone
	}
	r, err := http.NewRequestWithContext(ctx, method, api+path, bytes.NewReader(data))
	if err != nil {
		f.wrong(what, "地址不对")
		return
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		f.wrong(what, "连不上 %s，请看看网络和 HTTPS_PROXY", api) // the error holds the URL and its secret
		return
	}
	defer answer.Body.Close()
	var told struct{ ErrCode, Code any }
	err = json.NewDecoder(http.MaxBytesReader(nil, answer.Body, 1<<20)).Decode(&told)
	code := fmt.Sprint(told.ErrCode)
	if told.Code != nil {
		code = fmt.Sprint(told.Code)
	}
	if err != nil || answer.StatusCode != http.StatusOK || code != "0" && code != "<nil>" {
		f.wrong(what, "连得上，但凭证被拒绝（HTTP %d，错误码 %s），请从控制台重新复制", answer.StatusCode, strings.Trim(code, "<>"))
		return
	}
	f.good(what, "凭证有效，%s 连得上", api)
}

// oneToken keeps the token of one examination, which must not trust an old one.
type oneToken struct {
	token string
	ends  time.Time
}

func (o *oneToken) Token(context.Context, string) (string, time.Time, error) {
	return o.token, o.ends, nil
}

func (o *oneToken) PutToken(_ context.Context, _, token string, ends time.Time) error {
	o.token, o.ends = token, ends
	return nil
}
