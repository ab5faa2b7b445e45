package modeltest

import (
	"context"
	"database/sql"
	"os"
	"strings"
	"testing"

	"xiaoqing/models"
)

func TestEachGivesAWorkingStoreOfBothKinds(t *testing.T) {
	var seen []string
	Each(t, func(t *testing.T, s *models.Store) {
		seen = append(seen, t.Name())
		if err := s.Ping(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
	if len(seen) != 2 || !strings.HasSuffix(seen[0], "/sqlite") || !strings.HasSuffix(seen[1], "/mariadb") {
		t.Fatalf("ran %v", seen)
	}
}

func TestADatabaseGoesWhenItsTestEnds(t *testing.T) {
	var name string
	t.Run("made", func(t *testing.T) {
		dsn := DSN(t, "mariadb")
		name = dsn[strings.LastIndexByte(dsn, '/')+1:]
		if n := schemata(t, name); n != 1 {
			t.Fatalf("%d databases called %s", n, name)
		}
	})
	if n := schemata(t, name); n != 0 {
		t.Fatalf("%s is still there", name)
	}
}

func TestTheServerIsAsStrictAsMySQL8(t *testing.T) {
	db, err := sql.Open("mysql", os.Getenv(Server))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var mode string
	if err := db.QueryRow("SELECT @@sql_mode").Scan(&mode); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ONLY_FULL_GROUP_BY", "STRICT_TRANS_TABLES", "NO_ZERO_DATE", "TIME_ROUND_FRACTIONAL"} {
		if !strings.Contains(mode, want) {
			t.Errorf("sql_mode %s lacks %s", mode, want)
		}
	}
}

func schemata(t *testing.T, name string) (n int) {
	t.Helper()
	db, err := sql.Open("mysql", os.Getenv(Server))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = ?", name).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
