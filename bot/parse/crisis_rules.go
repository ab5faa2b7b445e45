package parse

// cue is what a word of a cry for help is good for: who, what, with what.
type cue = int

// The cues. One word may have several.
const (
	hard    cue = 1 << iota // one is enough
	weak                    // two are
	faint                   // several are
	topic                   // 家暴: enough, unless it is the subject of a lecture
	fiction                 // 小说里, 女主: what follows is told
	work                    // 小说, 电影: told, unless someone real watches it
	game                    // 吃鸡: violence in it is none
	speech                  // 说, 写, 唱
	me                      // 我
	kin                     // 爸爸, 老公: who may hit and be hit
	kid                     // 孩子
	other                   // 他, 同学, 老人
	neg                     // 不想, 没法
	want                    // 想, 不如
	live                    // 活, 醒
	die                     // 死
	slang                   // 嘎, 鼠: 死 in net slang
	gone                    // 不在了, 没了
	vanish                  // 消失
	crave                   // 想, as in 想嘎
	ledge                   // 楼顶, 窗台
	man                     // 叔叔, 教练: who may touch
	maybe                   // 如果, 快
	self                    // 自己
	cut                     // 割, 划
	limb                    // 手腕, 胳膊
	scar                    // 口子, 刀痕
	stand                   // 站, 坐, 爬
	high                    // 楼顶, 窗台
	jump                    // 跳
	swallow                 // 吃了, 吞
	much                    // 一瓶, 很多
	drug                    // 药
	poison                  // 农药
	hoard                   // 攒
	beat                    // 打
	blow                    // 揍, 踹, 掐
	by                      // 被
	takes                   // 把
	throw                   // 推, 摔, 绑: after 把
	tool                    // 开水, 凳子
	lash                    // 皮带, 衣架
	lock                    // 锁在, 关进
	cell                    // 厕所, 阳台, 黑屋
	forbid                  // 不让, 不给
	food                    // 吃饭, 睡觉
	out                     // 出门, 回家
	touch                   // 摸, 碰, 亲
	private                 // 下面, 胸
	given                   // 交给, 送掉
	dear                    // 存折, 手办: what one gives away last
	injury                  // 淤青, 肿
	part                    // 身上, 脸
	fall                    // 摔
	life                    // 活着, 人生
	vain                    // 没意思
	kill                    // 杀, 弄死
	nights                  // 两天
	unfed                   // 没吃
	strike                  // 动手
	rage                    // 砸门
	burden                  // 累赘
	lost                    // 走丢

	victim    = me | kin | kid | other
	person    = victim
	violence  = beat | blow | kill | by | takes | throw | tool | lash | strike | rage
	scattered = hard | topic | neg | want | live | die | crave | slang | cut | self | limb
)

// rule is cues in their order, in one clause unless wide.
type rule struct {
	cues   [3]cue
	within int  // most characters between one cue and the next
	wide   bool // the cues may stand in several clauses
	bruise bool // a cry unless a fall explains it
}

var rules = [...]rule{
	{cues: [3]cue{neg, live}, within: 5},
	{cues: [3]cue{want, die}, within: 4},
	{cues: [3]cue{crave, slang}, within: 1},
	{cues: [3]cue{slang, self}, within: 1},
	{cues: [3]cue{want, vanish}, within: 9},
	{cues: [3]cue{me, maybe, gone}, within: 5},
	{cues: [3]cue{maybe, me, gone}, within: 5},
	{cues: [3]cue{maybe, me, die}, within: 5},
	{cues: [3]cue{life, vain}, within: 9},
	{cues: [3]cue{me, burden}, within: 6},
	{cues: [3]cue{cut, self}, within: 3},
	{cues: [3]cue{self, cut}, within: 4},
	{cues: [3]cue{beat | blow | kill, self}, within: 2},
	{cues: [3]cue{cut, limb}, within: 5},
	{cues: [3]cue{limb, cut | scar}, within: 6},
	{cues: [3]cue{stand, ledge}, within: 4},
	{cues: [3]cue{person, high | ledge, jump}, within: 8, wide: true},
	{cues: [3]cue{high | ledge, jump}, within: 8},
	{cues: [3]cue{swallow, much, drug}, within: 8},
	{cues: [3]cue{swallow, poison}, within: 5},
	{cues: [3]cue{hoard, drug}, within: 6},
	{cues: [3]cue{drug, hoard}, within: 5},
	{cues: [3]cue{drug, die}, within: 5},
	{cues: [3]cue{beat | blow, victim}, within: 2},
	{cues: [3]cue{kill, victim}, within: 2},
	{cues: [3]cue{by, beat | blow | kill}, within: 7},
	{cues: [3]cue{by, kin | other, throw}, within: 4},
	{cues: [3]cue{takes, victim, beat | blow | throw | kill | lock}, within: 5},
	{cues: [3]cue{tool, beat | blow | throw, victim}, within: 5},
	{cues: [3]cue{tool | lash, victim, beat | blow | throw}, within: 4},
	{cues: [3]cue{kin | other, throw, me}, within: 5},
	{cues: [3]cue{lash, beat | blow}, within: 4},
	{cues: [3]cue{person, strike}, within: 7},
	{cues: [3]cue{kin | other, rage}, within: 8},
	{cues: [3]cue{by, lock, cell}, within: 6},
	{cues: [3]cue{by, kin | other, lock}, within: 4},
	{cues: [3]cue{forbid, food}, within: 4},
	{cues: [3]cue{kin | other, forbid, out}, within: 6},
	{cues: [3]cue{nights, unfed}, within: 5},
	{cues: [3]cue{touch, private}, within: 5},
	{cues: [3]cue{man, touch, victim}, within: 3},
	{cues: [3]cue{dear, given}, within: 6},
	{cues: [3]cue{man, touch, me}, within: 16, wide: true},
	{cues: [3]cue{part, injury}, within: 5, bruise: true},
	{cues: [3]cue{kid, lost}, within: 4},
}

// ruleStep is one cue's place in one rule.
type ruleStep struct{ rule, step int }

// ruleSteps lists by cue the steps that it can take, later steps first, so that
// one word never counts twice in a rule.
var ruleSteps = stepsOf(rules[:])

func stepsOf(all []rule) (steps [64][]ruleStep) {
	for step := 2; step >= 0; step-- {
		for k, r := range all {
			for b := range steps {
				if r.cues[step]&(1<<b) != 0 {
					steps[b] = append(steps[b], ruleStep{k, step})
				}
			}
		}
	}
	return steps
}
