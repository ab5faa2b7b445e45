package models

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"xiaoqing/models/post"
)

// CallCount is how far a call-out has come in one Org: groups (个群) and people (人)
// are never added to each other. Read are all who answered anything, for they have
// seen it.
type CallCount struct {
	Groups, GroupsIn int64 // written to, delivered
	People, PeopleIn int64
	Read             int64
	Yes, Waiting, No int64 // 参加, 候补, 来不了
}

// Add is the sum of two counts.
func (n CallCount) Add(m CallCount) CallCount {
	return CallCount{n.Groups + m.Groups, n.GroupsIn + m.GroupsIn, n.People + m.People, n.PeopleIn + m.PeopleIn, n.Read + m.Read, n.Yes + m.Yes, n.Waiting + m.Waiting, n.No + m.No}
}

// CallCounts are the counts of a call-out by the Org that each row belongs to
// itself; sums over the tree are the caller's.
func (s *Store) CallCounts(ctx context.Context, c Callout) (map[int64]CallCount, error) {
	counts := map[int64]CallCount{}
	var sent []struct{ OrgID, Groups, GroupsIn, People, PeopleIn int64 }
	err := s.db(ctx).Table("callout_letters AS c").Joins("LEFT JOIN letters AS l ON l.letter_key = c.letter_key AND l.status = ?", post.Sent).
		Select("c.org_id, SUM(CASE WHEN c.group_id > 0 THEN 1 ELSE 0 END) AS `groups`, SUM(CASE WHEN c.group_id > 0 AND (c.delivered OR l.id IS NOT NULL) THEN 1 ELSE 0 END) AS groups_in, "+
			"SUM(CASE WHEN c.person_id > 0 THEN 1 ELSE 0 END) AS people, SUM(CASE WHEN c.person_id > 0 AND (c.delivered OR l.id IS NOT NULL) THEN 1 ELSE 0 END) AS people_in").
		Where("c.callout_id = ?", c.ID).Group("c.org_id").Scan(&sent).Error
	if err != nil {
		return nil, err
	}
	for _, r := range sent {
		counts[r.OrgID] = CallCount{Groups: r.Groups, GroupsIn: r.GroupsIn, People: r.People, PeopleIn: r.PeopleIn}
	}
	var said []struct {
		OrgID, N, Waiting int64
		Says              string
	}
	err = s.db(ctx).Model(&CalloutAnswer{}).Select("org_id, says, COUNT(*) AS n, SUM(CASE WHEN turn > 0 THEN 1 ELSE 0 END) AS waiting").
		Where("callout_id = ?", c.ID).Group("org_id, says").Scan(&said).Error
	for _, r := range said {
		n := CallCount{Read: r.N}
		switch r.Says {
		case CallYes:
			n.Yes, n.Waiting = r.N-r.Waiting, r.Waiting
		case CallNo:
			n.No = r.N
		}
		counts[r.OrgID] = counts[r.OrgID].Add(n)
	}
	return counts, err
}

// CallReach is whom a call-out from an Org would go to.
type CallReach struct {
	Groups int
	People int // volunteers who would be written to
	Mute   int // of them, those without a chat: nothing reaches them
	Off    int // volunteers who want no call-outs; not among People
}

// CallReach counts before anything is sent.
func (s *Store) CallReach(ctx context.Context, org Org) (r CallReach, err error) {
	var groups, people, off, heard int64
	if err = s.db(ctx).Model(&Group{}).Where("org_id IN (?)", s.below(ctx, []Org{org})).Count(&groups).Error; err != nil {
		return r, err
	}
	volunteers := func() any {
		return s.db(ctx).Model(&Grant{}).Select("person_id").Where("role = ? AND org_id IN (?)", Volunteer, s.below(ctx, []Org{org}))
	}
	if err = s.db(ctx).Model(&Person{}).Where("id IN (?) AND calls_off = 0", volunteers()).Count(&people).Error; err != nil {
		return r, err
	}
	if err = s.db(ctx).Model(&Person{}).Where("id IN (?) AND calls_off > 0", volunteers()).Count(&off).Error; err != nil {
		return r, err
	}
	err = s.db(ctx).Model(&Account{}).Where("channel <> ? AND person_id IN (?)", FormChannel, s.db(ctx).Model(&Person{}).Select("id").Where("id IN (?) AND calls_off = 0", volunteers())).
		Distinct("person_id").Count(&heard).Error
	return CallReach{Groups: int(groups), People: int(people), Mute: int(people - heard), Off: int(off)}, err
}

// Joiner is one who said yes, as the coordinator sees them.
type Joiner struct {
	Name, Phone string
	Org         int64
	Turn        int64 // on the waiting list
	Stranger    bool  // came by a group's code: can only be rung up
}

// Joiners are those in org and below who have a place, in order, and then those who
// wait.
func (s *Store) Joiners(ctx context.Context, c Callout, org Org, limit int) (out []Joiner, err error) {
	var answers []CalloutAnswer
	err = s.db(ctx).Where("callout_id = ? AND says = ? AND org_id IN (?)", c.ID, CallYes, s.below(ctx, []Org{org})).Order("turn, answered_at, id").Limit(limit).Find(&answers).Error
	if err != nil {
		return nil, err
	}
	var people []Person
	var ids []int64
	for _, a := range answers {
		ids = append(ids, a.PersonID)
	}
	if err := s.db(ctx).Where("id IN ?", append(ids, 0)).Find(&people).Error; err != nil {
		return nil, err
	}
	for _, a := range answers {
		j := Joiner{Name: a.Name, Phone: a.Phone, Org: a.OrgID, Turn: a.Turn, Stranger: a.PersonID == 0}
		if i := slices.IndexFunc(people, func(p Person) bool { return p.ID == a.PersonID }); i >= 0 {
			j.Name, j.Phone = people[i].Name, people[i].Phone
		}
		out = append(out, j)
	}
	return out, nil
}

// Strangers is how many of those who have a place can only be rung up.
func (s *Store) Strangers(ctx context.Context, c Callout) (n int64, err error) {
	err = s.db(ctx).Model(&CalloutAnswer{}).Where("callout_id = ? AND says = ? AND person_id = 0", c.ID, CallYes).Count(&n).Error
	return n, err
}

// lineage are the ids of the units above o, and its own.
func (o Org) lineage() (ids []int64) {
	for _, s := range strings.Split(strings.Trim(o.Path, "/"), "/") {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// ForgetCallouts keeps, of call-outs made before t, what was delivered, so that
// their letters may go, and takes out who the strangers were; drafts go whole. It
// says how many call-outs it worked on, at most limit.
func (s *Store) ForgetCallouts(ctx context.Context, t time.Time, limit int) (n int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var ids []int64
		err := tx.db(ctx).Model(&Callout{}).Where("made_at < ? AND settled = ?", t.UnixMilli(), false).Order("id").Limit(limit).Pluck("id", &ids).Error
		if n = int64(len(ids)); err != nil || n == 0 {
			return err
		}
		if err := tx.db(ctx).Where("id IN ? AND stage = ?", ids, CalloutDraft).Delete(&Callout{}).Error; err != nil {
			return err
		}
		sent := tx.db(ctx).Model(&post.Letter{}).Select("letter_key").Where("kind = ? AND status = ?", CalloutKind, post.Sent)
		if err := tx.db(ctx).Model(&CalloutLetter{}).Where("callout_id IN ? AND letter_key IN (?)", ids, sent).Update("delivered", true).Error; err != nil {
			return err
		}
		if err := tx.db(ctx).Model(&CalloutAnswer{}).Where("callout_id IN ?", ids).Update("sealed", []byte{}).Error; err != nil {
			return err
		}
		return tx.db(ctx).Model(&Callout{}).Where("id IN ?", ids).UpdateColumn("settled", true).Error
	})
	return n, err
}

// CalloutKind is the Kind of a call-out's letters. Those that no channel carries
// are counted, and not passed on by hand.
const CalloutKind = "callout"
