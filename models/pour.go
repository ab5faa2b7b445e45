package models

import (
	"context"
	"database/sql"
	"reflect"
	"strings"

	"gorm.io/gorm"
)

// atOnce are the rows of one statement: on a server each statement is a way there
// and back; SQLite has none, and keeps a journal of its own for one of many rows.
func (s *Store) atOnce() int {
	if s.Server() {
		return 500
	}
	return 1
}

// pour writes many new rows as they are, those with an id under it: an empty
// database is filled so in minutes. Private parts are sealed like any row's.
func pour[T any](ctx context.Context, s *Store, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	stmt := &gorm.Statement{DB: s.db(ctx)}
	if err := stmt.Parse(new(T)); err != nil {
		return err
	}
	var columns []string
	for _, name := range stmt.Schema.DBNames {
		columns = append(columns, "`"+name+"`")
	}
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
	head := "INSERT INTO `" + stmt.Schema.Table + "` (" + strings.Join(columns, ",") + ") VALUES "
	write := func(n int) (*sql.Stmt, error) {
		return stmt.DB.Statement.ConnPool.PrepareContext(ctx, head+strings.TrimSuffix(strings.Repeat(one+",", n), ","))
	}
	most := min(s.atOnce(), len(rows))
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
				if err := sealRow(s.vault, stmt.Schema.Table, row); err != nil {
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
