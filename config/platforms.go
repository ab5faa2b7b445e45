package config

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// settlePlatforms checks that each platform is there whole or not at all.
func (c *Config) settlePlatforms(wrong *Mistakes) {
	w := c.WeCom
	whole(wrong, "企业微信应用", w.AgentID+string(w.Secret+w.Token+w.AESKey) != "" || w.CorpID != "" && w.KFSecret+w.KFToken+w.KFAESKey == "", []variableOf{
		{"XQ_WECOM_CORP_ID", w.CorpID}, {"XQ_WECOM_AGENT_ID", w.AgentID}, {"XQ_WECOM_SECRET", string(w.Secret)},
		{"XQ_WECOM_TOKEN", string(w.Token)}, {"XQ_WECOM_AES_KEY", string(w.AESKey)},
	})
	whole(wrong, "智能机器人", w.BotToken+w.BotAESKey != "", []variableOf{
		{"XQ_WECOM_BOT_TOKEN", string(w.BotToken)}, {"XQ_WECOM_BOT_AES_KEY", string(w.BotAESKey)},
	})
	whole(wrong, "微信客服", w.KFSecret+w.KFToken+w.KFAESKey != "", []variableOf{
		{"XQ_WECOM_CORP_ID", w.CorpID}, {"XQ_WECOM_KF_SECRET", string(w.KFSecret)},
		{"XQ_WECOM_KF_TOKEN", string(w.KFToken)}, {"XQ_WECOM_KF_AES_KEY", string(w.KFAESKey)},
	})
	if _, err := strconv.Atoi(w.AgentID); err != nil && w.AgentID != "" {
		wrong.say("XQ_WECOM_AGENT_ID", "是控制台里应用的AgentId，一串数字，比如 1000002。")
	}
	aesKey(wrong, "XQ_WECOM_AES_KEY", w.AESKey)
	aesKey(wrong, "XQ_WECOM_BOT_AES_KEY", w.BotAESKey)
	aesKey(wrong, "XQ_WECOM_KF_AES_KEY", w.KFAESKey)
	c.settleOtherPlatforms(wrong)

	address(wrong, "XQ_WECOM_API", &c.WeCom.API)
	address(wrong, "XQ_WECOM_ROBOT_API", &c.WeCom.RobotAPI)
	address(wrong, "XQ_WECOM_LOGIN", &c.WeCom.Login)
	address(wrong, "XQ_FEISHU_API", &c.Feishu.API)
	address(wrong, "XQ_DINGTALK_API", &c.DingTalk.API)
}

func (c *Config) settleOtherPlatforms(wrong *Mistakes) {
	f, d := c.Feishu, c.DingTalk
	whole(wrong, "飞书", f.AppID+string(f.AppSecret+f.VerificationToken+f.EncryptKey) != "", []variableOf{
		{"XQ_FEISHU_APP_ID", f.AppID}, {"XQ_FEISHU_APP_SECRET", string(f.AppSecret)},
		{"XQ_FEISHU_VERIFICATION_TOKEN", string(f.VerificationToken)},
	})
	whole(wrong, "钉钉", d.AppKey+string(d.AppSecret)+d.RobotCode != "", []variableOf{
		{"XQ_DINGTALK_APP_KEY", d.AppKey}, {"XQ_DINGTALK_APP_SECRET", string(d.AppSecret)}, {"XQ_DINGTALK_ROBOT_CODE", d.RobotCode},
	})
}

type variableOf struct{ name, value string }

// whole refuses a platform of which some variables are set and others not.
func whole(wrong *Mistakes, platform string, begun bool, needs []variableOf) {
	if !begun {
		return
	}
	for _, v := range needs {
		if strings.TrimSpace(v.value) == "" {
			wrong.say(v.name, "没有设；%s要它。", platform)
		}
	}
}

// aesKey checks the form of an EncodingAESKey: base64 of 32 bytes less its "=".
func aesKey(wrong *Mistakes, name string, key Secret) {
	if key == "" {
		return
	}
	if raw, err := base64.StdEncoding.DecodeString(string(key) + "="); err != nil || len(raw) != 32 || len(key) != 43 {
		wrong.say(name, "要正好43位字母和数字，请从控制台整个复制。")
	}
}
