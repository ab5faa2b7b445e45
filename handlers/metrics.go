package handlers

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"xiaoqing/models"
)

// metrics count requests and letters; they carry routes and states, never
// people's words.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	letters  *prometheus.GaugeVec
}

func newMetrics(r *prometheus.Registry) *metrics {
	m := &metrics{registry: r,
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "xiaoqing_request_seconds", Help: "How long requests took, by route and status.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1}}, []string{"route", "status"}),
		letters: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "xiaoqing_letters", Help: "Letters by status."}, []string{"status"}),
	}
	r.MustRegister(m.requests, m.letters, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// handler counts the letters anew at each scrape.
func (m *metrics) handler(s *models.Store) http.Handler {
	inner := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		if counts, err := s.Post(ctx).Counts(); err == nil {
			for status, n := range counts {
				m.letters.WithLabelValues(string(status)).Set(float64(n))
			}
		}
		inner.ServeHTTP(w, r)
	})
}

// measured times every request by its route.
func (h *Handlers) measured(c *gin.Context) {
	began := time.Now()
	c.Next()
	h.metrics.requests.WithLabelValues(c.FullPath(), strconv.Itoa(c.Writer.Status())).Observe(time.Since(began).Seconds())
}

// ready says whether messages can be taken: database reachable and migrated.
func (h *Handlers) ready(c *gin.Context) error {
	if err := h.Store.Migrated(c.Request.Context()); err != nil {
		c.String(http.StatusServiceUnavailable, "database: not reachable or not migrated\n")
		return nil
	}
	c.String(http.StatusOK, "ready\n")
	return nil
}
