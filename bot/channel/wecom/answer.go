package wecom

import (
	"encoding/xml"
	"strconv"
	"strings"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
)

// Name is the channel's.
const Name = "wecom"

// AnswerLimit is how many bytes a passive answer may have, written out in full.
const AnswerLimit = textLimit

// textLimit is how many bytes a text may have, in UTF-8, wherever it is sent.
const textLimit = 2048

// passiveText is the inside of a passive reply (document 90241).
type passiveText struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   cdata
	FromUserName cdata
	CreateTime   int64
	MsgType      cdata
	Content      cdata
}

// Answer is the body of the HTTP response that carries r to the sender of to,
// encrypted; empty when r says nothing. What does not fit is cut: ask Fits
// first where the whole must arrive.
func (w *WeCom) Answer(to channel.Message, r say.Reply) ([]byte, error) {
	text := compose(r, textLimit)
	if text == "" {
		return nil, nil
	}
	now := w.now().Unix()
	plain, err := xml.Marshal(passiveText{
		ToUserName:   cdata{to.From},
		FromUserName: cdata{w.corpID},
		CreateTime:   now,
		MsgType:      cdata{"text"},
		Content:      cdata{text},
	})
	if err != nil {
		return nil, err
	}
	return w.envelope.seal(plain, strconv.FormatInt(now, 10))
}

// Fits says that r arrives whole, as an answer or a text sent.
func Fits(r say.Reply) bool { return len(written(r)) <= textLimit }

// written is everything of r as one text. The platform would make links of
// <a …> and mentions of <@…>; in people's words they must stay words.
func written(r say.Reply) string {
	return strings.NewReplacer("<a", "＜a", "<A", "＜A", "<@", "＜@").Replace(strings.Map(printable, r.Everything()))
}

// compose is written in at most limit bytes: where it is too long, the words
// are cut, buttons and links stay, and a last line says where the rest is.
func compose(r say.Reply, limit int) string {
	whole := written(r)
	if len(whole) <= limit {
		return whole
	}
	tail := written(say.Reply{Buttons: r.Buttons, Links: r.Links})
	if len(r.Links) > 0 {
		tail += "\n没写完，其余的请点上面的链接看。"
	}
	if tail == "" || len(tail) > limit/2 {
		return channel.Cut(whole, limit)
	}
	words := written(say.Reply{Text: r.Text, Rows: r.Rows, Hint: r.Hint})
	return channel.Cut(words, limit-len(tail)-1) + "\n" + tail
}
