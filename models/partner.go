package models

import (
	"context"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
)

// A Partner (伙伴) is an Org beside the tree: a university's 校团委, a hospital's
// 团委, 青联. Its Level is Beside, and groups, roles and figures work for it as for
// any Org. It is a second view of rows that belong to the tree: its figures mirror
// theirs and are never added to them.

// besideParent is the ParentID of every Partner.
const besideParent = -1

// beside is a subquery: the ids of all partners.
func (s *Store) beside(ctx context.Context) *gorm.DB {
	return s.db(ctx).Model(&Org{}).Select("id").Where("level = ?", Beside)
}

// Partners are all there are, in the order of their names.
func (s *Store) Partners(ctx context.Context) (orgs []Org, err error) {
	err = s.db(ctx).Where("level = ?", Beside).Order("name, id").Find(&orgs).Error
	return orgs, err
}

// Befriend (新建伙伴) adds a Partner, and makes its own the tutors and children whose
// records name it already: adopted is how many. short is what people call it, besides
// what its name says; a Partner that is there gets them, and fresh is false. Only the
// city's coordinators may. It refuses (Invalid) a name that would be read as a place.
func (s *Store) Befriend(ctx context.Context, by Actor, name string, short []string) (o Org, fresh bool, adopted int, err error) {
	name = strings.TrimSpace(name)
	root, err := s.Root(ctx)
	switch {
	case err != nil:
		return o, false, 0, err
	case by.Via != "command" && !by.Holds(Coordinator, root):
		return o, false, 0, Refuse(Forbidden, "伙伴由%s的协调员来加，请找他们。", root.Name)
	case utf8.RuneCountInString(name) < 2 || utf8.RuneCountInString(name) > 40 || LevelOf(name) != 0 || name == root.Name:
		return o, false, 0, Refuse(Invalid, "伙伴的名字要写全，别和街道、区混起来，比如“复旦大学团委”“中山医院团委”。")
	}
	err = s.Tx(ctx, func(tx *Store) error {
		there := tx.db(ctx).Where("parent_id = ? AND name = ?", besideParent, name).Limit(1).Find(&o)
		if fresh = there.RowsAffected == 0; there.Error != nil {
			return there.Error
		}
		if o, err = tx.AddOrg(ctx, Org{ID: besideParent, Path: "/"}, name, Beside, true, by.Now); err != nil {
			return err
		}
		if all := mergeNames(o.Short, short); all != o.Short {
			o.Short = all
			if err := tx.db(ctx).Model(&o).Update("short", all).Error; err != nil {
				return err
			}
		} else if !fresh {
			return nil
		}
		if adopted, err = tx.adopt(ctx, by); err != nil {
			return err
		}
		return tx.audit(ctx, by, "befriend", "", o.ID, "")
	})
	return o, fresh, adopted, err
}

func mergeNames(kept string, more []string) string {
	var names []string
	for _, n := range append(strings.Split(kept, "、"), more...) {
		if n = strings.TrimSpace(n); n != "" {
			names = append(names, n)
		}
	}
	return strings.Join(distinct(names), "、")
}

// PartnerNamed is the Partner that is called so, in full or for short.
func (s *Store) PartnerNamed(ctx context.Context, name string) (o Org, found bool, err error) {
	name = strings.TrimSpace(name)
	all, err := s.Partners(ctx)
	if err != nil || name == "" {
		return o, false, err
	}
	for _, p := range all {
		if p.Name == name {
			return p, true, nil
		}
	}
	o = meant(name, all, s.City)
	return o, o.ID != 0, nil
}

// UnitAmong is the first of some words that names a Partner, "" for none.
func (s *Store) UnitAmong(ctx context.Context, words []string) (string, error) {
	all, err := s.Partners(ctx)
	if err != nil || len(all) == 0 {
		return "", err
	}
	for _, w := range words {
		if meant(w, all, s.City).ID != 0 {
			return w, nil
		}
	}
	return "", nil
}

// partnerOf is the Partner that a record names as its unit, 0 for none: the
// university of a tutor, the frontline unit of a guardian.
func (s *Store) partnerOf(ctx context.Context, r Record) (int64, error) {
	unit := unitOf(r)
	if unit == "" {
		return 0, nil
	}
	all, err := s.Partners(ctx)
	return meant(unit, all, s.City).ID, err
}

func unitOf(r Record) string {
	switch x := r.(type) {
	case *Signup:
		if x.Programme == "tutor" {
			return x.Unit
		}
	case *Enrolment:
		return x.Unit
	}
	return ""
}

// partnerField is where a record keeps its Partner.
func partnerField(r Record) *int64 {
	switch x := r.(type) {
	case *Signup:
		return &x.PartnerID
	case *Enrolment:
		return &x.PartnerID
	}
	return new(int64)
}

// resettle follows a record whose unit was corrected. Who was vouched for stays with
// those who vouched.
func (s *Store) resettle(ctx context.Context, r, before Record, by Actor) error {
	if g, ok := r.(*Signup); ok && g.VouchID != 0 || unitOf(r) == unitOf(before) {
		return nil
	}
	to, err := s.partnerOf(ctx, r)
	if err != nil {
		return err
	}
	return s.setPartner(ctx, r, to, by)
}

// adopt finds, for the records that have none, the Partner that they name.
func (s *Store) adopt(ctx context.Context, by Actor) (adopted int, err error) {
	all, err := s.Partners(ctx)
	if err != nil {
		return 0, err
	}
	open := func() *gorm.DB {
		return s.db(ctx).Where("COALESCE(partner_id, 0) = 0 AND forgotten = ? AND stage NOT IN ?", false, []Stage{Withdrawn, Rejected, Ended}).Order("id")
	}
	var tutors []*Signup
	if err := open().Where("programme = ?", "tutor").Find(&tutors).Error; err != nil {
		return 0, err
	}
	var children []*Enrolment
	if err := open().Find(&children).Error; err != nil {
		return 0, err
	}
	found := map[int64][]Record{}
	for _, r := range append(records(tutors), records(children)...) {
		if p := meant(unitOf(r), all, s.City); p.ID != 0 {
			found[p.ID] = append(found[p.ID], r)
			adopted++
		}
	}
	for _, p := range all {
		if err := s.own(ctx, p.ID, found[p.ID], by); err != nil {
			return adopted, err
		}
	}
	return adopted, nil
}

// own makes records, which had no Partner, a Partner's, with what they counted.
func (s *Store) own(ctx context.Context, partner int64, rs []Record, by Actor) error {
	var subjects []string
	for _, r := range rs {
		*partnerField(r) = partner
		if err := s.db(ctx).Model(r).UpdateColumn("partner_id", partner).Error; err != nil {
			return err
		}
		some, err := s.subjectsOf(ctx, r)
		if err != nil {
			return err
		}
		subjects = append(subjects, some...)
	}
	return s.mirror(ctx, partner, subjects, by.Now)
}

// setPartner moves a record to another Partner, 0 for none, with what it counted.
func (s *Store) setPartner(ctx context.Context, r Record, to int64, by Actor) error {
	from := *partnerField(r)
	if from == to {
		return nil
	}
	*partnerField(r) = to
	if err := s.db(ctx).Model(r).UpdateColumn("partner_id", to).Error; err != nil {
		return err
	}
	subjects, err := s.subjectsOf(ctx, r)
	if err != nil {
		return err
	}
	return s.remirror(ctx, []int64{from, to}, subjects, by.Now)
}
