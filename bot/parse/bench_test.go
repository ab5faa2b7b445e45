package parse

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var bench = time.Date(2022, 4, 20, 21, 30, 0, 0, time.FixedZone("CST", 8*3600))

// sixty is a message of 60 characters, as parents write them.
const sixty = "我是瑞金医院的护士，想给女儿报爱心云托班，她叫徐悠悠，三年级，数学和英语要辅导，每周二四晚上7点到8点半，电话13800001234谢谢"

func BenchmarkPhrases(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Phrases(sixty, bench)
	}
}

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Read(sixty, Context{At: bench})
	}
}

func BenchmarkReadUnknown(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Read("今天太阳真好，阳台上晒晒被子，小区里的樱花也开了，可惜出不了门，只能在窗口看看，希望大家都早点好起来，一起去公园走走", Context{At: bench})
	}
}

// chain2K is a 接龙 of about two kilobytes.
func chain2K() string {
	var s strings.Builder
	s.WriteString("#接龙\n周六核酸志愿者报名\n\n")
	for i := 1; s.Len() < 2048; i++ {
		fmt.Fprintf(&s, "%d. 沈小舟 上午 13800031111\n", i)
	}
	return s.String()
}

func BenchmarkChain(b *testing.B) {
	text := chain2K()
	b.ReportAllocs()
	for b.Loop() {
		Read(text, Context{At: bench})
	}
}

func BenchmarkLong(b *testing.B) {
	for _, kb := range []int{1, 10, 100} {
		text := strings.Repeat(sixty+"。", kb*1024/len(sixty)+1)
		b.Run(fmt.Sprintf("%dKB", kb), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Read(text, Context{At: bench})
			}
		})
	}
}
