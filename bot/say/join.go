package say

import (
	"encoding/json"
	"strings"
)

// Join makes one letter of several, given as their JSON: a blank line between what
// they say, all their buttons, each of which names its own number, and their links.
func Join(bodies []json.RawMessage) (any, error) {
	var one Reply
	var texts []string
	for _, b := range bodies {
		var r Reply
		if err := json.Unmarshal(b, &r); err != nil {
			return nil, err
		}
		if len(bodies) == 1 {
			return r, nil
		}
		text := r.Text
		if r.Hint != "" {
			text += "\n" + r.Hint
		}
		texts = append(texts, text)
		one.Buttons, one.Links = append(one.Buttons, r.Buttons...), append(one.Links, r.Links...)
	}
	one.Text = strings.Join(texts, "\n\n")
	return one, nil
}
