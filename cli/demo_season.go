package cli

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"xiaoqing/bot/channel/simulator"
	"xiaoqing/bot/digest"
	"xiaoqing/config"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// seasonTree is the tree of the 2022 season, 1+16+36+36: each district with its
// streets and towns; each of these has one community, named behind the stroke.
const seasonTree = `
黄浦区 南京东路街道/贵州社区 打浦桥街道/蒙西社区
徐汇区 徐家汇街道/乐山社区 康健新村街道/寿益坊社区 华泾镇/馨宁社区
长宁区 新华路街道/梅泉社区 仙霞新村街道/虹仙社区
静安区 江宁路街道/淮安社区 彭浦新村街道/艺康苑社区
普陀区 长寿路街道/秋月枫舍社区 真如镇街道/清涧社区
虹口区 北外滩街道/昆明社区 江湾镇街道/文治社区
杨浦区 五角场街道/国定社区 四平路街道/鞍山四村社区 新江湾城街道/时代花园社区
闵行区 江川路街道/红旗社区 七宝镇/万科城市花园社区 浦江镇/世博家园社区
宝山区 友谊路街道/宝山七村社区 大场镇/乾宁社区
嘉定区 菊园新区街道/嘉宏社区 江桥镇/金耀社区
浦东新区 陆家嘴街道/崂山社区 花木街道/培花社区 张江镇/藿香社区
金山区 石化街道/滨一社区 朱泾镇/罗星社区
松江区 方松街道/江虹社区 九亭镇/亭南社区
青浦区 夏阳街道/章浜社区 徐泾镇/尚鸿社区
奉贤区 南桥镇/江海新村社区 奉浦街道/九华社区
崇明区 城桥镇/湄洲社区 堡镇/财贸社区
`

// seasonSeed makes every season the same.
const seasonSeed = 2022

// season builds a whole season: its tree with a coordinator and a group for each
// unit, its people and what they did, and its figures, sealed.
func (d demoCmd) season(sh *shell, c config.Config, s *models.Store) error {
	plan := models.Season2022(d.Scale)
	s.PeriodMinutes = 45
	units, err := plantSeason(sh.ctx, s, plan.From)
	if err != nil {
		return err
	}
	bar := sh.progress("造一季的数据", "行")
	defer bar.end()
	err = s.PlaySeason(sh.ctx, plan, units, rand.New(rand.NewPCG(seasonSeed, 0)), func(n int64) { bar.now(n, plan.Rows()) })
	if err != nil {
		return err
	}
	end := plan.Through().At(six, c.Zone)
	if err := s.SealSeason(sh.ctx, plan); err != nil {
		return err
	}
	root, err := s.Root(sh.ctx)
	if err != nil {
		return err
	}
	r, err := digest.Full(sh.ctx, s, root, end)
	if err != nil {
		return err
	}
	bar.end()
	fmt.Fprintf(sh.out, `%s

接着看：
  xiaoqing digest --date %s --png 日报.png        全市的日报和图
  xiaoqing digest --date %s --org 五角场街道       一条街的
  xiaoqing job digest --at %sT18:00:00+08:00   发到各级的群
  XQ_SIMULATOR=on xiaoqing serve                  打开模拟器，各级协调员都在里面
`, r.Text, plan.Through(), plan.Through(), plan.Through())
	return nil
}

// plantSeason makes the tree, with a coordinator and a group in the simulator for
// each unit. units are the streets and communities, where people are.
func plantSeason(ctx context.Context, s *models.Store, from calendar.Day) (units []models.Org, err error) {
	err = s.Tx(ctx, func(tx *models.Store) error {
		units = nil
		made := from.At(0, s.Zone)
		root, err := tx.Root(ctx)
		if err != nil {
			return err
		}
		all := []models.Org{root}
		grow := func(parent models.Org, name string, level models.Level) (models.Org, error) {
			o, err := tx.AddOrg(ctx, parent, name, level, true, made)
			all = append(all, o)
			return o, err
		}
		for line := range strings.Lines(strings.TrimSpace(seasonTree)) {
			names := strings.Fields(line)
			district, err := grow(root, names[0], models.District)
			if err != nil {
				return err
			}
			for _, pair := range names[1:] {
				street, community, _ := strings.Cut(pair, "/")
				above, err := grow(district, street, models.Street)
				if err != nil {
					return err
				}
				below, err := grow(above, community, models.Community)
				if err != nil {
					return err
				}
				units = append(units, above, below)
			}
		}
		for _, o := range all {
			if err := staff(ctx, tx, o, made); err != nil {
				return err
			}
		}
		return nil
	})
	return units, err
}

// staff gives a unit its coordinator and its group.
func staff(ctx context.Context, tx *models.Store, o models.Org, at time.Time) error {
	a, err := tx.Account(ctx, simulator.Name, fmt.Sprintf("lead-%d", o.ID), at)
	if err != nil {
		return err
	}
	if err := tx.Rename(ctx, a.PersonID, o.Name+"协调员"); err != nil {
		return err
	}
	if err := tx.GrantRole(ctx, a.PersonID, models.Coordinator, o, 0, at); err != nil {
		return err
	}
	_, err = tx.BindGroup(ctx, simulator.Name, fmt.Sprintf("g-%d", o.ID), o.Name+"工作群", o, a.PersonID, at)
	return err
}
