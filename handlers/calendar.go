package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/gin-gonic/gin"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// calendar tells a person how to have lessons and duty in a phone's calendar.
func (h *Handlers) calendar(c *gin.Context, l workflow.Link) error {
	_, month, day := calendar.DayOf(l.Expires.In(h.Store.Zone).Add(-time.Second)).Date()
	v := pages.Calendar{Frame: h.frame("订到手机日历"), Feed: h.Bot.Links.Feed(l), Until: fmt.Sprintf("%d月%d日", month, day)}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Calendar(w, v) })
}

// calendarFeed is a person's lessons and duty for any calendar program (RFC 5545). It
// changes nothing. Programs ask again every hour or so, and get 304 while nothing
// has changed.
func (h *Handlers) calendarFeed(c *gin.Context) error {
	token, ok := strings.CutSuffix(c.Param("file"), ".ics")
	l, err := h.opened(token)
	if !ok || l.To != workflow.ToCalendar {
		return &models.Error{Kind: models.NotFound}
	}
	if err != nil {
		return err
	}
	lessons, err := h.Store.Timetable(c.Request.Context(), l.Person, h.Clock.Now())
	if err != nil {
		return err
	}
	duties, err := h.Store.Duties(c.Request.Context(), l.Person, h.Clock.Now())
	if err != nil {
		return err
	}
	body, err := h.calendarOf(lessons, duties)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	c.Header("Content-Type", "text/calendar; charset=utf-8")
	c.Header("Content-Disposition", `inline; filename="xiaoqing.ics"`)
	c.Header("Cache-Control", "private, no-cache")
	c.Header("ETag", `"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(body))
	return nil
}

// calendarOf writes lessons and duty as a calendar. Times are in UTC: one instant that every
// phone turns into its own zone, where a zone's name or rules might be misread. It
// sits on lock screens and in calendars that families and dormitories share, so it
// names nobody.
func (h *Handlers) calendarOf(lessons []models.Appointment, duties []models.Roster) ([]byte, error) {
	public, err := url.Parse(h.origin)
	if err != nil {
		return nil, err
	}
	cal := ics.NewCalendarFor("xiaoqing")
	cal.SetProductId("-//xiaoqing//calendar//ZH")
	cal.SetCalscale("GREGORIAN")
	cal.SetName("小青日程")
	cal.SetXWRTimezone(h.Store.Zone.String())
	cal.SetRefreshInterval("PT1H") // the library says VALUE=DURATION itself
	cal.SetXPublishedTTL("PT1H")
	for _, l := range lessons {
		h.addLesson(cal.AddEvent(fmt.Sprintf("lesson-%d@%s", l.ID, public.Hostname())), l)
	}
	for _, r := range duties {
		h.addDuty(cal.AddEvent(fmt.Sprintf("roster-%d@%s", r.ID, public.Hostname())), r)
	}
	var b bytes.Buffer
	err = cal.SerializeTo(&b, ics.WithNewLineWindows)
	return b.Bytes(), err
}

func (h *Handlers) addLesson(e *ics.VEvent, l models.Appointment) {
	title := fmt.Sprintf("云托班 %s（%s）", course(l.Subjects), l.Ticket())
	changed(e, l.MadeAt, l.ChangedAt, l.Revision)
	e.SetStartAt(l.Begins(h.Store.Zone))
	e.SetEndAt(l.Ends(h.Store.Zone))
	if l.Dropped {
		off(e, "不上了："+title)
		return
	}
	text := "请假、改时间，跟小青说一声，这里会跟着变。"
	if m := l.Meeting; m != nil {
		if m.Number != "" {
			text = "会议号" + m.Number + orNothing("，密码", m.Code) + "。\n" + text
		}
		if parse.MeetingLink(m.Link) {
			text = "进会议：" + m.Link + "\n" + text
			e.SetURL(m.Link)
		}
	}
	on(e, title, text, "-PT30M")
}

func (h *Handlers) addDuty(e *ics.VEvent, r models.Roster) {
	title := fmt.Sprintf("%s（%s）", r.Task, r.Ticket())
	changed(e, r.MadeAt, r.ChangedAt, r.Revision)
	e.SetStartAt(r.Begins(h.Store.Zone))
	e.SetEndAt(r.Ends(h.Store.Zone))
	if r.RosterPrivate.Place != "" {
		e.SetLocation(r.RosterPrivate.Place)
	}
	if r.Cancelled {
		off(e, "取消了："+title)
		return
	}
	on(e, title, "到了跟小青说“签到”，走的时候说“签退”。来不了早点说“退班 "+r.Ticket().String()+"”。", "-PT1H")
}

// changed says when an event was made and last changed, in milliseconds, and how
// often; without a METHOD its stamp says the same as LAST-MODIFIED.
func changed(e *ics.VEvent, made, at int64, revision int) {
	e.SetDtStampTime(time.UnixMilli(max(made, at)))
	e.SetCreatedTime(time.UnixMilli(made))
	e.SetLastModifiedAt(time.UnixMilli(max(made, at)))
	e.SetSequence(revision)
}

// off says that an event does not take place, in words too: many phones do not draw
// the status.
func off(e *ics.VEvent, title string) {
	e.SetStatus(ics.ObjectStatusCancelled)
	e.SetTimeTransparency(ics.TransparencyTransparent)
	e.SetSummary(title)
}

// on says what an event is, and when the phone rings before it.
func on(e *ics.VEvent, title, text, before string) {
	e.SetStatus(ics.ObjectStatusConfirmed)
	e.SetSummary(title)
	e.SetDescription(text)
	alarm := e.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger(before)
	alarm.SetDescription(title)
}

// course is what a lesson is called: 数学课, 数学、英语课, 作业辅导.
func course(subjects []string) string {
	if len(subjects) == 0 {
		return "上课"
	}
	switch subjects[len(subjects)-1] {
	case "作业":
		return say.List(subjects) + "辅导"
	case "陪伴":
		return say.List(subjects)
	}
	return say.List(subjects) + "课"
}
