package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"xiaoqing/bot/parse"
)

type parseCmd struct {
	Text    []string `arg:"" optional:"" help:"一句话"`
	At      instant  `placeholder:"时间" help:"这句话是什么时候说的，如 2022-04-08T10:00:00+08:00；不写就是现在"`
	JSONL   bool     `name:"jsonl" help:"从标准输入一行读一个 {\"id\",\"at\",\"text\"}，一行写一个结果"`
	Phrases bool     `help:"不看整句，只找日期、时间、时长、数字、电话"`
}

// Help is printed under the summary.
func (parseCmd) Help() string {
	return "打印小青听懂的意思：intent 是想做什么，fields 是说到的内容，missing 是还要问的。"
}

// reading is what is printed: of a whole message, or its phrases.
type reading struct {
	ID json.RawMessage `json:"id,omitempty"`
	*parse.Reading
	Phrases *[]parse.Phrase `json:"phrases,omitempty"`
}

// Run reads one text, or a corpus.
func (p parseCmd) Run(sh *shell) error {
	c, err := sh.config()
	if err != nil {
		return err
	}
	if p.JSONL == (len(p.Text) > 0) {
		return fmt.Errorf("%w：要么写一句话，要么用 --jsonl", errUsage)
	}
	out := bufio.NewWriter(sh.out)
	write := json.NewEncoder(out)
	write.SetEscapeHTML(false)
	if p.JSONL {
		err = p.corpus(sh.in, write, c.Zone)
	} else {
		if p.At.IsZero() {
			p.At.Time = time.Now()
		}
		err = write.Encode(p.read(strings.Join(p.Text, " "), p.At.In(c.Zone)))
	}
	if e := out.Flush(); err == nil {
		err = e
	}
	return err
}

func (p parseCmd) read(text string, at time.Time) (r reading) {
	if p.Phrases {
		found := parse.Phrases(text, at)
		if found == nil {
			found = []parse.Phrase{}
		}
		return reading{Phrases: &found}
	}
	whole := parse.Read(text, parse.Context{At: at})
	if whole.Missing == nil {
		whole.Missing = []string{}
	}
	return reading{Reading: &whole}
}

// corpus reads a line, writes a line; a line that is no message ends it.
func (p parseCmd) corpus(in io.Reader, write *json.Encoder, zone *time.Location) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var m struct {
			ID       json.RawMessage
			At, Text string
		}
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil {
			return fmt.Errorf("第%d行不是 {\"id\",\"at\",\"text\"}", n)
		}
		at, err := p.moment(m.At, zone)
		if err != nil {
			return fmt.Errorf("第%d行的 at 要写成 2022-04-08T10:00:00+08:00", n)
		}
		r := p.read(m.Text, at)
		r.ID = m.ID
		if err := write.Encode(r); err != nil {
			return err
		}
	}
	return lines.Err()
}

// moment reads a line's at, with an offset or local to zone; a line without one
// was said at --at.
func (p parseCmd) moment(at string, zone *time.Location) (time.Time, error) {
	if at == "" {
		if p.At.IsZero() {
			return time.Now().In(zone), nil
		}
		return p.At.In(zone), nil
	}
	if t, err := time.Parse(time.RFC3339, at); err == nil {
		return t.In(zone), nil
	}
	return time.ParseInLocation("2006-01-02T15:04:05", at, zone)
}
