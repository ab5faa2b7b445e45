package models

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"gorm.io/gorm"
)

// committer joins the transactions that wait for a writer into one commit: a disk
// flush is what a commit costs, and many can share it. A failed one is undone
// alone; all others stand. SQLite has one writer; a server joins commits itself.
type committer struct {
	db      *gorm.DB
	batch   int // how many share one commit at most
	waiting chan *work
	quit    chan struct{}
	running sync.WaitGroup
}

type work struct {
	ctx  context.Context
	f    func(*gorm.DB) error
	err  error
	done chan struct{}
}

func newCommitter(db *gorm.DB, writers, batch int) *committer {
	c := &committer{db: db, batch: batch, waiting: make(chan *work), quit: make(chan struct{})}
	for range writers {
		c.running.Go(c.run)
	}
	return c
}

// do hands f over and waits until its commit is on disk, or it was refused.
func (c *committer) do(ctx context.Context, f func(*gorm.DB) error) error {
	w := &work{ctx: ctx, f: f, done: make(chan struct{})}
	select {
	case c.waiting <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-c.quit:
		return errors.New("the store is closed")
	}
	<-w.done
	return w.err
}

func (c *committer) stop() {
	close(c.quit)
	c.running.Wait()
}

func (c *committer) run() {
	for {
		var first *work
		select {
		case first = <-c.waiting:
		case <-c.quit:
			return
		}
		works := c.gather(first)
		err := c.together(works)
		for _, w := range works {
			if w.err = err; err != nil && len(works) > 1 {
				w.err = c.together([]*work{w})
			}
		}
		for _, w := range works {
			close(w.done)
		}
	}
}

// together runs works in one transaction. One that fails undoes them all, and
// each then runs alone: that is rare, and dearer only then. A work that shares
// nothing ends with its own context, so that a server which hangs costs no more
// than that; SQLite undoes a whole transaction when a write in it is interrupted,
// so there a work that has begun is carried through.
func (c *committer) together(works []*work) error {
	ctx := context.Background()
	if c.batch == 1 {
		ctx = works[0].ctx
	}
	tx := c.db.WithContext(ctx).Begin()
	if tx.Error != nil {
		return tx.Error
	}
	for _, w := range works {
		if err := one(tx, w); err != nil {
			_ = ended(ctx, tx.Rollback) // what it was for is said already
			return err
		}
	}
	return ended(ctx, tx.Commit)
}

// ended ends a transaction. The driver would wait for a server that hangs without
// end; whoever has no patience left goes on, and learns from the same message
// again whether it was committed.
func ended(ctx context.Context, end func() *gorm.DB) error {
	done := make(chan error, 1)
	go func() { done <- end().Error }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *committer) gather(first *work) []*work {
	works := []*work{first}
	for len(works) < c.batch {
		select {
		case w := <-c.waiting:
			works = append(works, w)
		default:
			return works
		}
	}
	return works
}

// one runs w's part in tx.
func one(tx *gorm.DB, w *work) (err error) {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic of type %T in a transaction at %s", p, debug.Stack())
		}
	}()
	return w.f(tx)
}
