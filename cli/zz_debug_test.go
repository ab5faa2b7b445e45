package cli

import ("testing";"fmt";"xiaoqing/models/modeltest";"xiaoqing/bot/channel/wecom/wecomtest";"time")

func TestZZ(t *testing.T) {
	double := wecomtest.Start(t, time.Now)
	o := newOffice(t, modeltest.DSN(t, "sqlite"), double.Config(), double)
	o.at("2022-04-08T10:00:00+08:00")
	n := 0
	say := func(u string, ws ...string) {
		for _, w := range ws {
			n++
			fmt.Printf("%s> %s\n%s\n\n", u, w, o.text(u, w, fmt.Sprint(n)))
		}
	}
	say("mama", "给孩子报云托班 朵朵 三年级 13812345678 五角场街道", "1", "1", "1")
	say("rui", "报名云托班辅导老师 芮一鸣 女 21岁 13900001111 五角场街道", "1")
	say("boss", "通过 志1", "通过 托1", "结对 托1 芮老师", "排课 托1 周五 19:00 1课时","待审核","帮助")
	say("m2", "给孩子报云托班 朵朵 三年级 13812345678 五角场街道 我在上海市第一人民医院", "1", "1", "1")
}
