package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
)

// Group (群) is a group chat, bound to one Org. A robot that can only speak is a
// group whose address is the robot's.
type Group struct {
	ID           int64
	Channel      string `gorm:"size:20"`
	GroupKey     string `gorm:"size:44;uniqueIndex"`
	OrgID        int64  `gorm:"index"`
	BoundBy      int64
	BoundAt      int64
	Sealed       []byte
	GroupPrivate `gorm:"-"`
}

// GroupPrivate is where the platform reaches it.
type GroupPrivate struct {
	Address string `json:"address"` // the platform's group id, or a robot's address with its key
	Name    string `json:"name,omitempty"`
}

func (g *Group) private() (any, *[]byte) { return &g.GroupPrivate, &g.Sealed }

// BindGroup (绑定) makes a group speak for org; binding again moves it.
func (s *Store) BindGroup(ctx context.Context, channel, address, name string, org Org, by int64, now time.Time) (Group, error) {
	var g Group
	err := s.Tx(ctx, func(tx *Store) error {
		key := s.accountKey(channel, "group\x00"+address)
		err := tx.db(ctx).Where("group_key = ?", key).Take(&g).Error
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		g.Channel, g.GroupKey, g.OrgID, g.BoundBy, g.BoundAt = channel, key, org.ID, by, now.UnixMilli()
		g.Address = address
		if name != "" {
			g.Name = name
		}
		return tx.db(ctx).Save(&g).Error
	})
	return g, err
}

// FindGroup is the group at that address; gorm.ErrRecordNotFound when unbound.
func (s *Store) FindGroup(ctx context.Context, channel, address string) (g Group, err error) {
	err = s.db(ctx).Where("group_key = ?", s.accountKey(channel, "group\x00"+address)).Take(&g).Error
	return g, err
}

// Group is the group of that row.
func (s *Store) Group(ctx context.Context, id int64) (g Group, err error) {
	err = s.db(ctx).Take(&g, id).Error
	return g, err
}

// Groups are all bound groups, oldest first.
func (s *Store) Groups(ctx context.Context) (gs []Group, err error) {
	err = s.db(ctx).Order("id").Find(&gs).Error
	return gs, err
}

// TableName keeps clear of MySQL's reserved word.
func (Group) TableName() string { return "chat_groups" }
