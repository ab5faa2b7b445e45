package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/config"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

type exportCmd struct {
	Kind string `arg:"" help:"哪种表：orgs 组织、partners 伙伴、people 人员、signups 志愿者报名、enrolments 云托班报名、tutoring 课时上报、shifts 上岗、hours 服务时长、opening 期初数、figures 数字明细、orders 接龙订单、vouches 担保名单、staff 职工名单"`
	Out  string `short:"o" default:"-" placeholder:"文件" help:"写到哪个文件，.xlsx 或 .csv；不写就是标准输出（CSV）"`
	Org  string `placeholder:"组织" help:"只要这个组织和下面的，如 五角场街道"`
	From string `placeholder:"日期" help:"从哪天起，如 2022-04-08"`
	To   string `placeholder:"日期" help:"到哪天止，这天也算"`

	Template string `placeholder:"文件" type:"existingfile" help:"别的平台的导入表.xlsx，只配hours：按它的列名填好，导出过的时长不再导"`
	Again    bool   `help:"和--template一起用：导出过的再导一遍"`
}

// nobodyIn are the kinds of sheet that hold no person.
var nobodyIn = []string{"orgs", "partners", "opening", "figures"}

// Help is printed under the summary.
func (exportCmd) Help() string {
	return "有人的表每一列都是明文，电话是全的，请只放在该放的地方；orgs、partners、opening、figures里没有人。每次导出都记入审计。导出的表可以原样导入另一个库，hours、figures、orders除外。"
}

// Run exports one kind.
func (e exportCmd) Run(sh *shell) error {
	if _, err := kindOf(e.Kind); err != nil {
		return usage(err)
	}
	if err := e.fits(); err != nil {
		return usage(err)
	}
	return sh.store(func(c config.Config, s *models.Store) error {
		x, err := e.extent(sh.ctx, s)
		if err != nil {
			return usage(err)
		}
		by := models.Actor{Via: "command", Now: time.Now().In(c.Zone)}
		if e.Template != "" {
			r, err := fillTemplate(sh.ctx, s, e.Template, e.Out, x, e.Again, by)
			if err != nil {
				return usage(err)
			}
			fmt.Fprint(sh.out, r.tell(e.Out, c.Zone))
			return nil
		}
		p := sh.progress("导出", "行")
		n, err := Export(sh.ctx, s, e.Kind, e.Out, sh.out, x, by, p.step)
		p.end()
		if err != nil {
			return usage(err)
		}
		if e.Out != "-" {
			fmt.Fprintf(sh.out, "导出好了：%s，%d行。", e.Out, n)
			if !slices.Contains(nobodyIn, e.Kind) {
				fmt.Fprint(sh.out, "里面有完整的姓名和电话，请收好。")
			}
			fmt.Fprintln(sh.out)
		}
		return nil
	})
}

// fits says what cannot go together.
func (e exportCmd) fits() error {
	switch {
	case e.Template == "" && e.Again:
		return models.Refuse(models.Invalid, "--again要和--template一起用。")
	case e.Template != "" && e.Kind != "hours":
		return models.Refuse(models.Invalid, "--template只能导hours（服务时长）。")
	case e.Template != "" && !strings.HasSuffix(strings.ToLower(e.Out), ".xlsx"):
		return models.Refuse(models.Invalid, "用--template要写上导到哪个文件，比如-o 时长.xlsx。")
	}
	return nil
}

// extent reads the options.
func (e exportCmd) extent(ctx context.Context, s *models.Store) (x models.Extent, err error) {
	for _, text := range []string{e.From, e.To} {
		if _, ok := calendar.ParseDay(text); text != "" && !ok {
			return x, models.Refuse(models.Invalid, "日期要写成2022-04-08这样。")
		}
	}
	if e.From != "" && e.To != "" && e.From > e.To {
		return x, models.Refuse(models.Invalid, "--from要不晚于--to。")
	}
	x.From, x.To = calendar.Day(e.From), calendar.Day(e.To)
	x.Org, err = orgNamed(ctx, s, e.Org)
	return x, err
}

// Export writes every row of one kind within x to a file, .xlsx or .csv, or as
// CSV on out for "-", in the clear; it returns how many. That it was done is
// kept first.
func Export(ctx context.Context, s *models.Store, name, path string, out io.Writer, x models.Extent, by models.Actor, step Step) (n int, err error) {
	k, err := kindOf(name)
	if err != nil {
		return 0, err
	}
	file, err := sheet.Create(path, out)
	if err != nil {
		return 0, err
	}
	file.Columns(k.form)
	w := &rowWriter{form: k.form, at: by.Now, file: file, step: step}
	err = s.Note(ctx, by, "export "+name, "", x.Org.ID)
	if err == nil {
		err = file.Write(sheet.Header(k.form))
	}
	if err == nil {
		err = k.rows(ctx, s, x, w)
	}
	if err != nil {
		return w.n, errors.Join(err, file.Drop())
	}
	return w.n, file.Close()
}

// rowWriter writes answers as rows.
type rowWriter struct {
	form  form.Form
	at    time.Time
	file  *sheet.Writer
	step  Step
	n     int
	total int64
}

func (w *rowWriter) write(a form.Answers) error {
	w.n++
	w.step("导出", int64(w.n), max(w.total, int64(w.n)))
	return w.file.Write(sheet.Cells(w.form, a, w.at))
}
