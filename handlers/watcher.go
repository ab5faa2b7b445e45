package handlers

import (
	"context"
	"sync"
	"time"

	"xiaoqing/bot/channel/web"
	"xiaoqing/models"
)

// watcher wakes the streams of open chat pages when something new was said: at
// once for what this process did, within a second for what another replica did.
type watcher struct {
	store *models.Store
	mu    sync.Mutex
	pages map[string]map[chan struct{}]struct{} // by chat
	keys  map[string]string                     // the chats' look-up keys back to their names
	seen  map[string]int64                      // the highest line number by key
	quit  chan struct{}
	once  sync.Once
}

func newWatcher(s *models.Store) *watcher {
	w := &watcher{store: s, pages: map[string]map[chan struct{}]struct{}{}, keys: map[string]string{}, seen: map[string]int64{}, quit: make(chan struct{})}
	go w.run()
	return w
}

func (w *watcher) stop() { w.once.Do(func() { close(w.quit) }) }

// watch gives a channel that is written to when chat has something new.
func (w *watcher) watch(chat string) (changed <-chan struct{}, done func()) {
	ch := make(chan struct{}, 1)
	key := w.store.Post(context.Background()).ChatKey(web.Name, chat)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.pages[chat] == nil {
		w.pages[chat] = map[chan struct{}]struct{}{}
	}
	w.pages[chat][ch] = struct{}{}
	w.keys[key] = chat
	return ch, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.pages[chat], ch)
		if len(w.pages[chat]) == 0 {
			delete(w.pages, chat)
			delete(w.keys, key)
			delete(w.seen, key)
		}
	}
}

func (w *watcher) wake(chat string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.pages[chat] {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

func (w *watcher) run() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var last int64
	for {
		select {
		case <-w.quit:
			return
		case <-tick.C:
			last = w.look(last)
		}
	}
}

// overlap is how many ids are read again: ids are not in the order of commits.
const overlap = 200

// look asks the database for new lines while any page is open.
func (w *watcher) look(last int64) int64 {
	w.mu.Lock()
	open := len(w.pages) > 0
	w.mu.Unlock()
	if !open {
		return last
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	lines, err := w.store.Post(ctx).NewLines(max(last-overlap, 0), 1000)
	if err != nil {
		return last // the next look will do
	}
	var grown []string
	w.mu.Lock()
	for _, l := range lines {
		last = max(last, l.ID)
		if chat, ok := w.keys[l.ChatKey]; ok && l.N > w.seen[l.ChatKey] {
			w.seen[l.ChatKey] = l.N
			grown = append(grown, chat)
		}
	}
	w.mu.Unlock()
	for _, chat := range grown {
		w.wake(chat)
	}
	return last
}
