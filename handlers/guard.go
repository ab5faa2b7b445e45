package handlers

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// guarded is what stands before every route: the sub-path of a gateway, headers
// that keep pages to themselves, and no posts from other sites.
func (h *Handlers) guarded(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	if err := cross.AddTrustedOrigin(h.origin); err != nil {
		h.Log.Warn("the public address is no origin", "cause", err)
	}
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }))
	inner := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h.base != "" {
			if rest, ok := strings.CutPrefix(r.URL.Path, h.base); ok && (rest == "" || rest[0] == '/') {
				r = r.Clone(r.Context())
				if r.URL.Path = rest; rest == "" {
					r.URL.Path = "/"
				}
				r.URL.RawPath = ""
			}
		}
		head := w.Header()
		head.Set("Content-Security-Policy", pages.Policy)
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		if !strings.HasPrefix(r.URL.Path, "/assets/") {
			head.Set("Cache-Control", "no-store")
		}
		inner.ServeHTTP(w, r)
	})
}

// patience is how long a page may wait for the database before it says so.
const patience = 900 * time.Millisecond

// posting is how long a post may take, from its first byte: a phone may be slow.
// The bot itself counts from when it was read.
const posting = 15 * time.Second

// hurried ends the reading of a page with its patience; a stream goes on.
func hurried(patience time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		if strings.HasSuffix(c.FullPath(), "/events") {
			return
		}
		limit := patience
		if c.Request.Method == http.MethodPost {
			limit = posting
		}
		ctx, cancel := context.WithTimeout(c.Request.Context(), limit)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

// perAddress is what one address may ask of the public pages: a ward that shares
// one gets through, a flood does not.
const (
	perSecond = 10
	atOnce    = 200
)

// limits are one bucket an address or token, forgotten when it has been full for a while.
type limits struct {
	rate    rate.Limit
	burst   int
	mu      sync.Mutex
	buckets map[string]*bucket
	swept   time.Time
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

func newLimits(each rate.Limit, burst int) *limits {
	return &limits{rate: each, burst: burst, buckets: map[string]*bucket{}}
}

func (l *limits) allow(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.swept) > time.Minute {
		l.swept = now
		for a, b := range l.buckets {
			if now.Sub(b.used) > time.Minute {
				delete(l.buckets, a)
			}
		}
	}
	b, ok := l.buckets[address]
	if !ok {
		b = &bucket{Limiter: rate.NewLimiter(l.rate, l.burst)}
		l.buckets[address] = b
	}
	b.used = now
	return b.AllowN(now, 1)
}

// limited keeps a flood from one address off the public pages.
func (h *Handlers) limited(c *gin.Context) {
	if !h.limits.allow(c.ClientIP(), h.Wall()) {
		h.fail(c, &models.Error{Kind: models.TooMany})
		c.Abort()
	}
}
