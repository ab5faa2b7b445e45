package wecom

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"xiaoqing/bot/channel"
)

// What is wrong with a callback, for the handler to map: ErrForbidden is 403,
// ErrBad 400. ErrStale is also ErrForbidden, and is 403 unless the message
// that came with it was heard before.
var (
	ErrForbidden = errors.New("wecom: forbidden")
	ErrBad       = errors.New("wecom: unreadable")
	ErrStale     = fmt.Errorf("%w: older than ten minutes", ErrForbidden)
)

// verdict is what one of the platform's errcodes means for a letter.
type verdict struct {
	fault channel.Fault
	after time.Duration
	why   string
}

// verdicts holds the errcodes that documents 90236, 91770 and 90313 name. An
// errcode always means that nothing was sent. What an operator can put right is
// worth another try, later.
var verdicts = map[int]verdict{
	-1:     {channel.Retry, time.Minute, "the platform is busy"},
	45009:  {channel.Retry, time.Minute, "too many calls"},
	45033:  {channel.Retry, time.Minute, "too many calls at once"},
	40014:  {channel.Retry, time.Minute, "token invalid"},
	42001:  {channel.Retry, time.Minute, "token expired"},
	41001:  {channel.Retry, time.Minute, "token missing"},
	40001:  {channel.Retry, 10 * time.Minute, "wrong secret"},
	40013:  {channel.Retry, 10 * time.Minute, "wrong corp id"},
	40091:  {channel.Retry, 10 * time.Minute, "illegal secret"},
	41002:  {channel.Retry, 10 * time.Minute, "corp id missing"},
	41004:  {channel.Retry, 10 * time.Minute, "secret missing"},
	60020:  {channel.Retry, 10 * time.Minute, "our address is not in the app's trusted IP list"},
	40056:  {channel.Retry, 10 * time.Minute, "wrong agent id"},
	301002: {channel.Retry, 10 * time.Minute, "agent id of another app"},
	50003:  {channel.Retry, 10 * time.Minute, "the app is disabled"},
	60011:  {channel.Retry, 10 * time.Minute, "no privilege"},
	40003:  {channel.Refused, 0, "no such user id"},
	60111:  {channel.Refused, 0, "no such user"},
	81013:  {channel.Refused, 0, "nobody of those addressed can be reached"},
	82001:  {channel.Refused, 0, "nobody addressed"},
	48002:  {channel.Refused, 0, "this call is not permitted"},
	93000:  {channel.Refused, 0, "the robot is gone"},
	40007:  {channel.Refused, 0, "media id invalid"},
	40008:  {channel.Refused, 0, "message type invalid"},
	40058:  {channel.Refused, 0, "parameter invalid"},
	44001:  {channel.Refused, 0, "empty media"},
	44004:  {channel.Refused, 0, "empty text"},
	45002:  {channel.Refused, 0, "text too long"},
	301019: {channel.Refused, 0, "checksum of the picture wrong"},
}

// refusal is the error for an errcode. Of the platform's own words only our
// address is kept: the rest may name a person or echo a key.
func refusal(path string, code int, errmsg string) *channel.Error {
	v, known := verdicts[code]
	if !known {
		v = verdict{channel.Retry, time.Minute, "unknown code"}
	}
	why := v.why
	if ip := ownAddress(errmsg); ip != "" && code == 60020 {
		why += ": " + ip
	}
	return &channel.Error{Fault: v.fault, After: v.after, Code: code, Err: fmt.Errorf("%s: %s", path, why)}
}

// ownAddress finds "from ip: 1.2.3.4" in an errmsg.
func ownAddress(errmsg string) string {
	_, rest, _ := strings.Cut(errmsg, "from ip: ")
	end := strings.IndexFunc(rest, func(r rune) bool { return r == ',' || r == ' ' })
	if end >= 0 {
		rest = rest[:end]
	}
	ip, err := netip.ParseAddr(rest)
	if err != nil {
		return ""
	}
	return ip.String()
}

// never is the error for a letter that cannot be sent as it is.
func never(why string) error {
	return &channel.Error{Fault: channel.Refused, Err: errors.New(why)}
}

// unsent is err for a letter that had not begun: whatever went wrong on the way
// to it, it was not sent.
func unsent(err error) error {
	var e *channel.Error
	if !errors.As(err, &e) {
		return &channel.Error{Fault: channel.Retry, Err: err}
	}
	before := *e
	before.Fault = channel.Retry
	return &before
}

// repeatable is err for a call that nobody saw the effect of: in doubt, it may
// be made again.
func repeatable(err error) error {
	var e *channel.Error
	if errors.As(err, &e) && e.Fault == channel.Doubt {
		return unsent(err)
	}
	return err
}

// code is the platform's errcode in err, 0 when there is none.
func code(err error) int {
	var e *channel.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}
