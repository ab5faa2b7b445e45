package post

import (
	"errors"
	"strconv"
	"time"

	"gorm.io/gorm/clause"
)

const letterBody = "letter.body"

// Status is how far a letter is.
type Status string

const (
	Waiting       Status = "waiting"
	Sending       Status = "sending"       // claimed, until its lease ends
	Sent          Status = "sent"          // the platform took it
	Refused       Status = "refused"       // given up after a day of tries
	Doubtful      Status = "doubt"         // begun and not recorded: it may have arrived
	Expired       Status = "expired"       // it came too late to be of use
	Undeliverable Status = "undeliverable" // 待转告: a coordinator passes it on by hand
)

// Letter is something to be told to one account or one group, written in the
// transaction of its cause and sent by the outbox after it.
type Letter struct {
	ID        int64
	Key       string `gorm:"column:letter_key;size:160;uniqueIndex"` // what it is, without anyone's words: "digest/17/2022-04-03/1"
	Channel   string `gorm:"size:20;index:letter_destination,priority:1;index:letter_queue,priority:2;index:letter_bulk,priority:2"`
	AccountID int64  `gorm:"index:letter_destination,priority:2"` // to a person's account, or
	GroupID   int64  `gorm:"index:letter_destination,priority:3"` // to a group
	PersonID  int64  `gorm:"index"`                               // whom it is for, also when no channel reaches them
	Kind      string `gorm:"size:32"`
	Body      []byte `gorm:"size:65536"` // sealed
	Urgent    bool   `gorm:"index:letter_queue,priority:3;index:letter_bulk,priority:4"`
	Bulk      bool   `gorm:"not null;default:false;index:letter_bulk,priority:3"` // one of very many: all others go before it
	CreatedAt int64  `gorm:"autoCreateTime:false;index"`                          // programme time, as the next two
	NotBefore int64
	Expires   int64 // 0 never

	Status     Status `gorm:"size:16;index:letter_queue,priority:1;index:letter_bulk,priority:1;index:letter_destination,priority:4"`
	LeaseUntil int64  // wall time, as all that follow
	NextTry    int64
	FirstTry   int64
	SentAt     int64
	Attempts   int   // each claim is one; results of an older claim are not taken
	JoinedTo   int64 `gorm:"index"` // the letter in whose message this one goes; that one's own id there
	Repeated   bool  // an earlier try may have arrived
	OwnWords   bool  // no other letter says the same: a platform that compares words may be given it again
	Code       int   // the platform's, of the last try
	Forwarded  bool  // a coordinator has passed it on
}

// Write puts a letter into the outbox, or does nothing when one with the same
// Key was written before. Of l it takes Key to Expires; a letter without a
// channel is 待转告 at once.
func (b *Box) Write(l Letter, body []byte) error {
	return b.WriteAll([]Letter{l}, [][]byte{body})
}

// WriteAll is Write for many letters at once, each with its body.
func (b *Box) WriteAll(ls []Letter, bodies [][]byte) error {
	if len(ls) == 0 {
		return nil
	}
	rows := make([]Letter, len(ls))
	for i, l := range ls {
		if l.Key == "" {
			return errors.New("post: a letter needs a key")
		}
		if l.Channel != "" && (l.AccountID != 0) == (l.GroupID != 0) {
			return errors.New("post: a letter goes to one account or one group")
		}
		rows[i] = Letter{
			Key: l.Key, Channel: l.Channel, AccountID: l.AccountID, GroupID: l.GroupID, PersonID: l.PersonID, Kind: l.Kind,
			Body: b.Vault.Seal(bodies[i], letterBody), Urgent: l.Urgent, Bulk: l.Bulk, OwnWords: l.OwnWords,
			CreatedAt: l.CreatedAt, NotBefore: l.NotBefore, Expires: l.Expires, Status: Waiting,
		}
		if l.Channel == "" {
			rows[i].Status = Undeliverable
		}
	}
	return b.DB.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, 100).Error
}

// Drop takes back the letters that have not been tried and whose keys begin with
// prefix, which ends in a colon.
func (b *Box) Drop(prefix string) error {
	end := prefix[:len(prefix)-1] + ";" // the character after the colon
	return b.DB.Model(&Letter{}).Where("letter_key > ? AND letter_key < ? AND status = ? AND repeated = ?", prefix, end, Waiting, false).
		Updates(map[string]any{"status": Expired, "joined_to": 0}).Error
}

// Body is what the letter says.
func (b *Box) Body(l Letter) ([]byte, error) { return b.Vault.Open(l.Body, letterBody) }

// SendKey is the letter's name on a platform: the same for each try, different
// for each letter of every database; 40 characters of 0-9a-f.
func (b *Box) SendKey(l Letter) string { return b.Vault.Lookup("letter", l.Key) }

// Written are those of keys under which a letter was written that has not expired
// unsent.
func (b *Box) Written(keys []string) (there []string, err error) {
	err = b.DB.Model(&Letter{}).Where("letter_key IN ? AND status <> ?", keys, Expired).Order("letter_key").Pluck("letter_key", &there).Error
	return there, err
}

// Counts are how many letters stand at each status.
func (b *Box) Counts() (map[Status]int64, error) {
	var rows []struct {
		Status Status
		N      int64
	}
	if err := b.DB.Model(&Letter{}).Select("status, COUNT(*) AS n").Group("status").Find(&rows).Error; err != nil {
		return nil, err
	}
	counts := map[Status]int64{}
	for _, r := range rows {
		counts[r.Status] = r.N
	}
	return counts, nil
}

// InStatus are the oldest letters at that status after the id given: the
// operator's list of those in doubt, the coordinator's 待转告.
func (b *Box) InStatus(status Status, after int64, limit int) (ls []Letter, err error) {
	err = b.DB.Where("status = ? AND id > ?", status, after).Order("id").Limit(limit).Find(&ls).Error
	return ls, err
}

// Forward keeps that a coordinator has passed a letter on by hand.
func (b *Box) Forward(id int64) error {
	return b.DB.Model(&Letter{}).Where("id = ? AND status = ?", id, Undeliverable).Update("forwarded", true).Error
}

// Expire drops the waiting letters whose time is over and says how many. One
// that may have arrived already is left to be repeated as it was.
func (b *Box) Expire(now time.Time) (int64, error) {
	done := b.DB.Model(&Letter{}).Where("status = ? AND expires > 0 AND expires <= ? AND repeated = ?", Waiting, ms(now), false).
		Updates(map[string]any{"status": Expired, "joined_to": 0})
	return done.RowsAffected, done.Error
}

// Strand makes the due letters of channels that are not among those given
// 待转告, and says how many.
func (b *Box) Strand(channels []string, now time.Time) (int64, error) {
	known := append([]string{""}, channels...) // IN of an empty list is never true
	done := b.DB.Model(&Letter{}).Where("status = ? AND not_before <= ? AND channel NOT IN ?", Waiting, ms(now), known).
		Updates(map[string]any{"status": Undeliverable, "joined_to": 0})
	return done.RowsAffected, done.Error
}

// Seen marks an account's letters that stood unread in a chat of ours as sent:
// the person has opened it.
func (b *Box) Seen(account int64, wall time.Time) error {
	return b.DB.Model(&Letter{}).Where("account_id = ? AND status = ?", account, Undeliverable).
		Updates(map[string]any{"status": Sent, "sent_at": ms(wall)}).Error
}

// Forget takes out the words that went to and from an account: answers, letters
// to its person, the lines of its own chat, and what it said in groups. Letters still
// waiting are dropped. It says how many rows had any.
func (b *Box) Forget(account, person int64, channel, chat string) (n int64, err error) {
	for _, x := range []struct {
		row         any
		where       []any
		column, key string
	}{
		{&Heard{}, []any{"account_id = ?", account}, "answer", heardAnswer},
		{&Letter{}, []any{"person_id = ?", person}, "body", letterBody},
		{&Line{}, []any{"speaker = ?", strconv.FormatInt(account, 10)}, "body", lineBody},
	} {
		done := b.DB.Model(x.row).Where(x.where[0], x.where[1:]...).Update(x.column, b.Vault.Seal([]byte("{}"), x.key))
		if done.Error != nil {
			return n, done.Error
		}
		n += done.RowsAffected
	}
	if err := b.DB.Model(&Letter{}).Where("person_id = ? AND status IN ?", person, []Status{Waiting, Undeliverable}).Update("status", Expired).Error; err != nil {
		return n, err
	}
	return n, b.DB.Where("chat_key = ?", b.ChatKey(channel, chat)).Delete(&Line{}).Error
}

// Body is a sealed column of this package with people's words in it.
type Body struct {
	Table, Column string
	Key           string // what it is sealed for
}

// Bodies are all there are.
func Bodies() []Body {
	return []Body{{"letters", "body", letterBody}, {"heard", "answer", heardAnswer}, {"chat_lines", "body", lineBody}}
}
