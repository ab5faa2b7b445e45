package bot

import (
	"context"
	"sync"
	"time"

	"xiaoqing/models"
)

// names are the Orgs' names, read again when this process adds one, and every few
// seconds for what others add: each message is parsed against them, and the tree
// seldom grows.
type names struct {
	mu    sync.Mutex
	at    time.Time
	grown int64
	list  []string
}

const namesFresh = 5 * time.Second

func (n *names) of(ctx context.Context, s *models.Store) ([]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	grown := s.Grown()
	if grown == n.grown && time.Since(n.at) < namesFresh {
		return n.list, nil
	}
	list, err := s.OrgNames(ctx)
	if err == nil {
		n.list, n.at, n.grown = list, time.Now(), grown
	}
	return list, err
}

func ignoreMissing(err error) error {
	if models.Missing(err) {
		return nil
	}
	return err
}
