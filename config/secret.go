package config

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// Secret is a value that must not be seen: printed or logged, it is stars.
type Secret string

const stars = "******"

func (s Secret) String() string { return stars }

// GoString keeps %#v from showing it.
func (s Secret) GoString() string { return stars }

// LogValue keeps slog from showing it.
func (s Secret) LogValue() slog.Value { return slog.StringValue(stars) }

// MarshalText keeps JSON from showing it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }

// shortest is the least number of characters of a master key, as the vault has it.
const shortest = 16

// ErrNoSecret says that a database or backup is there and its master key is not.
var ErrNoSecret = errors.New("找不到主密钥：请把原来的密钥文件放回数据库旁边，文件名是 secret，或用 XQ_SECRET 给出。")

// SecretPath is where the master key of a SQLite database is kept, beside it.
func (c Config) SecretPath() string {
	path, _ := c.SQLite()
	return filepath.Join(filepath.Dir(path), "secret")
}

// KnownKey is XQ_SECRET or, with SQLite, the key kept beside the database;
// ErrNoSecret when there is none.
func (c Config) KnownKey() (string, error) {
	if c.Secret != "" {
		return string(c.Secret), nil
	}
	key, err := readKey(c.SecretPath())
	if errors.Is(err, os.ErrNotExist) {
		return "", ErrNoSecret
	}
	return key, err
}

// MasterKey is KnownKey or, where there is neither key nor SQLite database, a new
// one that is kept. An old database gets no new key, which could not open it.
func (c Config) MasterKey() (string, error) {
	key, err := c.KnownKey()
	if !errors.Is(err, ErrNoSecret) {
		return key, err
	}
	path, _ := c.SQLite()
	if s, e := os.Stat(path); e == nil && s.Size() > 0 {
		return "", err
	}
	return makeKey(c.SecretPath())
}

func readKey(path string) (string, error) {
	b, err := os.ReadFile(path)
	key := strings.TrimSpace(string(b))
	if err == nil && len([]rune(key)) < shortest {
		err = fmt.Errorf("密钥文件 %s 不完整，请放回原来的那份", path)
	}
	return key, err
}

// makeKey writes a new key. It appears at path whole or not at all, and the
// first of two that start at once wins.
func makeKey(path string) (string, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(dir, "secret-") // 0600
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	raw := make([]byte, 32)
	rand.Read(raw)
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(raw) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	return readKey(path)
}

// SQLite is the file of the embedded database; ok is false when the database is
// another.
func (c Config) SQLite() (path string, ok bool) {
	return strings.CutPrefix(string(c.Database), "sqlite:")
}
