package cli_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"xiaoqing/cli"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// A big district's sign-ups in one sheet: how long each way takes.
func BenchmarkSheet20000(b *testing.B) {
	const n = 20_000
	for _, ending := range []string{".xlsx", ".csv"} {
		path := file(b, "signups"+ending, crowd(n))
		for _, database := range modeltest.Kinds {
			b.Run(ending[1:]+"/"+database, func(b *testing.B) {
				for range b.N {
					b.StopTimer()
					s := modeltest.Open(b, modeltest.DSN(b, database))
					taken(b, s, "orgs", "名称|上级\n杨浦区|\n五角场街道|杨浦区\n控江路街道|杨浦区")
					b.StartTimer()
					measure(b, s, path, n)
				}
			})
		}
	}
}

func measure(b *testing.B, s *models.Store, path string, n int) {
	ctx := context.Background()
	root, err := s.Root(ctx)
	if err != nil {
		b.Fatal(err)
	}
	var writing time.Time
	start := time.Now()
	step := func(what string, done, _ int64) {
		if what == "写入" && done == 1 {
			writing = time.Now()
		}
	}
	if r, err := cli.Import(ctx, s, "signups", path, false, operator(s), step); err != nil || r.Added != n {
		b.Fatal(r, err)
	}
	b.ReportMetric(time.Since(start).Seconds(), "import-s")
	b.ReportMetric(time.Since(writing).Seconds(), "of-it-writing-s")
	start = time.Now()
	if got, want := takenFile(b, s, "signups", path), fmt.Sprint("0 0 ", n); got != want {
		b.Fatal(got)
	}
	b.ReportMetric(time.Since(start).Seconds(), "again-s")
	start = time.Now()
	out := filepath.Join(b.TempDir(), "out"+filepath.Ext(path))
	if rows, err := cli.Export(ctx, s, "signups", out, nil, models.Extent{Org: root}, operator(s), noStep); err != nil || rows != n {
		b.Fatal(rows, err)
	}
	b.ReportMetric(time.Since(start).Seconds(), "export-s")
}

// crowd is a sheet of n sign-ups, all of them different people.
func crowd(n int) [][]string {
	out := rows("姓名|性别|年龄|电话|街道|时间|特长|状态|报名日期")
	surnames, given := []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"), []rune("伟芳娜敏静丽强磊洋艳勇军杰娟涛明")
	for i := range n {
		name := string(surnames[i%16]) + string(given[i/16%16]) + string(given[i/256%16])
		state := []string{"待审核", "已通过", "已通过", "没有通过"}[i%4]
		out = append(out, []string{name, []string{"男", "女"}[i%2], fmt.Sprintf("%d岁", 18+i%40), fmt.Sprintf("138%08d", i), []string{"五角场街道", "控江路街道"}[i%2],
			"", "开车、急救", state, fmt.Sprintf("2022-04-%02d", 1+i%30)})
	}
	return out
}
