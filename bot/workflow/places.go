package workflow

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// SetPlaces (云托班名额) sets how many children a unit's class takes; Places (名额)
// tells anyone how many are left.
var (
	SetPlaces = Workflow{
		Intent: "set_places", Words: "定云托班收多少孩子，比如“云托班名额 30”“五角场街道云托班名额 30”“云托班名额 不限”", For: coordinators, Direct: true,
		Form: form.Form{Name: "set_places", Title: "云托班名额", Fields: []form.Field{
			{Name: "org", Label: "组织", Ask: "哪个街道或社区的名额？", Kind: form.Org{}},
			{Name: "number", Label: "名额", Ask: "一共收多少个孩子？", Kind: form.Text{Max: 10}}}},
		Prepare: prepareSetPlaces, Save: saveSetPlaces, Undo: undoSetPlaces,
	}
	Places = Workflow{
		Intent: "places", Words: "看云托班还有多少名额，说“名额”", Direct: true,
		Form: form.Form{Name: "places", Title: "名额"},
		Save: savePlaces,
	}
)

// mostPlaces is what nobody means to exceed.
const mostPlaces = 1_000_000

// Words around 名额 that say nothing more: of a question, and of a coordinator's order.
var (
	placesAsked = strings.NewReplacer("云托班", "", "托班", "", "爱心", "", "请问", "", "现在", "", "还有", "", "还剩", "", "剩余", "", "没有", "", "有没有", "", "多少", "", "几个", "", "看看", "", "查看", "",
		"情况", "", "一下", "", "看", "", "查", "", "有", "", "的", "", "没", "", "吗", "", "呢", "", "了", "", "？", "", "?", "", "。", "", "个", "")
	placesSet = strings.NewReplacer("云托班", "", "托班", "", "爱心", "", "改成", "", "改为", "", "定为", "", "设为", "", "设成", "", "调到", "", "加到", "", "减到", "", "一共", "", "把", "", "的", "", "：", "", ":", "", "个", "",
		"孩子", "", "人", "", "。", "", "不限", "", "取消", "", "不设", "", "放开", "", "上限", "", "了", "")
	noLimit = []string{"不限", "取消", "不设", "放开"}
)

// ReadPlaces reads what is said of the places of the cloud class: 名额, 还有名额吗,
// and from a coordinator 云托班名额 30, 五角场街道名额改成30. Places of anything else
// are not meant: 名额改成30 alone may be said of a call-out or a roster.
func ReadPlaces(text string, coordinator bool) (r parse.Reading, ok bool) {
	text = strings.Join(strings.Fields(text), "")
	before, after, found := strings.Cut(text, "名额")
	if !found {
		return r, false
	}
	if placesAsked.Replace(before)+placesAsked.Replace(after) == "" {
		return parse.Reading{Intent: Places.Intent}, true
	}
	rest := placesSet.Replace(after)
	behind := strings.TrimRight(rest, "0123456789零一二两三四五六七八九十百千万")
	number, org := strings.TrimPrefix(rest, behind), placesSet.Replace(before)+behind
	if slices.ContainsFunc(noLimit, func(w string) bool { return strings.Contains(text, w) }) {
		number = "不限"
	}
	if !coordinator || placesIn(number) == "" || org == "" && !strings.Contains(text, "托班") || org != "" && models.LevelOf(org) == 0 {
		return r, false
	}
	return parse.Reading{Intent: SetPlaces.Intent, Fields: parse.Fields{Org: org, Topic: number}}, true
}

// placesIn is the number that an answer names, 不限 where it lifts the limit, ""
// for neither.
func placesIn(text string) string {
	if slices.ContainsFunc(noLimit, func(w string) bool { return strings.Contains(text, w) }) {
		return "不限"
	}
	n, ok := parse.Number(text)
	if !ok || n < 0 || n > mostPlaces || n != float64(int(n)) {
		return ""
	}
	return strconv.Itoa(int(n))
}

// prepareSetPlaces takes the coordinator's own unit where none was named.
func prepareSetPlaces(_ context.Context, t *Turn) (Start, error) {
	var s Start
	f := t.Reading.Fields
	if own := t.By.Orgs(models.Coordinator); f.Org == "" && len(own) == 1 {
		f.Org = own[0].Name
	}
	if f.Org != "" {
		s.Answers = s.Answers.Set("org", f.Org)
	}
	if f.Topic != "" {
		s.Answers = s.Answers.Set("number", f.Topic)
	}
	return s, nil
}

func saveSetPlaces(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org, err := t.inCharge(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	number := placesIn(a.Get("number"))
	if number == "" {
		return say.Reply{}, models.Refuse(models.Invalid, "名额写一个数就行，比如“云托班名额 30”；不设上限就说“云托班名额 不限”。")
	}
	before, now, err := t.setPlaces(ctx, org, number)
	if err != nil {
		return say.Reply{}, err
	}
	t.Did = Saved{Tickets: []string{number}, Before: form.Answers{}.Set("org", org.Name).Set("number", numberOf(before))}
	if now.Number == models.Unlimited {
		return say.Text("好的，%s的云托班不限名额了，报了就收。", org.Name), nil
	}
	if before.Number == models.Unlimited {
		return say.Text("好的，%s的云托班名额定为%s。%s", org.Name, number, taken(now)), nil
	}
	return say.Text("好的，%s的云托班名额从%s改成%s。%s", org.Name, numberOf(before), number, taken(now)), nil
}

// setPlaces sets the number and tells those who move up: the first at once, the
// others with the next round of the clock.
func (t *Turn) setPlaces(ctx context.Context, org models.Org, number string) (before, now models.Places, err error) {
	n := int64(models.Unlimited)
	if number != "不限" {
		if n, err = strconv.ParseInt(number, 10, 64); err != nil {
			return before, now, err
		}
	}
	if before, now, err = t.Store.SetPlaces(ctx, t.By, org, n); err != nil {
		return before, now, err
	}
	return before, now, t.tellSeated(ctx)
}

func numberOf(p models.Places) string {
	if p.Number == models.Unlimited {
		return "不限"
	}
	return strconv.FormatInt(p.Number, 10)
}

// taken is how full a class is.
func taken(p models.Places) string {
	switch {
	case p.Listed > 0:
		return fmt.Sprintf("已经收了%d个孩子，候补%d个。", p.Seated, p.Listed)
	case p.Seated > p.Number:
		return fmt.Sprintf("已经收了%d个孩子，都保留；新报的先排候补。", p.Seated)
	}
	return fmt.Sprintf("已经收了%d个孩子，还剩%d个。", p.Seated, p.Left())
}

// undoSetPlaces sets the number back; who moved up meanwhile keeps the seat.
func undoSetPlaces(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	org, err := t.inCharge(ctx, last.Before.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	if _, _, err := t.setPlaces(ctx, org, last.Before.Get("number")); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s的名额改回%s了。已经告诉有名额的孩子不变。", org.Name, last.Before.Get("number")), nil
}

// savePlaces tells a coordinator of each class of theirs, anyone else of the one
// that their child would be in.
func savePlaces(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	if !t.By.Has(models.Coordinator) {
		home, err := t.Store.HomeOf(ctx, t.By.Person)
		if err == nil && t.Home != 0 {
			home, err = t.Store.Org(ctx, t.Home)
		}
		if err != nil {
			return say.Reply{}, err
		}
		news, err := PlacesLeft(ctx, t.Store, home)
		if news == "" {
			news = "云托班现在没有限名额，报了就排队找老师。"
		}
		return say.Reply{Text: news, Buttons: []string{"给孩子报云托班"}}, err
	}
	orgs := t.By.Orgs(models.Coordinator)
	all, err := t.Store.PlacesIn(ctx, orgs)
	if err != nil {
		return say.Reply{}, err
	}
	for _, o := range orgs { // whose number their children are counted in
		if p, found, err := t.Store.PlacesFor(ctx, o); err != nil {
			return say.Reply{}, err
		} else if found && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	lines := []string{}
	for _, p := range all {
		o, err := t.Store.Org(ctx, p.OrgID)
		if err != nil {
			return say.Reply{}, err
		}
		lines = append(lines, fmt.Sprintf("%s：名额%d个，%s", o.Name, p.Number, taken(p)))
	}
	if len(lines) == 0 {
		lines = append(lines, "云托班没有限名额，报了就收。要定，说“云托班名额 30”。")
	}
	return say.Reply{Text: strings.Join(lines, "\n")}, nil
}

// PlacesLeft says before anyone enrols whether there is a seat in the class of
// org, "" where there is no limit.
func PlacesLeft(ctx context.Context, s *models.Store, org models.Org) (string, error) {
	p, found, err := s.PlacesFor(ctx, org)
	switch {
	case err != nil || !found:
		return "", err
	case p.Left() == 0:
		return fmt.Sprintf("云托班名额满了，现在报排在候补第%d位，前面有人退出会马上告诉您。", p.Listed+1), nil
	}
	return fmt.Sprintf("云托班还有%d个名额，按报名先后。", p.Left()), nil
}

// place is where a child stands for a seat: "" without a limit, else 有名额了 or
// the number on the waiting list.
func (t *Turn) place(ctx context.Context, e models.Enrolment) (text string, waits bool, err error) {
	p, err := t.Store.PlaceOf(ctx, e.ID)
	switch {
	case err != nil || !p.Limited:
		return "", false, err
	case p.Waits():
		return fmt.Sprintf("名额满了，您排在候补第%d位，前面有人退出会马上告诉您。", p.Number), true, nil
	}
	return "有名额了，", false, nil
}

// seatedAtOnce is how many are told in one transaction.
const seatedAtOnce = 20

// tellSeated tells those whom this turn made room for.
func (t *Turn) tellSeated(ctx context.Context) error {
	_, err := SeatWaiting(ctx, t.Store, t.By.Now)
	return err
}

// SeatWaiting tells guardians, once each, whose children moved up from a waiting
// list, some at a time. It returns how many letters it wrote.
func SeatWaiting(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	seats, err := tx.Untold(ctx, seatedAtOnce)
	if err != nil {
		return 0, err
	}
	t := &Turn{Store: tx, By: models.Actor{Via: "command", Now: now}}
	for _, seat := range seats {
		mine, err := tx.Told(ctx, seat)
		if err != nil {
			return letters, err
		}
		if !mine {
			continue
		}
		if err := t.seated(ctx, seat); err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}

func (t *Turn) seated(ctx context.Context, seat models.Seat) error {
	e, err := t.Store.Enrolment(ctx, seat.EnrolmentID)
	if err != nil {
		return err
	}
	next := "等审核通过就给孩子找老师。"
	if e.Stage == models.Waiting {
		if next, err = t.line(ctx, e); err != nil {
			return err
		}
		next = "正在给孩子找老师，" + next
	}
	if e.ConsentID == 0 {
		next = "还差监护人点一下同意，点了就往下办。"
	}
	return t.tell(ctx, e.PersonID, "places", fmt.Sprintf("seated:%s:%d", e.Ticket(), seat.Since), say.Text("好消息，有人退出，%s有名额了！%s", e.Ticket(), next))
}
