package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"github.com/glebarez/sqlite"
	sqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/logger"

	"xiaoqing/models/calendar"
	"xiaoqing/models/post"
	"xiaoqing/models/vault"
)

// Options say which database and by which rules.
type Options struct {
	Database      string            // sqlite:PATH or mysql://user:password@tcp(host:port)/name
	Secret        string            // the master key
	Zone          *time.Location    // of every day and clock
	City          string            // name of the root Org when the tree is empty
	PeriodMinutes int               // length of one 课时
	SeasonEnd     calendar.Day      // the last day on which lessons are put down
	Almanac       *calendar.Almanac // which days are off; nil: as they came with the release
}

// Holidays say which days are off: whatever asks takes them from here.
func (o Options) Holidays() *calendar.Holidays { return o.Almanac.Holidays() }

// Store is the database and the programme's verbs on it. Its zero value is of no
// use; a Store handed to a Tx function works inside that transaction.
type Store struct {
	Options
	write  *gorm.DB
	read   *gorm.DB // a pool of its own on SQLite, the same as write elsewhere
	vault  *vault.Vault
	commit *committer
	inTx   bool
	grown  *atomic.Int64 // see Grown
	grew   *bool         // this transaction puts a unit in the tree
}

// ErrNotMigrated says that the database lacks steps; `migrate` brings them.
var ErrNotMigrated = errors.New("the database is not migrated")

// Open connects, without changing anything. Migrate must have run before the
// first verb; it also unlocks the keys.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{Options: o, grown: new(atomic.Int64)}
	var err error
	if path, ok := strings.CutPrefix(o.Database, "sqlite:"); ok {
		err = s.openSQLite(path)
	} else {
		err = s.openMySQL(o.Database)
	}
	if err != nil {
		return nil, err
	}
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) openSQLite(path string) (err error) {
	dsn := "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_txlock=immediate"
	if s.write, err = connect(sqlite.Open(dsn), 1); err != nil {
		return err
	}
	if s.read, err = connect(sqlite.Open(dsn+"&_pragma=query_only(1)"), 4); err != nil {
		return err
	}
	// An insert without RETURNING is one statement instead of a query.
	inserts := callbacks.Create(&callbacks.Config{LastInsertIDReversed: true, CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT"}})
	if err := s.write.Callback().Create().Replace("gorm:create", inserts); err != nil {
		return err
	}
	s.commit = newCommitter(s.write, 1, 12)
	return nil
}

func (s *Store) openMySQL(address string) error {
	rest, ok := strings.CutPrefix(address, "mysql://")
	if !ok {
		return fmt.Errorf("database address: want sqlite:… or mysql://…")
	}
	cfg, err := sqldriver.ParseDSN(rest)
	if err != nil {
		return fmt.Errorf("database address is not user:password@tcp(host:port)/name")
	}
	cfg.ParseTime, cfg.Loc, cfg.Timeout = true, time.UTC, 3*time.Second
	cfg.Collation = "utf8mb4_bin"
	cfg.Params = map[string]string{"time_zone": "'+00:00'", "innodb_lock_wait_timeout": "1"}
	cfg.Logger = &sqldriver.NopLogger{} // its errors come back to us; its own lines would go past our log
	cfg.InterpolateParams = true        // one way there and back a statement; safe in utf8mb4
	connector, err := sqldriver.NewConnector(cfg)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(readCommitted{connector})
	if s.write, err = connect(mysql.New(mysql.Config{Conn: pool, DSNConfig: cfg, DisableWithReturning: true, DefaultStringSize: 191}), writers+8); err != nil {
		return errors.Join(err, pool.Close())
	}
	pool.SetConnMaxIdleTime(time.Minute) // gateways drop what is silent for some minutes, without a word
	s.read = s.write
	s.commit = newCommitter(s.write, writers, 1)
	return nil
}

// readCommitted sets the isolation once a connection. Set for each transaction it
// would cost one more way there and back, and as a variable in the address its
// name differs between servers.
type readCommitted struct{ driver.Connector }

func (c readCommitted) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	run, ok := conn.(driver.ExecerContext)
	if !ok {
		return nil, errors.Join(errors.New("the driver cannot execute"), conn.Close())
	}
	if _, err := run.ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// writers is how many transactions a server handles at once for one process.
const writers = 16

func connect(d gorm.Dialector, pool int) (*gorm.DB, error) {
	db, err := gorm.Open(d, &gorm.Config{
		Logger:                 logger.Discard, // its lines would carry people's words
		SkipDefaultTransaction: true, TranslateError: true,
		DisableAutomaticPing: true,
	})
	if err != nil {
		return nil, err
	}
	raw, err := db.DB()
	if err != nil {
		return nil, err
	}
	raw.SetMaxOpenConns(pool)
	raw.SetMaxIdleConns(pool)
	return db, noticeAway(db)
}

// Ping says whether the database can be reached.
func (s *Store) Ping(ctx context.Context) error {
	raw, err := s.read.DB()
	if err == nil {
		err = raw.PingContext(ctx)
	}
	if err != nil {
		return &Error{Kind: Unavailable, Say: "系统正忙，请过一分钟再试。", Err: err}
	}
	return nil
}

// Close ends all work and lets the database go.
func (s *Store) Close() error {
	s.commit.stop()
	var errs []error
	for _, db := range []*gorm.DB{s.write, s.read} {
		if raw, err := db.DB(); err == nil {
			errs = append(errs, raw.Close())
		}
	}
	return errors.Join(errs...)
}

// Server says that the database is one that many write to at once; SQLite has one
// writer and lets others read meanwhile.
func (s *Store) Server() bool { return s.write.Name() != "sqlite" }

// db is where queries go: the transaction, or the pool for reading.
func (s *Store) db(ctx context.Context) *gorm.DB {
	if s.inTx {
		return s.write
	}
	return s.read.WithContext(ctx)
}

// Post is what goes in and out, in the same transaction.
func (s *Store) Post(ctx context.Context) *post.Box {
	return &post.Box{DB: s.db(ctx), Vault: s.vault}
}

// Vault seals and signs with this database's keys.
func (s *Store) Vault() *vault.Vault { return s.vault }

// Try runs f within the transaction so that its failure undoes its own writes
// alone and the caller can go on.
func (s *Store) Try(ctx context.Context, f func(tx *Store) error) error {
	if !s.inTx {
		return s.Tx(ctx, f)
	}
	return s.write.Transaction(func(db *gorm.DB) error { return f(s.within(db)) })
}

// errAgain ends a transaction that lost a race for a row and wins it when it runs
// again.
var errAgain = errors.New("another transaction was first: run again")

// Tx runs f in one transaction: all of it is kept, or none. Inside another Tx f is
// simply a part of that one, and its error must be passed on. On deadlock, lock
// timeout and busy the whole of f runs again, so f must be safe to repeat.
func (s *Store) Tx(ctx context.Context, f func(tx *Store) error) error {
	if s.inTx {
		return f(s)
	}
	const tries = 8
	for try := 1; ; try++ {
		err := s.once(ctx, f)
		if err == nil || !passing(err) || try == tries || ctx.Err() != nil {
			return unavailable(err)
		}
		pause := time.Duration(rand.IntN(5*try)+1) * time.Millisecond
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return unavailable(err)
		}
	}
}

func (s *Store) once(ctx context.Context, f func(tx *Store) error) error {
	grew := false
	err := s.commit.do(ctx, func(db *gorm.DB) error {
		tx := s.within(db)
		tx.grew = &grew
		return f(tx)
	})
	if err == nil && grew {
		s.grown.Add(1)
	}
	return err
}

func (s *Store) within(db *gorm.DB) *Store {
	return &Store{Options: s.Options, write: db, vault: s.vault, inTx: true, grown: s.grown, grew: s.grew}
}

// Grown changes when this process has put a unit in the tree: what was read of it
// before is old.
func (s *Store) Grown() int64 { return s.grown.Load() }

// passing says whether the same transaction may succeed when run again.
func passing(err error) bool {
	var my *sqldriver.MySQLError
	if errors.As(err, &my) {
		return my.Number == 1213 || my.Number == 1205
	}
	if errors.Is(err, errAgain) {
		return true
	}
	return err != nil && (strings.Contains(err.Error(), "SQLITE_BUSY") || strings.Contains(err.Error(), "database is locked"))
}

// unavailable gives an error that is none of ours its kind: the database's.
func unavailable(err error) error {
	var ours *Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	var my *sqldriver.MySQLError
	if errors.As(err, &my) && !passing(err) || errors.Is(err, gorm.ErrDuplicatedKey) || errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	return &Error{Kind: Unavailable, Say: "系统正忙，刚才那句没记上，请过一分钟再发一次。", Err: err}
}
