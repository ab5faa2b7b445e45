package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
)

// kind is one sort of sheet that the operator's door takes and gives; one without
// a batch is only given.
type kind struct {
	form  form.Form
	batch func(zone *time.Location, now time.Time) batch
	rows  func(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error
}

// batch is what the rows of one file come to.
type batch interface {
	// take reads one row whose cells are right, each by itself.
	take(n int, a form.Answers) []sheet.Bad
	// settle compares all rows with the database and each other. It changes
	// nothing, and can be asked again.
	settle(ctx context.Context, s *models.Store) ([]sheet.Bad, error)
	// write keeps what settle found to be new.
	write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error
	// counts are rows, after settle.
	counts() (added, changed, same int)
}

// kinds are all there are, in the order in which an empty database takes them.
func kinds() []kind {
	return []kind{
		{orgSheet, func(*time.Location, time.Time) batch { return &orgBatch{} }, exportOrgs},
		{partnerSheet, func(*time.Location, time.Time) batch { return &partnerBatch{} }, exportPartners},
		{peopleSheet, func(*time.Location, time.Time) batch { return &peopleBatch{known: map[any]*human{}} }, exportPeople},
		{signupSheet(), newSignupBatch, exportSignups},
		{enrolmentSheet(), newEnrolmentBatch, exportEnrolments},
		{tutoringSheet(), newTutoringBatch, exportTutoring},
		{rollSheet(models.RollTutors), newRollBatch(models.RollTutors), exportRoll(models.RollTutors)},
		{rollSheet(models.RollStaff), newRollBatch(models.RollStaff), exportRoll(models.RollStaff)},
		{openingSheet(), func(*time.Location, time.Time) batch { return &openingBatch{} }, exportOpenings},
		{figureSheet, nil, exportFigures},
		{shiftSheet, newShiftBatch, exportShifts},
		{orderSheet, nil, exportOrders},
		{hoursSheet, nil, exportHours},
	}
}

// importable finds a kind that can be taken; it refuses (Invalid) any other.
func importable(name string) (kind, error) {
	return kindAmong(slices.DeleteFunc(kinds(), func(k kind) bool { return k.batch == nil }), name)
}

// kindOf finds a kind by its name; it refuses (Invalid) any other.
func kindOf(name string) (kind, error) { return kindAmong(kinds(), name) }

func kindAmong(all []kind, name string) (kind, error) {
	if i := slices.IndexFunc(all, func(k kind) bool { return k.form.Name == name }); i >= 0 {
		return all[i], nil
	}
	var names []string
	for _, k := range all {
		names = append(names, k.form.Name+"（"+k.form.Title+"）")
	}
	return kind{}, models.Refuse(models.Invalid, "没有这种表。有这几种：%s。", strings.Join(names, "、"))
}
