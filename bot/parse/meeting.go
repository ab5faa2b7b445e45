package parse

import (
	"net/url"
	"strings"

	"xiaoqing/bot/parse/script"
)

// Invitation is how one gets into an online meeting.
type Invitation struct {
	Link    string // an address of a known kind of meeting, "" for none
	Number  string // 会议号, as written: 482-153-906
	Code    string // 密码
	Strange string // an address that is of no known meeting
}

// meetingHosts are where meetings are held: 腾讯会议, 钉钉, 飞书, Zoom, 企业微信. A host
// counts with what is before its dot.
var meetingHosts = []string{"meeting.tencent.com", "voovmeeting.com", "meeting.dingtalk.com", "vc.feishu.cn", "vc.larksuite.com", "zoom.us", "zoom.com.cn", "work.weixin.qq.com"}

// MeetingLink says whether address leads into a meeting, over https and nowhere else.
func MeetingLink(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Port() != "" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	for _, h := range meetingHosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return h != "work.weixin.qq.com" || strings.Contains(u.Path, "meeting") || strings.Contains(u.Path, "webconf") // it has doors to people too
		}
	}
	return false
}

// ReadInvitation takes from a text what leads into a meeting; ok is false when
// nothing does.
func ReadInvitation(text string) (v Invitation, ok bool) {
	t := script.New(text)
	rest := []rune(nil) // the text without addresses
	for i := 0; i < t.Len(); {
		if j := addressEnd(t, i); j > i {
			switch address := t.Said(i, j); {
			case MeetingLink(address) && v.Link == "":
				v.Link = address
			case !MeetingLink(address) && v.Strange == "":
				v.Strange = address
			}
			rest, i = append(rest, ' '), j
			continue
		}
		rest, i = append(rest, t.Raw[i]), i+1
	}
	t = script.New(string(rest))
	v.Number, v.Code = meetingNumber(t), meetingCode(t)
	return v, v.Link != "" || v.Strange != "" || v.Number != ""
}

// addressEnd is where an address that begins at i ends, i when none does.
func addressEnd(t *script.Text, i int) int {
	if t.Any(i, "https://", "http://") == 0 {
		return i
	}
	j := i
	for j < t.Len() && t.Raw[j] > ' ' && t.Raw[j] < 0x7f && t.Raw[j] != '"' && t.Raw[j] != '<' && t.Raw[j] != '>' {
		j++
	}
	for j > i && strings.ContainsRune(".,;!?)", t.Raw[j-1]) {
		j--
	}
	return j
}

// numberCues stand before the number of a meeting.
var numberCues = []string{"会议号", "会议id", "会议码", "会议编号", "房间号", "腾讯会议", "钉钉会议", "飞书会议", "zoom", "入会号", "id", "meetingid"}

// meetingNumber is nine to eleven digits, in groups or not, that are said to be a
// meeting's, or written in three groups as its numbers are.
func meetingNumber(t *script.Text) string {
	for i := 0; i < t.Len(); i++ {
		if !script.Digit(t.At(i)) || joined(t.At(i-1)) && t.At(i-1) != '#' {
			continue
		}
		j, digits, groups := i, 0, 1
		for script.Digit(t.At(j)) || (t.At(j) == '-' || t.At(j) == ' ') && script.Digit(t.At(j+1)) {
			if script.Digit(t.At(j)) {
				digits++
			} else {
				groups++
			}
			j++
		}
		if digits >= 9 && digits <= 11 {
			_, phone := mobileAt(t, i)
			if groups == 3 && t.At(i+3) == '-' && phone == 0 || cued(t, i, numberCues) {
				return t.Said(i, j)
			}
		}
		i = j
	}
	return ""
}

// cued says whether one of words stands just before i, with no more than signs and
// 是 between.
func cued(t *script.Text, i int, words []string) bool {
	for i > 0 && (strings.ContainsRune(" :#是为-()", t.At(i-1))) {
		i--
	}
	for _, w := range words {
		if t.Before(i, w) {
			return true
		}
	}
	return false
}

// meetingCode is what stands behind 密码: four to ten letters and digits.
func meetingCode(t *script.Text) string {
	for _, w := range [...]string{"密码", "口令", "passcode", "password"} {
		i := t.Find(0, w)
		if i < 0 {
			continue
		}
		for i += len([]rune(w)); strings.ContainsRune(" :是为", t.At(i)) && i < t.Len(); i++ {
		}
		j := i
		for script.Digit(t.At(j)) || script.Latin(t.At(j)) {
			j++
		}
		if j-i >= 4 && j-i <= 10 {
			return t.Said(i, j)
		}
	}
	return ""
}

// isMeeting: an invitation to an online meeting, pasted or told.
func (m *message) isMeeting() bool {
	if m.said("邀请您参加腾讯会议") {
		return true
	}
	if m.said("http") {
		return m.said("meeting.tencent.com", "腾讯会议", "会议号", "zoom.us", "zoom.com.cn", "meeting.dingtalk", "vc.feishu", "voovmeeting", "webconf", "会议链接", "会议地址", "上课链接", "上课地址", "入会链接", "会议的链接") || m.said("work.weixin.qq.com") && m.said("会议")
	}
	return meetingNumber(m.t) != "" && !m.timed() && m.phone() == "" && (m.short(24) || m.said("会议", "密码"))
}

// fillInvitation keeps the way in: the address or, without one, the number.
func fillInvitation(m *message, f *Fields) {
	f.Tickets = m.ticket
	if f.Meeting = m.link(); f.Meeting == "" {
		f.Meeting = meetingNumber(m.t)
	}
}

// link is the first address of a web page.
func (m *message) link() string {
	i := m.where("https://", "http://")
	if i < 0 {
		return ""
	}
	j := i
	for j < m.t.Len() && m.t.At(j) > ' ' && m.t.At(j) < 0x7f && m.t.Raw[j] < 0x7f {
		j++
	}
	return m.t.Said(i, j)
}
