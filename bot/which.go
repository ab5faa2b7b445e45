package bot

import (
	"slices"
	"strings"
	"unicode"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// which asks what was meant when a message can be read in two ways, a button for
// each; pressing one says it as it should have been said.
func (h *hearing) which() (r say.Reply, ok bool) {
	by, reading := h.turn.By, h.turn.Reading
	helper := (by.Has(models.Tutor) || by.Has(models.Volunteer)) && !by.Has(models.Parent) && !by.Has(models.Worker)
	if reading.Intent == "enrol" && helper && len(reading.Missing) == 3 && !strings.Contains(h.m.Text, "孩子") {
		return say.Reply{Text: "是给家里的孩子报云托班，还是来当辅导老师？", Buttons: []string{"给孩子报云托班", "报名当云托班辅导老师"}}, true
	}
	if reading.Intent == "unknown" && by.Has(models.Coordinator) {
		return h.bareNumber()
	}
	return r, false
}

// bareNumber reads 通过 678 after a list: the ticket of that number, or, when two
// sorts have one, which.
func (h *hearing) bareNumber() (r say.Reply, ok bool) {
	i := strings.IndexFunc(h.m.Text, unicode.IsDigit)
	if i < 0 {
		return r, false
	}
	rest := strings.TrimLeftFunc(h.m.Text[i:], unicode.IsDigit)
	number := strings.TrimSuffix(h.m.Text[i:], rest)
	var meant []string
	for _, prefix := range []string{models.SignupPrefix, models.EnrolmentPrefix, models.LessonPrefix, models.ShiftPrefix, models.CertificatePrefix} {
		if slices.Contains(h.mem.Listed, prefix+number) {
			meant = append(meant, h.m.Text[:i]+prefix+number+rest)
		}
	}
	if len(meant) == 0 || !slices.Contains(acts, parse.Read(meant[0], h.reader).Intent) {
		return r, false
	}
	if len(meant) > 1 {
		return say.Reply{Text: "有两个" + number + "号，是哪一个？", Buttons: meant}, true
	}
	h.m.Text, h.turn.Text = meant[0], meant[0]
	h.turn.Reading = parse.Read(meant[0], h.reader)
	return r, false
}
