package models_test

import (
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// TestWhichPartnerIsMeant goes by what people write as their university or unit.
func TestWhichPartnerIsMeant(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		now := time.Date(2022, 3, 1, 10, 0, 0, 0, s.Zone)
		by := models.Actor{Via: "command", Now: now}
		for name, short := range map[string][]string{"复旦大学团委": nil, "上海交通大学校团委": {"交大"}, "华东师范大学团委": nil, "上海大学团委": {"上大"}, "共青团同济大学委员会": nil,
			"复旦大学附属中山医院团委": nil, "瑞金医院": nil, "上海市第一人民医院团委": {"市一"}, "杨浦区青联": nil} {
			if _, fresh, _, err := s.Befriend(t.Context(), by, name, short); err != nil || !fresh {
				t.Fatal(name, fresh, err)
			}
		}
		for said, want := range map[string]string{
			"复旦": "复旦大学团委", "复旦大学": "复旦大学团委", "复旦大学数学系大三": "复旦大学团委", "我是复旦大学的学生": "复旦大学团委", "复旦大三": "复旦大学团委",
			"上海交大": "上海交通大学校团委", "交大": "上海交通大学校团委", "上海交通大学（闵行）": "上海交通大学校团委", "华东师大": "华东师范大学团委", "同济大学": "共青团同济大学委员会",
			"上海大学": "上海大学团委", "中山医院": "复旦大学附属中山医院团委", "复旦大学附属中山医院": "复旦大学附属中山医院团委", "中山医院急诊科护士": "复旦大学附属中山医院团委",
			"上海瑞金医院": "瑞金医院", "上海市第一人民医院": "上海市第一人民医院团委", "第一人民医院": "上海市第一人民医院团委", "市一": "上海市第一人民医院团委",
			"上海": "", "复旦附中": "", "复旦大学附属中学": "", "复旦大学附属华山医院": "", "西安交通大学": "", "杭州市第一人民医院": "", "交大附中": "", "小区物业": "", "": "",
		} {
			got, found, err := s.PartnerNamed(t.Context(), said)
			if err != nil || got.Name != want || found != (want != "") {
				t.Errorf("%q means %q, want %q (%v)", said, got.Name, want, err)
			}
		}
	})
}
