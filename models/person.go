package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
)

// Person (人) is one human with any number of roles. A phone is a contact, not a
// person: couples share one, and it opens no record by itself.
type Person struct {
	ID            int64
	NameKey       string `gorm:"size:44;index:person_who,priority:1"`
	PhoneKey      string `gorm:"size:44;index:person_who,priority:2"`
	JoinedTo      int64  // the person this one turned out to be, 0 for a standing one
	MadeAt        int64
	CallsOff      int64 `gorm:"not null;default:0"` // since when they want no call-outs in private, 0 when they do
	Sealed        []byte
	PersonPrivate `gorm:"-"`
}

// PersonPrivate is what only the person and their coordinators may read.
type PersonPrivate struct {
	Name   string `json:"name,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Gender string `json:"gender,omitempty"`
}

func (p *Person) private() (any, *[]byte) { return &p.PersonPrivate, &p.Sealed }

// Account (账号) is a person's identity on one platform. The platform's own id is
// sealed and found by its key.
type Account struct {
	ID             int64
	Channel        string `gorm:"size:20"`
	AccountKey     string `gorm:"size:44;uniqueIndex"`
	PersonID       int64  `gorm:"index"`
	HeardAt        int64  // when it last spoke to us
	SeenAt         int64  // when its chat was last open, by wall time; kept for the web chat
	Sealed         []byte
	Fresh          bool `gorm:"-"` // made just now: nothing can be known of its person
	AccountPrivate `gorm:"-"`
}

// AccountPrivate is who the platform says this is.
type AccountPrivate struct {
	Account string `json:"account"`
}

func (a *Account) private() (any, *[]byte) { return &a.AccountPrivate, &a.Sealed }

func (s *Store) accountKey(channel, account string) string {
	return s.vault.Lookup("account", channel+"\x00"+account)
}

// Account is the identity that a platform named, with its person; both are made
// at the first word.
func (s *Store) Account(ctx context.Context, channel, account string, now time.Time) (a Account, err error) {
	a, err = s.FindAccount(ctx, channel, account)
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return a, err
	}
	err = s.Tx(ctx, func(tx *Store) error {
		p := Person{MadeAt: now.UnixMilli()}
		if err := tx.db(ctx).Create(&p).Error; err != nil {
			return err
		}
		a = Account{Channel: channel, AccountKey: s.accountKey(channel, account), PersonID: p.ID, HeardAt: now.UnixMilli(), Fresh: true, AccountPrivate: AccountPrivate{account}}
		return again(tx.db(ctx).Create(&a).Error)
	})
	return a, err
}

// FindAccount is an identity already known; gorm.ErrRecordNotFound otherwise.
func (s *Store) FindAccount(ctx context.Context, channel, account string) (a Account, err error) {
	err = s.db(ctx).Where("account_key = ?", s.accountKey(channel, account)).Take(&a).Error
	return a, err
}

// AccountByID is the identity of that row.
func (s *Store) AccountByID(ctx context.Context, id int64) (a Account, err error) {
	err = s.db(ctx).Take(&a, id).Error
	return a, err
}

// Accounts are a person's identities, the one heard last first.
func (s *Store) Accounts(ctx context.Context, person int64) (as []Account, err error) {
	err = s.db(ctx).Where("person_id = ?", person).Order("heard_at DESC, id DESC").Find(&as).Error
	return as, err
}

// Person is the human of that row.
func (s *Store) Person(ctx context.Context, id int64) (p Person, err error) {
	err = s.db(ctx).Take(&p, id).Error
	return p, err
}

// SavePerson keeps what is newly known about a person.
func (s *Store) SavePerson(ctx context.Context, p *Person) error {
	p.NameKey, p.PhoneKey = s.nameKey(p.Name), s.phoneKey(p.Phone)
	return s.Tx(ctx, func(tx *Store) error { return tx.db(ctx).Save(p).Error })
}

// Introduce keeps a person's own name and phone when no name is known yet.
func (s *Store) Introduce(ctx context.Context, person int64, private PersonPrivate) error {
	p := Person{PersonPrivate: private}
	if err := sealRow(s.vault, "people", &p); err != nil {
		return err
	}
	return s.db(ctx).Exec("UPDATE people SET name_key = ?, phone_key = ?, sealed = ? WHERE id = ? AND name_key = ''", s.nameKey(p.Name), s.phoneKey(p.Phone), p.Sealed, person).Error
}

func (s *Store) nameKey(name string) string {
	if name == "" {
		return ""
	}
	return s.vault.Lookup("name", name)
}

func (s *Store) phoneKey(phone string) string {
	if phone == "" {
		return ""
	}
	return s.vault.Lookup("phone", phone)
}

// PeopleKnownAs are the standing people with exactly that name and phone.
func (s *Store) PeopleKnownAs(ctx context.Context, name, phone string) (ps []Person, err error) {
	err = s.db(ctx).Where("name_key = ? AND phone_key = ? AND joined_to = 0", s.nameKey(name), s.phoneKey(phone)).Order("id").Find(&ps).Error
	return ps, err
}

// HeardFrom keeps when an account spoke last: letters go there first.
func (s *Store) HeardFrom(ctx context.Context, account int64, now time.Time) error {
	return s.db(ctx).Model(&Account{}).Where("id = ?", account).Update("heard_at", now.UnixMilli()).Error
}

// SeenBy keeps that an account has its chat open: letters that stood there
// unread are told now, and no longer 待转告.
func (s *Store) SeenBy(ctx context.Context, account int64, wall time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		if err := tx.db(ctx).Model(&Account{}).Where("id = ?", account).Update("seen_at", wall.UnixMilli()).Error; err != nil {
			return err
		}
		return tx.Post(ctx).Seen(account, wall)
	})
}

// AccountsOn are all identities on one channel, oldest first.
func (s *Store) AccountsOn(ctx context.Context, channel string) (as []Account, err error) {
	err = s.db(ctx).Where("channel = ?", channel).Order("id").Find(&as).Error
	return as, err
}

// Rename keeps another name of a person.
func (s *Store) Rename(ctx context.Context, person int64, name string) error {
	p, err := s.Person(ctx, person)
	if err != nil {
		return err
	}
	p.Name = name
	return s.SavePerson(ctx, &p)
}
