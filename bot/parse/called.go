package parse

import (
	"strings"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// Call is what a call-out says, taken apart: 动员令 明早7点 五角场广场 核酸引导 20人 联系王芳
// 021-…. What was not said is absent; Task keeps whole sentences as they were
// written, and leaves out what stands by itself elsewhere.
type Call struct {
	Task       string       `json:"task,omitempty"`
	Date       calendar.Day `json:"date,omitempty"`
	Start      string       `json:"start,omitempty"` // 07:00
	Place      string       `json:"place,omitempty"`
	Places     int          `json:"places,omitempty"`
	Contact    string       `json:"contact,omitempty"`
	Volunteers bool         `json:"volunteers,omitempty"` // 也发给志愿者
	Urgent     bool         `json:"urgent,omitempty"`     // 紧急
	Remind     int          `json:"remind,omitempty"`     // minutes after which the silent are reminded; -1 never
}

// ReadCall takes the title of a call-out apart.
func ReadCall(title string, c Context) (out Call) {
	r := caller{message: newMessage(title, c), out: &out}
	r.body = 0
	r.when()
	for i := 0; i < r.t.Len(); {
		e := r.pause(i)
		i = r.segment(i, e) + 1
	}
	switch out.Task = strings.Join(r.task, "，"); {
	case out.Task != "":
	case r.spare != "":
		out.Task = r.spare
	default:
		out.Task, out.Place = out.Place, "" // 整理仓库: what is to be done ends like a place
	}
	return out
}

// caller is a call-out being read.
type caller struct {
	*message
	out   *Call
	task  []string
	spare string // 党群服务中心集合: what is to be done when nothing else says so
}

// pause is the end of what was written without one from i on.
func (r *caller) pause(i int) int {
	for ; i < r.t.Len(); i++ {
		switch c := r.t.At(i); {
		case c == '.' && !script.Digit(r.t.At(i+1)), c == ' ' && r.inContact(i):
			continue
		case strings.ContainsRune(" ,。!?;\n|、", c):
			return i
		}
	}
	return i
}

// inContact: the blank of 联系王芳 021-55001234 joins name and number.
func (r *caller) inContact(i int) bool {
	from := i
	for from > 0 && !strings.ContainsRune(",。!?;\n|、", r.t.At(from-1)) && i-from < 12 {
		from--
	}
	j := r.t.Skip(i)
	if !r.t.Contains(from, "联系") || r.t.Find(from, "联系") >= i {
		return false
	}
	return script.Digit(r.t.At(j)) || r.t.At(j) == '(' || ends(r.t, i, "联系人", "联系电话", "联系方式", "联系") > 0
}

// segment takes what stands from i to e, and says where to go on.
func (r *caller) segment(i, e int) int {
	i = min(r.t.Skip(i), e)
	switch {
	case i == e:
	case r.flag(i, e), r.contact(i, e), r.labels(i, e), r.onlyFacts(i, e):
	default:
		r.sentence(i, e)
	}
	return e
}

// flag reads how it shall be sent.
func (r *caller) flag(i, e int) bool {
	if r.t.Any(i, "也发给志愿者", "也发给每个志愿者", "也发给每位志愿者", "也发志愿者", "同时发给志愿者", "并发给志愿者", "私发志愿者", "私发给志愿者", "私信志愿者", "发给志愿者", "志愿者也发", "志愿者也通知", "也通知志愿者", "也私发给志愿者", "也发给全体志愿者", "也发给所有志愿者") > 0 && e-i <= 12 {
		r.out.Volunteers = true
		return true
	}
	switch {
	case r.t.Any(i, "紧急", "加急", "特急") == e-i:
		r.out.Urgent = true
	case r.t.Any(i, "不提醒", "不用提醒", "别提醒", "不要提醒") == e-i:
		r.out.Remind = -1
	case r.t.Any(i, "提醒一次", "没回的提醒一次", "没回的提醒一下") == e-i:
		r.out.Remind = 0
	default:
		l, f := when.LengthAt(r.t, i)
		n := r.t.Any(f, "后提醒一次", "以后提醒一次", "后提醒", "之后提醒一次", "后再提醒一次", "没回的提醒一次", "后没回的提醒一次")
		if f == 0 || n == 0 || f+n != e {
			return false
		}
		r.out.Remind, _ = l.Minutes()
	}
	return true
}

// contact reads 联系王芳 021-…, 联系人:王芳.
func (r *caller) contact(i, e int) bool {
	n := r.t.Any(i, "联系人", "联系电话", "联系方式", "有事联系", "有事找", "联系")
	if n == 0 {
		return false
	}
	j := i + n
	for strings.ContainsRune(" :是", r.t.At(j)) && j < e {
		j++
	}
	if j == e || r.t.Any(i, "联系群", "联系上") > 0 {
		return false
	}
	r.out.Contact = strings.TrimSpace(r.t.Said(j, e))
	return true
}

// labels reads 地点:五角场广场, 人数:20人, 任务:….
func (r *caller) labels(i, e int) bool {
	for _, l := range [...]struct {
		words []string
		take  func(i, e int)
	}{
		{[]string{"集合地点", "地点", "位置", "地址"}, func(i, e int) { r.out.Place = r.t.Said(i, e) }},
		{[]string{"任务", "内容", "事项"}, func(i, e int) { r.task = append(r.task, r.t.Said(i, e)) }},
		{[]string{"时间", "集合时间", "日期"}, func(int, int) {}},
		{[]string{"名额", "人数", "需要人数"}, func(i, _ int) {
			if n, ok := r.t.Number(i); ok {
				r.out.Places, _ = n.Int()
			}
		}},
	} {
		n := r.t.Any(i, l.words...)
		if n == 0 {
			continue
		}
		if j := r.t.Skip(i + n); j < e && (r.t.At(j) == ':' || r.t.At(j) == '是' || script.Digit(r.t.At(j))) {
			if !script.Digit(r.t.At(j)) {
				j = r.t.Skip(j + 1)
			}
			l.take(j, e)
			return true
		}
	}
	return false
}

// onlyFacts reads what is nothing but a time, a number of people, or a place.
func (r *caller) onlyFacts(i, e int) bool {
	j := r.skipTime(i, e)
	if j == e {
		return true
	}
	if n, f := r.people(j, e); f == e {
		r.out.Places = n
		return true
	}
	k := j + r.t.Any(j, "在", "到", "地点")
	end := e - ends(r.t, e, "集合", "集中", "碰头")
	if r.out.Place != "" || end-k < 3 || !r.placeEnd(k, end) || r.verbIn(k, end) {
		return false
	}
	r.out.Place = r.t.Said(k, end)
	switch {
	case end < e && k > i: // 明早9点到党群服务中心集合 says what is to be done, too
		r.task = append(r.task, r.t.Said(i, e))
	case end < e:
		r.spare = r.t.Said(i, e)
	}
	return true
}

// placeEnd says whether a stretch ends as places do.
func (r *caller) placeEnd(i, e int) bool {
	return r.siteEnd(i, e) || ends(r.t, e, "办事处", "管委会", "校区", "集合点", "大院", "工地", "家园", "商场", "展馆", "训练基地", "基地") > 0
}

// verbIn says that a stretch tells of something to do: 菜场门口集合分菜 is no place.
func (r *caller) verbIn(i, e int) bool {
	for ; i < e; i++ {
		if r.t.Any(i, "集合", "请", "参加", "组织", "支援", "需要", "缺", "帮", "送", "发放", "搬", "引导", "报到", "维持", "巡", "值守", "清理", "打扫", "整理", "分拣", "分发", "消杀", "布置", "看护", "值班", "各", "全体") > 0 {
			return true
		}
	}
	return false
}

// skipTime goes over expressions of time at the head of a stretch.
func (r *caller) skipTime(i, e int) int {
	for i < e {
		it := r.timeOver(i)
		n := r.t.Any(i, "前", "集合", "开始", "起", "到岗", "到位", " ")
		switch {
		case it != nil && it.I <= i:
			i = min(it.J, e)
		case n > 0 && r.timeOver(i-1) != nil:
			i += n
		default:
			return i
		}
	}
	return i
}

// people reads 20人, 要20名志愿者, 缺10个人 from i on.
func (r *caller) people(i, e int) (n, end int) {
	i += r.t.Any(i, "需要", "还缺", "还差", "需", "缺", "要", "招募", "招", "限", "共", "差", "名额")
	v, ok := r.t.Number(i)
	n, whole := v.Int()
	if !ok || !whole || n < 1 || n > 100_000 {
		return 0, 0
	}
	j := r.t.Skip(v.End)
	k := r.t.Any(j, "名志愿者", "位志愿者", "个志愿者", "人左右", "个人", "名团员", "名青年", "人", "名", "位")
	if k == 0 {
		return 0, 0
	}
	return n, j + k
}

// sentence keeps a stretch as it was said, and takes what it says of place and
// number.
func (r *caller) sentence(i, e int) {
	r.task = append(r.task, r.t.Said(i, e))
	for j := i; j < e; j++ {
		if r.t.Any(j, "每", "各") > 0 {
			return // 每楼出两名 is no total
		}
		if n, f := r.people(j, e); f > 0 && r.out.Places == 0 && !script.Numeric(r.t.At(j-1)) && r.timeOver(j) == nil {
			r.out.Places = n
		}
		if n := r.t.Any(j, "在", "到"); n > 0 && r.out.Place == "" && r.timeOver(j) == nil {
			for f := j + n + 3; f <= e; f++ {
				if r.t.Any(f, "集合", "集中", "报到", "碰头") > 0 && !r.verbIn(j+n, f) && r.t.Any(j+n, "各", "本", "所在") == 0 {
					r.out.Place = r.t.Said(j+n, f)
					break
				}
			}
		}
	}
}

// when is the first day and hour that are named: the nearest still to come.
func (r *caller) when() {
	for _, it := range r.times {
		from, _, loose, timed := it.Hours()
		day, _, dated := it.Days(r.at, when.Coming)
		if !timed && !dated || it.Kind == when.Lasting || it.Kind == when.Window {
			continue
		}
		if dated && r.out.Date == "" {
			r.out.Date = day
		}
		if timed && r.out.Start == "" {
			if loose && from < 6*hour {
				from += halfDay
			}
			r.out.Start = hhmm(from)
		}
	}
	if r.out.Start != "" && r.out.Date == "" {
		r.out.Date = calendar.DayOf(r.at)
		if r.out.Start <= r.at.Format("15:04") {
			r.out.Date = r.out.Date.Add(1)
		}
	}
}
