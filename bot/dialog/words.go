package dialog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// command is a word that steers the dialog instead of answering it.
type command int

const (
	none command = iota
	agree
	refuse
	cancel
	back
	skip
	change
	help
)

// command is what the message asks of the dialog: by its exact words, else by
// its intent. Where people write freely only the exact words count (exact).
func (t *turn) command(exact bool) command {
	if c := exactly(t.in.Text); c != none || exact {
		return c
	}
	if leaving(t.in.Text) && t.in.Intent != "skip" {
		return cancel
	}
	switch t.in.Intent {
	case "agree":
		return agree
	case "refuse":
		return refuse
	case "cancel":
		return cancel
	case "back", "undo":
		return back
	case "skip":
		return skip
	case "help":
		return help
	}
	return none
}

func exactly(text string) command {
	switch bare(text) {
	case "取消", "取消吧", "不报了", "不填了", "不弄了", "不要了", "算了", "算了吧", "退出", "先不报了", "不改了":
		return cancel
	case "上一步", "返回上一步", "回到上一步", "返回", "上一个", "上一项":
		return back
	case "跳过", "这项跳过", "这个跳过", "先跳过", "跳过吧", "下一个", "下一项":
		return skip
	case "改一改", "修改", "改一下", "修改一下", "我要改", "要改", "我要修改", "改":
		return change
	case "没问题", "确认", "对", "对的", "好", "好的", "是的", "没错", "提交", "可以", "ok", "OK":
		return agree
	case "不对", "不是", "错了", "有问题", "不是这样的":
		return refuse
	case "帮助", "怎么填", "怎么写", "怎么弄", "help", "":
		if bare(text) != "" || strings.ContainsAny(text, "?？") {
			return help
		}
	}
	return none
}

// leaving says whether someone gives up for now in words of their own: 算了先不写了,
// 下次再说吧.
func leaving(text string) bool {
	text = bare(text)
	if utf8.RuneCountInString(text) > 10 {
		return false
	}
	for _, word := range []string{"算了", "不写了", "先不写", "先不填", "不想填", "不想写", "先不弄", "不弄了", "下次再", "改天再", "回头再", "以后再说", "再说吧"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// nothing says whether text answers an optional question with nothing.
func nothing(text string) bool {
	switch bare(text) {
	case "没有", "没", "无", "没了", "没有了", "暂无", "暂时没有", "不用", "不用了", "不需要", "不填", "都没有", "没什么":
		return true
	}
	return false
}

// bare is text without the signs and pictures around it.
func bare(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
