package handlers

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	// blankSheet is the name of the sheet that a tutor fills.
	blankSheet = "lessons.xlsx"
	// sheetMost is how many lessons one sheet may have, and sheetBytes its size.
	sheetMost, sheetBytes = 100, 1 << 20
)

// lessonSheet is the page that takes a sheet of lessons.
func (h *Handlers) lessonSheet(c *gin.Context, l workflow.Link) error {
	return h.drawSheet(c, pages.LessonSheet{})
}

func (h *Handlers) drawSheet(c *gin.Context, v pages.LessonSheet) (err error) {
	v.Frame, v.Blank = h.frame(workflow.ReportSheet.Form.Title), "/l/"+c.Param("token")+"/"+blankSheet
	if v.Submission == "" {
		if v.Submission, err = h.secret(); err != nil {
			return err
		}
	}
	if v.Wrong != "" {
		c.Status(http.StatusUnprocessableEntity)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.LessonSheet(w, v) })
}

// sheetToFill gives the sheet with what was not reported yet.
func (h *Handlers) sheetToFill(c *gin.Context, l workflow.Link) error {
	var rows []form.Answers
	err := h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) (err error) {
		rows, err = t.Unreported(c.Request.Context())
		return err
	})
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "xiaoqing-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path, f := filepath.Join(dir, blankSheet), workflow.LessonSheet()
	w, err := sheet.Create(path, io.Discard)
	if err != nil {
		return err
	}
	err = w.Write(sheet.Header(f))
	for _, a := range rows {
		err = errors.Join(err, w.Write(sheet.Cells(f, a, h.Clock.Now())))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `attachment; filename="`+blankSheet+`"`)
	c.Data(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body)
	return nil
}

// takeSheet looks at a sheet, or reports the rows that were looked at.
func (h *Handlers) takeSheet(c *gin.Context, l workflow.Link) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, sheetBytes+64<<10)
	if err := c.Request.ParseMultipartForm(sheetBytes); err != nil {
		if strings.Contains(err.Error(), "too large") {
			return &http.MaxBytesError{Limit: sheetBytes}
		}
		return &models.Error{Kind: models.Invalid, Say: "没收到文件，请重新选一次。", Err: errors.New("unreadable form")}
	}
	key := c.PostForm("submission")
	if len(key) < 20 || len(key) > 64 {
		return &models.Error{Kind: models.Invalid, Say: "这一页放得太久了，请刷新后再来一次。"}
	}
	if c.PostForm("do") == "report" {
		return h.reportSheet(c, l, key)
	}
	file, err := c.FormFile("file")
	if err != nil {
		return h.drawSheet(c, pages.LessonSheet{Wrong: "请先选一张填好的表，再点“先看看对不对”。"})
	}
	rows, v, err := h.readSheet(file)
	if err != nil {
		return err
	}
	if v.Wrong != "" {
		return h.drawSheet(c, v)
	}
	return h.lookedAt(c, l, rows, v)
}

// sheetRow is a row that was read: its number and what it says.
type sheetRow struct {
	N int          `json:"n"`
	A form.Answers `json:"a"`
}

// readSheet reads an uploaded file, which goes through a file of our own that is
// removed at once.
func (h *Handlers) readSheet(upload *multipart.FileHeader) (rows []sheetRow, v pages.LessonSheet, err error) {
	ending := strings.ToLower(filepath.Ext(upload.Filename))
	if ending != ".xlsx" && ending != ".csv" {
		v.Wrong = "只认.xlsx和.csv两种文件，请另存为其中一种再来。"
		return nil, v, nil
	}
	in, err := upload.Open()
	if err != nil {
		return nil, v, err
	}
	defer in.Close()
	dir, err := os.MkdirTemp("", "xiaoqing-")
	if err != nil {
		return nil, v, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "sheet"+ending)
	body, err := io.ReadAll(in)
	if err == nil {
		err = os.WriteFile(path, body, 0o600)
	}
	if err != nil {
		return nil, v, err
	}
	rows, v.Rows, v.Wrong = h.rowsOf(path)
	return rows, v, nil
}

// rowsOf reads the rows of a file: those that are right, what is wrong with the
// others, and why it cannot be taken at all.
func (h *Handlers) rowsOf(path string) (rows []sheetRow, bad []pages.SheetRow, wrong string) {
	var table *sheet.Table
	for row, err := range sheet.Rows(path) {
		switch {
		case err != nil:
			return nil, nil, "这张表打不开，请另存为.xlsx再来。"
		case table == nil:
			t, bads := sheet.Heads(workflow.LessonSheet(), row, h.Clock.Now())
			if len(bads) > 0 {
				return nil, nil, bads[0].String()
			}
			table = &t
		case len(rows)+len(bad) >= sheetMost:
			return nil, nil, fmt.Sprintf("一张表最多%d节课，请分成几张。", sheetMost)
		default:
			a, bads := table.Read(row)
			if len(bads) == 0 {
				rows = append(rows, sheetRow{row.N, a})
				continue
			}
			var says []string
			for _, b := range bads {
				says = append(says, b.Label+"："+b.Say)
			}
			bad = append(bad, pages.SheetRow{N: row.N, Says: strings.Join(says, " "), Bad: true})
		}
	}
	if len(rows)+len(bad) == 0 {
		wrong = "表里还没有课，第一行是列名，从第二行起一行一节。"
	}
	return rows, bad, wrong
}

// lookedAt shows what would come of each row, and keeps nothing.
func (h *Handlers) lookedAt(c *gin.Context, l workflow.Link, rows []sheetRow, v pages.LessonSheet) error {
	var tried []workflow.Tried
	err := h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) (err error) {
		if !workflow.Report.May(t.By) {
			return models.Refuse(models.Forbidden, "这一页是老师用的，请从自己的消息里打开。")
		}
		var answers []form.Answers
		for _, r := range rows {
			answers = append(answers, r.A)
		}
		tried, err = t.Try(c.Request.Context(), answers)
		return err
	})
	if err != nil {
		return err
	}
	var good []sheetRow
	for i, r := range rows {
		if !tried[i].Bad {
			good = append(good, r)
		}
		v.Rows = append(v.Rows, h.sheetRow(r, tried[i].Says, tried[i].Bad))
	}
	sortRows(v.Rows)
	if v.Good = len(good); v.Good > 0 {
		data, err := json.Marshal(good)
		if err != nil {
			return err
		}
		v.Data = string(data)
	}
	return h.drawSheet(c, v)
}

func (h *Handlers) sheetRow(r sheetRow, says string, bad bool) pages.SheetRow {
	day := say.Day(calendar.Day(r.A.Get("date")), calendar.DayOf(h.Clock.Now()))
	return pages.SheetRow{N: r.N, What: fmt.Sprintf("%s %s %s", day, r.A.Get("start"), r.A.Get("child")), Says: says, Bad: bad}
}

// reportSheet reports the rows that were looked at, each as if by itself: what cannot
// be kept by now is said, and the same page again changes nothing.
func (h *Handlers) reportSheet(c *gin.Context, l workflow.Link, key string) error {
	var rows []sheetRow
	if err := json.Unmarshal([]byte(c.PostForm("rows")), &rows); err != nil || len(rows) == 0 || len(rows) > sheetMost {
		return &models.Error{Kind: models.Invalid, Say: "这一页的内容不完整，请把表再传一次。"}
	}
	v := pages.LessonSheet{Done: true}
	for _, r := range rows {
		says, bad, err := h.reportRow(c, l, r, key)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, h.sheetRow(r, says, bad))
	}
	return h.drawSheet(c, v)
}

func (h *Handlers) reportRow(c *gin.Context, l workflow.Link, r sheetRow, key string) (says string, bad bool, err error) {
	var a form.Answers
	err = h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) (err error) {
		a, err = t.Row(c.Request.Context(), r.A)
		return err
	})
	if err == nil {
		var reply say.Reply
		reply, _, err = h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Report, Person: l.Person, Key: fmt.Sprintf("%s:%d", key, r.N), Answers: a})
		says = reply.Text
	}
	switch models.KindOf(err) {
	case models.Internal, models.Unavailable:
		return says, bad, err
	}
	if err != nil {
		return models.SayOf(err), true, nil
	}
	return says, false, nil
}

func sortRows(rows []pages.SheetRow) {
	slices.SortFunc(rows, func(a, b pages.SheetRow) int { return a.N - b.N })
}
