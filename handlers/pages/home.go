package pages

import "io"

// Home is the first page (/), for a person who came by hand.
type Home struct {
	Frame
	City      string // 上海市
	Simulator bool   // its door is shown
}

// Home draws the first page.
func (p *Pages) Home(w io.Writer, v Home) error { return p.render(w, "home", v) }

// Poster is an A4 page to print (/poster/:form). Its picture is
// {Base}/poster/{Name}/qr.png.
type Poster struct {
	Frame
	Name  string
	Org   string // who puts it up, "" for none
	URL   string // what the QR code holds, printed under it
	Query string // of the picture's address: ?org=12
	Head  string
	Lines []string
	// Of a code at a place of duty: its picture's address and the line under it.
	Picture, Scan string
}

// PosterOf is the standing poster of that name: enrol, signup or chat; ok is
// false when there is none.
func PosterOf(name string) (p Poster, ok bool) {
	for _, p := range posters {
		if p.Name == name {
			p.Title = p.Head + "海报"
			return p, true
		}
	}
	return Poster{}, false
}

var posters = []Poster{
	{Name: "enrol", Head: "爱心云托班", Lines: []string{
		"家里有人在一线，孩子没人带？大学生志愿者在线陪学。",
		"扫码答三个问题，一分钟报好。",
		"不收费，不用装软件。",
	}},
	{Name: "signup", Head: "青年志愿者招募", Lines: []string{
		"家门口的事，搭把手。",
		"扫码说一句话就能报名，去哪里、几点到，有人告诉你。",
		"服务时长有记录，可以开证明。",
	}},
	{Name: "chat", Head: "有事找小青", Lines: []string{
		"报云托班、当志愿者、报课时，扫码说一句话就行。",
		"不用装软件，不用注册。",
		"随时能查进度，也能找到人。",
	}},
}

// Poster draws a poster.
func (p *Pages) Poster(w io.Writer, v Poster) error { return p.render(w, "poster", v) }
