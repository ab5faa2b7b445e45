package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress shows how far long work is: a bar on a terminal, elsewhere a plain
// line now and then.
type progress struct {
	out      io.Writer
	what     string // 备份, 恢复
	unit     string // 行
	terminal bool
	shown    time.Time
	drawn    bool
}

func (sh *shell) progress(what, unit string) *progress {
	f, ok := sh.err.(*os.File)
	if ok {
		info, err := f.Stat()
		ok = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return &progress{out: sh.err, what: what, unit: unit, terminal: ok, shown: time.Now()}
}

// show says that n of total are done; most calls print nothing.
func (p *progress) show(n, total int64) {
	pause := 5 * time.Second
	if p.terminal {
		pause = 100 * time.Millisecond
	}
	if n%64 != 0 || time.Since(p.shown) < pause {
		return
	}
	p.now(n, total)
}

// now is show for work that comes in large parts: every call shows.
func (p *progress) now(n, total int64) {
	p.shown = time.Now()
	if !p.terminal {
		fmt.Fprintf(p.out, "%s：%d/%d%s\n", p.what, n, total, p.unit)
		return
	}
	const width = 30
	full := min(int(n*width/max(total, 1)), width)
	fmt.Fprintf(p.out, "\r%s [%s%s] %3d%%", p.what, strings.Repeat("█", full), strings.Repeat(" ", width-full), n*100/max(total, 1))
	p.drawn = true
}

// end wipes the bar.
func (p *progress) end() {
	if p.drawn {
		fmt.Fprint(p.out, "\r\033[K")
	}
}
