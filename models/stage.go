package models

import (
	"slices"
	"time"
)

// Side is in what part somebody moves a record.
type Side string

const (
	Owner    Side = "owner"       // 本人, 家长: whose record it is
	Teaching Side = "tutor"       // 结对的老师
	Deciding Side = "coordinator" // 协调员: of the record's Org or above
	System   Side = "system"      // 小青: what follows by rule
)

// Move is one step of a record from a stage to another, and who may take it.
type Move struct {
	Act  string // as audits name it
	From []Stage
	To   Stage
	By   []Side
}

var (
	open     = []Stage{Applied, Returned, Eligible, Waiting}
	learning = []Stage{Paired, Trial, Running}
	seated   = []Stage{Paired, Trial, Running, Paused}
)

// moves are all there are: whoever is not named may not, and what is not here
// does not happen.
var moves = []Move{
	{"approve", []Stage{Applied, Returned}, Verified, []Side{Deciding}},
	{"approve", []Stage{Applied, Returned}, Eligible, []Side{Deciding}},
	{"approve", []Stage{Applied, Returned}, Waiting, []Side{Deciding}},
	{"return", []Stage{Applied, Returned}, Returned, []Side{Deciding}},
	{"reject", []Stage{Applied, Returned}, Rejected, []Side{Deciding}},
	{"correct", []Stage{Returned}, Applied, []Side{Owner}},
	{"withdraw", open, Withdrawn, []Side{Owner}},
	{"consent", []Stage{Eligible}, Waiting, []Side{Owner}},
	{"pair", []Stage{Waiting}, Paired, []Side{Deciding, Owner, Teaching}},
	{"trial", []Stage{Paired}, Trial, []Side{Teaching}},
	{"run", []Stage{Trial}, Running, []Side{Teaching, Owner}},
	{"pause", learning, Paused, []Side{Owner, Deciding}},
	{"resume", []Stage{Paused}, Paired, []Side{Owner, Deciding}},
	{"resume", []Stage{Paused}, Trial, []Side{Owner, Deciding}},
	{"resume", []Stage{Paused}, Running, []Side{Owner, Deciding}},
	{"repair", seated, Waiting, []Side{Owner, Deciding, Teaching, System}},
	{"end", append([]Stage{Waiting}, seated...), Ended, []Side{Owner, Deciding}},
	{"revoke", seated, Ended, []Side{Owner}},
	{"revoke", open, Withdrawn, []Side{Owner}},
	{"reconsent", []Stage{Ended, Withdrawn}, Waiting, []Side{Owner}},
	{"reconsent", []Stage{Ended, Withdrawn}, Applied, []Side{Owner}},
}

// Moves are the steps that a record at a stage can take next.
func (s Stage) Moves() (next []Move) {
	for _, m := range moves {
		if slices.Contains(m.From, s) {
			next = append(next, m)
		}
	}
	return next
}

// May says whether side may do act to a record at the stage.
func (s Stage) May(side Side, act string) bool {
	return slices.ContainsFunc(s.Moves(), func(m Move) bool { return m.Act == act && slices.Contains(m.By, side) })
}

// advance takes a record to its next stage. It refuses (Conflict) what its stage
// does not allow to that side.
func (v *Review) advance(t Ticket, act string, to Stage, side Side, now time.Time) error {
	for _, m := range moves {
		if m.Act == act && m.To == to && slices.Contains(m.From, v.Stage) && slices.Contains(m.By, side) {
			if v.Stage != to {
				v.StageAt = now.UnixMilli()
			}
			v.Stage = to
			return nil
		}
	}
	return Refuse(Conflict, "%s现在是“%s”，%s。", t, v.Stage.Chinese(), refusals[act])
}

// refusals say why an act does not go, after how the record stands.
var refusals = map[string]string{"approve": "不用再审了", "return": "不用再审了", "reject": "不用再审了", "correct": "要改请联系协调员", "withdraw": "要退出就说“结束”，或者联系协调员",
	"consent": "不用再点同意", "pair": "现在不能结对", "trial": "还没开始上课", "run": "还没开始上课", "pause": "没有在上课，不用暂停", "resume": "没有暂停，不用恢复",
	"repair": "没有结对的老师，不用换", "end": "没有要结束的", "revoke": "没有要撤回的", "reconsent": "不用再同意一次"}
