package pages

import "io"

// Tab is one of the lists that wait.
type Tab struct {
	Label string // 志愿者
	Count int
	URL   string
	On    bool
}

// Tag is a small mark at a row.
type Tag struct {
	Label string // 可能重复
	Warn  bool   // it needs a look: 全选 leaves the row out
}

// ReviewRow is one record that waits for a decision.
type ReviewRow struct {
	ID      string // posted as "pick" when ticked
	Ticket  string // 志678
	Name    string
	Small   string // 男 22岁 · 周末全天 · 会开车
	Tags    []Tag
	Waiting string // 1天3小时
	URL     string // its own page, "" for none
	Badge   string // where the photo of the guardian's badge is, "" for none
	Barred  string // why this reviewer may not decide (回避), "" when they may; such a row cannot be ticked
}

// Review is the page of what waits for a decision (/console/review). It posts
// submission, pick (once a ticked row) and do=approve, return, transfer or
// reject; return and reject go with reason, transfer with org.
type Review struct {
	Frame
	Lead       string // 五角场街道 · 志愿者报名 · 最久的等了1天3小时
	Action     string // where it posts, with the tab: /console/review?tab=signup
	Submission string
	Tabs       []Tab
	Rows       []ReviewRow // the longest waiting first
	Unit       string      // what is counted: 人, 个孩子, 条
	Total      int         // all that wait in this tab, which may be more than Rows
	More       string      // the next page's address, "" when this is the last
	Orgs       []string    // names to suggest for 转出
	Said       string      // what the last post did: 通过了2人：志678、志681。
	Wrong      string      // why it did nothing: 退回要写一句原因。
	Appeals    bool        // the rows are appeals: approve and reject answer them, with reason
	Duty       bool        // the rows are shifts: do=adjust goes with hours
	Pairing    bool        // the rows are pairings: approve asks both sides, reject drops them
	Hint       string      // the rows are only to be looked at, and this is what can be said of them
}

// Review draws the page of what waits for a decision.
func (p *Pages) Review(w io.Writer, v Review) error { return p.render(w, "review", v) }

// Warned says whether a row needs a look of its own.
func (r ReviewRow) Warned() bool {
	for _, t := range r.Tags {
		if t.Warn {
			return true
		}
	}
	return false
}
