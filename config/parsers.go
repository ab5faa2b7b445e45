package config

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"

	"xiaoqing/models/calendar"
)

// Account is one person's account on a platform.
type Account struct {
	Channel string // wecom, kf, feishu, dingtalk, web or sim
	ID      string // the platform's own
}

// Channels are the platforms that an account can be on.
var Channels = []string{"wecom", "kf", "feishu", "dingtalk", "web", "sim"}

// UnmarshalText reads "wecom:zhangsan".
func (a *Account) UnmarshalText(text []byte) error {
	channel, id, ok := strings.Cut(strings.TrimSpace(string(text)), ":")
	if !ok || id == "" || !slices.Contains(Channels, channel) {
		return errors.New("每一项写成“平台:账号”，用逗号隔开，比如 wecom:zhangsan,sim:admin；平台有 " + strings.Join(Channels, "、") + "。")
	}
	a.Channel, a.ID = channel, id
	return nil
}

// parsers read what is not text, and say in Chinese what is wrong with it.
var parsers = map[reflect.Type]env.ParserFunc{
	reflect.TypeFor[int](): func(s string) (any, error) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return nil, errors.New("要写一个整数。")
		}
		return n, nil
	},
	reflect.TypeFor[calendar.Day](): func(s string) (any, error) {
		d, ok := calendar.ParseDay(s)
		if !ok {
			return nil, errors.New("要写一个日期，比如 2022-06-30。")
		}
		return d, nil
	},
}
