package parse

import (
	"strings"

	"xiaoqing/bot/parse/script"
)

// surnames (姓) begin names; compound ones have two characters.
var surnames = script.NewLexicon(map[int]string{
	1: spaced(`赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支湯鄧錢孫蔣韓呂張嚴謝鄒竇雲範魯韋鳳賀倪羅畢鄔樂時齊顧黃蕭貝龐項藍閔賈婁顏鍾駱萬盧單諸鈕龔陸榮儲欒厲葉葛陳楊趙吳鄭馮衛許劉蘇潘杜龍譚聶歐紀喬鄺關柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付代岳官仝苟植邸谌楚佟商闫佘伯赏覃占娜缑亢况郈有琴年来揭鹿德亓笪呼撒冼闾檀展晋漆敬战信良言励忻麦辜邝栗粟`),
	2: `欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫 西门 长孙 宇文 轩辕 钟离 鲜于 闾丘 司空 独孤 呼延 申屠 太史 公冶 澹台 淳于 单于 百里 东郭 万俟 赫连 濮阳 公羊 仲孙 拓跋 第五`,
})

// spaced puts a blank between characters.
func spaced(s string) string { return strings.Join(strings.Split(s, ""), " ") }

// surname is the length of the surname at i, 0 for none.
func (m *message) surname(i int) int {
	_, n := surnames.At(m.t, i)
	return n
}
