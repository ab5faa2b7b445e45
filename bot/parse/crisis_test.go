package parse

import (
	"os"
	"strings"
	"testing"
)

// reviewed reads the list of messages: the cries for help, and those that are none.
func reviewed(t *testing.T) (cries, others []string) {
	t.Helper()
	b, err := os.ReadFile("testdata/crisis.txt")
	if err != nil {
		t.Fatal(err)
	}
	list := &cries
	for _, line := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(line, "# 不是求助") {
			list = &others
		}
		if line != "" && line[0] != '#' {
			*list = append(*list, line)
		}
	}
	if len(cries) < 640 || len(others) < 510 {
		t.Fatalf("the list holds %d cries and %d others", len(cries), len(others))
	}
	return cries, others
}

// heard reports each of cries that is not seen once it was written as write says.
func heard(t *testing.T, cries []string, write func(string) string) {
	t.Helper()
	for _, c := range cries {
		if text := write(c); !Crisis(text) {
			t.Errorf("not seen: %s", text)
		}
	}
}

func TestCrisisListIsSeen(t *testing.T) {
	cries, others := reviewed(t)
	heard(t, cries, func(s string) string { return s })
	for _, s := range others {
		if Crisis(s) {
			t.Errorf("taken for a cry: %s", s)
		}
		if polite := "老师您好，" + s + "，谢谢"; Crisis(polite) {
			t.Errorf("taken for a cry: %s", polite)
		}
	}
}

func TestCrisisIsSeenAmongRequests(t *testing.T) {
	cries, _ := reviewed(t)
	heard(t, cries, func(s string) string {
		return "报名 张三 男 22岁 13812345678 五角场街道 周末全天 会开车。" + s
	})
	heard(t, cries, func(s string) string { return "今天晚上7点到8点半给小明辅导数学，" + s })
	heard(t, cries, func(s string) string { return s + "。另外麻烦帮外婆配两盒高血压药，谢谢" })
	heard(t, cries, func(s string) string { return s + "\n电话改成13912345678" })
}

// traditional writes the commonest characters of a cry the old way.
var traditional = strings.NewReplacer("杀", "殺", "妈", "媽", "说", "說", "会", "會", "开", "開", "来", "來", "这", "這", "个", "個", "没", "沒", "动", "動", "伤", "傷",
	"药", "藥", "楼", "樓", "着", "著", "关", "關", "锁", "鎖", "门", "門", "饭", "飯", "儿", "兒", "脱", "脫", "轻", "輕", "残", "殘", "划", "劃", "脸", "臉", "头", "頭", "书", "書", "义", "義", "爷", "爺", "后", "後")

func TestCrisisIsSeenInAnyScript(t *testing.T) {
	cries, _ := reviewed(t)
	heard(t, cries, traditional.Replace)
	heard(t, cries, func(s string) string { return "　" + s + "　" })
	heard(t, cries, func(s string) string { return strings.ReplaceAll(s, "，", "　") })
	heard(t, cries, func(s string) string { return strings.ReplaceAll(s, "，", "\n") })
	heard(t, cries, func(s string) string {
		if strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz0123456789") {
			return s
		}
		return strings.Join(strings.Split(s, ""), "　")
	})
}

func TestNegationDoesNotCancelACry(t *testing.T) {
	cries, _ := reviewed(t)
	heard(t, cries, func(s string) string { return "我不是开玩笑，" + s })
	heard(t, cries, func(s string) string { return s + "，我没有骗人，不是在看电影" })
	heard(t, []string{"我不是开玩笑，我真的不想活了", "她以前想过自杀，现在好了", "我没有想死，就是不想醒来", "我不会自杀的，放心", "他现在不打我了",
		"孩子去年割过腕，已经好了", "不是真的想跳楼，只是想想", "我爸以前打我，现在不打了", "我不想自杀，但是活着好累", "不要告诉别人我想死"}, func(s string) string { return s })
}

func TestCrisisInADialogsAnswer(t *testing.T) {
	cries, _ := reviewed(t)
	heard(t, cries, func(s string) string { return "不知道，" + s })
	heard(t, cries, func(s string) string { return "1。" + s })
	heard(t, cries, func(s string) string { return "备注：" + s })
	heard(t, cries, func(s string) string { return "@小青 " + s })
}

// FuzzCrisis: whatever is written, reading it neither panics nor depends on the
// blanks around it.
func FuzzCrisis(f *testing.F) {
	for _, s := range []string{"不 想 活 了", "《活着》", "wo xiang si", "想4", "打我电话", "\xff打我"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if Crisis(s) && !Crisis(s+"。") {
			t.Errorf("%q is seen without a full stop only", s)
		}
	})
}
