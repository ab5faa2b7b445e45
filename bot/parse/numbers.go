package parse

import (
	"strconv"

	"xiaoqing/bot/parse/script"
)

// measures are the words that count things (量词).
var measures = script.NewLexicon(map[int]string{1: `个 名 位 人 口 户 家 箱 份 只 件 套 瓶 盒 包 袋 桶 斤 公斤 千克 吨 升 辆 台 张 本 支 枝 条 块 片 颗 粒 把 顶 双 对 间 处 层 栋
	幢 楼 门 场 次 趟 回 遍 节 堂 课时 届 期 批 组 队 班 级 年级 种 样 类 项 款 门 部 岁 元 角 毛 分钟 秒 小时 天 周 日 号 月 年 点 刻 米 里 公里 平方 平米 床 桌 筐 捆 板 听 罐 碗 杯
	头 匹 棵 朵 根 副 幅 封 篇 首 句 字 道 题 页 代 成 倍 折 度 万 亿 听 提 打 箩 车 船 单 成 名 等奖`})

// numberIn says whether the number n at i stands for itself, and is no part of a
// word: 四川, 一切, 放肆.
func numberIn(t *script.Text, i int, n script.Numeral) bool {
	if n.Arabic || script.Digit(t.At(i)) || t.At(i) == '负' || t.At(i) == '-' {
		return !(t.At(i) == '.' && t.At(i-1) == '.') && n.End-i < 16
	}
	if n.End-i > 1 {
		return t.Has(i, "千万") == 0 || n.End-i > 2
	}
	return loneDigit(t, i, t.At(i-1), t.At(n.End))
}

// loneDigit judges one Chinese digit by its neighbours.
func loneDigit(t *script.Text, i int, prev, next rune) bool {
	if formal(t.At(i)) && !edge(prev) && prev != '是' || t.Any(i, "五角大", "五角场", "五角星", "四平路", "三门路", "三角") > 0 {
		return false
	}
	switch {
	case edge(next), t.At(i) == '十' && (next == '来' || next == '几' || next == '多' || next == '余'):
		return true
	case next == '的' && (edge(prev) || prev == '前' || prev == '第'):
		return true
	case prev == '是' && (next == '那' || next == '不' || next == '却' || next == '而' || next == '这'):
		return true
	}
	_, k := measures.At(t, i+1)
	return k > 0 && !(next == '点' && t.At(i) == '一') && t.Any(i, "一样", "一成", "一块儿", "一家人", "一层层", "一道去", "一字") == 0
}

func formal(r rune) bool {
	switch r {
	case '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾':
		return true
	}
	return false
}

func edge(r rune) bool { return !script.Han(r) && !script.Latin(r) && !script.Digit(r) }

func plain(v float64) string {
	if n := int64(v); float64(n) == v {
		return strconv.FormatInt(n, 10)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
