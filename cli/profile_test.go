package cli

import (
	"context"
	"strings"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// changeProfile is a tutor at their own page, and at that of the code of conduct.
func changeProfile(h *house, open func() *phone) {
	h.hire()
	links := h.says("lin", "direct", "我的资料").Links
	if len(links) != 2 {
		h.t.Fatalf("links: %v", links)
	}
	p := open().opens(links[0]).sees("我的资料", "能教", "最多带").fits("profile")
	p.do().until(`(document.querySelector("[name=teach]").value = "小学数学、初中物理") != ""`)
	p.until(`(document.querySelector("[name=slots]").value = "周二、周四晚上7点到9点") != ""`).presses("3个孩子").presses("保存").sees("改好了", "小学数学、初中物理", "周二、四 19:00–21:00", "3个孩子").fits("profile-saved")
	if said := h.says("lin", "direct", "我的资料"); !strings.Contains(said.Text, "能教：小学数学、初中物理") {
		h.t.Errorf("%v", said)
	}
	p.opens(links[1]).sees("老师守则", "不收钱").fits("conduct").presses("我同意守则").sees("守则记下了").fits("conduct-agreed")
	p.opens(links[1]).sees("已经同意过了")
}

// hire lets 林静 sign up to tutor and be verified.
func (h *house) hire() {
	h.t.Helper()
	h.says("lin", "direct", "报名云托班辅导老师 林静 20岁 13800000001 五角场街道 周一晚上7点到9点 擅长数学")
	h.says("lin", "direct", "1")
	h.says("street", "direct", "通过 志1")
}

// TestConductIsAskedAgain lets the text of the code change: who agreed to the old one
// is asked before the next child, and not before.
func TestConductIsAskedAgain(t *testing.T) {
	each(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.hire()
		h.says("lin", "direct", "我同意守则")
		p := h.profileOf("lin")
		if !p.AgreedToConduct() {
			t.Fatal("the tap was not kept")
		}
		p.ConductVersion = "2021-01"
		if err := h.store.SaveTutorProfile(t.Context(), &p, models.Actor{Now: h.clock.Now()}); err != nil {
			t.Fatal(err)
		}
		h.enrolOne()
		h.says("street", "direct", "结对建议")
		h.says("street", "direct", "全部结对")
		h.says("mama", "direct", "同意")
		if said := h.says("lin", "direct", "同意"); !strings.Contains(said.Text, "先看一眼老师守则") {
			t.Errorf("%v", said)
		}
		if said := h.says("mama", "direct", "查 托1"); !strings.Contains(said.Text, "轮到：老师回一声") {
			t.Errorf("something began before the code: %v", said)
		}
		if said := h.says("lin", "direct", "我同意守则 托1"); !strings.Contains(said.Text, "结对了") {
			t.Errorf("%v", said)
		}
	})
}

// enrolOne lets a child join the queue.
func (h *house) enrolOne() {
	h.t.Helper()
	h.person("mama", "parent", "五角场街道", "周岚")
	for _, words := range []string{"报云托班 朵朵 三年级 数学 周一晚上7点到8点半 13812345678", "1", "1"} {
		h.says("mama", "direct", words)
	}
	h.says("street", "direct", "通过 托1")
}

func (h *house) profileOf(account string) models.TutorProfile {
	h.t.Helper()
	a, err := h.store.Account(h.t.Context(), "sim", account, h.clock.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	p, err := h.store.TutorProfile(h.t.Context(), a.PersonID)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

// TestAnEndedPairingFreesTheSeat goes through every way in which a pairing ends, and
// back: seats, stocks and planned lessons add up each time.
func TestAnEndedPairingFreesTheSeat(t *testing.T) {
	each(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.hire()
		h.says("lin", "direct", "我同意守则")
		h.enrolOne()
		h.says("street", "direct", "结对 托1 林静")
		h.says("street", "direct", "排课 托1 周一 19:00 1课时")
		full := books{seats: 0, paired: 1, planned: 12}
		h.adds("paired", full)
		for _, step := range []struct {
			who, says string
			want      books
		}{
			{"mama", "暂停 托1", books{paired: 1}}, {"mama", "撤销", full},
			{"mama", "暂停 托1", books{paired: 1}}, {"mama", "恢复 托1", full},
			{"street", "结束 托1 搬家", books{seats: 1}}, {"street", "撤销", full},
			{"street", "换一位老师 托1 时间对不上", books{seats: 1, waiting: 1}}, {"street", "撤销", full},
			{"lin", "结束 托1", full}, {"lin", "1", books{seats: 1, waiting: 1}}, {"lin", "撤销", full},
			{"mama", "撤回同意", full}, {"mama", "1", books{seats: 1}},
		} {
			h.says(step.who, "direct", step.says)
			h.adds(step.who+"> "+step.says, step.want)
		}
	})
}

// books are what must add up: free seats, stocks, and lessons planned.
type books struct{ seats, waiting, paired, planned int64 }

func (h *house) adds(after string, want books) {
	h.t.Helper()
	ctx := context.Background()
	root, err := h.store.Root(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	f, err := h.store.Figures(ctx, root, "", "2022-12-31", h.clock.Now().Add(time.Hour))
	if err != nil {
		h.t.Fatal(err)
	}
	free, err := h.store.FreeTutors(ctx, calendar.DayOf(h.clock.Now()))
	if err != nil {
		h.t.Fatal(err)
	}
	got := books{int64(len(free)), f[models.EnrolmentsWaiting], f[models.EnrolmentsPaired], f[models.LessonsPlanned]}
	if got != want {
		h.t.Errorf("after %s: %+v, want %+v", after, got, want)
	}
}

// TestWhoMayMoveAChild looks at the table of moves: every stage but the last ones has
// a way on, and nobody moves what is not theirs.
func TestWhoMayMoveAChild(t *testing.T) {
	for _, s := range []models.Stage{models.Applied, models.Returned, models.Eligible, models.Waiting, models.Paired, models.Trial, models.Running, models.Paused} {
		if !s.May(models.Owner, "withdraw") && !s.May(models.Owner, "end") {
			t.Errorf("%s: the guardian cannot leave", s)
		}
		if s.May(models.Teaching, "end") || s.May(models.Teaching, "pause") || s.May(models.Teaching, "revoke") || s.May(models.Deciding, "revoke") || s.May(models.Owner, "approve") {
			t.Errorf("%s: somebody may do what is not theirs", s)
		}
		if s.HasTutor() && !s.May(models.Teaching, "repair") {
			t.Errorf("%s: the tutor cannot stop", s)
		}
	}
	if len(models.Rejected.Moves()) != 0 {
		t.Error("a rejected record moves")
	}
}
