// Package workflow holds one file for each thing that people ask for: its words,
// who may, its form, what must be known before and what is kept in the end.
package workflow

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Workflow is one thing that people ask for. It can be begun in one message, a
// guided dialog or a page, and ends in one record whichever way.
type Workflow struct {
	Intent string        // as parse names it
	Words  string        // how help calls it, with an example
	For    []models.Role // who may; nil is anyone
	Group  bool          // may be said in a group
	Direct bool          // saved without a card to confirm
	Form   form.Form
	// Prepare turns what was understood into starting answers and options: what
	// needs the database and comes before the first question. Nil: the reading
	// alone.
	Prepare func(ctx context.Context, t *Turn) (Start, error)
	// Reads is what an answer says for all fields, where the form's names are not the parser's.
	Reads func(text string, now time.Time) form.Answers
	// Save keeps the record in t's transaction and says what to tell.
	Save func(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error)
	// Refill gives the answers of a record that is already there, for a
	// correction; nil when it cannot be corrected.
	Refill func(ctx context.Context, t *Turn, ticket models.Ticket) (form.Answers, error)
	// Undo takes back what Save kept a moment ago; nil when it cannot be.
	Undo func(ctx context.Context, t *Turn, last Saved) (say.Reply, error)
}

// Saved is what Save kept, as far as it must be known to take it back or to do it
// again in another way.
type Saved struct {
	Intent  string       `json:"intent"`
	Tickets []string     `json:"tickets,omitempty"` // of the records that were made or changed
	Before  form.Answers `json:"before,omitempty"`  // of a change: how it was, by field or by ticket
	Fields  parse.Fields `json:"fields"`            // what was said
}

// Start is what is known before the first question.
type Start struct {
	Lead    string // said before the first question
	Answers form.Answers
	Options map[string][]form.Option
	Subject models.Ticket // of the record that is being changed
}

// Turn is the moment in which something is asked for: who, where, when and what
// was understood.
type Turn struct {
	Store   *models.Store // inside the transaction
	By      models.Actor
	Account models.Account // zero when nobody is logged in
	Group   *models.Group  // where it was said; nil in private
	Chat    string         // the platform's id of that group, "" in private
	Home    int64          // the Org of the poster that led here, 0 when none
	Form    form.Form      // the workflow's own
	Reading parse.Reading
	Text    string
	Subject models.Ticket // of the record that is being changed
	Listed  []string      // the tickets of the last list, in its order
	Instead *Saved        // what this takes the place of, nil for nothing
	Key     string        // the submission's, unique
	Links   Linker
	Hotline string // a human number, "" when there is none
	City    models.Org

	Did    Saved    // out: what was kept, when it is more than Subject
	mutes  int      // people decided on who cannot be told
	Lists  []string // out: the tickets of a list that this turn showed
	Erased bool     // out: the speaker's words are gone, the conversation's too
	Final  bool     // out: what was done cannot be taken back
	Fixes  []Fix    // out: people who now have one thing to mend
}

// Fix is one thing that a person is asked to mend in a record sent back to them.
type Fix struct {
	Person int64
	Ticket models.Ticket
	Field  string // "" when the reason names none
}

// Elder says whether the speaker is addressed as 您: everyone but tutors and
// volunteers.
func (t *Turn) Elder() bool {
	for _, s := range t.By.Standings {
		if s.Role != models.Tutor && s.Role != models.Volunteer {
			return true
		}
	}
	return len(t.By.Standings) == 0
}

// addressed is words for the speaker: 您, or 你 to tutors and volunteers.
func (t *Turn) addressed(words string) string {
	if t.Elder() {
		return words
	}
	return strings.ReplaceAll(words, "您", "你")
}

// Page is Actor.Via of what came by a page.
const Page = "page"

// May says whether the speaker has a role that the workflow asks for.
func (w Workflow) May(by models.Actor) bool {
	for _, role := range w.For {
		if by.Has(role) {
			return true
		}
	}
	return len(w.For) == 0
}

// Denied is what someone hears who may not.
func (w Workflow) Denied(hotline string) say.Reply {
	who := w.For[0].Chinese()
	if w.For[0] == models.Tutor {
		return say.Text("这是%s用的。已经报名的话，等街道审核通过就能用；还没报名，说一句“报名云托班辅导老师”就行。", who)
	}
	text := "这一步要由" + who + "来做。您要办什么，直接告诉我，我转给该管的人。"
	if hotline != "" {
		text += "也可以打" + hotline + "。"
	}
	return say.Reply{Text: text}
}

// Finish is how every workflow ends, from chat, page or sheet: role check,
// savepoint, Save, the raw submission kept under a Key that is unique: a page
// that was sent twice, like a message, is answered by its first time.
func (w Workflow) Finish(ctx context.Context, t *Turn, a form.Answers) (reply say.Reply, err error) {
	if !w.May(t.By) {
		return reply, models.Refuse(models.Forbidden, "%s", w.Denied("").Text)
	}
	outer := t.Store
	t.Form = w.Form
	defer func() { t.Store = outer }()
	err = outer.Try(ctx, func(tx *models.Store) error {
		t.Store = tx
		if t.Instead != nil {
			if _, err := w.Undo(ctx, t, *t.Instead); err != nil {
				return err
			}
		}
		if reply, err = w.Save(ctx, t, a); err != nil {
			return err
		}
		return w.keep(ctx, t, a, reply)
	})
	return reply, err
}

func (w Workflow) keep(ctx context.Context, t *Turn, a form.Answers, reply say.Reply) error {
	if w.Direct {
		return nil // a command: its verb writes the audit
	}
	answers, err := json.Marshal(a)
	if err != nil {
		return err
	}
	answer, err := json.Marshal(reply)
	if err != nil {
		return err
	}
	x := models.Submission{SubmissionKey: t.Key, Form: w.Form.Name, Ticket: t.subject(), PersonID: t.By.Person, Channel: t.By.Via,
		SubmissionPrivate: models.SubmissionPrivate{Answers: answers, Answer: answer}}
	return t.Store.KeepSubmission(ctx, &x, t.By.Now)
}

func (t *Turn) subject() string {
	if t.Subject.ID == 0 {
		return ""
	}
	return t.Subject.String()
}

// said is the reading as answers to the fields that the form has.
func (t *Turn) said() form.Answers {
	var out form.Answers
	for _, a := range form.FromReading(t.Reading.Fields) {
		if field, ok := t.Form.Field(a.Field); ok && !field.Tap && a.Value != nil {
			value, err := field.Read(*a.Value, form.Context{At: t.By.Now, Off: t.Store.Holidays()})
			if err != nil {
				value = *a.Value // the dialog says what is wrong with it
			}
			out = out.Set(a.Field, value)
		}
	}
	return out
}

// tell writes a letter to a person; key makes it happen once.
func (t *Turn) tell(ctx context.Context, person int64, kind, key string, r say.Reply) error {
	return t.Store.Tell(ctx, person, models.Notice{Key: key, Kind: kind, Now: t.By.Now, Body: r})
}

// Set is every workflow there is, in the order in which help lists them.
type Set []Workflow

// All are the workflows of the product.
func All() Set {
	return Set{Enrol, Siblings, Signup, Report, ReportSheet, Absent, Leave, Move, DayOff, KeepMeeting, AskMeeting, ClassPage, Relay, Profile, Rest, Pause, Resume, Rematch, End, Conduct, Aftercare, Remark,
		CheckIn, CheckOut, Told, Take, Drop, Rosters, Adjust, Enlist, Quit, Muster, RollCall, Roster, Rearrange, Squad,
		Status, Places, SetPlaces, Review, Attention, Approve, Return, Reject, Transfer, Match, Ask, Discard, Pair, Schedule, Enter, Mobilise, Digest, Nothing, Basis, Opening, Bind, Grow, Invite, Join,
		Withdraw, Revoke, Certify, Hours, Appeal, Answer, Collect, Befriend, Roll, Disown, AskBadge, Erase, Console, Concern, Cases}
}

// By finds a workflow by its intent or its form's name.
func (s Set) By(name string) (Workflow, bool) {
	for _, w := range s {
		if w.Intent == name || w.Form.Name == name {
			return w, true
		}
	}
	return Workflow{}, false
}
