package cli

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestOrdersOfAList turns a list into orders, takes them out as a sheet, and
// forgets them in time.
func TestOrdersOfAList(t *testing.T) {
	each(t, func(h *house) {
		h.play(`
			person street coordinator 五角场街道 高宁
			at 2022-04-08T10:00:00+08:00
			street> #接龙\n4月9日蔬菜包团购\n1. 王阿姨 3-502 蔬菜包2份\n2. 张三 13800000001 鸡蛋2盒、牛奶一箱\n3. 李四
			street> 订单
			3人的订单记下了，合计：蔬菜包2份、鸡蛋2盒、牛奶1箱
			street> #接龙\n4月9日蔬菜包团购\n1. 王阿姨 3-502 蔬菜包三份\n2. 张三 13800000001 鸡蛋2盒、牛奶一箱\n3. 李四\n4. 赵敏 鸡蛋1盒
			新加的1人的订单记下了，合计：鸡蛋1盒
			1人的备注改了`)
		var got []string
		for _, r := range h.exports("orders") {
			got = append(got, strings.Join([]string{r["接龙"], r["序号"], r["姓名"], r["电话"], r["品名"], r["数量"], r["单位"]}, " "))
		}
		want := []string{"4月9日蔬菜包团购 1 王阿姨  蔬菜包 3 份", "4月9日蔬菜包团购 2 张三 13800000001 鸡蛋 2 盒", "4月9日蔬菜包团购 2 张三 13800000001 牛奶 1 箱",
			"4月9日蔬菜包团购 3 李四    ", "4月9日蔬菜包团购 4 赵敏  鸡蛋 1 盒"}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("got\n%s", strings.Join(got, "\n"))
		}
		h.job("retention", "2022-05-09T03:20:00+08:00")
		if left := h.exports("orders"); len(left) != 0 {
			t.Errorf("kept too long: %v", left)
		}
	})
}

// TestForksAtOnce has two coordinators paste two forks of one list in the same
// moment: it stays one list, and nobody is registered twice.
func TestForksAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.person("gao", "coordinator", "五角场街道", "高宁")
		h.person("qin", "coordinator", "五角场街道", "秦朗")
		h.at("2022-04-08T10:00:00+08:00")
		common := "#接龙\n周末志愿者\n1. 张三\n2. 李思思\n3. 王五\n4. "
		h.says("gao", "direct", common+"钱多多")
		h.says("qin", "direct", common+"孙小美")
		var both sync.WaitGroup
		for _, who := range []string{"gao", "qin"} {
			both.Go(func() {
				h.post("messages", map[string]string{"from": who, "chat": "direct", "text": "1", "id": "tap-" + who}, nil)
			})
		}
		both.Wait()
		names := map[string]int{}
		for _, r := range h.exports("signups") {
			names[r["姓名"]]++
		}
		if fmt.Sprint(names) != "map[孙小美:1 张三:1 李思思:1 王五:1 钱多多:1]" {
			t.Errorf("registered: %v", names)
		}
	})
}
