package models

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	sqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
)

// noticeAway gives the errors of a database that cannot be reached their kind
// wherever they come up, so that everyone hears the same of them.
func noticeAway(db *gorm.DB) error {
	notice := func(tx *gorm.DB) {
		if lost(tx.Error) {
			tx.Error = &Error{Kind: Unavailable, Err: tx.Error}
		}
	}
	const name = "xiaoqing:away"
	all := db.Callback()
	return errors.Join(all.Create().After("*").Register(name, notice), all.Query().After("*").Register(name, notice), all.Update().After("*").Register(name, notice),
		all.Delete().After("*").Register(name, notice), all.Row().After("*").Register(name, notice), all.Raw().After("*").Register(name, notice))
}

// lost says that err is the connection's or the server's own trouble, or that its
// time was over before the database answered.
func lost(err error) bool {
	var wire net.Error
	var my *sqldriver.MySQLError
	switch {
	case err == nil:
		return false
	case errors.As(err, &my):
		switch my.Number {
		case 1040, 1053, 1077, 1152, 1184, 1290, 1836, 1927: // too many connections, shutting down, aborted, read-only, killed
			return true
		}
		return false
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sqldriver.ErrInvalidConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return true
	}
	return errors.As(err, &wire)
}
