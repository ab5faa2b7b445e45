package models

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// committer joins the transactions that wait for SQLite's one writer into one
// commit, each in its own savepoint: a disk flush is what a commit costs, and
// forty can share it. A failed one is undone alone; all others stand.
type committer struct {
	db      *gorm.DB
	waiting chan *work
	quit    chan struct{}
	done    chan struct{}
}

type work struct {
	ctx  context.Context
	f    func(*gorm.DB) error
	err  error
	done chan struct{}
}

const batch = 64

func newCommitter(db *gorm.DB) *committer {
	c := &committer{db: db, waiting: make(chan *work), quit: make(chan struct{}), done: make(chan struct{})}
	go c.run()
	return c
}

// do hands f over and waits until its commit is on disk, or it was refused.
func (c *committer) do(ctx context.Context, f func(*gorm.DB) error) error {
	w := &work{ctx: ctx, f: f, done: make(chan struct{})}
	select {
	case c.waiting <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-c.done:
		return errors.New("the store is closed")
	}
	<-w.done
	return w.err
}

func (c *committer) stop() {
	close(c.quit)
	<-c.done
}

func (c *committer) run() {
	defer close(c.done)
	for {
		var first *work
		select {
		case first = <-c.waiting:
		case <-c.quit:
			return
		}
		works := c.gather(first)
		err := c.db.Transaction(func(tx *gorm.DB) error {
			for i, w := range works {
				w.err = c.one(tx, i, w)
			}
			return nil
		})
		for _, w := range works {
			if err != nil && w.err == nil {
				w.err = err
			}
			close(w.done)
		}
	}
}

func (c *committer) gather(first *work) []*work {
	works := []*work{first}
	for len(works) < batch {
		select {
		case w := <-c.waiting:
			works = append(works, w)
		default:
			return works
		}
	}
	return works
}

// one runs w in its savepoint. Its queries do not end with its context: SQLite
// undoes the whole transaction when a write in it is interrupted.
func (c *committer) one(tx *gorm.DB, i int, w *work) (err error) {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	name := fmt.Sprintf("w%d", i)
	if err := tx.Exec("SAVEPOINT " + name).Error; err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a transaction: %v", p)
		}
		end := "RELEASE " + name
		if err != nil {
			end = "ROLLBACK TO " + name
		}
		if e := tx.Exec(end).Error; e != nil {
			err = errors.Join(err, e)
		}
	}()
	return w.f(tx.WithContext(context.WithoutCancel(w.ctx)))
}
