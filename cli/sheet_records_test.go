package cli_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

const signupsFile = `
	电话 | 姓名 | 性别 | 年龄 | 街道 | 项目 | 单位 | 特长 | 最多带 | 状态 | 报名日期 | 等待开始 | 监护人同意 | 审核日期
	13812345678 | 张三 | 男 | 22岁 | 五角场 | | | 开车、急救 | | | 2022-04-08 | | |
	138 1234 5678 | 李四 | 女 | | 五角场街道 | 云托班辅导老师 | 复旦大学 | 数学 | 2个孩子 | 已通过 | 2022-04-08 | 2022-04-08 10:15 | | 2022-04-09
	13700000000 | 王小明 | | 16 | 长海路街道 | 青年突击队 | | | | 已通过 | 4月8日 | | 2022-04-08 |
	13700000001 | 赵六 | | | 国定社区 | | | | | 没有通过 | | | |`

func TestImportSignups(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		ctx := context.Background()
		taken(t, s, "orgs", "名称|上级\n杨浦区|\n五角场街道|杨浦区\n国定社区|五角场街道")
		if got := taken(t, s, "signups", signupsFile); got != "4 0 0" {
			t.Errorf("first: %s", got)
		}
		if got := taken(t, s, "signups", signupsFile); got != "0 0 4" {
			t.Errorf("again: %s", got)
		}
		want := `项目,姓名,性别,年龄,电话,街道,单位,时间,特长,最多带,编号,状态,报名日期,等待开始,监护人同意,审核日期,审核意见,账号
志愿者,张三,男,22岁,13812345678,五角场街道,,,开车、急救,,志1,待审核,2022-04-08,2022-04-08 00:00:00,,,,
云托班辅导老师,李四,女,,13812345678,五角场街道,复旦大学,,数学,2个孩子,志2,已通过,2022-04-08,2022-04-08 10:15:00,,2022-04-09,,
青年突击队,王小明,,16岁,13700000000,长海路街道,,,,,志3,已通过,2022-04-08,2022-04-08 00:00:00,2022-04-08 00:00:00 paper import,2022-04-08,,
志愿者,赵六,,,13700000001,国定社区,,,,,志4,没有通过,2022-05-01,2022-05-01 12:00:00,,2022-05-01,,
`
		if got := exported(t, s, "signups", models.Extent{}); got != want {
			t.Errorf("got %s", got)
		}
		lisi, err := s.PeopleKnownAs(ctx, "李四", "13812345678")
		if err != nil || len(lisi) != 1 {
			t.Fatal(lisi, err)
		}
		if standings, err := s.Standings(ctx, lisi[0].ID); err != nil || len(standings) != 1 || standings[0].Role != models.Tutor {
			t.Errorf("li si is %v, %v", standings, err)
		}
		profile, err := s.TutorProfile(ctx, lisi[0].ID)
		if err != nil || profile.Seats != 2 || len(profile.Subjects) != 1 || profile.Subjects[0].Name != "数学" || profile.University != "复旦大学" || profile.Since != time.Date(2022, 4, 9, 0, 0, 0, 0, s.Zone).UnixMilli() {
			t.Errorf("children are looked for by %+v, %v", profile, err)
		}
		figures(t, s, "2022-04-08", "signups 3 signups_verified 1")
		figures(t, s, "2022-04-09", "signups_verified 1")
		figures(t, s, "2022-05-01", "signups 1")
		orgs, err := s.OrgsNamed(ctx, "长海路街道")
		if err != nil || len(orgs) != 1 || orgs[0].Placed {
			t.Errorf("nobody has placed %v, %v", orgs, err)
		}
	})
}

// figures are those of the whole city on one day, as "measure n measure n".
func figures(t *testing.T, s *models.Store, day, want string) {
	t.Helper()
	if got := figuresOf(t, s, day); got != want {
		t.Errorf("%s: %s, want %s", day, got, want)
	}
}

func TestBadSignups(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		taken(t, s, "orgs", "名称|上级\n杨浦区|\n静安区|\n五角场街道|杨浦区\n江宁路街道|静安区\n第一居委|五角场街道\n第一居委|江宁路街道")
		refused(t, s, "signups", "姓名|序号|年纪\n张三|1|22",
			"第1行：不认识的列：序号、年纪。能写的列：项目、姓名、性别、年龄、电话、街道、单位、时间、特长、最多带、编号、状态、报名日期、等待开始、监护人同意、审核日期、审核意见、账号。",
			"第1行：还缺这几列：电话、街道。第一行要写列名。")
		refused(t, s, "signups", `
			姓名 | 电话 | 街道 | 年龄 | 性别 | 状态 | 报名日期 | 编号 | 监护人同意 | 等待开始 | 项目
			张三 | 1381234567 | 五角场街道 | 3 | 妖 | 好了 | 2022-09-01 | 托3 | 是 | 昨天早上 | 合唱团
			     | 13812345678 | | | | | | | | |
			王五 | 13812345678 | 五角场街道 | 22 | 男 | 已通过 | 2022-04-08 | 3 | 2022-09-01 | 2022-09-01 | 志愿者`,
			"第2行 项目：请从这几个里选一个：1 志愿者，2 青年突击队，3 社区报到，4 云托班辅导老师，5 书记助手，6 青年议事会。",
			"第2行 性别：请写男或者女，比如“女”。",
			"第2行 年龄：年龄要在8岁到99岁之间，这里是3岁，请再核对一下，比如22。",
			"第2行 电话：手机号要11位，这个是10位，比如13812345678。",
			"第2行 编号：没看懂编号，比如志678。",
			"第2行 状态：请从这几个里选一个：1 待审核，2 等您补充，3 已通过，4 没有通过，5 已撤回，6 已结束。",
			"第2行 报名日期：9月1日 周四还没到，这里要已经过去的日子，比如昨天。",
			"第2行 等待开始：没看懂时间，比如2022-04-08 10:15。",
			"第2行 监护人同意：请写监护人同意的日期，比如2022-04-08；还没有同意就空着。",
			"第3行 姓名：“姓名”还没填，比如王小明。",
			"第3行 街道：“街道”还没填，比如五角场街道。",
			"第4行 等待开始：这个时间还没到，这里要已经过去的时间，比如2022-04-08 10:15。",
			"第4行 监护人同意：请写监护人同意的日期，比如2022-04-08；还没有同意就空着。")
		refused(t, s, "signups", `
			姓名 | 电话 | 街道 | 年龄 | 状态 | 编号
			张三 | 13812345678 | 五角场街道 | 17 | 已通过 |`,
			"第2行 监护人同意：未满18岁，监护人还没同意，不能通过。请写同意的日期，比如2022-04-08。")
		refused(t, s, "signups", `
			姓名 | 电话 | 街道 | 编号
			张三 | 13812345678 | 第一居委 | 志5
			李四 | 13812345678 | 复旦大学 | 志5`,
			"第2行 街道：叫“第一居委”的不止一个：上海市/杨浦区/五角场街道/第一居委、上海市/静安区/江宁路街道/第一居委。请把上级也写上，比如上海市/杨浦区/五角场街道/第一居委。",
			"第3行 街道：“复旦大学”不是街道或社区的名字。请写街道的全名，比如“五角场街道”。",
			"第3行 编号：志5在这里是另一个人的编号。从别处来的表，请把编号那一列删掉。")
	})
}

func TestSignupsAreRecognised(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		taken(t, s, "orgs", "名称|上级\n杨浦区|\n五角场街道|杨浦区")
		head := "姓名|电话|街道|状态|报名日期|项目\n"
		for _, step := range []struct{ rows, want, why string }{
			{"张三|13812345678|五角场街道|没有通过|2022-04-01|", "1 0 0", "once refused"},
			{"张三|13812345678|五角场街道|待审核|2022-04-08|\n张三|13812345678|五角场街道|待审核|2022-04-08|", "1 0 1", "then again, written twice"},
			{"张三|138-1234-5678|五角场街道|已通过|2022-04-09|", "0 0 1", "he stands already"},
			{"张三|13812345678|五角场街道|已撤回|2022-04-09|", "1 0 0", "what has ended is history"},
			{"张三|13812345678|五角场街道|没有通过|2022-04-01|", "0 0 1", "that history is known"},
			{"张三|13812345678|五角场街道|||青年突击队", "1 0 0", "another programme"},
			{"张三丰|13812345678|五角场街道|||", "1 0 0", "the same phone, another person"},
		} {
			if got := taken(t, s, "signups", head+step.rows); got != step.want {
				t.Errorf("%s: %s, want %s", step.why, got, step.want)
			}
		}
		if n := strings.Count(exported(t, s, "people", models.Extent{}), "13812345678"); n != 2 {
			t.Errorf("%d people, want 张三 and 张三丰", n)
		}
	})
}

const enrolmentsFile = `
	孩子 | 年级 | 电话 | 家长 | 想学 | 住在 | 状态 | 报名日期 | 监护人同意 | 审核日期 | 老师 | 老师电话 | 结对日期
	朵朵 | 三年级 | 13900000000 | 周芳 | 数学、英语 | 五角场街道 | 已结对 | 2022-04-08 | 2022-04-08 10:00 | 2022-04-09 | 李四 | 13812345678 | 2022-04-10
	小宝 | 预初 | 13900000000 | 周芳 | | 五角场街道 | 已通过 | 2022-04-08 | 2022-04-08 | |  | |
	豆豆 | 中班 | 13900000001 | | | | | | | | | |`

func TestImportEnrolments(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		taken(t, s, "orgs", "名称|上级\n杨浦区|\n五角场街道|杨浦区")
		taken(t, s, "people", "姓名|电话|角色|组织|账号\n李四|13812345678|辅导老师|五角场街道|web:lisi")
		if got := taken(t, s, "enrolments", enrolmentsFile); got != "3 0 0" {
			t.Errorf("first: %s", got)
		}
		if got := taken(t, s, "enrolments", enrolmentsFile); got != "0 0 3" {
			t.Errorf("again: %s", got)
		}
		want := `孩子,年级,电话,性别,想学,时间,单位,家长,住在,编号,状态,报名日期,等待开始,监护人同意,审核日期,审核意见,账号,老师,老师电话,结对日期
朵朵,三年级,13900000000,,数学、英语,,,周芳,五角场街道,托1,已结对,2022-04-08,2022-04-08 00:00:00,2022-04-08 10:00:00 paper import,2022-04-09,,,李四,13812345678,2022-04-10
小宝,预初,13900000000,,,,,周芳,五角场街道,托2,已通过，等结对,2022-04-08,2022-04-08 00:00:00,2022-04-08 00:00:00 paper import,2022-04-08,,,,,
豆豆,中班,13900000001,,,,,,上海市,托3,待审核,2022-05-01,2022-05-01 12:00:00,,,,,,,
`
		if got := exported(t, s, "enrolments", models.Extent{}); got != want {
			t.Errorf("got %s", got)
		}
		a, err := s.FindAccount(context.Background(), "web", "lisi")
		if err != nil {
			t.Fatal(err)
		}
		if pupils, err := s.Pupils(context.Background(), a.PersonID, "2022-05-01"); err != nil || len(pupils) != 1 || pupils[0].Child != "朵朵" {
			t.Errorf("li si teaches %v, %v", pupils, err)
		}
		figures(t, s, "2022-04-08", "enrolments 2 enrolments_waiting 1")
		figures(t, s, "2022-04-09", "enrolments_waiting 2")
		figures(t, s, "2022-04-10", "enrolments_paired 1 enrolments_waiting 1")
	})
}

func TestBadEnrolments(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		refused(t, s, "enrolments", `
			孩子 | 年级 | 电话 | 状态 | 老师 | 老师电话 | 家长 | 监护人同意
			朵朵 | 十五年级 | 139 | 已结对 | | | |
			朵朵 | 三年级 | 13900000000 | 已结对 | | | |
			小宝 | 三年级 | 13900000000 | 已结对 | 李四 | 13812345678 | |
			豆豆 | 三年级 | 13900000000 | 待审核 | 李四 | 13812345678 | |
			果果 | 三年级 | 13900000000 | 已结束 | | 13812345678 | |
			毛毛 | 三年级 | 13900000000 | 已结对 | 周芳 | 13900000000 | 周芳 | 2022-04-08`,
			"第2行 年级：没有这个年级，从幼儿园小班到高三，比如三年级、预初、初二。",
			"第2行 电话：手机号要11位，这个是3位，比如13812345678。",
			"第3行 老师：已结对的孩子，老师和老师电话都要写。",
			"第4行 监护人同意：还没有监护人的同意，不能结对。请写同意的日期，比如2022-04-08。",
			"第5行 老师：只有已结对和已结束的才写老师，请核对状态。",
			"第6行 老师电话：老师和老师电话要么都写，要么都不写。",
			"第7行 老师：这是老师自己家的孩子，请换一位老师。")
	})
}

const tutoringFile = `
	日期 | 开始 | 时长 | 课时 | 老师 | 老师电话 | 孩子编号 | 孩子来了吗 | 备注
	2022-04-11 | 19:00 | 一个半小时 | 2 | 李四 | 13812345678 | 托1 | 是 |
	2022-04-12 | 19:00 | 40 | | 李四 | 13812345678 | 托1 | 没来 | 等到7点40
	2022-04-11 | 20:00 | 60分钟 | 1 | 李四 | 13812345678 | 托2 | | 两个孩子一起上
	2022-04-13 | 晚上7点 | 45分钟 | 1课时 | 陈老 | 13500000000 | 托2 | |`

func TestImportTutoring(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		taken(t, s, "orgs", "名称|上级\n杨浦区|\n五角场街道|杨浦区")
		taken(t, s, "enrolments", enrolmentsFile)
		if got := taken(t, s, "tutoring", tutoringFile); got != "4 0 0" {
			t.Errorf("first: %s", got)
		}
		if got := taken(t, s, "tutoring", tutoringFile); got != "0 0 4" {
			t.Errorf("again: %s", got)
		}
		want := `课号,日期,开始,时长,课时,老师,老师电话,孩子编号,孩子来了吗,备注,待审,家长说
课1,2022-04-11,19:00,1小时30分钟,2,李四,13812345678,托1,是,,,
课2,2022-04-12,19:00,40分钟,0,李四,13812345678,托1,否,等到7点40,,
课3,2022-04-11,20:00,1小时,1,李四,13812345678,托2,是,两个孩子一起上,,
课4,2022-04-13,19:00,45分钟,1,陈老,13500000000,托2,是,,,
`
		if got := exported(t, s, "tutoring", models.Extent{}); got != want {
			t.Errorf("got %s", got)
		}
		figures(t, s, "2022-04-11", "enrolments_paired 1 enrolments_waiting 1 lessons_given 2 periods 6 tutoring_turns 2")
		figures(t, s, "2022-04-12", "enrolments_paired 1 enrolments_waiting 1 tutoring_turns 1")
		refused(t, s, "tutoring", `
			课号 | 日期 | 开始 | 时长 | 课时 | 老师 | 老师电话 | 孩子编号
			     | 2022-04-11 | 19:00 | 9小时 | | 李四 | 13812345678 | 托99
			     | 2022-09-11 | 七点 | 90 | | 李四 | 13812345678 | 99`,
			"第2行 时长：时长要在10分钟到4小时之间，这里是9小时，请再核对一下，比如1小时。",
			"第3行 日期：9月11日 周日还没到，这里要已经过去的日子，比如昨天。")
		refused(t, s, "tutoring", `
			课号 | 日期 | 开始 | 时长 | 课时 | 老师 | 老师电话 | 孩子编号
			     | 2022-04-11 | 19:00 | 90 | 3 | 李四 | 13812345678 | 托1
			     | 2022-04-11 | 19:00 | 60 | | 李四 | 13812345678 | 托1
			     | 2022-04-11 | 18:30 | 60 | | 李四 | 13812345678 | 托2
			     | 2022-05-01 | 13:00 | 60 | | 李四 | 13812345678 | 托1
			课1  | 2022-04-20 | 13:00 | 60 | | 李四 | 13812345678 | 托1
			     | 2022-04-20 | 13:00 | 60 | | 李四 | 13812345678 | 托3
			     | 2022-04-20 | 13:00 | 60 | | 李四 | 13812345678 | 托99
			     | 2022-04-20 | 15:00 | 60 | | 周芳 | 13900000000 | 托1`,
			"第2行 课时：1小时30分钟算2课时，这里写的是3，请核对；空着也可以。",
			"第3行 开始：课1已经报过了，时间是19:00–20:30，和这里写的不一样。要更正请老师自己来报。",
			"第4行 开始：这段时间和这位老师的另一节课（19:00–20:30）重叠了。时间写错了就改一下，确实都上了就在备注里写一句说明。",
			"第5行 开始：这节课还没开始，上完课再报就行。",
			"第6行 课号：课1在这里是另一节课，请核对课号、老师、孩子和日期；不知道课号就空着。",
			"第7行 孩子编号：托3还没有监护人的同意，不能算课时。",
			"第8行 孩子编号：没有找到托99，请核对编号。",
			"第9行 孩子编号：托1是这位老师自己家的孩子，请换一位老师。")
	})
}
