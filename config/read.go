package config

import (
	"os"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
)

const (
	prefix = "XQ_"
	twin   = "_FILE"
	// forTests begins the names that our tests pass to each other.
	forTests = "XQ_TEST_"
)

// read gathers our variables by name. An empty one counts as absent; a name that
// we do not know is a mistake, so that a slip of the pen cannot go unseen.
func read(environ []string, wrong *Mistakes) map[string]string {
	known := names()
	values := map[string]string{}
	for _, line := range slices.Sorted(slices.Values(environ)) {
		name, value, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, prefix) || strings.HasPrefix(name, forTests) || value == "" {
			continue
		}
		base, file := strings.CutSuffix(name, twin)
		switch {
		case slices.Contains(known, name):
			if values[name] != "" {
				wrong.say(name, "和%s只能设一个。", name+twin)
			}
			values[name] = value
		case file && slices.Contains(known, base):
			if values[base] != "" {
				wrong.say(base, "和%s只能设一个。", name)
			}
			values[base] = content(name, value, wrong)
		default:
			wrong.say(name, "没有这个变量%s。", nearest(name, known))
		}
	}
	return values
}

func content(name, path string, wrong *Mistakes) string {
	b, err := os.ReadFile(path)
	text := strings.TrimRight(string(b), "\r\n")
	switch {
	case err != nil:
		wrong.say(name, "读不了它指的文件，请看看路径和权限。")
	case text == "":
		wrong.say(name, "它指的文件是空的。")
	}
	return text
}

// names are all variables, without their twins.
func names() []string {
	fields, _ := env.GetFieldParamsWithOptions(&Config{}, env.Options{Environment: map[string]string{}})
	var all []string
	for _, f := range fields {
		all = append(all, f.Key)
	}
	return all
}

// nearest asks whether a known name was meant, when one is close.
func nearest(name string, known []string) string {
	base, _ := strings.CutSuffix(name, twin)
	best, least := "", 4
	for _, k := range known {
		if d := distance(base, k); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "，是不是" + best
}

// distance is how many characters must be put in, left out or changed to make b
// of a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := corner
			if a[i] != b[j] {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, corner+1)
		}
	}
	return row[len(b)]
}
