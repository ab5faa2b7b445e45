package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/picture"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

func (h *Handlers) today() calendar.Day { return calendar.DayOf(h.Clock.Now()) }

// badgeUpload is the part of a guardian's page that asks for a photo of the badge, nil
// when none is wanted.
func (h *Handlers) badgeUpload(c *gin.Context, r models.Record, submission, unseen string) (*pages.Upload, error) {
	e, ok := r.(*models.Enrolment)
	if !ok || !e.BadgeWanted() {
		return nil, nil
	}
	there, err := h.Store.BadgesOf(c.Request.Context(), []int64{e.ID})
	v := &pages.Upload{Action: h.base + "/l/" + c.Param("token") + "/badge", Submission: submission, Wrong: unseen, Title: "工牌照片", Label: "选照片",
		Accept: "image/jpeg,image/png", Submit: "传照片", Says: "单位没法替您确认的，传一张工牌照片，姓名和单位看得清就行。只有审核的人看得到，定下来就删。照片里的拍摄地点不会留。"}
	if len(there) > 0 {
		v.Says, v.Submit = "照片收到了，等审核的人看。要换一张，再传一次就行。", "换一张"
	}
	return v, err
}

// putBadge takes the photo of a guardian's badge.
func (h *Handlers) putBadge(c *gin.Context) error {
	l, err := h.openLink(c)
	if err != nil {
		return err
	}
	if l.To != workflow.ToEnrolment {
		return &models.Error{Kind: models.NotFound}
	}
	file, _, err := h.sent(c, picture.PhotoLimit)
	var photo []byte
	if err == nil {
		photo, err = h.developed(c, file)
	}
	if models.KindOf(err) == models.Invalid && err != nil {
		return h.record(c, l, models.SayOf(err))
	}
	if err != nil {
		return err
	}
	err = h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) error {
		return h.Store.ShowBadge(c.Request.Context(), t.By, models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.ID}, photo)
	})
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, h.base+"/l/"+c.Param("token"))
	return nil
}

// developed draws a photo anew when an easel is free.
func (h *Handlers) developed(c *gin.Context, file []byte) ([]byte, error) {
	select {
	case h.easels <- struct{}{}:
		defer func() { <-h.easels }()
	case <-c.Request.Context().Done():
		return nil, c.Request.Context().Err()
	}
	photo, err := picture.Photo(file)
	if err != nil {
		return nil, &models.Error{Kind: models.Invalid, Say: "这张照片打不开。请传JPG或PNG的照片，4MB以内；手机上截个图再传也行。", Err: err}
	}
	return photo, nil
}

// badge shows the photo to who decides on the enrolment, and to nobody else.
func (h *Handlers) badge(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	t, ok := models.ParseTicket(models.EnrolmentPrefix + c.Param("id"))
	if !ok {
		return &models.Error{Kind: models.NotFound}
	}
	photo, err := h.Store.Badge(c.Request.Context(), by, t)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, "image/jpeg", photo)
	return nil
}
