package handlers

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/channel/web"
	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// publicForms are what anyone may fill, with the words of their buttons.
var publicForms = map[string]string{"signup": "提交报名", "enrol": "提交报名"}

// form draws a form that anyone may fill. ?org= is the poster's Org.
func (h *Handlers) form(c *gin.Context) error {
	w, err := h.publicForm(c)
	if err != nil {
		return err
	}
	values := map[string]string{}
	if org, err := h.posterOrg(c); err == nil {
		field := "org"
		if org.Level == models.Beside {
			field = "unit" // a hospital's own poster
		}
		values[field] = org.Name
	}
	return h.drawForm(c, w, values, nil, nil)
}

func (h *Handlers) publicForm(c *gin.Context) (workflow.Workflow, error) {
	name := c.Param("form")
	w, ok := h.Bot.Workflows.By(name)
	if _, public := publicForms[name]; !ok || !public {
		return w, &models.Error{Kind: models.NotFound}
	}
	return w, nil
}

func (h *Handlers) posterOrg(c *gin.Context) (models.Org, error) {
	id, err := strconv.ParseInt(c.Query("org"), 10, 64)
	if err != nil {
		return models.Org{}, err
	}
	return h.Store.Org(c.Request.Context(), id)
}

// drawForm draws w's form with what was written and what is wrong with it. The
// answer is 422 when something is.
func (h *Handlers) drawForm(c *gin.Context, w workflow.Workflow, values map[string]string, wrong map[string]form.Wrong, options map[string][]form.Option) error {
	submission := values["submission"]
	if submission == "" {
		var err error
		if submission, err = h.secret(); err != nil {
			return err
		}
	}
	v := pages.Form{Frame: h.frame(w.Form.Title), Submission: submission, Submit: publicForms[w.Form.Name], Fields: fieldsOf(w.Form, values, wrong, options)}
	if w.Form.Name == "enrol" {
		v.Privacy = workflow.ConsentLine
		var err error
		if v.Says, err = h.placesLeft(c); err != nil {
			return err
		}
	}
	return h.answerForm(c, v, wrong)
}

// placesLeft says whether there is a seat in the class of the poster's Org, or of
// the city without one.
func (h *Handlers) placesLeft(c *gin.Context) (string, error) {
	org, err := h.posterOrg(c)
	if err != nil {
		if org, err = h.Store.Root(c.Request.Context()); err != nil {
			return "", err
		}
	}
	return workflow.PlacesLeft(c.Request.Context(), h.Store, org)
}

func (h *Handlers) answerForm(c *gin.Context, v pages.Form, wrong map[string]form.Wrong) error {
	if len(wrong) > 0 {
		c.Status(http.StatusUnprocessableEntity)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Form(w, v) })
}

// fieldsOf are a form's questions as a page draws them.
func fieldsOf(f form.Form, values map[string]string, wrong map[string]form.Wrong, options map[string][]form.Option) []pages.Field {
	var out []pages.Field
	for _, field := range f.Fields {
		if field.Hidden || field.When != nil && !field.When(given(values)) {
			continue
		}
		control := field.Kind.Control()
		if choices := field.Choices(options[field.Name]); choices != nil && control.Type == "radio" {
			control.Options = choices
		}
		out = append(out, pages.Field{Name: field.Name, Label: field.Label, Value: orElse(values[field.Name], field.Usual), Control: control,
			Wrong: string(wrong[field.Name]), Required: !field.Optional, Tap: field.Tap})
	}
	return out
}

// given are the values of a page as answers, read or not.
func given(values map[string]string) (a form.Answers) {
	for name, value := range values {
		a = a.Set(name, value)
	}
	return a
}

// posted are a page's fields as they were written.
func posted(c *gin.Context) (map[string]string, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 64<<10)
	if err := c.Request.ParseForm(); err != nil {
		var cause error = &models.Error{Kind: models.Invalid, Err: err}
		if strings.Contains(err.Error(), "too large") {
			cause = &http.MaxBytesError{Limit: 64 << 10}
		}
		return nil, cause
	}
	values := map[string]string{}
	for name, v := range c.Request.PostForm {
		values[name] = strings.Join(v, "、")
	}
	if len(values["submission"]) < 20 || len(values["submission"]) > 64 {
		return nil, &models.Error{Kind: models.Invalid, Say: "这一页放得太久了，请刷新后再填一次。"}
	}
	return values, nil
}

// submitForm takes a public form. The person gets a web chat of their own, where
// letters reach them and where they come back.
func (h *Handlers) submitForm(c *gin.Context) error {
	w, err := h.publicForm(c)
	if err != nil {
		return err
	}
	values, err := posted(c)
	if err != nil {
		return err
	}
	answers, wrong := w.Form.Check(values, h.contexts(nil))
	if len(wrong) > 0 {
		return h.drawForm(c, w, values, wrong, nil)
	}
	var door int64
	if org, err := h.posterOrg(c); err == nil {
		door = org.ID
	}
	token := web.Token(h.Store.Vault().Lookup("page-chat", values["submission"]), door)
	reply, ticket, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: w, Channel: web.Name, Account: token, Key: values["submission"], Home: door, Answers: answers})
	if models.KindOf(err) == models.Invalid && err != nil {
		return h.drawForm(c, w, values, map[string]form.Wrong{"org": form.Wrong(models.SayOf(err))}, nil)
	}
	if err != nil {
		return err
	}
	return h.done(c, w.Form, answers, reply, ticket, token)
}

// contexts is what each field of a page is read against.
func (h *Handlers) contexts(options map[string][]form.Option) func(string) form.Context {
	return func(field string) form.Context {
		return form.Context{At: h.Clock.Now(), Off: h.Store.Holidays(), Options: options[field]}
	}
}

// done is the page after a form. token is the person's own web chat, "" when
// they have none by it.
func (h *Handlers) done(c *gin.Context, f form.Form, a form.Answers, reply say.Reply, ticket models.Ticket, token string) error {
	v := pages.Done{Frame: h.frame(f.Title), Says: reply.Text, Rows: f.Card(a, nil)}
	if ticket.ID != 0 {
		v.Ticket = ticket.String()
	}
	for _, l := range reply.Links {
		v.Actions = append(v.Actions, pages.Action{Label: l.Label, URL: l.URL})
	}
	if token != "" {
		v.Own = say.Link{Label: "我的聊天", URL: h.Bot.Links.Page("c", token)}
		v.Next = append(v.Next, "收好下面这个链接：查进度、改资料、收结果都在里面。")
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Done(w, v) })
}

// within runs f with a turn of the person's, to look things up.
func (h *Handlers) within(ctx context.Context, person int64, f func(t *workflow.Turn) error) error {
	t, err := h.Bot.Turn(ctx, h.Store, person)
	if err != nil {
		return err
	}
	return f(t)
}
