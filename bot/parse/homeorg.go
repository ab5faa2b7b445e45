package parse

import (
	"cmp"
	"strings"
)

// homeOrg is the street, town or community of the tree that someone names by its
// short name as where they live: 住五角场, 五角场那边. "" when two may be meant.
func (m *message) homeOrg() string {
	best, short, several := "", "", false
	for _, o := range m.c.Orgs {
		s := shortened(o)
		if s == "" || len(s) < len(short) || !m.livesAt(folded(s)) {
			continue
		}
		several = len(s) == len(short) && o != best
		best, short = o, s
	}
	if several {
		return ""
	}
	return best
}

// shortened is a unit's name without 街道, 镇, 社区 and the like; "" for other units
// and for what is too short to be told from other words.
func shortened(org string) string {
	for _, w := range [...]string{"街道", "镇", "乡", "社区居委会", "居委会", "居民区", "社区"} {
		if s, ok := strings.CutSuffix(org, w); ok && len([]rune(s)) >= 2 {
			return s
		}
	}
	return ""
}

// ShortOrg is a unit's name as people say it: 五角场 of 五角场街道, 徐汇 of 徐汇区.
func ShortOrg(name string) string { return cmp.Or(shortened(name), strings.TrimSuffix(name, "区")) }

// livesAt says whether name is told as a home: after 住 or 家在, or before 那边 or
// 附近; a number behind it makes it a street.
func (m *message) livesAt(name string) bool {
	for i := m.t.Find(m.body, name); i >= 0; i = m.t.Find(i+1, name) {
		e := i + len([]rune(name))
		if ends(m.t, i, "住在", "住", "家在", "人在", "现居", "居住在", "来自") > 0 && m.t.Any(e, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9") == 0 {
			return true
		}
		if m.t.Any(e, "那边", "这边", "附近", "一带", "那里", "这里", "这块", "那块", "那儿", "这儿", "周边") > 0 {
			return true
		}
	}
	return false
}
