package handlers_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// TestBurst lets three times as many children come at once as there are places, by
// the form's page and by chat: exactly the first have a seat, all others one number
// each on the waiting list.
func TestBurst(t *testing.T) {
	for _, kind := range modeltest.Kinds {
		t.Run(kind, func(t *testing.T) {
			b := newBurst(t, kind, 300, 100)
			b.flood()
			b.check()
		})
	}
}

// BenchmarkBurst is the whole burst: 3,000 children for 1,000 places, evenly within
// a minute, and as fast as 32 in flight can. It prints what a message takes, and is
// run with -benchtime 1x.
func BenchmarkBurst(b *testing.B) {
	debug.SetGCPercent(400) // as serve does
	for _, kind := range modeltest.Kinds {
		for name, pour := range map[string]func(*burst){"minute": (*burst).minute, "flood": (*burst).flood} {
			b.Run(kind+"/"+name, func(b *testing.B) {
				for range b.N {
					burst := newBurst(b, kind, 3000, 1000)
					b.ResetTimer()
					began := time.Now()
					pour(burst)
					report(b, burst.took, time.Since(began))
					burst.check()
				}
			})
		}
	}
}

// burst is n children who want one of the places of the city's class.
type burst struct {
	testing.TB
	target
	n, places int

	mu    sync.Mutex
	took  []time.Duration
	heard []string // the last answer to each
}

func newBurst(t testing.TB, kind string, n, places int) *burst {
	b := &burst{TB: t, target: newRouter(t, kind), n: n, places: places, heard: make([]string, n)}
	ctx := context.Background()
	city, err := b.store.Root(ctx)
	if err != nil {
		t.Fatal(err)
	}
	by := models.Actor{Standings: []models.Standing{{Role: models.Coordinator, Org: city}}, Via: "command", Now: time.Now()}
	if _, _, err := b.store.SetPlaces(ctx, by, city, int64(places)); err != nil {
		t.Fatal(err)
	}
	return b
}

// flood keeps 32 parents busy, each with one child after the other.
func (b *burst) flood() {
	next := make(chan int)
	var working sync.WaitGroup
	for range inFlight {
		working.Go(func() {
			for i := range next {
				b.enrol(i)
			}
		})
	}
	for i := range b.n {
		next <- i
	}
	close(next)
	working.Wait()
}

// minute lets the parents come evenly within one, whether or not earlier ones are
// done.
func (b *burst) minute() {
	tick := time.NewTicker(time.Minute / time.Duration(b.n))
	defer tick.Stop()
	var working sync.WaitGroup
	for i := range b.n {
		<-tick.C
		working.Go(func() { b.enrol(i) })
	}
	working.Wait()
}

// enrol is one parent: every other by the page, else in three messages.
func (b *burst) enrol(i int) {
	phone := fmt.Sprintf("138%08d", i)
	if i%2 == 0 {
		b.heard[i] = b.page(i, phone)
		return
	}
	for j, text := range []string{"报云托班 朵朵 三年级 数学 " + phone, "1", "1"} {
		b.heard[i] = b.chat(i, j, text)
	}
}

func (b *burst) page(i int, phone string) string {
	form := url.Values{"submission": {fmt.Sprintf("burst-submission-%08d", i)}, "consent": {"guardian"}, "child": {"朵朵"}, "grade": {"三年级"}, "phone": {phone}}
	r, err := http.NewRequest(http.MethodPost, b.url+"/f/enrol", strings.NewReader(form.Encode()))
	if err != nil {
		b.Error(err)
		return ""
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.1.%d.%d", i/250, i%250+1)) // a phone of their own
	return string(b.ask(r))
}

func (b *burst) chat(i, j int, text string) string {
	answer, err := wecomtest.Open(b.cfg, b.ask(b.send(fmt.Sprintf("burst%d", i), text, fmt.Sprintf("burst-%d-%d", i, j))))
	if err != nil {
		b.Error(err)
	}
	return answer.Content
}

// again is how often a platform, or a parent, tries again when we were too slow.
const again = 20

// ask sends a request, and again as long as it is answered that the service is busy:
// nothing was kept then. How long it took is from the first try on.
func (b *burst) ask(r *http.Request) []byte {
	began := time.Now()
	for range again {
		body, status, err := b.once(r)
		if status == http.StatusServiceUnavailable {
			continue
		}
		if err != nil || status != http.StatusOK {
			b.Errorf("%s: %d %v", r.URL.Path, status, err)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.took = append(b.took, time.Since(began))
		return body
	}
	b.Errorf("%s: too slow %d times", r.URL.Path, again)
	return nil
}

func (b *burst) once(r *http.Request) (body []byte, status int, err error) {
	try := r.Clone(context.Background())
	if try.Body, err = r.GetBody(); err != nil {
		return nil, 0, err
	}
	answer, err := b.client.Do(try)
	if err != nil {
		return nil, 0, err
	}
	defer answer.Body.Close()
	body, err = io.ReadAll(answer.Body)
	return body, answer.StatusCode, err
}

var (
	numbered = regexp.MustCompile(`编号托(\d+)`)
	listed   = regexp.MustCompile(`候补第(\d+)位`)
)

// check wants the first by their numbers seated, and the others on the waiting
// list in the same order, as they were told and as the rows have it.
func (b *burst) check() {
	told := map[int]string{} // by ticket
	for i, text := range b.heard {
		m := numbered.FindStringSubmatch(text)
		if m == nil {
			b.Fatalf("the %d. heard no number: %s", i, text)
		}
		n, _ := strconv.Atoi(m[1])
		told[n] = text
	}
	var order []int
	for n := range told {
		order = append(order, n)
	}
	if slices.Sort(order); len(order) != b.n {
		b.Fatalf("%d numbers for %d children", len(order), b.n)
	}
	for i, n := range order {
		want, got := int64(max(i+1-b.places, 0)), int64(0)
		if m := listed.FindStringSubmatch(told[n]); m != nil {
			got, _ = strconv.ParseInt(m[1], 10, 64)
		}
		place, err := b.store.PlaceOf(context.Background(), int64(n))
		if err != nil {
			b.Fatal(err)
		}
		if got != want || place.Number != want || !place.Limited || place.Seated != (want == 0) || (want == 0) != strings.Contains(told[n], "有名额了") {
			b.Fatalf("托%d came as the %d.: told %d, stands %+v; want %d\n%s", n, i+1, got, place, want, told[n])
		}
	}
}
