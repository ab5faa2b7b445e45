package models

import (
	"slices"
	"strings"
)

// Measures, as the API names them.
const (
	Signups           = "signups"
	SignupsVerified   = "signups_verified"
	Enrolments        = "enrolments"
	EnrolmentsWaiting = "enrolments_waiting"
	EnrolmentsPaired  = "enrolments_paired"
	LessonsPlanned    = "lessons_planned"
	LessonsGiven      = "lessons_given"
	TutoringTurns     = "tutoring_turns"
	HalfPeriods       = "periods" // kept in halves of a 课时
	LessonsConfirmed  = "lessons_confirmed"
	LessonsDefault    = "lessons_default"
	LessonsDisputed   = "lessons_disputed"
	Shifts            = "shifts"
	ShiftMinutes      = "shift_minutes"
	OnDutyPeople      = "on_duty_people"
	OnDutyToday       = "on_duty_today"
	NeedsOpened       = "needs_opened"
	NeedsClosed       = "needs_closed"
	NeedsOpen         = "needs_open"
	Resources         = "resources"
	DonatedFen        = "donated_fen"
	Projects          = "projects"
	Activities        = "activities"
	Attendance        = "attendance"
	Deliveries        = "deliveries"
	Topics            = "topics"
)

// Behaviour is how a measure goes with days.
type Behaviour int

const (
	Flow      Behaviour = iota // a day's own; days add up
	FirstTime                  // a flow in which each person or child is counted once, on the first day
	Stock                      // what stands at the cut-off: all changes until then; days are never added
	DayStock                   // a stock that begins anew each day
)

// Measure (指标) is one figure that is counted: its entries carry its ID, and
// every digest, page, sheet and answer names it as it is named here.
type Measure struct {
	ID    string // as the API names it
	Name  string // as people call it: 报云托班
	Label string // how a line of figures begins, where that is not Name
	Unit  string // 人, 人次, 小时, 课时, 场, 元, 节 …: units never mix
	Per   int64  // how many of what is kept make one Unit: 2 halves, 60 minutes, 100 fen
	Behaviour
	Topic string // the workflow it belongs to, by its intent
	Basis string // 口径: what is counted, in one line
}

// Called is how a line of figures calls it.
func (m Measure) Called() string {
	if m.Label != "" {
		return m.Label
	}
	return m.Name
}

// IsStock says that its days are never added.
func (m Measure) IsStock() bool { return m.Behaviour == Stock || m.Behaviour == DayStock }

// Measures are all there are, in the order in which they are read.
var Measures = []Measure{
	{Signups, "报名", "", "人", 1, FirstTime, "signup", "报过名的人，一人只算一次，算在报名的那个组织、第一次报名那天；撤回的减掉。"},
	{SignupsVerified, "审核通过", "", "人", 1, Flow, "signup", "审核通过的报名，算在通过那天；撤销审核的减掉。"},
	{Enrolments, "报云托班", "", "人", 1, FirstTime, "enrol", "报了云托班的孩子，一个孩子只算一次，算在孩子住的社区、第一次报名那天；撤回的减掉。"},
	{LessonsPlanned, "排课", "", "节", 1, Flow, "report", "课表上排在那天的课；改期的算到新的那天，取消的减掉。"},
	{LessonsGiven, "上课", "", "节", 1, Flow, "report", "老师报了课时的课，算在上课那天；孩子没来的不算。"},
	{TutoringTurns, "辅导", "", "人次", 1, Flow, "report", "一位老师上一节课算1人次，几个孩子一起上也是1人次；孩子没来，老师等了，也算。"},
	{HalfPeriods, "课时", "共", "课时", 2, Flow, "report", "一节课的分钟数÷45，不满半个课时的舍去，算在上课那天；孩子没来的算0。"},
	{LessonsConfirmed, "家长确认", "", "节", 1, Flow, "report", "家长说上了的课，算在上课那天。"},
	{LessonsDefault, "默认", "", "节", 1, Flow, "report", "问了家长，48小时没回，按上了算的课，算在上课那天。"},
	{LessonsDisputed, "有异议", "", "节", 1, Flow, "report", "家长说没上成或有情况要说的课，算在上课那天；协调员处理完的减掉。"},
	{Shifts, "上岗", "", "人次", 1, Flow, "shift", "签到一次算1人次，算在上岗那天。"},
	{ShiftMinutes, "上岗时长", "", "小时", 60, Flow, "shift", "签到到签退的时间，按分钟累加，算在上岗那天；忘了签退的算到排班结束，没排班的算4小时；协调员核过的按核定的算。"},
	{OnDutyPeople, "上岗人数", "首次上岗", "人", 1, FirstTime, "shift", "上过岗的人，一人只算一次，算在报名的那个组织、第一次上岗那天。"},
	{NeedsOpened, "新增需求", "", "条", 1, Flow, "need", "那天提出的需求。"},
	{NeedsClosed, "办结需求", "", "条", 1, Flow, "need", "那天办结的需求。"},
	{Resources, "资源", "", "条", 1, Flow, "resource", "那天登记的资源。"},
	{DonatedFen, "募集", "", "元", 100, Flow, "resource", "那天登记的捐款和物资折价，按分累加。"},
	{Projects, "项目", "", "个", 1, Flow, "project", "那天立项的项目。"},
	{Activities, "活动", "", "场", 1, Flow, "activity", "那天办的活动。"},
	{Attendance, "活动参加", "", "人次", 1, Flow, "activity", "到活动现场一次算1人次。"},
	{Deliveries, "配送", "", "场", 1, Flow, "activity", "送到青年中心的服务，送一次算1场。"},
	{Topics, "议题", "", "个", 1, Flow, "topic", "那天提出的议题。"},
	{OnDutyToday, "今日在岗", "", "人", 1, DayStock, "shift", "当天上过岗的人，同一天一人只算一次；每天从0算起，不往下加。"},
	{EnrolmentsPaired, "已结对", "", "人", 1, Stock, "enrol", "截至那时有辅导老师的孩子；是那一刻的数，不能按天相加。"},
	{EnrolmentsWaiting, "等结对", "", "人", 1, Stock, "enrol", "截至那时审核通过、监护人同意了、还没有辅导老师的孩子；是那一刻的数，不能按天相加。"},
	{NeedsOpen, "未办结需求", "", "条", 1, Stock, "need", "截至那时还没办结的需求；是那一刻的数，不能按天相加。"},
}

// MeasureOf is the measure of that id.
func MeasureOf(id string) (Measure, bool) {
	i := slices.IndexFunc(Measures, func(m Measure) bool { return m.ID == id })
	if i < 0 {
		return Measure{}, false
	}
	return Measures[i], true
}

// otherNames are what people also call a measure.
var otherNames = map[string]string{
	"志愿者": Signups, "志愿者报名": Signups, "招募": Signups, "招募志愿者": Signups, "报名人数": Signups,
	"云托班": Enrolments, "托班": Enrolments, "报名云托班": Enrolments, "云托班报名": Enrolments, "云托班孩子": Enrolments, "孩子": Enrolments,
	"累计上岗": OnDutyPeople, "上岗人次": Shifts, "上岗小时": ShiftMinutes, "服务时长": ShiftMinutes, "时长": ShiftMinutes, "在岗": OnDutyToday,
	"上课节数": LessonsGiven, "辅导人次": TutoringTurns, "托管课时": HalfPeriods, "需求": NeedsOpened, "捐款": DonatedFen, "捐赠": DonatedFen,
	"参加": Attendance, "参加活动": Attendance, "服务覆盖": Attendance, "审核": SignupsVerified, "已审核": SignupsVerified,
}

// MeasureNamed is the measure that people call so.
func MeasureNamed(name string) (Measure, bool) {
	name = strings.TrimSpace(name)
	if id, ok := otherNames[name]; ok {
		return MeasureOf(id)
	}
	for _, m := range Measures {
		if m.Name == name || m.Name+"数" == name || m.ID == name {
			return m, true
		}
	}
	return Measure{}, false
}
