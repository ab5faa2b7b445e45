package models

import (
	"context"
	"slices"
	"time"
)

// Named is how a sheet names a person.
type Named struct{ Name, Phone string }

// PeopleMeant are the people that a sheet means by name and phone: someone who
// holds one of the roles, whom a coordinator has looked at; else someone without
// an account, whom nobody can speak as. A name and a phone, which anyone can say
// in a chat, give nobody more than that.
func (s *Store) PeopleMeant(ctx context.Context, names []Named, roles []Role) (map[Named]int64, error) {
	var keys []string
	for _, n := range names {
		keys = append(keys, s.phoneKey(n.Phone))
	}
	people, err := find[Person](s.db(ctx).Select("id", "name_key", "phone_key").Where("joined_to = 0"), "phone_key", keys)
	if err != nil {
		return nil, err
	}
	known, err := s.trusted(ctx, people, roles)
	if err != nil {
		return nil, err
	}
	out := map[Named]int64{}
	for _, n := range names {
		if id := known[Named{s.nameKey(n.Name), s.phoneKey(n.Phone)}]; id != 0 {
			out[n] = id
		}
	}
	return out, nil
}

// trusted are, by name key and phone key, those of people who may be meant.
func (s *Store) trusted(ctx context.Context, people []Person, roles []Role) (map[Named]int64, error) {
	var ids []int64
	for _, p := range people {
		ids = append(ids, p.ID)
	}
	accounts, err := s.AccountsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	grants, err := s.GrantsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	holders, mute := map[Named]int64{}, map[Named]int64{}
	for _, p := range people {
		key := Named{p.NameKey, p.PhoneKey}
		if holders[key] == 0 && slices.ContainsFunc(grants[p.ID], func(g Grant) bool { return slices.Contains(roles, g.Role) }) {
			holders[key] = p.ID
		}
		if mute[key] == 0 && len(accounts[p.ID]) == 0 {
			mute[key] = p.ID
		}
	}
	for key, id := range holders {
		mute[key] = id
	}
	return mute, nil
}

// PeopleWith are the people of accounts, each channel:id, that are known.
func (s *Store) PeopleWith(ctx context.Context, accounts []AccountName) (map[AccountName]int64, error) {
	var keys []string
	for _, a := range accounts {
		keys = append(keys, s.accountKey(a.Channel, a.ID))
	}
	rows, err := find[Account](s.db(ctx), "account_key", keys)
	out := map[AccountName]int64{}
	for _, a := range rows {
		out[AccountName{a.Channel, a.Account}] = a.PersonID
	}
	return out, err
}

// AccountName is what a platform calls someone.
type AccountName struct{ Channel, ID string }

// Register (登记) keeps a person from a sheet: p.ID is 0 for a new one. What the
// sheet says of them takes the place of what was known; accounts are theirs from
// now on.
func (s *Store) Register(ctx context.Context, p *Person, accounts []AccountName, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		if p.ID == 0 {
			p.MadeAt = now.UnixMilli()
		}
		if err := tx.SavePerson(ctx, p); err != nil {
			return err
		}
		for _, a := range accounts {
			row := Account{Channel: a.Channel, AccountKey: tx.accountKey(a.Channel, a.ID), PersonID: p.ID, AccountPrivate: AccountPrivate{a.ID}}
			if err := tx.db(ctx).Create(&row).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// registerMissing is PeopleMeant, once those whom nobody knows have been made.
func (s *Store) registerMissing(ctx context.Context, names []Named, roles []Role, now time.Time) (map[Named]int64, error) {
	people, err := s.PeopleMeant(ctx, names, roles)
	if err != nil {
		return nil, err
	}
	var missing []Person
	for _, n := range distinct(names) {
		if people[n] == 0 {
			missing = append(missing, Person{NameKey: s.nameKey(n.Name), PhoneKey: s.phoneKey(n.Phone), MadeAt: now.UnixMilli(), PersonPrivate: PersonPrivate{Name: n.Name, Phone: n.Phone}})
		}
	}
	if missing == nil {
		return people, nil
	}
	if err := insert(s.db(ctx), missing); err != nil {
		return nil, err
	}
	return s.PeopleMeant(ctx, names, roles) // by their keys: ids of rows that went in together are not told everywhere
}
