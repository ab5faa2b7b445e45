package wecom

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode"
)

// fields are the elements of a callback by name, in whatever order they came;
// what is nested deeper is left out. Of two with one name the first counts.
type fields map[string]string

// errDoctype is a document that declares a DOCTYPE: nothing of it is to be
// used, though its fields come along so that its signature can be checked.
var errDoctype = errors.New("a DOCTYPE or other declaration")

// readFields reads the XML form, or the JSON form that some documents show.
func readFields(data []byte) (fields, error) {
	data = bytes.TrimSpace(data)
	if bytes.HasPrefix(data, []byte("{")) {
		return readJSON(data)
	}
	return readXML(data)
}

func readJSON(data []byte) (fields, error) {
	var all map[string]any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber() // a MsgId has 64 bits
	if err := decoder.Decode(&all); err != nil {
		return nil, err
	}
	f := fields{}
	for name, value := range all {
		switch v := value.(type) {
		case string:
			f[name] = v
		case json.Number:
			f[name] = v.String()
		}
	}
	return f, nil
}

// xmlReader walks one document and keeps the text one level below its root.
type xmlReader struct {
	decoder *xml.Decoder
	found   fields
	depth   int
	rooted  bool
	doctype bool
	text    strings.Builder
}

func readXML(data []byte) (fields, error) {
	clean := bytes.Map(printable, data)
	r := xmlReader{decoder: xml.NewDecoder(bytes.NewReader(clean)), found: fields{}}
	for {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return r.end()
		}
		if err != nil {
			return nil, err
		}
		r.take(token)
	}
}

// printable drops what XML cannot carry: people's keyboards do send control
// characters, and their message must not be lost for one.
func printable(r rune) rune {
	if unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' || r == '\uFFFE' || r == '\uFFFF' {
		return -1
	}
	return r
}

func (r *xmlReader) take(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		r.depth++
		r.rooted = true
		if r.depth == 2 {
			r.text.Reset()
		}
	case xml.CharData:
		if r.depth == 2 {
			r.text.Write(t)
		}
	case xml.EndElement:
		r.close(t.Name.Local)
	case xml.Directive:
		r.doctype = true
		r.decoder.Strict = false // its entities stay unread, and the walk goes on
	}
}

func (r *xmlReader) close(name string) {
	if _, twice := r.found[name]; r.depth == 2 && !twice {
		r.found[name] = r.text.String()
	}
	r.depth--
}

func (r *xmlReader) end() (fields, error) {
	switch {
	case !r.rooted:
		return nil, errors.New("no XML")
	case r.doctype:
		return r.found, errDoctype
	}
	return r.found, nil
}
