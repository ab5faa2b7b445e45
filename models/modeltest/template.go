package modeltest

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql" // the driver of the test server
)

// templates are a migrated, empty database of each kind, made when a test process
// first needs one: a copy takes a fraction of what migrating takes. A test of
// migrating opens its database itself.
var templates struct {
	sync.Mutex
	sqlite  []byte   // the file
	mariadb []string // the statements that make its tables and rows
}

// prime makes a fresh database a copy of its kind's template, which migrate makes
// when there is none yet; one that has anything in it stays as it is.
func prime(t testing.TB, dsn string, migrate func(dsn string)) {
	t.Helper()
	templates.Lock()
	defer templates.Unlock()
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		primeFile(t, path, migrate)
		return
	}
	primeServer(t, strings.TrimPrefix(dsn, "mysql://"), migrate)
}

func primeFile(t testing.TB, path string, migrate func(dsn string)) {
	t.Helper()
	if _, err := os.Stat(path); err == nil {
		return
	}
	if templates.sqlite == nil {
		made := path + ".template"
		migrate("sqlite:" + made)
		file, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		templates.sqlite = file
	}
	if err := os.WriteFile(path, templates.sqlite, 0o600); err != nil {
		t.Fatal(err)
	}
}

func primeServer(t testing.TB, address string, migrate func(dsn string)) {
	t.Helper()
	cfg, err := mysql.ParseDSN(address)
	if err != nil {
		t.Fatal(err)
	}
	cfg.MultiStatements = true
	db, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if len(column(t, db, "SHOW TABLES")) > 0 {
		return
	}
	if templates.mariadb == nil {
		migrate("mysql://" + address)
		templates.mariadb = statements(t, db)
		return
	}
	if _, err := db.Exec(strings.Join(templates.mariadb, ";\n")); err != nil {
		t.Fatal(err)
	}
}

// statements make a database what db is now.
func statements(t testing.TB, db *sql.DB) (all []string) {
	t.Helper()
	for _, table := range column(t, db, "SHOW TABLES") {
		var name, create string
		if err := db.QueryRow("SHOW CREATE TABLE `"+table+"`").Scan(&name, &create); err != nil {
			t.Fatal(err)
		}
		all = append(all, create)
		all = append(all, inserts(t, db, table)...)
	}
	return all
}

func inserts(t testing.TB, db *sql.DB, table string) (all []string) {
	t.Helper()
	rows, err := db.Query("SELECT * FROM `" + table + "`")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		cells, at := make([][]byte, len(names)), make([]any, len(names))
		for i := range cells {
			at[i] = &cells[i]
		}
		if err := rows.Scan(at...); err != nil {
			t.Fatal(err)
		}
		var values []string
		for _, c := range cells {
			switch {
			case c == nil:
				values = append(values, "NULL")
			case len(c) == 0:
				values = append(values, "''")
			default:
				values = append(values, fmt.Sprintf("x'%x'", c))
			}
		}
		all = append(all, fmt.Sprintf("INSERT INTO `%s` VALUES (%s)", table, strings.Join(values, ",")))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func column(t testing.TB, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	return values
}
