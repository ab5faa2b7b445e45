package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
)

// Level is a floor of the tree.
type Level int

const (
	City      Level = iota + 1 // 市
	District                   // 区
	Street                     // 街道, 镇, 乡
	Community                  // 社区, 居委
	Beside                     // 伙伴: beside the tree, see Partner
)

// Org (组织) is one unit of the tree, or a Partner beside it. A street that people named and nobody has
// placed yet (待归属) stands under the root with Placed false.
type Org struct {
	ID       int64
	ParentID int64  `gorm:"uniqueIndex:org_name,priority:1"`
	Name     string `gorm:"size:100;uniqueIndex:org_name,priority:2;index"`
	Level    Level
	Path     string `gorm:"size:120;index"` // /1/5/9/: the ids from the root down to this one
	Placed   bool
	Short    string `gorm:"size:200"` // of a Partner: what people call it, 交大、上海交大
	MadeAt   int64
}

// Within says whether o is above or one of its units below.
func (o Org) Within(above Org) bool { return strings.HasPrefix(o.Path, above.Path) }

// above are the ids of o and of the units above it.
func (o Org) above() (ids []int64) {
	for _, part := range strings.Split(strings.Trim(o.Path, "/"), "/") {
		if id, err := strconv.ParseInt(part, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// LevelOf is the level that a name's last characters say, 0 when they say none.
func LevelOf(name string) Level {
	for _, rule := range []struct {
		level Level
		ends  []string
	}{
		{Community, []string{"社区", "居委", "居委会", "村委", "村委会", "新村", "家苑"}},
		{Street, []string{"街道", "镇", "乡"}},
		{District, []string{"区", "县"}},
		{City, []string{"市"}},
	} {
		for _, end := range rule.ends {
			if strings.HasSuffix(name, end) {
				return rule.level
			}
		}
	}
	return 0
}

// Root is the city.
func (s *Store) Root(ctx context.Context) (Org, error) {
	var o Org
	err := s.db(ctx).Where("parent_id = 0").Order("id").First(&o).Error
	return o, err
}

// Org is the unit with that id.
func (s *Store) Org(ctx context.Context, id int64) (Org, error) {
	var o Org
	err := s.db(ctx).First(&o, id).Error
	return o, err
}

// OrgsNamed are the units called name, in full or without 街道, 镇, 区, 社区.
func (s *Store) OrgsNamed(ctx context.Context, name string) ([]Org, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return nil, nil
	}
	var orgs []Org
	err := s.db(ctx).Where("name = ? AND level <> ?", name, Beside).Order("id").Limit(8).Find(&orgs).Error
	if err != nil || len(orgs) > 0 {
		return orgs, err
	}
	if above, own := addressed(name); above != "" {
		return s.orgsUnder(ctx, above, own)
	}
	if LevelOf(name) != 0 {
		return orgs, nil
	}
	full := []string{name + "街道", name + "镇", name + "乡", name + "区", name + "社区", name + "居委", name + "市"}
	err = s.db(ctx).Where("name IN ? AND level <> ?", full, Beside).Order("level, id").Limit(8).Find(&orgs).Error
	return orgs, err
}

// addressed splits 上海市杨浦区五角场街道 behind its last unit above: 上海市杨浦区 and
// 五角场街道; above is "" when there is only one unit in name.
func addressed(name string) (above, own string) {
	for _, end := range []string{"街道", "镇", "乡", "区", "县", "市"} {
		i := strings.LastIndex(strings.TrimSuffix(name, end), end)
		if strings.HasSuffix(name[:max(i, 0)], "社") {
			continue // 社区
		}
		if i <= 0 {
			continue
		}
		above, own = name[:i+len(end)], name[i+len(end):]
		if LevelOf(end) == Street && LevelOf(own) != Community {
			continue // 长征镇路街道
		}
		if utf8.RuneCountInString(above) >= 3 && utf8.RuneCountInString(own) >= 3 && own != "居委会" { // 花市社区 is one name
			return above, own
		}
	}
	return "", name
}

// orgsUnder are the units called own that stand under a unit called above, where
// the tree knows one; else all that are called own.
func (s *Store) orgsUnder(ctx context.Context, above, own string) ([]Org, error) {
	orgs, err := s.OrgsNamed(ctx, own)
	if err != nil || len(orgs) < 2 {
		return orgs, err
	}
	uppers, err := s.OrgsNamed(ctx, above)
	var under []Org
	for _, o := range orgs {
		if slices.ContainsFunc(uppers, func(u Org) bool { return o.Within(u) }) {
			under = append(under, o)
		}
	}
	if under == nil {
		under = orgs
	}
	return under, err
}

// OrgNames are the names of every unit of the tree.
func (s *Store) OrgNames(ctx context.Context) (names []string, err error) {
	err = s.db(ctx).Model(&Org{}).Where("level <> ?", Beside).Order("id").Pluck("name", &names).Error
	return names, err
}

// OrgsBelow are o and all units below it, from the top down.
func (s *Store) OrgsBelow(ctx context.Context, o Org) (orgs []Org, err error) {
	err = s.db(ctx).Where("path LIKE ?", o.Path+"%").Order("level, id").Find(&orgs).Error
	return orgs, err
}

// SettleOrg finds the unit that a person named, or makes it: an unknown 街道, 镇
// or 乡 stands under the root, or the district that was said with it, as 待归属. Anything else is not a unit of the tree
// but the person's workplace or school: found is false.
func (s *Store) SettleOrg(ctx context.Context, name string, now time.Time) (o Org, found bool, err error) {
	orgs, err := s.OrgsNamed(ctx, name)
	if err != nil || len(orgs) > 0 {
		if len(orgs) > 0 {
			o = orgs[0]
		}
		return o, len(orgs) > 0, err
	}
	if LevelOf(name) != Street {
		return o, false, nil
	}
	parent, err := s.Root(ctx)
	if err != nil {
		return o, false, err
	}
	above, own := addressed(name)
	if uppers, err := s.OrgsNamed(ctx, above); err != nil || len(uppers) == 1 {
		if err != nil {
			return o, false, err
		}
		parent = uppers[0]
	}
	o, err = s.AddOrg(ctx, parent, own, Street, false, now)
	return o, err == nil, err
}

// AddOrg puts a unit under parent; a unit of that name that is already there is
// that one. Placed is false for one that a stranger named.
func (s *Store) AddOrg(ctx context.Context, parent Org, name string, level Level, placed bool, now time.Time) (Org, error) {
	o := Org{ParentID: parent.ID, Name: strings.TrimSpace(name), Level: level, Placed: placed, MadeAt: now.UnixMilli()}
	err := s.Tx(ctx, func(tx *Store) error {
		there := func() error {
			return tx.db(ctx).Where("parent_id = ? AND name = ?", parent.ID, o.Name).Take(&o).Error
		}
		if err := there(); !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		err := tx.Try(ctx, func(tx *Store) error { return tx.db(ctx).Create(&o).Error })
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return there() // another one was first
		}
		if err != nil {
			return err
		}
		*tx.grew = true
		o.Path = fmt.Sprintf("%s%d/", parent.Path, o.ID)
		if parent.ID == 0 {
			o.Path = fmt.Sprintf("/%d/", o.ID)
		}
		return tx.db(ctx).Model(&o).Update("path", o.Path).Error
	})
	return o, err
}

// PlaceOrg (归属) moves a unit, with all below it, under parent.
func (s *Store) PlaceOrg(ctx context.Context, o, parent Org) error {
	if parent.Within(o) {
		return Refuse(Conflict, "%s在%s下面，不能反过来归属。", parent.Name, o.Name)
	}
	return s.Tx(ctx, func(tx *Store) error {
		path := fmt.Sprintf("%s%d/", parent.Path, o.ID)
		below, err := tx.OrgsBelow(ctx, o)
		if err != nil {
			return err
		}
		for _, b := range below {
			if err := tx.db(ctx).Model(&b).Update("path", path+strings.TrimPrefix(b.Path, o.Path)).Error; err != nil {
				return err
			}
		}
		return tx.db(ctx).Model(&o).Updates(map[string]any{"parent_id": parent.ID, "placed": true}).Error
	})
}

// OrgAtItsLevel is the Partner or the unit of that name, made when the tree has none: at the
// level its last characters say, under the only unit of the level above where
// there is exactly one, else under the city.
func (s *Store) OrgAtItsLevel(ctx context.Context, name string, now time.Time) (Org, error) {
	root, err := s.Root(ctx)
	if err != nil || name == "" || name == root.Name {
		return root, err
	}
	orgs, err := s.OrgsNamed(ctx, name)
	if err != nil {
		return root, err
	}
	if len(orgs) > 0 {
		return orgs[0], nil
	}
	if partner, found, err := s.PartnerNamed(ctx, name); err != nil || found {
		return partner, err
	}
	level := LevelOf(name)
	if level <= City {
		return root, Refuse(Invalid, "“%s”看不出是哪一级，名字末尾要带区、街道（镇、乡）、社区或居委。", name)
	}
	parent := root
	for above := level - 1; above > City; above-- {
		var only []Org
		if err := s.db(ctx).Where("level = ?", above).Limit(2).Find(&only).Error; err != nil {
			return root, err
		}
		if len(only) == 1 {
			parent = only[0]
			break
		}
	}
	return s.AddOrg(ctx, parent, name, level, true, now)
}

// OrgTree are o and all units below it, each after the one above it.
func (s *Store) OrgTree(ctx context.Context, o Org) ([]Org, error) {
	below, err := s.OrgsBelow(ctx, o)
	children := map[int64][]Org{}
	for _, b := range below {
		children[b.ParentID] = append(children[b.ParentID], b)
	}
	var out []Org
	var walk func(o Org)
	walk = func(o Org) {
		out = append(out, o)
		for _, c := range children[o.ID] {
			walk(c)
		}
	}
	walk(o)
	return out, err
}
