package pages

import "io"

// Sim is the simulator (/sim): the chat for many people at once. Everything on
// it comes from the simulator's API, by script:
//
//	GET  chats                     {"chats":[{"chat":"direct:mama","name","role","org","last":12}]}: everyone
//	                               and every group, whether they spoke or not; last is the newest n in it
//	GET  chats/CHAT/messages?after=N  as in the contract; from is a person's id, anyone else's is 小青;
//	                               "card", when there, is the say.Reply and is drawn instead of the text
//	POST messages                  {"id","from","chat","text"}
//	POST people, groups            as in the contract
//	GET, POST clock                {"at":"2022-04-08T18:00:00+08:00","simulated":true}; posting "" goes back to now
//	POST jobs/NAME {"at"}          {"said":"发到2个群。"}
//
// An answer that is not 2xx may say why: {"error":"一句话"}.
type Sim struct {
	Frame
}

// job is a job that can be run from the simulator.
type job struct{ Name, Label string }

var jobs = []job{
	{"preview", "预览日报"}, {"digest", "发日报"}, {"weekly", "发周报"}, {"match", "结对"}, {"reminder", "发提醒"}, {"tally", "封账"},
	{"outbox", "发信"}, {"retention", "到期清理"}, {"erasure", "核对删除"}, {"watchdog", "巡检"},
}

// Jobs are what can be run now.
func (s Sim) Jobs() []job { return jobs }

// Sim draws the simulator.
func (p *Pages) Sim(w io.Writer, v Sim) error { return p.render(w, "sim", v) }
