package workflow

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Crier writes the letters of call-outs, a batch at a time.
type Crier struct {
	Store *models.Store
	Links Linker
}

// crierBatch is how many letters stand in one transaction: few enough that no
// message has to wait for it.
const crierBatch = 250

// Spread writes the next letters of a call-out, and says whether there may be more.
func (x Crier) Spread(ctx context.Context, now time.Time) (more bool, err error) {
	return x.Store.Spread(ctx, crierBatch, func(c models.Callout, org models.Org, r models.Recipient) []models.Notice {
		n := models.Notice{Kind: models.CalloutKind, Urgent: atOnce(c, now), Now: now, NotBefore: byDay(c, now), Expires: c.Ends(now.Location())}
		switch {
		case r.Group.ID != 0:
			return x.toGroup(c, org, r, n)
		case c.Spreading == models.OfStop:
			n.Kind, n.Expires, n.Body = "callstop", time.Time{}, stopped(c) // who cannot be reached is rung up
		default:
			n.OwnWords, n.Body = true, x.toPerson(c, org, r, now) // each has a link of its own
		}
		n.Bulk = true
		return []models.Notice{n}
	})
}

// Nobody is woken between ten at night and seven in the morning, but for what is
// urgent.
const (
	quietFrom calendar.Clock = 22 * 60
	quietTill calendar.Clock = 7 * 60
)

// byDay is when a letter may go: now, or the next morning. One whose task begins
// before that goes at once.
func byDay(c models.Callout, now time.Time) time.Time {
	clock, day := calendar.ClockOf(now), calendar.DayOf(now)
	if c.Urgent || clock >= quietTill && clock < quietFrom {
		return now
	}
	if clock >= quietFrom {
		day = day.Add(1)
	}
	morning := day.At(quietTill, now.Location())
	if !morning.Before(c.Ends(now.Location())) {
		return now
	}
	return morning
}

// atOnce says that a letter waits for nothing, not for the morning either.
func atOnce(c models.Callout, now time.Time) bool {
	clock := calendar.ClockOf(now)
	return c.Urgent || (clock >= quietFrom || clock < quietTill) && !byDay(c, now).After(now)
}

// CallLink is a person's own page of a call-out.
func (l Linker) CallLink(c models.Callout, person int64, zone *time.Location) string {
	return l.Personal(Link{To: ToCall, ID: c.ID, Person: person, Expires: callLinkEnds(c, zone)})
}

// callLinkEnds lets a page say for a while that it is over.
func callLinkEnds(c models.Callout, zone *time.Location) time.Time {
	return c.Ends(zone).AddDate(0, 0, 7)
}

func (x Crier) toPerson(c models.Callout, org models.Org, r models.Recipient, now time.Time) say.Reply {
	ticket := c.Ticket().String()
	text := fmt.Sprintf("%s发来动员令（%s）：%s", org.Name, ticket, c.Task)
	hint := "能来就回“我参加”，来不了也请回一声。不想再收，回“不要再发动员令”。"
	if c.Spreading == models.ToSilent {
		text = fmt.Sprintf("再问一声，%s的动员令（%s）你能来吗？%s", org.Name, ticket, c.Task)
		hint = "能来回“我参加”，来不了回“来不了”，只提醒这一次。"
	}
	return say.Reply{Text: text, Rows: facts(c, now, c.Spreading != models.ToSilent), Hint: hint, Buttons: []string{"我参加 " + ticket, "来不了 " + ticket, "收到 " + ticket},
		Links: []say.Link{{Label: "看详情、报名", URL: x.Links.CallLink(c, r.Person, now.Location())}}}
}

// toGroup is the words with their link, and the same link as a picture.
func (x Crier) toGroup(c models.Callout, org models.Org, r models.Recipient, n models.Notice) []models.Notice {
	url := x.Links.Personal(Link{To: ToCallGroup, ID: c.ID, Person: r.Group.ID, Expires: callLinkEnds(c, n.Now.Location())})
	picture := n
	n.Body = say.Reply{Text: fmt.Sprintf("%s动员令（%s）：%s", org.Name, c.Ticket(), c.Task), Rows: facts(c, n.Now, true),
		Hint: "能来请点链接或扫码报名，回“收到”只算看过。", Links: []say.Link{{Label: "报名", URL: url}}}
	picture.Body = say.Reply{Text: fmt.Sprintf("%s的二维码，扫码报名", c.Ticket()), Attachment: say.Code(c.Ticket().String(), url)}
	return []models.Notice{n, picture}
}

func stopped(c models.Callout) say.Reply {
	return say.Text("%s停了，不用来了：%s。谢谢你愿意帮忙！", c.Ticket(), c.Task)
}
