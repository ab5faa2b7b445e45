package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// misuse says in Chinese what is wrong with the arguments: the library that reads
// them knows English alone.
func misuse(err error) string {
	var file *fs.PathError
	if errors.As(err, &file) {
		return explain(file)
	}
	text := err.Error()
	for _, m := range misuses {
		if m.pattern.MatchString(text) {
			return m.pattern.ReplaceAllString(text, m.say)
		}
	}
	return text
}

// misuses are the library's sentences, the narrower ones first.
var misuses = []struct {
	pattern *regexp.Regexp
	say     string
}{
	{regexp.MustCompile(`^unknown flag (\S+), did you mean "?(.+?)"?\?$`), "没有 $1 这个选项，是不是 $2"},
	{regexp.MustCompile(`^unknown flag (\S+)$`), "没有 $1 这个选项"},
	{regexp.MustCompile(`^unexpected (?:argument|token) (.+?)(?:, did you mean .*)?$`), "不认识“$1”，命令写错了，或者多写了"},
	{regexp.MustCompile(`^expected "(.+)"$`), "还要写上 $1"},
	{regexp.MustCompile(`^(?:<\w+>|--?\w+): "(.+)" exists but is a directory$`), "“$1”是文件夹，这里要一个文件"},
	{regexp.MustCompile(`^(--?[\w-]+): .*\(<EOL>\)$`), "$1 后面还要写上它的值"},
	{regexp.MustCompile(`^(--?[\w-]+): (?:expected|bool value|parsing|strconv).*$`), "$1 的值不对"},
	{regexp.MustCompile(`^(--?[\w-]+): (.+)$`), "$1 $2"},
}

// emptyOption refuses an option that was given nothing: a script's unset variable
// must not turn one street into the whole city.
func emptyOption(command *kong.Context) error {
	for _, p := range command.Path {
		if f := p.Flag; f != nil && f.Target.Kind() == reflect.String && f.Target.String() == "" {
			return fmt.Errorf("--%s 后面是空的", f.Name)
		}
	}
	return nil
}

// instant is a moment on the command line; the zero one was not given.
type instant struct{ time.Time }

// UnmarshalText reads RFC 3339. It takes no moment before this programme could be,
// for the zero time would be now.
func (i *instant) UnmarshalText(b []byte) (err error) {
	i.Time, err = time.Parse(time.RFC3339, string(b))
	if err != nil || i.Year() < 1900 {
		return errors.New("要写成 2022-04-08T18:00:00+08:00")
	}
	return nil
}

// fileTrouble is what the system has against a file, and what to do. The hidden
// names that unfinished files have are left off.
func fileTrouble(path string, err error) string {
	if at := strings.LastIndexAny(path, `/\`); at >= 0 && strings.HasPrefix(path[at+1:], ".") {
		path = path[:at+1]
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("找不到“%s”，请看看路径写对没有。", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("没有权限读写“%s”，请看看是谁的，或者换个地方。", path)
	case errors.Is(err, fs.ErrExist):
		return fmt.Sprintf("“%s”已经有了，请换个名字。", path)
	}
	return fmt.Sprintf("“%s”读写不了，请看看磁盘和路径。原因：%v", path, err)
}
