package models

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Role is what a person may do, within an Org and all below it.
type Role string

const (
	Parent       Role = "parent"        // 家长
	Worker       Role = "worker"        // 一线人员
	Tutor        Role = "tutor"         // 辅导老师, 大学生志愿者
	Volunteer    Role = "volunteer"     // 青年志愿者
	Coordinator  Role = "coordinator"   // 团干部, 协调员
	SocialWorker Role = "social_worker" // 社工, 12355值班
)

// Roles are all there are.
var Roles = []Role{Parent, Worker, Tutor, Volunteer, Coordinator, SocialWorker}

// Chinese is what people call the role.
func (r Role) Chinese() string {
	return map[Role]string{Parent: "家长", Worker: "一线人员", Tutor: "辅导老师", Volunteer: "志愿者", Coordinator: "协调员", SocialWorker: "社工"}[r]
}

// Grant is one role of one person in one Org.
type Grant struct {
	ID       int64
	PersonID int64 `gorm:"uniqueIndex:grant_once,priority:1"`
	Role     Role  `gorm:"size:20;uniqueIndex:grant_once,priority:2"`
	OrgID    int64 `gorm:"uniqueIndex:grant_once,priority:3;index"`
	ByID     int64 // who gave it, 0 for the configuration
	MadeAt   int64
}

// Standing is a Grant with its Org, as a speaker brings it along.
type Standing struct {
	Role Role
	Org  Org
}

// GrantRole gives a person a role; having it already changes nothing.
func (s *Store) GrantRole(ctx context.Context, person int64, role Role, org Org, by int64, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		var g Grant
		err := tx.db(ctx).Where("person_id = ? AND role = ? AND org_id = ?", person, role, org.ID).Take(&g).Error
		if !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		return tx.db(ctx).Create(&Grant{PersonID: person, Role: role, OrgID: org.ID, ByID: by, MadeAt: now.UnixMilli()}).Error
	})
}

// Standings are a person's roles, the highest Org first.
func (s *Store) Standings(ctx context.Context, person int64) ([]Standing, error) {
	var rows []struct {
		Role Role
		Org
	}
	err := s.db(ctx).Table("grants").Select("grants.role, orgs.*").Joins("JOIN orgs ON orgs.id = grants.org_id").
		Where("grants.person_id = ?", person).Order("orgs.level, orgs.id").Scan(&rows).Error
	out := make([]Standing, len(rows))
	for i, r := range rows {
		out[i] = Standing{r.Role, r.Org}
	}
	return out, err
}

// Holders are the people who have role in org itself.
func (s *Store) Holders(ctx context.Context, role Role, org int64) (people []int64, err error) {
	err = s.db(ctx).Model(&Grant{}).Where("role = ? AND org_id = ?", role, org).Order("id").Pluck("person_id", &people).Error
	return people, err
}

// DutyOrg is where someone with role answers for org: org itself when it, or a
// unit above it, has one; else the highest unit below that has; found is false
// when nobody has the role at all.
func (s *Store) DutyOrg(ctx context.Context, role Role, org Org) (at Org, found bool, err error) {
	people, err := s.NearestHolders(ctx, role, org)
	if err != nil || len(people) > 0 {
		return org, len(people) > 0, err
	}
	err = s.db(ctx).Where("path LIKE ? AND id IN (?)", org.Path+"%", s.db(ctx).Model(&Grant{}).Select("org_id").Where("role = ?", role)).
		Order("level, id").Limit(1).Find(&at).Error
	return at, at.ID != 0, err
}

// NearestHolders are those who have role in org or, where nobody has, in the
// nearest unit above it, the city for a Partner; nil when nobody has it at all.
func (s *Store) NearestHolders(ctx context.Context, role Role, org Org) ([]int64, error) {
	ids := strings.Split(strings.Trim(org.Path, "/"), "/")
	for i := len(ids) - 1; i >= 0; i-- {
		var people []int64
		err := s.db(ctx).Model(&Grant{}).Where("role = ? AND org_id = ?", role, ids[i]).Order("id").Pluck("person_id", &people).Error
		if err != nil || len(people) > 0 {
			return people, err
		}
	}
	if org.Level == Beside {
		root, err := s.Root(ctx)
		if err != nil {
			return nil, err
		}
		return s.Holders(ctx, role, root.ID)
	}
	return nil, nil
}

// DutyHolders are those who have role in org or the nearest unit above it, without
// the people of not, and where; at and people are zero when nobody is left.
func (s *Store) DutyHolders(ctx context.Context, role Role, org Org, not ...int64) (at Org, people []int64, err error) {
	ids := strings.Split(strings.Trim(org.Path, "/"), "/")
	for i := len(ids) - 1; i >= 0; i-- {
		id, _ := strconv.ParseInt(ids[i], 10, 64)
		all, err := s.Holders(ctx, role, id)
		if err != nil {
			return at, nil, err
		}
		for _, p := range all {
			if !slices.Contains(not, p) {
				people = append(people, p)
			}
		}
		if len(people) > 0 {
			at, err = s.Org(ctx, id)
			return at, people, err
		}
	}
	return at, nil, nil
}
