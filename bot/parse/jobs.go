package parse

import "xiaoqing/bot/parse/script"

// jobs are occupations, as people say them before their name: 律师段誉, 护士长王芳.
var jobs = script.NewLexicon(map[int]string{1: `退休老师 退休教师 退休工人 退休职工 老党员 老干部 老师 护士长 护士 护工 护理员 医生 大夫 医师 主治医师 药师 药剂师 检验员 检验师 麻醉师 牙医 中医 兽医 心理咨询师 咨询师 社工 社区工作者 居委干部 网格员 楼组长 楼长 团长 民警 交警 警察 辅警 特警 刑警 狱警 法官 检察官 书记员 律师 公证员 消防员 军人 退役军人 退伍军人 老兵 教师 幼师 教练 讲师 教授 研究员 助教 辅导员 班主任 司机 驾驶员 出租车司机 公交司机 货车司机 网约车司机 快递员 快递小哥 外卖员 外卖骑手 骑手 邮递员 保安 保洁 保洁员 清洁工 环卫工 环卫工人 绿化工 电工 焊工 木工 水管工 维修工 维修师傅 钳工 技工 工人 工程师 程序员 设计师 建筑师 摄影师 会计 出纳 审计 财务 文员 秘书 翻译 导游 记者 编辑 主播 演员 画家 歌手 厨师 服务员 收银员 售货员 营业员 店员 店长 老板 老板娘 理发师 美容师 裁缝 月嫂 育儿嫂 保姆 钟点工 家政 农民 渔民 船员 海员 乘务员 空姐 飞行员 机长 地勤 安检员 银行职员 柜员 公务员 科员 职员 白领 员工 职工 经理 主管 总监 主任 队员 队长 组长 干部 团干部 团员 党员 志愿兵 大白 自由职业者 个体户 创业者`})

// afterJob is the name that stands behind an occupation, "" for none.
func (m *message) afterJob() string {
	for i := m.body; i < m.t.Len(); i++ {
		_, n := jobs.At(m.t, i)
		if n == 0 {
			continue
		}
		j := m.t.Skip(i + n)
		if e := m.nameAt(j); e > j && m.surname(j) > 0 && m.isName(j, e) && m.ends(e) > 0 {
			return m.t.Said(j, e)
		}
		i += n - 1
	}
	return ""
}
