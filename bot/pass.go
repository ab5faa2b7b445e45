package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// passed are requests that are understood and that a person must take on: 求助,
// 请假, 老师没来, 改时间.
var passed = []string{"need", "leave", "no_show", "move"}

// passOn hands such a request to the coordinator of the speaker's unit, in private
// and in their own words, so that nothing asked of the bot is lost; ok is false
// when it is none. lost is said when there is nobody to hand it to.
func (h *hearing) passOn(ctx context.Context, lost string) (r say.Reply, ok bool, err error) {
	if !slices.Contains(passed, h.turn.Reading.Intent) {
		return r, false, nil
	}
	store, by := h.turn.Store, h.turn.By
	home, err := store.HomeOf(ctx, by.Person)
	if err != nil {
		return r, false, err
	}
	if named := h.unitSaid(); named != "" {
		if orgs, err := store.OrgsNamed(ctx, named); err != nil {
			return r, false, err
		} else if len(orgs) == 1 {
			home = orgs[0]
		}
	}
	person, err := store.Person(ctx, by.Person)
	if err != nil {
		return r, false, err
	}
	phone := person.Phone
	if said := h.turn.Reading.Fields.Phone; said != "" {
		phone = said
	}
	who := strings.TrimSpace(person.Name + " " + phone)
	if who == "" {
		who = "一位没留姓名电话的人"
	}
	told, err := store.TellHolders(ctx, models.Coordinator, home, by.Person, models.Notice{Key: "passed:" + h.turn.Key, Kind: "passed", Urgent: true, Now: by.Now,
		Body: say.Text("请您跟进，%s说：\n%s", who, h.m.Text)})
	if err != nil {
		return r, false, err
	}
	if told == 0 {
		r.Text = lost
		if h.bot.Hotline != "" {
			r.Text += "着急就打" + h.bot.Hotline + "。"
		}
		return r, true, nil
	}
	r.Text = fmt.Sprintf("这件事我转给%s的协调员了，会有人联系您。", home.Name)
	if phone == "" {
		r.Text += "您还没留电话，请连电话再说一遍，好让他们找到您。"
	}
	if h.bot.Hotline != "" {
		r.Text += "着急就打" + h.bot.Hotline + "。"
	}
	return r, true, nil
}

// unitSaid is the longest name of a unit of the tree that the message names, "" for
// none: where help is needed counts before where the speaker is known to live.
func (h *hearing) unitSaid() (name string) {
	for _, o := range h.reader.Orgs {
		if len(o) > len(name) && strings.Contains(h.m.Text, o) && models.LevelOf(o) >= models.District {
			name = o
		}
	}
	return name
}
