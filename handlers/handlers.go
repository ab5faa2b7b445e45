// Package handlers is every path that the product answers on: the platforms'
// webhooks, the web chat, forms, personal links, the console and the simulator.
package handlers

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"xiaoqing/bot"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/picture"
	"xiaoqing/bot/say"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Deps is what the handlers work with.
type Deps struct {
	Store          *models.Store
	Bot            *bot.Bot
	Clock          *calendar.Programme
	Wall           func() time.Time
	Rand           io.Reader
	Log            *slog.Logger
	PublicURL      string       // XQ_PUBLIC_URL
	Hotline        string       // XQ_HOTLINE
	RecordNo       string       // XQ_RECORD_NO
	VerifyDir      string       // XQ_VERIFY_DIR, "" for none
	TrustedProxies []string     // XQ_TRUSTED_PROXIES
	Simulator      bool         // whether /sim… is there
	WeCom          *wecom.WeCom // nil when it is not configured
	// RunJob runs one job as if the time were at (the zero time: now) and delivers
	// its letters.
	RunJob func(ctx context.Context, name string, at time.Time) (say string, err error)
	// Draw is what an attachment looks like.
	Draw func(say.Attachment) ([]byte, error)
	// Deliver sends the letters that are due.
	Deliver func(ctx context.Context) error
}

// Handlers answers requests. Close ends the pages that listen for more.
type Handlers struct {
	Deps
	base    string // path that the product lives under behind a gateway, "" or "/xiaoqing"
	origin  string // scheme and host of the public address
	secure  bool   // the public address is https
	pages   *pages.Pages
	watcher *watcher
	limits  *limits // of addresses
	tokens  *limits // of read tokens
	metrics *metrics
	font    *picture.Font
	easels  chan struct{} // pictures that are being drawn
	engine  http.Handler
}

// New wires the route map.
func New(d Deps) (*Handlers, error) {
	p, err := pages.New()
	if err != nil {
		return nil, err
	}
	public, err := url.Parse(d.PublicURL)
	if err != nil {
		return nil, err
	}
	h := &Handlers{Deps: d, pages: p, base: strings.TrimRight(public.Path, "/"), origin: public.Scheme + "://" + public.Host,
		secure: public.Scheme == "https", watcher: newWatcher(d.Store), limits: newLimits(perSecond, atOnce), tokens: newLimits(apiPerSecond, apiAtOnce), metrics: newMetrics(prometheus.NewRegistry()),
		font: &picture.Font{}, easels: make(chan struct{}, easels)}
	engine, err := h.routes()
	if err != nil {
		return nil, err
	}
	h.engine = h.guarded(engine)
	return h, nil
}

// ServeHTTP answers one request.
func (h *Handlers) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.engine.ServeHTTP(w, r) }

// Close lets the streams of open chat pages end.
func (h *Handlers) Close() { h.watcher.stop() }

// routes is the route map.
func (h *Handlers) routes() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	if err := r.SetTrustedProxies(h.TrustedProxies); err != nil {
		return nil, err
	}
	r.Use(h.measured, h.recovered)
	probe := []string{http.MethodGet, http.MethodHead} // some gateways look with HEAD
	r.Match(probe, "/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	r.Match(probe, "/readyz", hurried(patience), h.do(h.ready))
	r.GET("/metrics", gin.WrapH(h.metrics.handler(h.Store)))
	if h.WeCom != nil {
		r.GET("/webhook/wecom", h.do(h.verifyWeCom))
		r.POST("/webhook/wecom", h.do(h.hearWeCom))
	}
	r.GET("/assets/*name", gin.WrapH(h.pages.Assets()))
	h.publicRoutes(r.Group("", h.limited, hurried(patience)))
	h.consoleRoutes(r.Group("/console", hurried(5*patience)))
	h.apiRoutes(r.Group("/api/v1", h.limited, hurried(5*patience)))
	if h.Simulator {
		h.simRoutes(r.Group("/sim"))
	}
	r.NoRoute(h.do(h.verifyFile))
	return r, nil
}

func (h *Handlers) publicRoutes(r *gin.RouterGroup) {
	r.GET("/", h.do(h.home))
	r.GET("/poster/:form", h.do(h.poster))
	r.GET("/poster/:form/qr.png", h.do(h.posterCode))
	r.GET("/help/:name", h.do(h.help))
	r.GET("/c", h.do(h.newChat))
	r.GET("/c/:token", h.do(h.chat))
	r.POST("/c/:token", h.do(h.say))
	r.GET("/c/:token/events", h.do(h.chatEvents))
	r.GET("/c/:token/lines", h.do(h.chatLines))
	r.GET("/c/:token/lines/:n/:name", h.do(h.chatAttachment))
	r.GET("/f/:form", h.do(h.form))
	r.POST("/f/:form", h.do(h.submitForm))
	r.GET("/l/:token", h.do(h.link))
	r.POST("/l/:token", h.do(h.submitLink))
	r.GET("/calendar/:file", h.do(h.calendarFeed))
	r.HEAD("/calendar/:file", h.do(h.calendarFeed))
	r.GET("/l/:token/:file", h.do(h.certificateFile))
	r.POST("/l/:token/badge", h.do(h.putBadge))
	r.GET("/verify/:code", h.do(h.verify))
	r.GET("/d/:token", h.do(h.duty))
	r.POST("/d/:token", h.do(h.signDuty))
	r.GET("/d/:token/poster", h.do(h.dutyPoster))
	r.GET("/d/:token/qr.png", h.do(h.dutyCode))
}

func (h *Handlers) consoleRoutes(r *gin.RouterGroup) {
	r.GET("/enter/:token", h.do(h.enter))
	r.GET("", h.do(h.console))
	r.GET("/review", h.do(h.review))
	r.POST("/review", h.do(h.decide))
	r.GET("/letters", h.do(h.letters))
	r.POST("/letters", h.do(h.letterTold))
	r.GET("/rosters", h.do(h.rosters))
	r.GET("/rosters/new", h.do(h.newRoster))
	r.POST("/rosters/new", h.do(h.makeRoster))
	r.GET("/rosters/at/:id", h.do(h.roster))
	r.POST("/rosters/at/:id", h.do(h.changeRoster))
	r.GET("/rosters/at/:id/change", h.do(h.rearranging))
	r.POST("/rosters/at/:id/change", h.do(h.rearrange))
	r.GET("/rosters/code", h.do(h.placeCode))
	r.GET("/orgs", h.do(h.orgs))
	r.POST("/orgs", h.do(h.befriend))
	r.GET("/partner", h.do(h.partner))
	r.POST("/partner", h.do(h.partnerDecide))
	r.POST("/partner/list", h.do(h.partnerList))
	r.GET("/badge/:id", h.do(h.badge))
	r.GET("/groups", h.do(h.groups))
	r.GET("/figures", h.do(h.figures))
	r.GET("/callouts", h.do(h.callouts))
	r.GET("/callouts/new", h.do(h.newCallout))
	r.POST("/callouts/new", h.do(h.draftCallout))
	r.GET("/callouts/:id", h.do(h.callBoard))
	r.POST("/callouts/:id", h.do(h.commandCall))
}

func (h *Handlers) simRoutes(r *gin.RouterGroup) {
	r.GET("", h.do(h.sim))
	api := r.Group("/api")
	api.POST("/messages", h.do(h.simSay))
	api.GET("/chats", h.do(h.simChats))
	api.GET("/chats/:chat/messages", h.do(h.simMessages))
	api.GET("/chats/:chat/messages/:n/:name", h.do(h.simAttachment))
	api.POST("/jobs/:name", h.do(h.simJob))
	api.POST("/people", h.do(h.simPerson))
	api.POST("/groups", h.do(h.simGroup))
	api.GET("/clock", h.do(h.simClock))
	api.POST("/clock", h.do(h.simSetClock))
}

// frame is what every page has.
func (h *Handlers) frame(title string) pages.Frame {
	return pages.Frame{Base: h.base, Title: title, Hotline: h.Hotline, RecordNo: h.RecordNo}
}
