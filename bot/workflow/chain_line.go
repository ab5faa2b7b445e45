package workflow

import (
	"context"
	"fmt"

	"xiaoqing/bot/parse"
	"xiaoqing/models"
)

func (t *Turn) addLine(ctx context.Context, c *collected, l *models.ChainLine) error {
	if c.chain.Becomes == models.ChainOrder {
		l.Items = itemsOf(l.Note)
		c.items = append(c.items, l.Items...)
		if len(l.Items) == 0 {
			c.told = append(c.told, fmt.Sprintf("%d号%s没写要什么。", l.N, l.Name))
		}
	} else if err := t.joinLine(ctx, c, l); err != nil {
		return err
	}
	if err := t.Store.KeepLine(ctx, c.chain, l, t.By.Now); err != nil {
		return err
	}
	c.added = append(c.added, l.ID)
	return nil
}

// joinLine makes a sign-up of a line, which is read as the message 报名 with what
// stands in it. What cannot be is told; the others are done.
func (t *Turn) joinLine(ctx context.Context, c *collected, l *models.ChainLine) error {
	g, err := t.signupOf(ctx, c.chain, *l)
	if err != nil {
		return err
	}
	var standing models.Signup
	err = t.Store.Try(ctx, func(tx *models.Store) error {
		standing, err = tx.JoinChain(ctx, t.By, l, g)
		return err
	})
	switch {
	case err != nil && (models.KindOf(err) == models.Internal || models.KindOf(err) == models.Unavailable):
		return err
	case err != nil:
		c.told = append(c.told, fmt.Sprintf("%d号%s没报上：%s", l.N, l.Name, models.SayOf(err)))
	case standing.ID != 0:
		c.told = append(c.told, fmt.Sprintf("%d号%s已经报过了（%s），没有重复报。", l.N, l.Name, standing.Ticket()))
	default:
		c.tickets = append(c.tickets, l.Ticket)
	}
	return nil
}

func (t *Turn) signupOf(ctx context.Context, c models.Chain, l models.ChainLine) (*models.Signup, error) {
	f := parse.Read("报名 "+l.Name+" "+l.Note, parse.Context{At: t.By.Now}).Fields
	g := &models.Signup{Programme: c.Programme, SignupPrivate: models.SignupPrivate{Name: l.Name, Phone: l.Phone, Gender: f.Gender, Age: f.Age, Skills: f.Skills, Slots: f.Slots}}
	g.OrgID = c.OrgID
	own, err := t.Store.Org(ctx, c.OrgID)
	if err != nil || f.Org == "" {
		return g, err
	}
	orgs, err := t.Store.OrgsNamed(ctx, f.Org)
	if len(orgs) == 1 && orgs[0].Within(own) {
		g.OrgID = orgs[0].ID
	} else if len(orgs) == 0 {
		g.Unit = f.Org
	}
	return g, err
}

func itemsOf(note string) (items []models.ChainItem) {
	for _, o := range parse.Order(note) {
		items = append(items, models.ChainItem(o))
	}
	return items
}

func (t *Turn) changeLine(ctx context.Context, c *collected, l *models.ChainLine) error {
	c.changed++
	if c.chain.Becomes == models.ChainOrder {
		l.Items = itemsOf(l.Note)
	}
	if err := t.Store.KeepLine(ctx, c.chain, l, t.By.Now); err != nil {
		return err
	}
	ticket, ok := models.ParseTicket(l.Ticket)
	if !ok || l.Phone == "" {
		return nil
	}
	return t.Store.CompleteFromChain(ctx, t.By, ticket, l.Phone)
}

func (t *Turn) removeLine(ctx context.Context, c *collected, l *models.ChainLine) error {
	err := t.Store.Try(ctx, func(tx *models.Store) error { return tx.LeaveChain(ctx, t.By, l) })
	if err != nil {
		if models.KindOf(err) == models.Internal || models.KindOf(err) == models.Unavailable {
			return err
		}
		c.told = append(c.told, models.SayOf(err))
		return nil
	}
	c.gone = append(c.gone, l.ID)
	return nil
}
