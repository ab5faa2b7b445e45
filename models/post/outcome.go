package post

import (
	"time"

	"gorm.io/gorm"
)

// Each verb here ends the claim of one message: one letter, or several joined.
// A letter that somebody else has taken since is left alone, so that a late
// result never overwrites a newer one.

// Sent: the platform took it.
func (b *Box) Sent(at time.Time, letters ...Letter) error {
	return b.end(letters, Sent, map[string]any{"sent_at": ms(at), "code": 0})
}

// Retry: it was certainly not sent, and waits until next. Joined letters go
// their own ways again, unless an earlier try may have arrived.
func (b *Box) Retry(next time.Time, code int, letters ...Letter) error {
	set := map[string]any{"next_try": ms(next), "code": code}
	if len(letters) > 0 && !letters[0].Repeated {
		set["joined_to"] = 0
	}
	return b.end(letters, Waiting, set)
}

// Repeat: it may have arrived, on a platform where the same key again is not
// shown twice. It waits until next.
func (b *Box) Repeat(next time.Time, code int, letters ...Letter) error {
	return b.end(letters, Waiting, map[string]any{"next_try": ms(next), "code": code, "repeated": true})
}

// Doubt: it may have arrived and is not repeated; the operator sees it.
func (b *Box) Doubt(code int, letters ...Letter) error {
	return b.end(letters, Doubtful, map[string]any{"code": code})
}

// Refuse: given up.
func (b *Box) Refuse(code int, letters ...Letter) error {
	return b.end(letters, Refused, map[string]any{"code": code})
}

// Undeliverable (待转告): no channel carries it; a coordinator passes it on.
func (b *Box) Undeliverable(code int, letters ...Letter) error {
	return b.end(letters, Undeliverable, map[string]any{"code": code})
}

// end also moves a letter that Recover has put in doubt meanwhile: now we know.
func (b *Box) end(letters []Letter, status Status, set map[string]any) error {
	set["status"], set["lease_until"] = status, 0
	for _, l := range letters {
		claimed := b.DB.Model(&Letter{}).Where("id = ? AND attempts = ? AND status IN ?", l.ID, l.Attempts, []Status{Sending, Doubtful})
		if err := claimed.Updates(set).Error; err != nil {
			return err
		}
	}
	return nil
}

// Comparing is a channel whose platform drops, within a while after the first try,
// a letter that says what another has said.
type Comparing struct {
	Channel string
	Within  time.Duration
}

// Recover finds letters whose sending was begun and not recorded until its lease
// ended. On the repeating channels they wait again, to be sent under the same
// key, and on the comparing ones those with words of their own; elsewhere they are
// in doubt. It says how many of each.
func (b *Box) Recover(wall time.Time, repeating []string, comparing ...Comparing) (again, doubt int64, err error) {
	begun := func() *gorm.DB {
		return b.DB.Model(&Letter{}).Where("status = ? AND lease_until <= ?", Sending, ms(wall))
	}
	wait := map[string]any{"status": Waiting, "lease_until": 0, "repeated": true}
	first := begun().Where("channel IN ?", repeating).Updates(wait)
	again, err = first.RowsAffected, first.Error
	for _, c := range comparing {
		if err != nil {
			return again, 0, err
		}
		if err := b.forgotten(c, wall); err != nil {
			return again, 0, err
		}
		own := begun().Where("channel = ? AND own_words = ? AND first_try > ?", c.Channel, true, ms(wall.Add(-c.Within))).Updates(wait)
		again, err = again+own.RowsAffected, own.Error
	}
	if err != nil {
		return again, 0, err
	}
	rest := begun().Updates(map[string]any{"status": Doubtful, "lease_until": 0})
	return again, rest.RowsAffected, rest.Error
}

// forgotten puts in doubt what was to be repeated and was not, until the platform no
// longer knew the first try. It looks before it writes: while very many letters wait
// nobody shall wait for their rows.
func (b *Box) forgotten(c Comparing, wall time.Time) error {
	var ids []int64
	err := b.DB.Model(&Letter{}).Where("status = ? AND channel = ? AND own_words = ? AND repeated = ? AND first_try <= ?", Waiting, c.Channel, true, true, ms(wall.Add(-c.Within))).
		Order("id").Limit(500).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return err
	}
	return b.DB.Model(&Letter{}).Where("id IN ? AND status = ?", ids, Waiting).Update("status", Doubtful).Error
}
