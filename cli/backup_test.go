package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"xiaoqing/models/modeltest"
)

const secret = "XQ_SECRET=一把足够长的主密钥，只在测试里用"

func TestBackupAndRestore(t *testing.T) {
	for from, dsn := range modeltest.DSNs(t) {
		old := newMachine(t, secret, "XQ_DATABASE="+dsn)
		old.run("migrate").ends(0)
		file := filepath.Join(old.dir, "xiaoqing.backup")
		old.run("backup", file).ends(0).says("备份好了", file)
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%v, %v", info, err)
		}
		for into, dsn := range modeltest.DSNs(t) {
			t.Run(from+" into "+into, func(t *testing.T) {
				m := newMachine(t, "XQ_DATABASE="+dsn)
				m.with("XQ_SECRET=another key that is long").run("restore", file).ends(2).says("主密钥不对")
				m.with(secret).run("restore", file).ends(0).says("恢复好了")
				m.with(secret).run("doctor").ends(0).says("✓ 数据库版本：最新", "✓ 主密钥")
				m.with("XQ_SECRET=another key that is long").run("doctor").ends(1).says("✗ 主密钥：主密钥不对")
			})
		}
	}
}

func TestARestoreMakesNoKey(t *testing.T) {
	m := newMachine(t)
	m.run("migrate").ends(0)
	m.run("backup", "b").ends(0)
	bare := newMachine(t)
	bare.run("restore", filepath.Join(m.dir, "b")).ends(2).says("secret", "XQ_SECRET")
	if files, _ := os.ReadDir(bare.dir); len(files) > 0 {
		t.Errorf("left behind: %v", files)
	}
	if err := os.WriteFile(filepath.Join(m.dir, "b"), []byte("cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.run("restore", "b").ends(1).says("不完整")
}

func TestAnotherKeyStopsTheStart(t *testing.T) {
	for kind, dsn := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			m := newMachine(t, "XQ_DATABASE="+dsn)
			m.with(secret).run("migrate").ends(0).says("最新")
			for _, args := range [][]string{{}, {"serve"}, {"migrate"}, {"backup", "b"}} {
				m.with("XQ_SECRET=another key that is long").run(args...).ends(2).says("主密钥不对").hides("another key")
			}
		})
	}
}
