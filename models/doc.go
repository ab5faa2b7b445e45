// Package models is the programme's words, rules and rows: one file a noun. Its
// store methods are the programme's verbs. Only this package and its leaves
// know gorm.
//
//	组织  Org         one unit of the tree 市 → 区 → 街道 → 社区
//	群    Group       a group chat bound to one Org
//	人    Person      one human with any number of roles
//	账号  Account     a person's identity on one platform
//	报名  Signup      a person joins a programme
//	报云托班 Enrolment  one child in the cloud class 爱心云托班
//	同意  Consent     a guardian's, for everyone under 18
//	结对  Pairing     a child and a tutor
//	课    Lesson      one planned meeting of a pairing
//	课时上报 TutoringLog the report that a lesson was given
//	班次  Roster      duty that a unit needs people for
//	上岗  Shift       one volunteer's time on duty
//	突击队 Squad      volunteers with a leader, who may muster them
//	个案  Case        a cry for help, readable by social workers alone
//	编号  Ticket      what people call a record by: 志678 托123 课9 岗10 班12
//	动员令 Callout     people are called to one task
//	流水  Entry       one change to one figure
//	日结  Tally       the sum of a unit's own entries of one day and measure
//	更正  Correction  what came for a day after it was sealed
//	期初数 OpeningFigure a figure from before the product, where totals start
//	零报告 DailyReport a unit's word that it had nothing that day
//
// Rows with personal data have one sealed column (see seal.go); moments are
// Unix milliseconds, days are calendar.Day.
package models
