package cli_test

import (
	"testing"

	"xiaoqing/models/modeltest"
)

func TestJobAndDigest(t *testing.T) {
	for kind, dsn := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			m := newMachine(t, secret, "XQ_DATABASE="+dsn, "XQ_CITY=杭州市")
			for _, name := range []string{"digest", "reminder", "outbox", "retention", "watchdog"} {
				m.run("job", name, "--at", "2022-04-08T18:00:00+08:00").ends(0).says(name)
			}
			m.run("digest").ends(0).says("杭州市 日报")
			m.run("digest", "--org", "杭州", "--date", "2022-04-08").ends(0).says("4月8日", "截至18:00")
		})
	}
}
