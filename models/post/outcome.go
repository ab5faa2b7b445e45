package post

import "time"

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

// Recover finds letters whose sending was begun and not recorded until its lease
// ended. On the repeating channels they wait again, to be sent under the same
// key; elsewhere they are in doubt. It says how many of each.
func (b *Box) Recover(wall time.Time, repeating []string) (again, doubt int64, err error) {
	first := b.DB.Model(&Letter{}).Where("status = ? AND lease_until <= ? AND channel IN ?", Sending, ms(wall), repeating).
		Updates(map[string]any{"status": Waiting, "lease_until": 0, "repeated": true})
	if first.Error != nil {
		return 0, 0, first.Error
	}
	rest := b.DB.Model(&Letter{}).Where("status = ? AND lease_until <= ?", Sending, ms(wall)).
		Updates(map[string]any{"status": Doubtful, "lease_until": 0})
	return first.RowsAffected, rest.RowsAffected, rest.Error
}
