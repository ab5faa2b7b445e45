package post

import (
	"time"

	"gorm.io/gorm"
)

// Due are the letters of a channel that may be sent now: urgent ones first, then the oldest,
// of each destination only the first, so that nobody reads an answer before its
// question. Urgent ones wait for nobody. Those of which there are very many come
// last. Letters joined to another are not listed; Joined gives them.
func (b *Box) Due(channel string, now, wall time.Time, limit int) ([]Letter, error) {
	var due []Letter
	for _, sort := range []struct{ bulk, urgent bool }{{false, true}, {false, false}, {true, true}, {true, false}} {
		if len(due) == limit {
			break
		}
		q := b.ready(channel, now, wall).Where("letters.bulk = ? AND letters.urgent = ?", sort.bulk, sort.urgent)
		if !sort.urgent {
			q = q.Where("NOT EXISTS (?)", b.earlier(now))
		}
		var ls []Letter
		if err := q.Order("letters.id").Limit(limit - len(due)).Find(&ls).Error; err != nil {
			return nil, err
		}
		due = append(due, ls...)
	}
	return due, nil
}

func (b *Box) ready(channel string, now, wall time.Time) *gorm.DB {
	return b.DB.Model(&Letter{}).
		Where("letters.status = ? AND letters.channel = ?", Waiting, channel).
		Where("letters.not_before <= ? AND letters.next_try <= ?", ms(now), ms(wall)).
		Where("(letters.joined_to = 0 OR letters.joined_to = letters.id)")
}

// earlier are letters that must go before the one in the outer query: on their
// way to the same destination, or waiting and not for a later time.
func (b *Box) earlier(now time.Time) *gorm.DB {
	return b.DB.Table("letters AS e").Select("1").
		Where("e.channel = letters.channel AND e.account_id = letters.account_id AND e.group_id = letters.group_id").
		Where("e.id < letters.id AND (e.status = ? OR e.status = ? AND e.not_before <= ?)", Sending, Waiting, ms(now))
}

// Behind are the letters that wait for the same destination after l, not urgent
// and not yet tried, oldest first.
func (b *Box) Behind(l Letter, now, wall time.Time, limit int) (ls []Letter, err error) {
	err = b.ready(l.Channel, now, wall).
		Where("account_id = ? AND group_id = ? AND id > ?", l.AccountID, l.GroupID, l.ID).
		Where("urgent = ? AND joined_to = 0 AND repeated = ?", false, false).
		Order("id").Limit(limit).Find(&ls).Error
	return ls, err
}

// Claim takes the letter for one try, until wall+lease; false when another
// sender was first. It brings l up to date. After it every path must end in a
// verb of outcome.go, or the lease runs out and Recover finds the letter.
func (b *Box) Claim(l *Letter, wall time.Time, lease time.Duration) (bool, error) {
	until := ms(wall.Add(lease))
	done := b.DB.Model(&Letter{}).Where("id = ? AND status = ? AND attempts = ?", l.ID, Waiting, l.Attempts).
		Updates(map[string]any{
			"status": Sending, "lease_until": until, "attempts": l.Attempts + 1,
			"first_try": gorm.Expr("CASE WHEN first_try = 0 THEN ? ELSE first_try END", ms(wall)),
		})
	if done.Error != nil || done.RowsAffected != 1 {
		return false, done.Error
	}
	if l.FirstTry == 0 {
		l.FirstTry = ms(wall)
	}
	l.Status, l.LeaseUntil, l.Attempts = Sending, until, l.Attempts+1
	return true, nil
}

// Join puts claimed letters into the message of the claimed letter first. As
// long as that message may have arrived it is repeated with just these.
func (b *Box) Join(first *Letter, others []Letter) error {
	ids := []int64{first.ID}
	for _, o := range others {
		ids = append(ids, o.ID)
	}
	first.JoinedTo = first.ID
	return b.DB.Model(&Letter{}).Where("id IN ?", ids).Update("joined_to", first.ID).Error
}

// Joined are the other letters in the message of l, oldest first.
func (b *Box) Joined(l Letter) (ls []Letter, err error) {
	if l.JoinedTo != l.ID {
		return nil, nil
	}
	err = b.DB.Where("joined_to = ? AND id <> ?", l.ID, l.ID).Order("id").Find(&ls).Error
	return ls, err
}

// Hold lets a letter that is not claimed wait until a programme time.
func (b *Box) Hold(l Letter, until time.Time) error {
	return b.DB.Model(&Letter{}).Where("id = ? AND status = ?", l.ID, Waiting).Update("not_before", ms(until)).Error
}

// Postpone lets a letter that is not claimed wait until a wall time.
func (b *Box) Postpone(l Letter, until time.Time) error {
	return b.DB.Model(&Letter{}).Where("id = ? AND status = ?", l.ID, Waiting).Update("next_try", ms(until)).Error
}

// PostponeBulk lets all letters of which there are very many wait until a wall time:
// what they share on a channel is used up.
func (b *Box) PostponeBulk(channel string, until time.Time) error {
	return b.DB.Model(&Letter{}).Where("status = ? AND channel = ? AND bulk = ? AND next_try < ?", Waiting, channel, true, ms(until)).Update("next_try", ms(until)).Error
}
