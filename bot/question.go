package bot

import (
	"strings"

	"xiaoqing/bot/say"
)

// questions are what people ask about the programme before they begin: any of the
// words, and the answer.
var questions = []struct{ words, answer string }{
	{"收费 要钱 收钱 多少钱 费用 免费 交钱 花钱 付钱", "不收费。云托班是志愿服务，老师都是大学生志愿者。"},
	{"谁教 谁来教 谁给上 谁来上 老师是谁 什么老师 哪里的老师 老师是什么人 老师靠谱", "老师是大学生志愿者，报名后要经过审核。结对以后，您会知道是哪位老师、几点上课。"},
	{"线上还是 线下还是 怎么上课 怎么上的 在哪上课 在哪里上课 哪里上课 用什么上 是线上 是网课 上门吗 要去哪", "在线上，一位大学生老师带一个孩子。排好课会把时间和进会议的办法发给您，用手机、平板、电脑都行。"},
	{"什么是云托班 云托班是什么 云托班是干 云托班干什么 云托班做什么 介绍一下云托班 托班是什么", "云托班给一线人员家的孩子找一位大学生，在线上陪着学习、答疑、写作业。"},
	{"几岁能 几岁可以 几年级能 几年级可以 哪些年级 什么年级 什么条件 谁能报 谁可以报 哪些人能 哪些人可以 有什么要求 符合条件", "家里有人在一线工作，幼儿园小班到高三的孩子都能报。由街道或单位核实，志愿者8岁以上就能报。"},
	{"多久能 要多久 几天能 等多久 多长时间能 什么时候能排 什么时候有老师 多久审核 审核多久", "审核一般1个工作日内，排到第几个回“我的”就能看。一有结果我马上告诉您。"},
	{"泄露 隐私 信息安全 安全吗 会不会外传", "孩子的称呼、年级和您的电话只用来安排上课，老师只看得到怎么称呼、几年级、学什么。结束后30天删掉，也可以随时说“删掉我的信息”。"},
	{"怎么改 怎么修改 如何修改 在哪改 能改吗 可以改吗", "直接说就行，比如“电话改成139…”“年级写错了，应该是四年级”。刚报的也能回“撤销”。"},
	{"你是谁 你是什么 你叫什么 小青是谁 小青是什么", "我是小青，社区的聊天机器人。报云托班、报名当志愿者、上报课时，一句话告诉我就行。"},
	{"人工 真人 客服 找个人 机器人吗", "我是小青，机器人。要找人，直接说您的事，我转给街道的协调员。"},
}

// answer is for a question about the programme; ok is false when it is none that
// we know.
func (h *hearing) answer() (r say.Reply, ok bool) {
	if h.turn.Reading.Intent != "unknown" && h.turn.Reading.Intent != "help" {
		return r, false
	}
	for _, q := range questions {
		for _, word := range strings.Fields(q.words) {
			if strings.Contains(h.m.Text, word) {
				r.Text = q.answer
				if h.bot.Hotline != "" {
					r.Text += "想问细一点，打" + h.bot.Hotline + "。"
				}
				return r, true
			}
		}
	}
	return r, false
}
