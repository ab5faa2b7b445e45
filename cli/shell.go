package cli

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"xiaoqing/config"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// shell is what a command is run in.
type shell struct {
	ctx      context.Context // ends on SIGTERM or SIGINT
	environ  []string
	in       io.Reader
	out, err io.Writer
}

// config reads the environment; its error is config.Mistakes.
func (sh *shell) config() (config.Config, error) { return config.Load(sh.environ) }

// connect opens the database as it is, for a command that looks at it or brings
// it up to date.
func (sh *shell) connect(c config.Config, secret string) (*models.Store, error) {
	if path, ok := c.SQLite(); ok {
		if err := makeFile(path); err != nil {
			return nil, err
		}
	}
	o := options(c, secret)
	var err error
	if o.Almanac, err = calendar.NewAlmanac(c.Holidays); err != nil {
		return nil, err
	}
	return models.Open(sh.ctx, o)
}

// makeFile makes the empty file of a SQLite database, unless it is there: only
// the owner may read it.
func makeFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func options(c config.Config, secret string) models.Options {
	return models.Options{
		Database: string(c.Database), Secret: secret, Zone: c.Zone, City: c.City,
		PeriodMinutes: c.PeriodMinutes, SeasonEnd: c.SeasonEnd,
	}
}

// store runs f on the configured database, brought up to date.
func (sh *shell) store(f func(c config.Config, s *models.Store) error) error {
	c, err := sh.config()
	if err != nil {
		return err
	}
	secret, err := c.MasterKey()
	if err != nil {
		return err
	}
	s, err := sh.connect(c, secret)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Migrate(sh.ctx); err != nil {
		return err
	}
	return f(c, s)
}

// logger writes to the standard error stream as configured.
func (sh *shell) logger(c config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // config has checked it
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(sh.err, o))
	}
	return slog.New(slog.NewTextHandler(sh.err, o))
}
