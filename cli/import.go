package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/config"
	"xiaoqing/models"
)

type importCmd struct {
	Kind   string `arg:"" help:"哪种表：orgs 组织、partners 伙伴、people 人员、signups 志愿者报名、enrolments 云托班报名、tutoring 课时上报、shifts 上岗、opening 期初数、vouches 担保名单、staff 职工名单"`
	File   string `arg:"" type:"existingfile" help:".xlsx 或 .csv，第一行是列名"`
	DryRun bool   `help:"只看看会怎样，什么都不写"`
}

// Help is printed under the summary.
func (importCmd) Help() string {
	return "先整张表核对一遍，有一格不对就一行也不写，并说出是第几行哪一列。同一张表导两遍，不会多出一行。空库按这个顺序导：orgs、partners、people、signups、enrolments、tutoring、shifts、vouches、staff。"
}

// badShown is how many cells are named: a column in a wrong form fills a screen.
const badShown = 50

// Run imports one file.
func (i importCmd) Run(sh *shell) error {
	if _, err := importable(i.Kind); err != nil {
		return usage(err)
	}
	return sh.store(func(c config.Config, s *models.Store) error {
		p := sh.progress("核对", "行")
		by := models.Actor{Via: "command", Now: time.Now().In(c.Zone)}
		r, err := Import(sh.ctx, s, i.Kind, i.File, i.DryRun, by, p.step)
		p.end()
		for _, bad := range r.Bad[:min(len(r.Bad), badShown)] {
			fmt.Fprintln(sh.err, bad)
		}
		if more := len(r.Bad) - badShown; more > 0 {
			fmt.Fprintf(sh.err, "……另有%d处，多半是同样的毛病，先改这些。\n", more)
		}
		if errors.Is(err, ErrBadRows) {
			fmt.Fprintf(sh.err, "有%d处要改，一行都没有写。改好再导一次。\n", len(r.Bad))
			return errSaid
		}
		if err != nil {
			return usage(err)
		}
		if i.DryRun {
			fmt.Fprintf(sh.out, "试导，什么都没写。读了%d行：会新增%d行，更新%d行，已经有的%d行。\n", r.Rows, r.Added, r.Changed, r.Same)
			return nil
		}
		fmt.Fprintf(sh.out, "导好了。读了%d行：新增%d行，更新%d行，已经有的%d行。\n", r.Rows, r.Added, r.Changed, r.Same)
		return nil
	})
}

// Imported is what came of a file; Bad has each cell that was refused.
type Imported struct {
	Rows, Added, Changed, Same int
	Bad                        []sheet.Bad
}

// Step is told how far long work is.
type Step func(what string, done, total int64)

// ErrBadRows says that a file was not taken: Imported.Bad says why.
var ErrBadRows = errors.New("rows of the sheet cannot be taken")

// Import reads a file of one kind that importable knows.
// It takes every row or none (ErrBadRows); rows that are there already change
// nothing. dryRun reads and compares, and writes nothing.
func Import(ctx context.Context, s *models.Store, name, path string, dryRun bool, by models.Actor, step Step) (r Imported, err error) {
	k, err := importable(name)
	if err != nil {
		return r, err
	}
	b := k.batch(s.Zone, by.Now)
	if r.Rows, r.Bad, err = read(k.form, path, by.Now, b, step); err == nil && r.Bad == nil {
		r.Bad, err = b.settle(ctx, s)
	}
	if err == nil && r.Bad == nil && !dryRun {
		r.Bad, err = publish(ctx, s, b, "import "+name, by, func(n int) { step("写入", int64(n), int64(r.Rows)) })
	}
	if err == nil && r.Bad != nil {
		err = ErrBadRows
	}
	slices.SortStableFunc(r.Bad, func(x, y sheet.Bad) int { return cmp.Compare(x.Row, y.Row) })
	r.Added, r.Changed, r.Same = b.counts()
	return r, err
}

// publish keeps a batch that was found good, all of it or nothing. Others went on
// working meanwhile, so it is compared once more.
func publish(ctx context.Context, s *models.Store, b batch, act string, by models.Actor, show func(n int)) (bads []sheet.Bad, err error) {
	err = s.Tx(ctx, func(tx *models.Store) error {
		tx = tx.InBulk()
		if bads, err = b.settle(ctx, tx); err != nil {
			return err
		}
		if bads != nil {
			return ErrBadRows
		}
		if err := b.write(ctx, tx, by, show); err != nil {
			return err
		}
		return tx.Note(ctx, by, act, "", 0)
	})
	return bads, err
}

func (p *progress) step(what string, done, total int64) {
	p.what = what
	p.show(done, total)
}

const errNoRows = form.Wrong("这张表里没有内容。第一行写列名，从第二行起每行一条。")

// read reads the header and every row; b takes those whose cells are right.
func read(f form.Form, path string, at time.Time, b batch, step Step) (n int, bads []sheet.Bad, err error) {
	var rows []sheet.Row
	for row, err := range sheet.Rows(path) {
		if err != nil {
			return 0, nil, err
		}
		rows = append(rows, row)
	}
	if len(rows) < 2 {
		return 0, nil, errNoRows
	}
	table, bads := sheet.Heads(f, rows[0], at)
	if bads != nil {
		return 0, bads, nil
	}
	rows = rows[1:]
	for i, row := range rows {
		a, wrong := table.Read(row)
		if wrong == nil {
			wrong = b.take(row.N, a)
		}
		bads = append(bads, wrong...)
		step("核对", int64(i+1), int64(len(rows)))
	}
	return len(rows), bads, nil
}

// usage marks what the one who typed the command can mend.
func usage(err error) error {
	if models.KindOf(err) == models.Invalid {
		return fmt.Errorf("%w：%s", errUsage, models.SayOf(err))
	}
	return err
}
