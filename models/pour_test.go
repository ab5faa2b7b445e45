package models_test

import (
	"context"
	"strings"
	"testing"

	"xiaoqing/models/modeltest"
)

// TestMigrateBuildsWhatABuilderLeftOut: a process that filled a database and died has
// left it without some indexes.
func TestMigrateBuildsWhatABuilderLeftOut(t *testing.T) {
	s := modeltest.Open(t, modeltest.DSN(t, "sqlite"))
	raw := modeltest.Raw(t, s.Database)
	indexes := func() (names string) {
		if err := raw.QueryRow("SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name)").Scan(&names); err != nil {
			t.Fatal(err)
		}
		return names
	}
	whole := indexes()
	for _, name := range []string{"shift_person", "person_who", "idx_signups_name_key", "idx_signups_phone_key"} {
		if !strings.Contains(whole, name) {
			t.Fatalf("no %s among %s", name, whole)
		}
		if _, err := raw.Exec("DROP INDEX " + name); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := indexes(); got != whole {
		t.Errorf("indexes\n%s\nwant\n%s", got, whole)
	}
}
