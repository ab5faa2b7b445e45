package models

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gorm.io/gorm"

	"xiaoqing/models/vault"
)

// Restore fills an empty database, of either kind, from a backup that was made
// under the same master key: whole, or not at all. It refuses with
// vault.ErrWrongKey or vault.ErrDamaged, and (Conflict) a database with rows of
// its own. The Store is to be closed after it.
func (s *Store) Restore(ctx context.Context, r io.Reader, p Progress) error {
	opened, err := vault.OpenStream(s.Secret, r)
	if err != nil {
		return err
	}
	zip, err := gzip.NewReader(opened)
	if err != nil {
		return err
	}
	in := json.NewDecoder(zip)
	var head backupHead
	if err := in.Decode(&head); err != nil {
		return err
	}
	if head.Form != backupForm {
		return Refuse(Conflict, "这份备份是另一个版本做的，请用那个版本的程序恢复。")
	}
	if err := s.refuseFull(ctx); err != nil {
		return err
	}
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := clearAll(tx); err != nil {
			return err
		}
		if err := load(tx, in, head.Rows, p); err != nil {
			return err
		}
		// To the end: only there is the backup known to be whole.
		_, err := io.Copy(io.Discard, zip)
		return err
	})
}

// planted are the tables that have rows as soon as a database is migrated.
var planted = []string{"leases", "migrations", "vault_keys"}

func (s *Store) refuseFull(ctx context.Context) error {
	db := s.write.WithContext(ctx)
	tables, err := tablesOf(db)
	if err != nil {
		return err
	}
	for _, t := range tables {
		var n, most int64
		if t == "orgs" {
			most = 1 // the root
		}
		if err := db.Table(t).Count(&n).Error; err != nil {
			return err
		}
		if n > most && !slices.Contains(planted, t) {
			return Refuse(Conflict, "这个数据库里已经有东西，备份只能恢复到空的数据库。")
		}
	}
	return nil
}

func clearAll(tx *gorm.DB) error {
	tables, err := tablesOf(tx)
	for _, t := range tables {
		err = errors.Join(err, tx.Exec("DELETE FROM "+tx.Statement.Quote(t)).Error)
	}
	return err
}

// load puts in all tables. A line is a table's beginning or a row of it.
func load(tx *gorm.DB, in *json.Decoder, total int64, p Progress) error {
	var chunk chunk
	for done := int64(0); ; {
		var line json.RawMessage
		if err := in.Decode(&line); err != nil {
			return fmt.Errorf("read the backup: %w", err)
		}
		if line[0] == '{' {
			if err := chunk.flush(tx); err != nil {
				return err
			}
			chunk.table = backupTable{}
			if err := json.Unmarshal(line, &chunk.table); err != nil || chunk.table.Table == "" {
				return err
			}
			continue
		}
		if err := chunk.add(tx, line); err != nil {
			return err
		}
		done++
		p(done, total)
	}
}

// chunk is some rows of one table, put in by one statement.
type chunk struct {
	table backupTable
	cells []any
	rows  int
	bytes int
}

// Limits of one statement: MySQL's placeholders and packet, SQLite's placeholders.
const (
	mostRows  = 200
	mostCells = 30_000
	mostBytes = 1 << 20
)

func (c *chunk) add(tx *gorm.DB, line []byte) error {
	cells := c.table.cells()
	if err := json.Unmarshal(line, &cells); err != nil {
		return fmt.Errorf("restore %s: %w", c.table.Table, err)
	}
	c.cells = append(c.cells, cells...)
	c.rows++
	c.bytes += len(line)
	if c.rows == mostRows || len(c.cells)+len(cells) > mostCells || c.bytes > mostBytes {
		return c.flush(tx)
	}
	return nil
}

func (c *chunk) flush(tx *gorm.DB) error {
	if c.rows == 0 {
		return nil
	}
	names := make([]string, len(c.table.Columns))
	for i, name := range c.table.Columns {
		names[i] = tx.Statement.Quote(name)
	}
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(names)), ",") + ")"
	into := fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", tx.Statement.Quote(c.table.Table), strings.Join(names, ","),
		strings.TrimSuffix(strings.Repeat(row+",", c.rows), ","))
	if err := tx.Exec(into, c.cells...).Error; err != nil {
		return fmt.Errorf("restore %s: %w", c.table.Table, err)
	}
	c.cells, c.rows, c.bytes = nil, 0, 0
	return nil
}
