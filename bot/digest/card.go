package digest

// Card is what the picture of a digest shows, frozen when the digest was composed:
// whoever draws it later draws the same. Every word in it is a unit's, never a
// person's.
type Card struct {
	Title  string   `json:"title"`            // 五角场街道 日报
	When   string   `json:"when"`             // 2022年4月8日 周五 · 截至18:00
	Tiles  []Tile   `json:"tiles"`            // today's figures, large; two or four
	Days   []Column `json:"days,omitempty"`   // the last 14, oldest first
	Bars   string   `json:"bars,omitempty"`   // what the columns count: 新报名（人）
	Line   string   `json:"line,omitempty"`   // and the line: 上岗（人次）
	Funnel []Step   `json:"funnel,omitempty"` // 报名 → 审核通过 → 上过岗
	Shares []Step   `json:"shares,omitempty"` // coverage: 32/36 = 88.9%
	Waits  []string `json:"waits,omitempty"`  // what needs a person, a line each
	Notes  []string `json:"notes,omitempty"`  // 更正, 期初数, what a coordinator added
	Heads  []string `json:"heads,omitempty"`  // of Units, behind the name
	Units  []Unit   `json:"units,omitempty"`  // the units directly below
	Foot   string   `json:"foot"`
}

// Tile is one figure with its unit, and yesterday and total under it.
type Tile struct {
	Value string   `json:"value"` // 41.5
	Label string   `json:"label"` // 课时
	Notes []string `json:"notes"` // 昨日38, 累计1,206.5: at most two
	Warm  bool     `json:"warm"`  // it needs a person
}

// Column is one day of the chart.
type Column struct {
	Label string `json:"label"` // 8日
	Bar   int64  `json:"bar"`
	Line  int64  `json:"line"`
}

// Step is a bar with its words; Share is from 0 to 1.
type Step struct {
	Label string  `json:"label"`
	Value string  `json:"value"`
	Share float64 `json:"share"`
}

// Unit is one line of the table: a unit and its figures, in the order of Heads.
type Unit struct {
	Name  string   `json:"name"`
	Cells []string `json:"cells"`
}
