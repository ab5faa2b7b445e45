package cli_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// service is a running `xiaoqing serve`.
type service struct {
	t    *testing.T
	url  string
	said []string // the lines that it begins with
	log  *bytes.Buffer
	cmd  *exec.Cmd
	out  io.ReadCloser
}

// serve starts the service and waits until it says where to click; it is killed
// when the test ends.
func (m machine) serve(args ...string) *service {
	m.t.Helper()
	addr := free(m.t)
	s := &service{t: m.t, url: "http://" + addr, log: &bytes.Buffer{}}
	s.cmd = m.with("XQ_ADDR="+addr, "XQ_PUBLIC_URL="+s.url).command(args...)
	s.cmd.Stderr = s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	s.out = out
	if err := s.cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	lines := bufio.NewScanner(out)
	for len(s.said) < 3 && lines.Scan() {
		s.said = append(s.said, lines.Text())
	}
	if len(s.said) < 3 {
		m.t.Fatalf("said %q\n%s", s.said, s.log)
	}
	return s
}

func (s *service) get(path string) int {
	s.t.Helper()
	answer, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

// stop sends the signal and gives back the exit status.
func (s *service) stop(signal syscall.Signal) int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
	_ = s.cmd.Wait()
	return s.cmd.ProcessState.ExitCode()
}

func TestNothingConfiguredRuns(t *testing.T) {
	m := newMachine(t)
	s := m.serve()
	for i, door := range []string{"/sim", "/c", "/"} {
		if !strings.HasSuffix(s.said[i], s.url+door) {
			t.Errorf("line %d: %s", i+1, s.said[i])
		}
	}
	if r, err := http.Head(s.url + "/healthz"); err != nil || r.StatusCode != http.StatusOK { // some gateways look so
		t.Errorf("HEAD /healthz: %v %v", r, err)
	}
	if got := s.get("/healthz"); got != http.StatusOK {
		t.Errorf("/healthz %d", got)
	}
	for _, name := range []string{"secret", "xiaoqing.db", "xiaoqing.db-wal"} {
		if info, err := os.Stat(filepath.Join(m.dir, "data", name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	running := m.with("XQ_ADDR=" + strings.TrimPrefix(s.url, "http://"))
	running.run("healthcheck").ends(0)
	running.run("doctor").ends(0).says("服务正在运行", "✓ 主密钥")
	running.run("backup", "while-serving").ends(0)
	running.run().ends(1).says("XQ_ADDR").hides("数据库")
	if got := s.stop(syscall.SIGTERM); got != 0 {
		t.Errorf("stopped with %d\n%s", got, s.log)
	}
	running.run("healthcheck").ends(1)
}

func TestInterruptedItStopsAndStartsAgain(t *testing.T) {
	m := newMachine(t)
	for range 2 {
		if got := m.serve("serve").stop(syscall.SIGINT); got != 0 {
			t.Errorf("stopped with %d", got)
		}
	}
}

func TestItStopsWhileAChatIsOpen(t *testing.T) {
	s := newMachine(t).serve()
	stream, err := http.Get(s.url + "/c/abcdefghijklmnopqrstuvwx/events")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	if kind := stream.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("%d %s", stream.StatusCode, kind)
	}
	if got := s.stop(syscall.SIGTERM); got != 0 {
		t.Errorf("stopped with %d\n%s", got, s.log)
	}
	if _, err := io.ReadAll(stream.Body); err != nil {
		t.Errorf("the stream was cut, not ended: %v", err)
	}
}
