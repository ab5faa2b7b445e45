package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Mistakes are all that is wrong with a configuration, a Chinese sentence each
// that begins with the variable's name and never holds a secret's value.
type Mistakes []string

func (m Mistakes) Error() string {
	return fmt.Sprintf("配置有%d处要改：\n%s", len(m), strings.Join(m, "\n"))
}

func (m *Mistakes) say(name, format string, args ...any) {
	*m = append(*m, name+"："+fmt.Sprintf(format, args...))
}

// add takes the errors of reading values of other kinds than text; the parsers
// word them.
func (m *Mistakes) add(err error) {
	var all env.AggregateError
	if !errors.As(err, &all) {
		return
	}
	for _, err := range all.Errors {
		var one env.ParseError
		if errors.As(err, &one) {
			m.say(variable(one.Name), "%v", one.Err)
		} else {
			*m = append(*m, err.Error())
		}
	}
}

// variable is the name in the environment of a field of Config.
func variable(field string) string {
	f, _ := reflect.TypeFor[Config]().FieldByName(field)
	return f.Tag.Get("env")
}
