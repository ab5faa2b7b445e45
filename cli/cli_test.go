package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// binary is the built program; every test here starts it from outside.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "xiaoqing-cli-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "xiaoqing")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", binary, "xiaoqing")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Printf("%s", out)
		panic(err)
	}
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// machine is a place to run commands in: a folder and an environment.
type machine struct {
	t   *testing.T
	dir string
	env []string
}

func newMachine(t *testing.T, env ...string) machine {
	return machine{t: t, dir: t.TempDir(), env: env}
}

// with is the same folder with more variables.
func (m machine) with(env ...string) machine {
	m.env = append(append([]string{}, m.env...), env...)
	return m
}

func (m machine) command(args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.Dir, c.Env = m.dir, append([]string{"HOME=" + m.dir, "PATH=/nowhere"}, m.env...)
	return c
}

// result is what one command said, and its exit status.
type result struct {
	t        *testing.T
	out, err string
	status   int
}

func (m machine) run(args ...string) result { return m.feed("", args...) }

// feed runs a command with text on its standard input.
func (m machine) feed(text string, args ...string) result {
	m.t.Helper()
	c := m.command(args...)
	var out, err bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(text), &out, &err
	_ = c.Run()
	return result{m.t, out.String(), err.String(), c.ProcessState.ExitCode()}
}

// ends checks the exit status.
func (r result) ends(status int) result {
	r.t.Helper()
	if r.status != status {
		r.t.Errorf("exit status %d, want %d\n%s%s", r.status, status, r.out, r.err)
	}
	return r
}

// says checks that all words are in what was said.
func (r result) says(words ...string) result {
	r.t.Helper()
	for _, w := range words {
		if !strings.Contains(r.out+r.err, w) {
			r.t.Errorf("does not say %q:\n%s%s", w, r.out, r.err)
		}
	}
	return r
}

// hides checks that none of the words is in what was said.
func (r result) hides(words ...string) result {
	r.t.Helper()
	for _, w := range words {
		if strings.Contains(r.out+r.err, w) {
			r.t.Errorf("says %q:\n%s%s", w, r.out, r.err)
		}
	}
	return r
}

func TestUsage(t *testing.T) {
	m := newMachine(t)
	for _, args := range [][]string{
		{"nonsense"}, {"serve", "--nonsense"}, {"backup"}, {"parse"}, {"parse", "--jsonl", "你好"}, {"parse", "--at", "昨天", "你好"},
		{"restore", "not-there"},
	} {
		m.run(args...).ends(2).says("用法")
	}
	all := m.run("--help").ends(0)
	for _, command := range []string{"serve", "migrate", "doctor", "parse", "job", "digest", "import", "export", "backup", "restore", "demo", "healthcheck"} {
		all.says(command)
		m.run(command, "--help").ends(0).says("用法：xiaoqing "+command).hides("Usage", "Flags")
	}
	if files, _ := os.ReadDir(m.dir); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
}

// What the operator did wrong is said in Chinese, also where a library finds it.
func TestMisuseIsSaidInChinese(t *testing.T) {
	m := newMachine(t)
	for said, args := range map[string][]string{
		"没有 --nonsense 这个选项":       {"--nonsense"},
		"没有 --dat 这个选项，是不是 --date": {"digest", "--dat"},
		"不认识“nonsense”":            {"nonsense"},
		"还要写上 <kind> <file>":       {"import"},
		"--org 后面还要写上它的值":          {"digest", "--org"},
		"--scale 要在0.0001":         {"demo", "--season", "--scale", "1e-9"},
		"--scale 要在0.0001到10之间":    {"demo", "--season", "--scale", "NaN"},
		"--scale 要和 --season":      {"demo", "--scale", "0.5"},
		"--serve 只配那一天":            {"demo", "--season", "--serve"},
		"--org 后面是空的":              {"export", "people", "--org", ""},
		"org 后面是空的":                {"token", "--org="},
		"--date 后面是空的":             {"digest", "--date", ""},
		"一次只用一个":                   {"token", "--list", "--revoke", "1"},
		"没有0号令牌":                   {"token", "--revoke", "0"},
		"--scale 的值不对":             {"demo", "--season", "--scale", "abc"},
		"--at 要写成 2022-":           {"job", "digest", "--at", "2022-04-08"},
		"--at 要写成 2022-04":         {"job", "digest", "--at", "0001-01-01T00:00:00Z"}, // the zero time would be now
		"not-there”，请看看路径":         {"restore", "not-there"},
		"是文件夹，这里要一个文件":             {"import", "signups", "."},
	} {
		m.run(args...).ends(2).says("用法不对：", said).hides("unknown", "unexpected", "expected", "parsing", "stat ")
	}
}

func TestTroubleWithFilesIsSaidInChinese(t *testing.T) {
	m := newMachine(t)
	if err := os.WriteFile(filepath.Join(m.dir, "text.db"), []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"digest", "--png", "nowhere/d.png"}, {"export", "orgs", "-o", "nowhere/o.csv"}, {"backup", "nowhere/b"}} {
		m.run(args...).ends(1).says("找不到“nowhere/").hides("open ", ".export-", ".backup-")
	}
	m.run("backup", ".").ends(1).says("已经有了").hides("rename")
	m.with("XQ_DATABASE=sqlite:text.db", "XQ_SECRET="+secret).run("digest").ends(1).says("SQLite 的数据库打不开", "用备份恢复")
	m.run("healthcheck").ends(1).says("服务没有应答").hides("数据库")
}

func TestUsageThatTheDatabaseKnows(t *testing.T) {
	m := newMachine(t)
	for _, args := range [][]string{
		{"job", "nonsense"}, {"digest", "--date", "昨天"}, {"digest", "--org", "没有的街道"}, {"export", "nonsense"},
		{"export", "orgs", "--from", "昨天"}, {"export", "orgs", "--from", "2022-04-09", "--to", "2022-04-08"}, {"digest", "--date", "2999-01-01"},
	} {
		m.run(args...).ends(2).says("用法不对")
	}
}

func TestAWrongConfigurationStopsEveryCommand(t *testing.T) {
	m := newMachine(t, "XQ_LOG_LEVEL=loud", "XQ_DATABSE=hidden", "XQ_SECRET=hidden")
	for _, args := range [][]string{{}, {"serve"}, {"migrate"}, {"parse", "你好"}, {"backup", "b"}, {"healthcheck"}} {
		m.run(args...).ends(2).says("3处", "XQ_LOG_LEVEL", "XQ_DATABSE", "XQ_DATABASE", "XQ_SECRET").hides("hidden")
	}
	m.run("doctor").ends(1).says("✗ 配置：XQ_LOG_LEVEL", "✗ 配置：XQ_DATABSE", "✗ 配置：XQ_SECRET").hides("hidden")
}
