package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
)

// orgSheet (组织) is the tree of four levels. A unit may stand above its parent.
var orgSheet = form.Form{Name: "orgs", Title: "组织", Fields: []form.Field{
	{Name: "name", Label: "名称", Kind: form.Org{}},
	{Name: "level", Label: "级别", Kind: levelCell{}, Optional: true},
	{Name: "above", Label: "上级", Kind: form.Text{Max: 120}, Optional: true},
	{Name: "unplaced", Label: "待归属", Kind: form.YesNo{}, Optional: true},
}}

// orgRow is one unit of a sheet.
type orgRow struct {
	n               int
	name, above     string
	level           models.Level
	unplaced        bool
	parent, already models.Org
}

type orgBatch struct {
	rows         []*orgRow
	placed, same int
}

func (b *orgBatch) take(n int, a form.Answers) []sheet.Bad {
	r := &orgRow{n: n, name: a.Get("name"), above: a.Get("above"), unplaced: a.Get("unplaced") == "yes"}
	level, _ := strconv.Atoi(a.Get("level"))
	if r.level = models.Level(level); level == 0 {
		r.level = models.LevelOf(r.name)
	}
	b.rows = append(b.rows, r)
	if r.level == 0 {
		return []sheet.Bad{{Row: n, Label: "级别", Say: "看名字认不出是哪一级，请写市、区、街道或社区。"}}
	}
	return nil
}

// settle goes down the tree, level by level, so that every parent is known
// before its children, wherever it stands in the file.
func (b *orgBatch) settle(ctx context.Context, s *models.Store) ([]sheet.Bad, error) {
	t, err := loadTree(ctx, s)
	if err != nil {
		return nil, err
	}
	root, err := s.Root(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(b.rows, func(x, y *orgRow) int { return cmp.Compare(x.level, y.level) })
	b.placed, b.same = 0, 0
	var bads []sheet.Bad
	for i, r := range b.rows {
		if bad := b.place(t, root, r, -int64(i)-1); bad != nil {
			bads = append(bads, *bad)
		}
	}
	return bads, nil
}

// place finds where a unit belongs and whether it is there; a new one gets an id
// of its own for now.
func (b *orgBatch) place(t *tree, root models.Org, r *orgRow, id int64) *sheet.Bad {
	if r.level == models.City {
		if r.already = root; r.name != root.Name {
			return &sheet.Bad{Row: r.n, Label: "名称", Say: fmt.Sprintf("市只有一个：%s。别的写成区、街道或社区。", root.Name)}
		}
		b.same++
		return nil
	}
	r.parent, r.already = root, models.Org{}
	if r.above != "" {
		var sentence string
		if r.parent, sentence = t.one(r.above); sentence == "" && r.parent.ID == 0 {
			sentence = fmt.Sprintf("没有找到“%s”。它要先在组织里，或者写在这张表的另一行里，比如“杨浦区”或“上海市/杨浦区”。", r.above)
		} else if sentence == "" && r.parent.Level >= r.level {
			sentence = fmt.Sprintf("“%s”的级别不在“%s”的上面，请核对级别和上级。", r.parent.Name, r.name)
		}
		if sentence != "" {
			return &sheet.Bad{Row: r.n, Label: "上级", Say: sentence}
		}
	}
	return b.meet(t, root, r, id)
}

// meet looks whether the unit is there already, or was named by someone and now
// finds its place.
func (b *orgBatch) meet(t *tree, root models.Org, r *orgRow, id int64) *sheet.Bad {
	for _, at := range t.names[r.name] {
		o := t.orgs[at]
		switch {
		case o.ParentID == r.parent.ID && o.Level != r.level:
			return &sheet.Bad{Row: r.n, Label: "级别", Say: fmt.Sprintf("“%s”已经在“%s”下面了，级别和这里写的不一样。", r.name, r.parent.Name)}
		case o.ParentID == r.parent.ID && (o.Placed || r.unplaced || o.ID < 0):
			r.already = o
			b.same++
			return nil
		case !o.Placed && o.ID > 0 && o.ParentID == root.ID && o.Level == r.level:
			r.already = o
			b.placed++
			o.ParentID, o.Placed = r.parent.ID, true
			t.add(o)
			return nil
		}
	}
	t.add(models.Org{ID: id, ParentID: r.parent.ID, Name: r.name, Level: r.level, Placed: !r.unplaced})
	return nil
}

func (b *orgBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	made := map[int64]models.Org{} // by the ids that settle gave
	for i, r := range b.rows {
		parent, ok := made[r.parent.ID]
		if !ok && r.level != models.City {
			var err error
			if parent, err = tx.Org(ctx, r.parent.ID); err != nil { // it may just have been placed
				return err
			}
		}
		o, err := r.put(ctx, tx, by, parent)
		if err != nil {
			return err
		}
		made[-int64(i)-1] = o
		show(i + 1)
	}
	return nil
}

func (r *orgRow) put(ctx context.Context, tx *models.Store, by models.Actor, parent models.Org) (models.Org, error) {
	switch {
	case r.already.ID == 0:
		return tx.AddOrg(ctx, parent, r.name, r.level, !r.unplaced, by.Now)
	case r.already.ID > 0 && !r.already.Placed && !r.unplaced:
		return r.already, tx.PlaceOrg(ctx, r.already, parent)
	}
	return r.already, nil
}

func (b *orgBatch) counts() (added, changed, same int) {
	return len(b.rows) - b.placed - b.same, b.placed, b.same
}
