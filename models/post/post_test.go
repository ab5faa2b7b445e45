package post_test

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/glebarez/sqlite"
	sqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"xiaoqing/models/post"
	"xiaoqing/models/vault"
)

// noon is a moment of the programme's clock, wall one of the wall's: they have
// nothing to do with each other.
var (
	noon = time.Date(2022, 4, 3, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))
	wall = time.Date(2026, 11, 22, 1, 2, 3, 0, time.UTC)
)

// office is a real database with this package's rows.
type office struct {
	t  *testing.T
	db *gorm.DB
	v  *vault.Vault
}

// each runs f on a fresh database of each kind.
func each(t *testing.T, f func(t *testing.T, o office)) {
	_, v, err := vault.Create("a master key for tests alone")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("sqlite", func(t *testing.T) { f(t, office{t, openSQLite(t), v}) })
	t.Run("mariadb", func(t *testing.T) { f(t, office{t, openMariaDB(t), v}) })
}

func openSQLite(t *testing.T) *gorm.DB {
	path := filepath.Join(t.TempDir(), "post.db")
	return migrated(t, sqlite.Open("file:"+path+"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"), 1)
}

func openMariaDB(t *testing.T) *gorm.DB {
	server := os.Getenv("XQ_TEST_MYSQL")
	if server == "" {
		t.Fatal(`XQ_TEST_MYSQL is not set: it names a test server, like "root@tcp(127.0.0.1:3307)/"`)
	}
	name := "xq_post_" + strings.ToLower(rand.Text()[:16])
	statement(t, server, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	t.Cleanup(func() { statement(t, server, "DROP DATABASE "+name) })
	dsn := server + name + "?charset=utf8mb4&parseTime=true&loc=UTC&time_zone=%27%2B00%3A00%27"
	return migrated(t, mysql.New(mysql.Config{DSN: dsn, DisableWithReturning: true, DefaultStringSize: 191}), 16)
}

func statement(t *testing.T, server, text string) {
	db, err := sql.Open("mysql", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}

func migrated(t *testing.T, d gorm.Dialector, pool int) *gorm.DB {
	db, err := gorm.Open(d, &gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true, PrepareStmt: true, TranslateError: true})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	raw.SetMaxOpenConns(pool)
	t.Cleanup(func() { raw.Close() })
	for range 2 { // a second start changes nothing
		if err := db.AutoMigrate(post.Rows()...); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// box works outside a transaction: for reading, and for writes of one statement.
func (o office) box() *post.Box { return &post.Box{DB: o.db, Vault: o.v} }

// tx runs f in a transaction, again on deadlock and lock timeout, as a store does.
func (o office) tx(f func(b *post.Box) error) error {
	for {
		err := o.db.Transaction(func(db *gorm.DB) error {
			return f(&post.Box{DB: db, Vault: o.v})
		}, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
		var my *sqldriver.MySQLError
		if !errors.As(err, &my) || my.Number != 1213 && my.Number != 1205 {
			return err
		}
	}
}

func (o office) do(f func(b *post.Box) error) {
	o.t.Helper()
	if err := o.tx(f); err != nil {
		o.t.Fatal(err)
	}
}

// together runs f in n goroutines at once and gives how many said yes.
func together(t *testing.T, n int, f func() (bool, error)) (yes int) {
	var group sync.WaitGroup
	var mu sync.Mutex
	start := make(chan struct{})
	for range n {
		group.Go(func() {
			<-start
			ok, err := f()
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			if ok {
				yes++
			}
		})
	}
	close(start)
	group.Wait()
	return yes
}

// sealedColumn checks that no row of a table shows the words.
func (o office) sealedColumn(table, column, words string) {
	o.t.Helper()
	var raw [][]byte
	if err := o.db.Table(table).Pluck(column, &raw).Error; err != nil || len(raw) == 0 {
		o.t.Fatalf("%s.%s: %d rows, %v", table, column, len(raw), err)
	}
	for _, r := range raw {
		if len(r) == 0 || strings.Contains(string(r), words) {
			o.t.Errorf("%s.%s is not sealed", table, column)
		}
	}
}
