package cli_test

import (
	"strings"
	"testing"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

const shiftsFile = `
	姓名 | 电话 | 组织 | 日期 | 签到 | 签退 | 自动签退 | 自报时长 | 核定时长 | 状态 | 任务 | 地点
	张三 | 13812345678 | 五角场街道 | 2022-04-08 | 8:00 | 12:05 | | | 4小时 | | 核酸点引导 | 五角场广场
	张三 | 13812345678 | 五角场街道 | 2022-04-09 | 22:30 | 01:30 | 是 | 3小时 | | | | 政立路门岗
	李四 | 13800000000 | 五角场街道 | 2022-04-08 | | | | 240 | | | |
	王五 | 13800000001 | 五角场街道 | 2022-04-08 | 9:00 | 10:00 | | | | 没通过 | |`

// TestImportShifts brings shifts in once, counts them by the day they began, and
// gives them back as they were, with the three lengths apart.
func TestImportShifts(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		taken(t, s, "orgs", "名称|上级\n杨浦区|\n五角场街道|杨浦区")
		if got := taken(t, s, "shifts", shiftsFile); got != "4 0 0" {
			t.Errorf("first: %s", got)
		}
		if got := taken(t, s, "shifts", shiftsFile); got != "0 0 4" {
			t.Errorf("again: %s", got)
		}
		want := `编号,姓名,电话,组织,日期,签到,签退,自动签退,自报时长,打卡时长,核定时长,状态,任务,地点,班次,原因
岗1,张三,13812345678,五角场街道,2022-04-08,08:00,12:05,,,4小时5分钟,4小时,已核,核酸点引导,五角场广场,,
岗2,张三,13812345678,五角场街道,2022-04-09,22:30,01:30,是,3小时,3小时,,等核时长,,政立路门岗,,
岗3,李四,13800000000,五角场街道,2022-04-08,,,,4小时,,,等核时长,,,,
岗4,王五,13800000001,五角场街道,2022-04-08,09:00,10:00,,,1小时,,没通过,,,,
`
		got := exported(t, s, "shifts", models.Extent{})
		if got != want {
			t.Errorf("got %s", got)
		}
		figures(t, s, "2022-04-08", "on_duty_people 1 on_duty_today 1 shift_minutes 240 shifts 1")
		figures(t, s, "2022-04-09", "on_duty_today 1 shift_minutes 180 shifts 1")
		if again := strings.ReplaceAll(got, ",", "|"); taken(t, s, "shifts", again) != "0 0 4" {
			t.Error("what was given is not known")
		}
	})
}
