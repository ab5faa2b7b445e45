package parse

// As reads a message as an answer to what intent asks: its fields are those of
// that intent, whatever the message is by itself. 我电话是138…，周末上午有空 has, as
// enrol, a phone and slots.
func As(intent, text string, c Context) (f Fields) {
	if fill := fills[intent]; fill != nil {
		fill(newMessage(text, c), &f)
	}
	return f
}
