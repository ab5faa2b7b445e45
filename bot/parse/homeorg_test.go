package parse

import "testing"

// TestHomeOrg: a street of the tree is known by its short name where it is told as
// a home.
func TestHomeOrg(t *testing.T) {
	c := Context{At: bench, Orgs: []string{"杨浦区", "五角场街道", "大桥街道", "长白新村街道", "国定路社区", "复旦大学"}}
	for text, want := range map[string]string{
		"我想当志愿者，叫成龙，男，35，住五角场":        "五角场街道",
		"报名志愿者，严朗，五角场那边的，周末有空":        "五角场街道",
		"我叫林静，想当志愿者，家在大桥，会开车":         "大桥街道",
		"志愿者报名 海棠 长白新村附近 13800001111": "长白新村街道",
		"报名志愿者，我叫乔木，五角场街道，住大桥":        "五角场街道",
		"想给女儿报云托班，叫朵朵，二年级，住五角场":       "五角场街道",
		"给儿子报云托班，他叫乐乐，三年级，我们家在五角场附近":  "五角场街道",
		"报名志愿者，姓名路遥，住国定路300弄5号":       "",
		"想当志愿者，我叫江河，走过大桥就到":           "",
		"给儿子报云托班，叫石头，四年级，我在复旦大学工作":    "",
		"我叫钟声，报名志愿者，住五角场，也可以去大桥附近帮忙":  "五角场街道",
		"报名志愿者，我叫安可，大桥那边，五角场也行，周六有空":  "大桥街道",
	} {
		if got := Read(text, c).Fields.Org; got != want {
			t.Errorf("%s: org is %q, want %q", text, got, want)
		}
	}
}

// TestReadsAnything: pieces of messages, cut anywhere, are read without a panic.
func TestReadsAnything(t *testing.T) {
	for _, c := range messages(t) {
		runes := []rune(c.Text)
		for i := 0; i < len(runes); i += 3 {
			Read(string(runes[i:]), Context{At: bench})
			Read(string(runes[:len(runes)-i]), Context{At: bench})
		}
	}
}

// TestAgeInAClause: who signs up says the age as a number by itself.
func TestAgeInAClause(t *testing.T) {
	for text, want := range map[string]int{
		"陈晓东，大学生，20": 20, "陈晓东 20 五角场街道": 20, "林静，女，13800001111": 0, "何西，3号楼": 0,
		"叫我小王，周六9点到11点": 0, "20": 0, "韩信，7": 0, "岳阳，100": 0, "晚上 19": 0,
	} {
		if got := As("signup", text, Context{At: bench}).Age; got != want {
			t.Errorf("%s: age is %d, want %d", text, got, want)
		}
	}
}
