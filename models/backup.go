package models

import (
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"gorm.io/gorm"

	"xiaoqing/models/vault"
)

// Progress is told how many of how many rows are done.
type Progress func(done, total int64)

// backupForm is the version of the form of backups. Inside the encryption and
// gzip it is JSON, a value a line: a backupHead, then for each table a
// backupTable and its rows as arrays, then a backupTable without a name.
const backupForm = 1

type backupHead struct {
	Form int   `json:"xiaoqing"`
	Rows int64 `json:"rows"`
}

// backupTable begins a table. Kinds has a letter a column: i integer, f float,
// t text, b bytes (base64).
type backupTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns,omitempty"`
	Kinds   string   `json:"kinds,omitempty"`
}

// Backup writes every row of every table as they are at one moment, while others
// go on writing, encrypted under the master key. Sealed columns stay sealed, and
// the database's wrapped keys come along.
func (s *Store) Backup(ctx context.Context, w io.Writer, p Progress) error {
	sealed, err := vault.SealStream(s.Secret, w)
	if err != nil {
		return err
	}
	zip, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := s.snapshot(ctx, func(tx *sql.Tx) error { return s.dump(ctx, tx, json.NewEncoder(zip), p) }); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return sealed.Close()
}

// snapshot runs f in a transaction that sees the database at one moment.
func (s *Store) snapshot(ctx context.Context, f func(*sql.Tx) error) error {
	db, err := s.read.DB()
	if err != nil {
		return err
	}
	o := sql.TxOptions{ReadOnly: true}
	if s.Server() {
		o.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.BeginTx(ctx, &o)
	if err != nil {
		return unavailable(err)
	}
	defer tx.Rollback()
	return f(tx)
}

func (s *Store) dump(ctx context.Context, tx *sql.Tx, out *json.Encoder, p Progress) error {
	tables, err := tablesOf(s.read)
	if err != nil {
		return err
	}
	var head backupHead
	for _, t := range tables {
		var n int64
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+s.read.Statement.Quote(t)).Scan(&n); err != nil {
			return err
		}
		head.Rows += n
	}
	head.Form = backupForm
	if err := out.Encode(head); err != nil {
		return err
	}
	var done int64
	for _, t := range tables {
		if err := s.dumpTable(ctx, tx, t, out, func() { done++; p(done, head.Rows) }); err != nil {
			return fmt.Errorf("back up %s: %w", t, err)
		}
	}
	return out.Encode(backupTable{})
}

func (s *Store) dumpTable(ctx context.Context, tx *sql.Tx, name string, out *json.Encoder, row func()) error {
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+s.read.Statement.Quote(name))
	if err != nil {
		return err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	t := backupTable{Table: name}
	for _, c := range types {
		kind, err := kindOf(c.DatabaseTypeName())
		if err != nil {
			return err
		}
		t.Columns, t.Kinds = append(t.Columns, c.Name()), t.Kinds+string(kind)
	}
	if err := out.Encode(t); err != nil {
		return err
	}
	cells := t.cells()
	for ; rows.Next(); row() {
		if err := rows.Scan(cells...); err != nil {
			return err
		}
		if err := out.Encode(cells); err != nil {
			return err
		}
	}
	return rows.Err()
}

// kindOf is the letter of a column's type, as SQLite and MySQL name it.
func kindOf(databaseType string) (byte, error) {
	name := strings.ToUpper(databaseType)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	switch {
	case has("INT", "NUMERIC", "BOOL"):
		return 'i', nil
	case has("BLOB", "BINARY"):
		return 'b', nil
	case has("REAL", "DOUBLE", "FLOAT"):
		return 'f', nil
	case has("TEXT", "CHAR"):
		return 't', nil
	}
	return 0, fmt.Errorf("a column of type %s has no place in a backup", databaseType)
}

// cells are pointers for one row, to scan into, to write as JSON and to read
// from it; a pointer inside is nil for NULL.
func (t backupTable) cells() []any {
	cells := make([]any, len(t.Kinds))
	for i, kind := range []byte(t.Kinds) {
		switch kind {
		case 'i':
			cells[i] = new(*int64)
		case 'f':
			cells[i] = new(*float64)
		case 'b':
			cells[i] = new([]byte)
		default:
			cells[i] = new(*string)
		}
	}
	return cells
}

// tablesOf are the names of all tables, sorted.
func tablesOf(db *gorm.DB) ([]string, error) {
	tables, err := db.Migrator().GetTables()
	tables = slices.DeleteFunc(tables, func(t string) bool { return strings.HasPrefix(t, "sqlite_") })
	slices.Sort(tables)
	return tables, err
}
