// Package modeltest gives a test fresh databases of each kind: SQLite in a
// folder of the test, MariaDB on the server that `make test` starts. A test that
// needs a database fails without one; it never skips.
package modeltest

import (
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql" // the driver of the test server

	"xiaoqing/models"
)

// Server is the environment variable with the test server's address in the
// driver's form and without a database, "root@tcp(127.0.0.1:3307)/".
const Server = "XQ_TEST_MYSQL"

// Secret is the master key of every test's database.
const Secret = "correct horse battery staple, 32+"

// Kinds are the databases that every test runs on.
var Kinds = []string{"sqlite", "mariadb"}

// Each runs f as the subtests "sqlite" and "mariadb", each on a database of its
// own that is migrated and empty.
func Each(t *testing.T, f func(t *testing.T, s *models.Store)) {
	t.Helper()
	for _, kind := range Kinds {
		t.Run(kind, func(t *testing.T) { f(t, Open(t, DSN(t, kind))) })
	}
}

// Open is a migrated Store on the database at dsn, closed when the test ends.
func Open(t testing.TB, dsn string) *models.Store {
	t.Helper()
	prime(t, dsn, func(dsn string) {
		if err := migrated(t, dsn).Close(); err != nil {
			t.Fatal(err)
		}
	})
	s := migrated(t, dsn)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func migrated(t testing.TB, dsn string) *models.Store {
	t.Helper()
	s, err := models.Open(t.Context(), models.Options{
		Database: dsn, Secret: Secret, Zone: zone(t), City: "上海市", PeriodMinutes: 45, SeasonEnd: "2022-06-30",
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// DSNs are the addresses of fresh, empty databases in the form of XQ_DATABASE,
// by kind: for a test that starts the binary.
func DSNs(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, kind := range Kinds {
		all[kind] = DSN(t, kind)
	}
	return all
}

// DSN is one fresh, empty database of a kind; it goes when the test ends.
func DSN(t testing.TB, kind string) string {
	t.Helper()
	if kind == "sqlite" {
		return "sqlite:" + filepath.Join(t.TempDir(), "xiaoqing.db")
	}
	server := os.Getenv(Server)
	if server == "" {
		t.Fatalf("%s is not set: run the tests by `make test`, which starts a MariaDB of its own", Server)
	}
	name := "xq_test_" + strings.ToLower(rand.Text()[:16])
	run(t, server, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	t.Cleanup(func() { run(t, server, "DROP DATABASE "+name) })
	return "mysql://" + server + name
}

func run(t testing.TB, server, statement string) {
	t.Helper()
	db, err := sql.Open("mysql", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func zone(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return z
}
