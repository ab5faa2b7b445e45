package modeltest

import (
	"database/sql"
	"strings"
	"testing"

	_ "github.com/glebarez/go-sqlite" // the driver of test files
)

// Raw is a database as it is, past everything that models does: to put in what
// a season would, and to count by plain SQL.
func Raw(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	driver, address := "mysql", strings.TrimPrefix(dsn, "mysql://")
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, address = "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
