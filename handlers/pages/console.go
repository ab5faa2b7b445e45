package pages

import "io"

// Door is one way on: a big button with a line under it.
type Door struct {
	Label string // 待审核
	Small string // 最久的等了1天3小时
	Count int    // what waits behind it, 0 shows nothing
	URL   string
	Main  bool
}

// Doors are those of one kind, under a word of their own.
type Doors struct {
	Label string // 找人手, "" for none
	Doors []Door
}

// Console is the coordinators' first page (/console).
type Console struct {
	Frame
	Name  string // 高宁
	Org   string // 五角场街道
	Doors []Doors
}

// Console draws the coordinators' first page.
func (p *Pages) Console(w io.Writer, v Console) error { return p.render(w, "console", v) }

// Letter (待转告) is a letter that no channel could carry.
type Letter struct {
	ID      string // posted as "id" with do=told
	Ticket  string // 托123
	Name    string
	Text    string // the line to forward
	Phone   string // whole, for a tap; "" when none is known
	Waiting string
}

// Letters is the page of what must be passed on by hand.
type Letters struct {
	Frame
	Lead    string
	Action  string
	Letters []Letter
	Said    string
}

// Letters draws the page of what must be passed on by hand.
func (p *Pages) Letters(w io.Writer, v Letters) error { return p.render(w, "letters", v) }

// Item is one row of a listing.
type Item struct {
	Title string
	Small string
	Value string // at the right: 12人
	Tags  []Tag
	URL   string
	Depth int // how far it is set in, for a tree: 0 to 3
}

// Listing is a plain list: groups, Orgs, members.
type Listing struct {
	Frame
	Lead  string
	Items []Item
	Empty string // what to say, and do, when there is nothing
	More  string // the next page's address
	// Actions are ways on, under the list.
	Actions []Action

	Said  string // what the last post did
	Wrong string // why it did nothing
	Add   *Add   // a form under the list, nil for none
}

// Add is a small form that adds a Partner: it posts name and short.
type Add struct {
	Title  string
	Says   string
	Action string
}

// Listing draws a plain list.
func (p *Pages) Listing(w io.Writer, v Listing) error { return p.render(w, "listing", v) }

// Login is the page for a console link that is not, or no longer, good.
type Login struct {
	Frame
	Expired bool // the link was good once
}

// Login draws the page that says how to get in.
func (p *Pages) Login(w io.Writer, v Login) error { return p.render(w, "login", v) }
