package parse

// fills put what was said into the fields, by intent.
var fills = map[string]func(*message, *Fields){
	"signup": fillSignup, "enrol": fillEnrol, "report": fillReport, "shift": fillShift, "need": fillNeed, "resource": fillResource,
	"leave": fillLeave, "chain": fillChain, "claim": fillTickets, "done": fillTickets, "approve": fillTickets, "reject": fillTickets,
	"return": fillTickets, "cancel": fillTickets, "transfer": fillTransfer, "check_in": fillSite, "check_out": fillSite, "pair": fillPair,
	"schedule": fillSchedule, "move": fillMove, "correct": fillCorrect, "no_show": fillNoShow, "status": fillStatus, "digest": fillDigest,
	"profile": fillProfile, "rest": fillRest, "resume": fillResume, "pause": fillPause, "end": fillEnd, "rematch": fillEnd, "revoke": fillEnd,
	"conduct": fillEnd, "certificate": fillCertificate, "bind": fillBind, "mobilise": fillMobilise, "invite": fillInvite, "grow": fillGrow, "enter": fillEntered, "relay": fillRelay, "day_off": fillDayOff,
	"appeal": fillAppeal, "appeal_answer": fillAppeal, "siblings": fillSiblings, "erase": fillErase,
	"roster": fillRoster, "rearrange": fillRearrange, "take": fillTake, "drop": fillDrop, "adjust": fillAdjust, "squad": fillSquad, "enlist": fillTeam, "quit": fillTeam,
	"muster": fillMuster, "rollcall": fillTeam,
}

// missing lists what is still to ask for, in asking order.
func missing(intent string, f Fields) []string {
	out := []string{}
	ask := func(name string, absent bool) {
		if absent {
			out = append(out, name)
		}
	}
	switch intent {
	case "signup":
		ask("name", f.Name == "")
		ask("phone", f.Phone == "")
		ask("org", f.Org == "")
	case "enrol":
		ask("child", f.Child == "" && f.Children == nil)
		ask("grade", f.Grade == nil)
		ask("phone", f.Phone == "")
	case "report":
		ask("date", f.Date == "")
		ask("child", f.Child == "" && f.Children == nil)
		ask("start", f.Start == "" && f.Minutes == 0 && f.Periods == 0)
		ask("minutes", f.Minutes == 0 && f.Periods == 0)
	case "shift":
		ask("date", f.Date == "")
		ask("start", f.Start == "" && f.Minutes == 0)
		ask("minutes", f.Minutes == 0)
		ask("place", f.Place == "")
	case "need":
		ask("place", f.Place == "")
		ask("phone", f.Phone == "")
	case "resource":
		ask("quantity", f.Quantity == 0 && f.AmountFen == 0 && f.Category != "service")
		ask("org", f.Org == "")
	default:
		missingCommand(intent, f, ask)
	}
	return out
}

func missingCommand(intent string, f Fields, ask func(string, bool)) {
	switch intent {
	case "leave":
		ask("date", f.Date == "")
	case "move":
		ask("date", f.Date == "")
		ask("to_date", f.ToDate == "" && f.Start == "")
	case "claim", "done", "approve", "reject":
		ask("tickets", f.Tickets == nil && !f.All)
	case "return":
		ask("tickets", f.Tickets == nil)
		ask("reason", f.Reason == "")
	case "transfer":
		ask("tickets", f.Tickets == nil)
		ask("org", f.Org == "")
	case "pair":
		ask("tickets", f.Tickets == nil)
		ask("tutor", f.Tutor == "")
	case "schedule":
		ask("tickets", f.Tickets == nil)
		ask("slots", f.Slots == nil)
	case "bind", "invite", "grow":
		ask("org", f.Org == "" && intent != "bind")
	case "mobilise", "enlist", "quit":
		ask("title", f.Title == "")
	case "squad":
		ask("title", f.Title == "")
		ask("name", f.Name == "")
	case "roster":
		ask("title", f.Title == "")
		ask("date", f.Date == "")
		ask("start", f.Start == "")
		ask("minutes", f.Minutes == 0)
		ask("quantity", f.Quantity == 0)
		ask("place", f.Place == "")
	case "take", "drop", "rearrange":
		ask("tickets", f.Tickets == nil)
	case "muster":
		ask("start", f.Start == "")
	}
}
