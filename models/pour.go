package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gorm.io/gorm"
)

// atOnce begins a statement of many rows, and says how many: to a server each is a way
// there and back, and SQLite reads each anew. That would keep a journal of its own for
// one that can be undone by itself; here the whole transaction is.
func (s *Store) atOnce() (insert string, rows int) {
	if s.Server() {
		return "INSERT", 500
	}
	return "INSERT OR FAIL", 20
}

// scattered are the indexes that grow all over the place.
func scattered() []struct {
	row  any
	name string
} {
	return []struct {
		row  any
		name string
	}{{&Shift{}, "shift_person"}, {&Person{}, "person_who"}, {&Signup{}, "idx_signups_name_key"}, {&Signup{}, "idx_signups_phone_key"}}
}

// roomy readies an SQLite database for very many rows: with more memory, and without
// scattered indexes; back builds these, and must be called. Where a process died
// before it did, Migrate builds them.
func (s *Store) roomy(ctx context.Context) (back func() error, err error) {
	if s.Server() {
		return func() error { return nil }, nil
	}
	db := s.write.WithContext(context.WithoutCancel(ctx))
	memory := func(kb int) error { return db.Exec(fmt.Sprintf("PRAGMA cache_size = -%d", kb)).Error }
	back = func() error {
		if err := buildScattered(db); err != nil {
			return err
		}
		return memory(2000) // what SQLite begins with
	}
	for _, x := range scattered() {
		if err := db.Migrator().DropIndex(x.row, x.name); err != nil {
			return nil, errors.Join(err, back())
		}
	}
	return back, memory(64000)
}

func buildScattered(db *gorm.DB) error {
	for _, x := range scattered() {
		if db.Migrator().HasIndex(x.row, x.name) {
			continue
		}
		if err := db.Migrator().CreateIndex(x.row, x.name); err != nil {
			return err
		}
	}
	return nil
}

// pour writes many new rows as they are, those with an id under it: an empty
// database is filled so in minutes. Private parts are sealed like any row's.
func pour[T any](ctx context.Context, s *Store, rows []T) error {
	if len(rows) == 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	ctx = context.WithoutCancel(ctx) // watching for its end costs as much as a row does
	stmt := &gorm.Statement{DB: s.db(ctx)}
	if err := stmt.Parse(new(T)); err != nil {
		return err
	}
	var columns []string
	for _, name := range stmt.Schema.DBNames {
		columns = append(columns, "`"+name+"`")
	}
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
	insert, most := s.atOnce()
	head := insert + " INTO `" + stmt.Schema.Table + "` (" + strings.Join(columns, ",") + ") VALUES "
	write := func(n int) (*sql.Stmt, error) {
		return stmt.DB.Statement.ConnPool.PrepareContext(ctx, head+strings.TrimSuffix(strings.Repeat(one+",", n), ","))
	}
	most = min(most, len(rows))
	prepared, err := write(most)
	if err != nil {
		return err
	}
	defer func() { prepared.Close() }()
	args := make([]any, 0, most*len(columns))
	for len(rows) > 0 {
		if n := len(rows); n < most { // the rest
			if prepared.Close(); n > 0 {
				if prepared, err = write(n); err != nil {
					return err
				}
			}
			most = n
		}
		args = args[:0]
		for i := range rows[:most] {
			if row, ok := any(&rows[i]).(confidential); ok {
				if err := sealNew(s.vault, stmt.Schema.Table, row); err != nil {
					return err
				}
			}
			v := reflect.ValueOf(&rows[i]).Elem()
			for _, name := range stmt.Schema.DBNames {
				value, zero := stmt.Schema.FieldsByDBName[name].ValueOf(ctx, v)
				if zero && name == "id" {
					value = nil // the database gives the next one
				}
				args = append(args, value)
			}
		}
		if _, err := prepared.ExecContext(ctx, args...); err != nil {
			return err
		}
		rows = rows[most:]
	}
	return nil
}
