package calendar

import (
	"sync"
	"time"
)

// Programme is the programme's clock: what days, due times and pages go by. It
// can be set to a simulated moment, where it then stands. Leases, freshness and
// timeouts never use it: they go by wall time.
type Programme struct {
	zone *time.Location
	mu   sync.RWMutex
	set  time.Time
}

// NewProgramme runs with the wall clock, read in zone.
func NewProgramme(zone *time.Location) *Programme { return &Programme{zone: zone} }

// Now is the programme's present moment, in its zone.
func (p *Programme) Now() time.Time {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if !p.set.IsZero() {
		return p.set
	}
	return time.Now().In(p.zone)
}

// Set stops the clock at t; the zero time lets it run with the wall clock again.
func (p *Programme) Set(t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.set = t; !t.IsZero() {
		p.set = t.In(p.zone)
	}
}

// Simulated says whether the clock was set; jobs then run only when asked to.
func (p *Programme) Simulated() bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return !p.set.IsZero()
}

// Zone is the zone of every day and clock.
func (p *Programme) Zone() *time.Location { return p.zone }
