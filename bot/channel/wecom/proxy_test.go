package wecom_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
)

// behindProxy is a platform that only the proxy of the environment reaches. The
// environment is read once in a process, so it is set before all tests; calls
// of loopback addresses never go through it.
var behindProxy = wecomtest.New(atNoon)

func TestMain(m *testing.M) {
	proxy := httptest.NewServer(behindProxy)
	os.Setenv("HTTP_PROXY", proxy.URL)
	os.Exit(m.Run())
}

func TestProxyOfTheEnvironmentIsHonoured(t *testing.T) {
	cfg := behindProxy.Config()
	cfg.API = "http://wecom.invalid"
	w, err := wecom.New(cfg, wecom.Deps{Tokens: &wecomtest.Tokens{}, Now: atNoon})
	if err != nil {
		t.Fatal(err)
	}
	before := len(behindProxy.Delivered())
	letter := channel.Outgoing{Account: "a", Reply: say.Reply{Text: "x"}}
	if err := w.Send(context.Background(), letter); err != nil || len(behindProxy.Delivered()) != before+1 {
		t.Fatal(err)
	}
}

func TestAPIBelowAPath(t *testing.T) {
	r := newRig(t)
	gateway := httptest.NewServer(http.StripPrefix("/gw/wecom", r.Server))
	defer gateway.Close()
	r.cfg.API, r.cfg.RobotAPI = gateway.URL+"/gw/wecom/", gateway.URL+"/gw/wecom"
	r.app = r.replica(t)
	if err := r.send("a", "x"); err != nil {
		t.Error(err)
	}
	robot, err := wecom.NewRobot(r.cfg, wecom.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	r.AddRobot(robotKey)
	group := gateway.URL + "/gw/wecom/cgi-bin/webhook/send?key=" + robotKey
	if err := robot.Send(within(t), channel.Outgoing{Group: group, Reply: say.Reply{Text: "x"}}); err != nil {
		t.Error(err)
	}
}

// A redirect would carry the token, or a robot's key, to wherever it points.
func TestRedirectsAreNotFollowed(t *testing.T) {
	r := newRig(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("followed") }))
	defer elsewhere.Close()
	gateway := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer gateway.Close()
	r.cfg.API = gateway.URL
	r.app = r.replica(t)
	if e := failure(t, r.send("a", "x")); e.Fault != channel.Retry {
		t.Errorf("%+v", e)
	}
}
