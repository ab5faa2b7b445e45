package vault_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"xiaoqing/models/vault"
)

const master = "一把足够长的主密钥用来做测试，别用在别处"

func create(t *testing.T) ([]byte, *vault.Vault) {
	t.Helper()
	blob, v, err := vault.Create(master)
	if err != nil {
		t.Fatal(err)
	}
	return blob, v
}

func mustOpen(t *testing.T, v *vault.Vault, sealed []byte, column, want string) {
	t.Helper()
	got, err := v.Open(sealed, column)
	if err != nil || string(got) != want {
		t.Errorf("Open = %q, %v; want %q", got, err, want)
	}
}

func TestSealedDataOpensAfterARestart(t *testing.T) {
	blob, v := create(t)
	sealed := v.Seal([]byte("13812345678"), "person.phone")
	if bytes.Contains(sealed, []byte("1381")) || bytes.Equal(sealed, v.Seal([]byte("13812345678"), "person.phone")) {
		t.Error("the phone shows through")
	}
	again, err := vault.Unlock(master, blob)
	if err != nil {
		t.Fatal(err)
	}
	mustOpen(t, again, sealed, "person.phone", "13812345678")
	mustOpen(t, again, again.Seal(nil, "person.note"), "person.note", "")
	mustOpen(t, again, nil, "person.note", "")
	if v.Lookup("phone", "13812345678") != again.Lookup("phone", "13812345678") {
		t.Error("a look-up changed over a restart")
	}
}

func TestTamperedOrMovedDataIsRefused(t *testing.T) {
	_, v := create(t)
	sealed := v.Seal([]byte("小明"), "child.name")
	if _, err := v.Open(sealed, "person.name"); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("another column: %v", err)
	}
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := v.Open(bad, "child.name"); !errors.Is(err, vault.ErrDamaged) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
	}
	_, other := create(t)
	if _, err := other.Open(sealed, "child.name"); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("another database's keys: %v", err)
	}
}

func TestTheBlobChecksTheMasterKey(t *testing.T) {
	blob, _ := create(t)
	if _, err := vault.Unlock(master+"!", blob); !errors.Is(err, vault.ErrWrongKey) {
		t.Errorf("wrong key: %v", err)
	}
	for _, i := range []int{0, 40, len(blob) - 1} {
		bad := bytes.Clone(blob)
		bad[i] ^= 1
		if _, err := vault.Unlock(master, bad); !errors.Is(err, vault.ErrDamaged) {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
	for n := range blob {
		if _, err := vault.Unlock(master, blob[:n]); !errors.Is(err, vault.ErrDamaged) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	if _, _, err := vault.Create("十五个字的密钥可是不够长的呀啊"); !errors.Is(err, vault.ErrShortKey) {
		t.Errorf("short key: %v", err)
	}
}

func TestRotationAndRewrapKeepOldData(t *testing.T) {
	blob, v := create(t)
	old := v.Seal([]byte("旧"), "c")
	link := v.Sign("lesson", []byte{7})
	blob, err := vault.Rotate(master, blob)
	if err != nil {
		t.Fatal(err)
	}
	const next = "另一把同样足够长的主密钥，也只用来测试"
	if blob, err = vault.Rewrap(master, next, blob); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Unlock(master, blob); !errors.Is(err, vault.ErrWrongKey) {
		t.Errorf("the old master key: %v", err)
	}
	now, err := vault.Unlock(next, blob)
	if err != nil {
		t.Fatal(err)
	}
	mustOpen(t, now, old, "c", "旧")
	fresh := now.Seal([]byte("新"), "c")
	mustOpen(t, now, fresh, "c", "新")
	if bytes.Equal(fresh[:5], old[:5]) {
		t.Error("still sealed under the old data key")
	}
	if _, err := v.Open(fresh, "c"); !errors.Is(err, vault.ErrDamaged) {
		t.Errorf("the new key's data opened without the new key: %v", err)
	}
	if now.Lookup("phone", "1") != v.Lookup("phone", "1") {
		t.Error("rotation changed a look-up")
	}
	if p, ok := now.Check("lesson", link); !ok || p[0] != 7 {
		t.Error("rotation broke a link")
	}
}

func TestLookupsTellPurposesApart(t *testing.T) {
	_, v := create(t)
	keys := map[string]bool{}
	for _, pair := range [][2]string{{"phone", "1"}, {"phone1", ""}, {"", "phone1"}, {"name", "1"}, {"phone", "2"}} {
		k := v.Lookup(pair[0], pair[1])
		if len(k) != 40 || strings.ToLower(k) != k {
			t.Errorf("key %q", k)
		}
		keys[k] = true
	}
	if len(keys) != 5 {
		t.Errorf("%d keys of 5 are different", len(keys))
	}
}

func TestLinksAreCheckedWhole(t *testing.T) {
	_, v := create(t)
	token := v.Sign("lesson", []byte("payload"))
	if p, ok := v.Check("lesson", token); !ok || string(p) != "payload" {
		t.Errorf("Check = %q, %v", p, ok)
	}
	bad := []string{"", "x", token + "A", token[1:], token + "\n", token[:9] + "\r\n" + token[9:], token + "=", "////" + token[4:]}
	for i := range token {
		c := byte('A')
		if token[i] == 'A' {
			c = 'B'
		}
		bad = append(bad, token[:i]+string(c)+token[i+1:])
	}
	for _, b := range bad {
		if _, ok := v.Check("lesson", b); ok {
			t.Errorf("accepted %q", b)
		}
	}
	if _, ok := v.Check("console", token); ok {
		t.Error("a link of one purpose opened another")
	}
}

func sealStream(t *testing.T, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := vault.SealStream(master, &out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readStream(key string, sealed []byte) ([]byte, error) {
	r, err := vault.OpenStream(key, bytes.NewReader(sealed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestBackupStreamsOpenWholeOrNotAtAll(t *testing.T) {
	for _, size := range []int{0, 1, 3<<20 + 17} {
		plain := bytes.Repeat([]byte("a"), size)
		sealed := sealStream(t, plain)
		if got, err := readStream(master, sealed); err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%d bytes: got %d, %v", size, len(got), err)
		}
		if _, err := readStream(master+"!", sealed); !errors.Is(err, vault.ErrWrongKey) {
			t.Errorf("wrong key: %v", err)
		}
		changed := bytes.Clone(sealed)
		changed[len(changed)-1] ^= 1
		cuts := [][]byte{changed, nil, sealed[:20], sealed[:40], sealed[:len(sealed)-1]}
		if size > 1<<20 {
			cuts = append(cuts, sealed[:36+1<<20], sealed[:36+2<<20]) // at the end of a segment
		}
		for i, bad := range cuts {
			if _, err := readStream(master, bad); !errors.Is(err, vault.ErrDamaged) {
				t.Errorf("%d bytes, damage %d: %v", size, i, err)
			}
		}
	}
	if _, err := vault.SealStream("short", io.Discard); !errors.Is(err, vault.ErrShortKey) {
		t.Errorf("short key: %v", err)
	}
}

func BenchmarkSeal(b *testing.B) {
	_, v, _ := vault.Create(master)
	plain := []byte("收到您的报名，编号志678。由五角场街道审核，一般1个工作日内答复。辛苦了！")
	for b.Loop() {
		v.Seal(plain, "letter.body")
	}
}

func BenchmarkLookup(b *testing.B) {
	_, v, _ := vault.Create(master)
	for b.Loop() {
		v.Lookup("phone", "13812345678")
	}
}
