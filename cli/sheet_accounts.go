package cli

import (
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/config"
	"xiaoqing/models"
)

// accountsCell are a person's accounts: wecom:zhangsan、web:x7.
type accountsCell struct{}

// Read knows the platforms.
func (accountsCell) Read(text string, _ form.Context) (string, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、,，；; \n", r) })
	for i, p := range parts {
		channel, id, ok := strings.Cut(strings.Replace(p, "：", ":", 1), ":")
		if !ok || id == "" || channel != models.FormChannel && !slices.Contains(config.Channels, channel) {
			return "", form.Wrong("账号要写成“平台:账号”，比如wecom:zhangsan；平台有" + strings.Join(config.Channels, "、") + "。")
		}
		parts[i] = channel + ":" + id
	}
	return strings.Join(parts, "、"), nil
}

func (accountsCell) Show(value string) string { return value }

func (accountsCell) Control() form.Control {
	return form.Control{Type: "text", Placeholder: "wecom:zhangsan"}
}

func accountNames(value string) (names []models.AccountName) {
	if value == "" {
		return nil
	}
	for _, text := range strings.Split(value, "、") {
		channel, id, _ := strings.Cut(text, ":")
		names = append(names, models.AccountName{Channel: channel, ID: id})
	}
	return names
}

func accountsText(accounts []models.Account) string {
	var names []string
	for _, a := range accounts {
		names = append(names, a.Channel+":"+a.Account)
	}
	return strings.Join(names, "、")
}
