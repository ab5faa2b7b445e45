package models

import "context"

// Together are the child and those who learn together with it, in order.
func (s *Store) Together(ctx context.Context, enrolment int64) (es []Enrolment, err error) {
	err = s.db(ctx).Where("id = ?", enrolment).Order("id").Find(&es).Error
	return es, err
}
