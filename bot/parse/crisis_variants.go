package parse

import "strings"

// variants writes simplified characters the old way where folding leaves the old
// one as it is.
var variants = strings.NewReplacer("义", "義", "干", "幹", "抢", "搶", "坠", "墜", "唤", "喚", "凶", "兇", "摇", "搖", "颈", "頸", "着", "著", "锁", "鎖", "饿", "餓", "骂", "罵", "奸", "姦", "亵", "褻", "骚", "騷", "烫", "燙", "烟", "煙", "柜", "櫃", "厕", "廁", "笼", "籠", "卧", "臥", "纵", "縱", "诀", "訣", "阎", "閻",
	"辈", "輩", "轨", "軌", "攒", "攢", "殴", "毆", "拧", "擰", "肿", "腫", "惨", "慘", "弃", "棄", "溃", "潰", "毁", "毀", "绳", "繩", "锤", "錘", "缢", "縊", "婴", "嬰", "屉", "屜", "骗", "騙",
	"诱", "誘", "乌", "烏", "窥", "窺", "别", "別", "滚", "滾", "床", "牀", "晕", "暈", "产", "產", "踪", "蹤", "软", "軟", "闯", "闖", "颤", "顫", "废", "廢", "尸", "屍", "丧", "喪", "围", "圍",
	"缠", "纏", "将", "將", "怀", "懷")

// spelled adds to each list the old spelling of its words.
func spelled(lists map[cue]string) map[cue]string {
	for tag, words := range lists {
		lists[tag] = words + " " + variants.Replace(words) + " " + strings.ReplaceAll(words, "着", "著")
	}
	return lists
}
