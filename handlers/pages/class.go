package pages

import "io"

// Class is the 上课页 (/l/…): for whoever sits beside the child, without login and
// without names. Its button posts do=absent with "submission" and "lesson".
type Class struct {
	Frame
	Says       string        // what came of the button, "" before
	Lessons    []ClassLesson // the next ones, the first of which may be going on
	Begun      bool          // the first of them is going on
	Link       string        // into the meeting, "" when there is none
	Number     string        // 会议号
	Code       string        // 密码
	Waiting    string        // the other side was asked already: since when, 19:06
	Lesson     int64         // that can be missed now, 0 for none
	Late       int           // minutes since it began
	Submission string
}

// ClassLesson is one lesson on it.
type ClassLesson struct {
	When   string // 今天 19:00
	Course string // 数学课
	More   string // 45分钟 · 课9
}

// Into is the meeting's address as the page may write it.
func (c Class) Into() any { return c.Frame.Link(c.Link) }

// Class draws the page.
func (p *Pages) Class(w io.Writer, v Class) error { return p.render(w, "class", v) }
