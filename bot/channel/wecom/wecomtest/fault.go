package wecomtest

import (
	"io"
	"net/http"
)

// Fault is one way to go wrong. Give it to Break.
type Fault struct {
	Times  int             // how many requests it hits; 0 is all until Mend
	Code   int             // answer with this errcode
	Errmsg string          // and these words
	Status int             // answer with this HTTP status, and Body
	Body   string          // answer with exactly this, Status or 200
	Drop   bool            // close the connection without an answer
	Hang   <-chan struct{} // wait until it is closed, then go on

	// Processed lets the request take effect first: a Code, Status or Body does
	// not apply then, Drop and Hang keep the answer back.
	Processed bool
}

// Break makes the next requests of a call fail; several faults come one after
// the other.
func (s *Server) Break(name Call, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[name] = append(s.faults[name], &f)
}

// Mend ends all faults of a call.
func (s *Server) Mend(name Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.faults, name)
}

// fault is the one that hits this request; the zero Fault is none.
func (s *Server) fault(name Call) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults[name]) == 0 {
		return Fault{}
	}
	f := s.faults[name][0]
	if f.Times == 1 {
		s.faults[name] = s.faults[name][1:]
	} else if f.Times > 1 {
		f.Times--
	}
	return *f
}

// before does what happens instead of the request, and says whether it did.
func (f Fault) before(s *Server, w http.ResponseWriter, r *http.Request) bool {
	if f.Processed {
		return false
	}
	if !f.hung(s, r) {
		return true
	}
	if f.Drop {
		panic(http.ErrAbortHandler)
	}
	switch {
	case f.Status != 0 || f.Body != "":
		w.WriteHeader(max(f.Status, http.StatusOK))
		_, _ = io.WriteString(w, f.Body)
	case f.Code != 0:
		_, _ = io.WriteString(w, failed(f.Code, f.Errmsg).String())
	default:
		return false
	}
	return true
}

// after does what happens once the request took effect, and says whether its
// answer still goes out.
func (f Fault) after(s *Server, r *http.Request) bool {
	if !f.Processed {
		return true
	}
	if f.Drop {
		panic(http.ErrAbortHandler)
	}
	return f.hung(s, r)
}

// hung waits if it must, and says whether anybody still waits for the answer.
func (f Fault) hung(s *Server, r *http.Request) bool {
	if f.Hang == nil {
		return true
	}
	select {
	case <-f.Hang:
		return true
	case <-r.Context().Done():
	case <-s.stopped:
	}
	return false
}
