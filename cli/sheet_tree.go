package cli

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// tree is every unit, found by name or by path: 五角场街道, 杨浦区/五角场街道; the
// partners stand beside it.
type tree struct {
	orgs  map[int64]models.Org
	names map[string][]int64 // in the tree's order, the root first
}

func loadTree(ctx context.Context, s *models.Store) (*tree, error) {
	root, err := s.Root(ctx)
	if err != nil {
		return nil, err
	}
	orgs, err := s.OrgsBelow(ctx, root)
	if err != nil {
		return nil, err
	}
	partners, err := s.Partners(ctx)
	if err != nil {
		return nil, err
	}
	t := &tree{orgs: map[int64]models.Org{}, names: map[string][]int64{}}
	for _, o := range append(orgs, partners...) {
		t.add(o)
	}
	return t, nil
}

func (t *tree) add(o models.Org) {
	if _, known := t.orgs[o.ID]; !known {
		t.names[o.Name] = append(t.names[o.Name], o.ID)
	}
	t.orgs[o.ID] = o
}

// path is 上海市/杨浦区/五角场街道.
func (t *tree) path(o models.Org) string {
	above, ok := t.orgs[o.ParentID]
	if !ok {
		return o.Name
	}
	return t.path(above) + "/" + o.Name
}

// label is how a sheet names a unit: by its name alone where no other has it.
func (t *tree) label(id int64) string {
	o := t.orgs[id]
	if len(t.names[o.Name]) == 1 {
		return o.Name
	}
	return t.path(o)
}

// find are the units that text may mean: by name, by the end of the path, or by
// name without 街道, 镇, 区, 社区.
func (t *tree) find(text string) (found []models.Org) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "／", "/")
	name := text[strings.LastIndexByte(text, '/')+1:]
	for _, id := range t.names[name] {
		if full := t.path(t.orgs[id]); full == text {
			return []models.Org{t.orgs[id]}
		} else if strings.HasSuffix(full, "/"+text) {
			found = append(found, t.orgs[id])
		}
	}
	if found != nil || name != text || models.LevelOf(name) != 0 {
		return found
	}
	for _, end := range []string{"街道", "镇", "乡", "区", "社区", "居委", "市"} {
		for _, id := range t.names[name+end] {
			found = append(found, t.orgs[id])
		}
	}
	return found
}

// one is the unit that text means; else sentence says what to write instead, or
// is "" when there is no such unit.
func (t *tree) one(text string) (o models.Org, sentence string) {
	found := t.find(text)
	switch len(found) {
	case 0:
		return o, ""
	case 1:
		return found[0], ""
	}
	var paths []string
	for _, o := range found[:min(len(found), 4)] {
		paths = append(paths, t.path(o))
	}
	return o, fmt.Sprintf("叫“%s”的不止一个：%s。请把上级也写上，比如%s。", text, say.List(paths), paths[0])
}

// orgNamed is the unit that an operator named, "" is the root. It refuses
// (Invalid) a name that no unit has, and one that several have.
func orgNamed(ctx context.Context, s *models.Store, name string) (models.Org, error) {
	if name == "" {
		return s.Root(ctx)
	}
	t, err := loadTree(ctx, s)
	if err != nil {
		return models.Org{}, err
	}
	org, sentence := t.one(name)
	if org.ID == 0 && sentence == "" {
		sentence = fmt.Sprintf("没有找到“%s”，请写全名，比如五角场街道。", name)
	}
	if sentence != "" {
		return models.Org{}, models.Refuse(models.Invalid, "%s", sentence)
	}
	return org, nil
}
