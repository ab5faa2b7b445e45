package parse

import "encoding/json"

// MarshalJSON prints a resource's measure word as unit, as understanding.md names it.
func (f Fields) MarshalJSON() ([]byte, error) {
	type plain Fields
	if f.Measure != "" {
		f.Unit = f.Measure
	}
	return json.Marshal(plain(f))
}
