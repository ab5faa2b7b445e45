package jobs

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/post"
)

// Outbox carries letters: it claims the due ones, keeps each destination's
// limits, sends, and records what came of it. Any number may work on one
// database. Each channel has its own turn, so that a platform that hangs holds
// up nobody else's letters.
type Outbox struct {
	Store    *models.Store
	Channels []channel.Channel
	Clock    *calendar.Programme
	Log      *slog.Logger
	Wall     func() time.Time // leases, limits and waits go by it
	Jitter   func() float64   // from 0 up to 1
	Draw     func(say.Attachment) ([]byte, error)
	Timeout  time.Duration // of one sending
	Parallel int           // letters of one channel on their way at once
	Tick     time.Duration // how often Run looks without being woken
	// Spread writes the next letters of something that goes to very many, and says
	// whether there may be more; nil when there is no such thing.
	Spread func(ctx context.Context, now time.Time) (more bool, err error)

	woken chan struct{}
}

// NewOutbox is o, with what it leaves at zero filled in as the service has it.
func NewOutbox(o Outbox) *Outbox {
	if o.Wall == nil {
		o.Wall = time.Now
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Parallel == 0 {
		o.Parallel = 8
	}
	if o.Tick == 0 {
		o.Tick = time.Second
	}
	o.woken = make(chan struct{}, 1)
	return &o
}

// Wake tells Run that letters may be waiting. It never blocks.
func (o *Outbox) Wake() { ring(o.woken) }

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default: // it rings already
	}
}

// Run carries letters until ctx ends, and then returns when those on their way
// are recorded. While the programme's clock is simulated nothing goes by the
// ticker: letters go when they are written (Wake) or by Drain.
func (o *Outbox) Run(ctx context.Context) {
	var bells []chan struct{}
	var turns sync.WaitGroup
	spread := make(chan struct{}, 1)
	bells = append(bells, spread)
	turns.Go(func() { o.spreads(ctx, spread) })
	for _, c := range o.Channels {
		bell := make(chan struct{}, 1)
		bells = append(bells, bell)
		turns.Go(func() { o.serve(ctx, c, bell) })
	}
	ticker := time.NewTicker(o.Tick)
	defer ticker.Stop()
	o.round(ctx, bells, true)
	for {
		select {
		case <-ctx.Done():
			turns.Wait()
			return
		case <-ticker.C:
			o.round(ctx, bells, true)
		case <-o.woken:
			o.round(ctx, bells, false)
		}
	}
}

func (o *Outbox) round(ctx context.Context, bells []chan struct{}, tidy bool) {
	if tidy && o.Clock.Simulated() {
		return
	}
	if tidy {
		o.complain(ctx, o.tidy(ctx))
	}
	for _, bell := range bells {
		ring(bell)
	}
}

func (o *Outbox) serve(ctx context.Context, c channel.Channel, bell chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-bell:
			o.complain(ctx, o.drain(ctx, c))
		}
	}
}

// spreads writes letters that are still to be written, a batch after the other,
// and lets each batch go as soon as it stands.
func (o *Outbox) spreads(ctx context.Context, bell chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-bell:
			o.complain(ctx, o.spread(ctx, o.Wake))
		}
	}
}

func (o *Outbox) spread(ctx context.Context, written func()) error {
	for o.Spread != nil && ctx.Err() == nil {
		more, err := o.Spread(ctx, o.Clock.Now())
		if err != nil || !more {
			return err
		}
		written()
	}
	return ctx.Err()
}

func (o *Outbox) complain(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		o.Log.Error("outbox", "err", err)
	}
}

// Drain carries what is due and returns when nothing is; what must wait for a
// limit or a retry is left for later. Its error is the database's: that a
// platform failed stands in the letters.
func (o *Outbox) Drain(ctx context.Context) error {
	if err := o.tidy(ctx); err != nil {
		return err
	}
	if err := o.spread(ctx, func() {}); err != nil {
		return err
	}
	errs := make(chan error, len(o.Channels))
	for _, c := range o.Channels {
		go func() { errs <- o.drain(ctx, c) }()
	}
	var first error
	for range o.Channels {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// tidy sorts out the letters that nobody has to send: too late, without a
// channel, or begun by a sender that is no more.
func (o *Outbox) tidy(ctx context.Context) error {
	var names, repeating []string
	var comparing []post.Comparing
	for _, c := range o.Channels {
		names = append(names, c.Name())
		if within := compares(c); within > 0 {
			comparing = append(comparing, post.Comparing{Channel: c.Name(), Within: within})
		}
		if c.Repeats() {
			repeating = append(repeating, c.Name())
		}
	}
	now, wall := o.Clock.Now(), o.Wall()
	var expired, stranded, doubt int64
	err := o.Store.Tx(ctx, func(tx *models.Store) (err error) {
		box := tx.Post(ctx)
		if expired, err = box.Expire(now); err != nil {
			return err
		}
		if stranded, err = box.Strand(names, now); err != nil {
			return err
		}
		_, doubt, err = box.Recover(wall, repeating, comparing...)
		return err
	})
	if err != nil || expired+stranded+doubt == 0 {
		return err
	}
	o.Log.Warn("letters not sent", "expired", expired, "without_channel", stranded, "in_doubt", doubt)
	return nil
}

// drain sends one channel's due letters, page by page.
func (o *Outbox) drain(ctx context.Context, c channel.Channel) error {
	for ctx.Err() == nil {
		due, err := o.Store.Post(ctx).Due(c.Name(), o.Clock.Now(), o.Wall(), 4*o.Parallel)
		if err != nil {
			return err
		}
		moved, err := o.page(ctx, c, due)
		if moved == 0 {
			return err
		}
	}
	return ctx.Err()
}

// page sends letters at once, as many as Parallel, and says how many moved.
func (o *Outbox) page(ctx context.Context, c channel.Channel, due []post.Letter) (moved int, err error) {
	var group sync.WaitGroup
	var mu sync.Mutex
	free := make(chan struct{}, o.Parallel)
	for _, l := range due {
		free <- struct{}{}
		group.Go(func() {
			defer func() { <-free }()
			ok, failed := o.carry(ctx, c, l)
			mu.Lock()
			defer mu.Unlock()
			if ok {
				moved++
			}
			if err == nil {
				err = failed
			}
		})
	}
	group.Wait()
	return moved, err
}
