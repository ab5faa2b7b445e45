package workflow

import (
	"encoding/binary"
	"strings"
	"time"

	"xiaoqing/models/vault"
)

// Link is what a personal link opens: one thing, for one person, for a while.
type Link struct {
	To      Destination
	ID      int64 // the lesson's, the record's
	Person  int64 // who it was made for
	Expires time.Time
}

// Destination is what kind of page a link leads to.
type Destination byte

const (
	ToLesson      Destination = 'l' // a tutor's report of one lesson
	ToSignup      Destination = 's' // one's own signup: look, correct
	ToEnrolment   Destination = 'e' // one's own enrolment: look, correct, add
	ToConsent     Destination = 'c' // a guardian's tap for an enrolment
	ToMinor       Destination = 'm' // a guardian's tap for a signup under 18
	ToConsole     Destination = 'o' // the coordinators' pages
	ToCalendar    Destination = 'k' // one's own lessons, for a phone's calendar
	ToCertificate Destination = 'z' // one's own 志愿服务证明: look, download
	ToProfile     Destination = 'p' // a tutor's own profile: look, change
	ToConduct     Destination = 'g' // a tutor's tap on the code of conduct
	ToClass       Destination = 'b' // 上课页: a child's next lessons, for whoever sits beside
	ToSheet       Destination = 't' // a tutor's sheet of lessons: upload, look, report
	ToConcern     Destination = 'w' // 我有点担心: a worry for the social worker
	ToCall        Destination = 'a' // a call-out: what one says to it
	ToCallGroup   Destination = 'q' // a call-out, for anyone in a group: Person is the group's row
	ToCallAnswer  Destination = 'h' // what a stranger said of a call-out: ID is the answer's row
	ToDuty        Destination = 'd' // signing in to a roster of one's own by one tap
)

// Linker makes and reads the links that messages carry.
type Linker struct {
	Base  string // XQ_PUBLIC_URL, without a slash at the end
	Vault *vault.Vault
}

// Personal is the address of a signed page.
func (l Linker) Personal(link Link) string {
	b := []byte{byte(link.To)}
	b = binary.AppendVarint(b, link.ID)
	b = binary.AppendVarint(b, link.Person)
	b = binary.AppendVarint(b, link.Expires.Unix())
	token := l.Vault.Sign("link", b)
	if link.To == ToConsole {
		return l.Base + "/console/enter/" + token
	}
	return l.Base + "/l/" + token
}

// Feed is the address at which calendar programs read what a link ToCalendar is
// about; Personal is the page that tells how.
func (l Linker) Feed(link Link) string {
	return strings.Replace(l.Personal(link), l.Base+"/l/", l.Base+"/calendar/", 1) + ".ics"
}

// Read opens a link's token; ok is false when we did not sign it. Whether it has
// expired the caller asks the link.
func (l Linker) Read(token string) (link Link, ok bool) {
	b, ok := l.Vault.Check("link", token)
	if !ok || len(b) < 4 {
		return link, false
	}
	link.To, b = Destination(b[0]), b[1:]
	var expires int64
	for _, n := range []*int64{&link.ID, &link.Person, &expires} {
		v, size := binary.Varint(b)
		if size <= 0 {
			return link, false
		}
		*n, b = v, b[size:]
	}
	link.Expires = time.Unix(expires, 0)
	return link, len(b) == 0
}

// Page is the address of a page of ours: l.Page("f", "enrol").
func (l Linker) Page(parts ...string) string { return l.Base + "/" + strings.Join(parts, "/") }

// DutyPoint is what the code at a place of duty says: whose place it is, which
// roster (0 for any), and what the place is called.
type DutyPoint struct {
	Org, Roster int64
	Place       string
}

// Duty is the address that the code at a place of duty holds. It says where one
// signs in and names nobody; who takes it away can sign in from elsewhere, so the
// coordinator approves every length.
func (l Linker) Duty(p DutyPoint) string {
	b := binary.AppendVarint(nil, p.Org)
	b = binary.AppendVarint(b, p.Roster)
	return l.Page("d", l.Vault.Sign("duty", append(b, p.Place...)))
}

// ReadDuty opens a code's token; ok is false when we did not sign it.
func (l Linker) ReadDuty(token string) (p DutyPoint, ok bool) {
	b, ok := l.Vault.Check("duty", token)
	for _, n := range []*int64{&p.Org, &p.Roster} {
		v, size := binary.Varint(b)
		if !ok || size <= 0 {
			return p, false
		}
		*n, b = v, b[size:]
	}
	p.Place = string(b)
	return p, true
}
