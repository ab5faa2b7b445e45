package cli

import (
	"context"
	"strconv"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/models"
)

// levelCell is a floor of the tree.
type levelCell struct{}

var levelNames = map[models.Level]string{models.City: "市", models.District: "区", models.Street: "街道", models.Community: "社区"}

// Read takes 街道, 镇, 居委会: what a unit's name may end in.
func (levelCell) Read(text string, _ form.Context) (string, error) {
	text = strings.TrimSpace(text)
	if n, err := strconv.Atoi(text); err == nil && levelNames[models.Level(n)] != "" {
		return text, nil
	}
	if level := models.LevelOf(text); level != 0 {
		return strconv.Itoa(int(level)), nil
	}
	return "", form.Wrong("请写市、区、街道或社区。")
}

// Show is 街道 for 镇 and 乡 too.
func (levelCell) Show(value string) string {
	n, _ := strconv.Atoi(value)
	return levelNames[models.Level(n)]
}

func (levelCell) Control() form.Control { return form.Control{Type: "text", Placeholder: "街道"} }

// exportOrgs writes a unit and all below it, from the top down.
func exportOrgs(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	orgs, err := s.OrgsBelow(ctx, x.Org)
	if err != nil {
		return err
	}
	w.total = int64(len(orgs))
	for _, o := range orgs {
		if !x.Holds(o.MadeAt, s.Zone) {
			continue
		}
		a := answers([2]string{"name", o.Name}, [2]string{"level", strconv.Itoa(int(o.Level))})
		if above, ok := t.orgs[o.ParentID]; ok {
			a = a.Set("above", t.label(above.ID))
		}
		if !o.Placed {
			a = a.Set("unplaced", "yes")
		}
		if err := w.write(a); err != nil {
			return err
		}
	}
	return nil
}
