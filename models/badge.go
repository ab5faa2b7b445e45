package models

import (
	"context"
	"time"
)

// Badge (工牌照片) shows that a guardian is of a frontline unit, where the unit cannot
// say so itself. It is sealed, seen by who decides, and gone with the decision.
type Badge struct {
	ID           int64
	EnrolmentID  int64 `gorm:"uniqueIndex"`
	MadeAt       int64
	Sealed       []byte
	BadgePrivate `gorm:"-"`
}

// BadgePrivate is the picture, a JPEG without anything but what is seen on it.
type BadgePrivate struct {
	Picture []byte `json:"picture"`
}

func (b *Badge) private() (any, *[]byte) { return &b.BadgePrivate, &b.Sealed }

// BadgeWanted says whether a photo of the badge is of use: the enrolment waits, and
// its unit is no Partner that could say so, or a coordinator asked for it.
func (e *Enrolment) BadgeWanted() bool {
	return (e.Stage == Applied || e.Stage == Returned) && (e.BadgeAskedAt != 0 || e.Unit != "" && e.PartnerID == 0)
}

// ShowBadge keeps the photo that a guardian sends, in the place of an older one. It
// refuses (Conflict) when none is wanted.
func (s *Store) ShowBadge(ctx context.Context, by Actor, t Ticket, picture []byte) error {
	return s.Tx(ctx, func(tx *Store) error {
		r, err := tx.take(ctx, t)
		if err != nil {
			return err
		}
		e, ok := r.(*Enrolment)
		if !ok || e.PersonID != by.Person {
			return Refuse(Forbidden, "%s不是您报的。", t)
		}
		if !e.BadgeWanted() {
			return Refuse(Conflict, "%s不用传工牌照片了。", t)
		}
		if err := tx.dropBadge(ctx, e); err != nil {
			return err
		}
		b := Badge{EnrolmentID: e.ID, MadeAt: by.Now.UnixMilli(), BadgePrivate: BadgePrivate{picture}}
		if err := tx.db(ctx).Create(&b).Error; err != nil {
			return again(err)
		}
		return tx.audit(ctx, by, "badge", t.String(), e.OrgID, "")
	})
}

// AskBadge (要工牌) lets a guardian be asked for a photo of their badge.
func (s *Store) AskBadge(ctx context.Context, by Actor, t Ticket) (e *Enrolment, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		r, err := tx.confirmable(ctx, by, t)
		if err != nil {
			return err
		}
		var ok bool
		if e, ok = r.(*Enrolment); !ok {
			return Refuse(Invalid, "要工牌用孩子的编号，比如“要工牌 托123”。")
		}
		if e.Stage != Applied && e.Stage != Returned {
			return Refuse(Conflict, "%s现在是“%s”，不用工牌照片了。", t, e.Stage.Chinese())
		}
		e.BadgeAskedAt = by.Now.UnixMilli()
		if err := tx.db(ctx).Model(e).UpdateColumn("badge_asked_at", e.BadgeAskedAt).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "ask badge", t.String(), e.OrgID, "")
	})
	return e, err
}

// Badge is the photo for an enrolment, for who may decide on it: that they looked is
// kept. It refuses (NotFound) when there is none.
func (s *Store) Badge(ctx context.Context, by Actor, t Ticket) (picture []byte, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		r, err := tx.confirmable(ctx, by, t)
		if err != nil {
			return err
		}
		var b Badge
		found := tx.db(ctx).Where("enrolment_id = ?", r.Ticket().ID).Limit(1).Find(&b)
		if found.Error == nil && (found.RowsAffected == 0 || t.Prefix != EnrolmentPrefix) {
			return Refuse(NotFound, "%s没有工牌照片，定下来以后照片就删了。", t)
		}
		if found.Error != nil {
			return found.Error
		}
		picture = b.Picture
		return tx.audit(ctx, by, "see badge", t.String(), r.review().OrgID, "")
	})
	return picture, err
}

// BadgesOf says for which of some enrolments there is a photo, and since when.
func (s *Store) BadgesOf(ctx context.Context, enrolments []int64) (map[int64]time.Time, error) {
	bs, err := find[Badge](s.db(ctx).Select("id", "enrolment_id", "made_at"), "enrolment_id", enrolments)
	out := map[int64]time.Time{}
	for _, b := range bs {
		out[b.EnrolmentID] = time.UnixMilli(b.MadeAt).In(s.Zone)
	}
	return out, err
}

// dropBadge deletes the photo of an enrolment, whatever became of it.
func (s *Store) dropBadge(ctx context.Context, r Record) error {
	if r.Ticket().Prefix != EnrolmentPrefix {
		return nil
	}
	return s.db(ctx).Where("enrolment_id = ?", r.Ticket().ID).Delete(&Badge{}).Error
}
