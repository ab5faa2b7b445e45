package certificate

import "xiaoqing/bot/picture"

// dots are the pixels of a millimetre: A4 as a browser shows it, at twice its
// pixels, is 1588 × 2246.
const dots = 2 * 794 / width

// PNG is the certificate as a picture.
func PNG(f *picture.Font, v Values) ([]byte, error) {
	marks, err := lay(f, v)
	if err != nil {
		return nil, err
	}
	c := picture.New(f, width, height, dots)
	for _, m := range marks {
		switch {
		case m.words.Text != "":
			if err := c.Write(m.words, m.ink); err != nil {
				return nil, err
			}
		case m.arc[5] > 0:
			c.Arc(m.arc[0], m.arc[1], m.arc[2], m.arc[3], m.arc[4], m.arc[5], m.ink)
		default:
			c.Box(m.box[0], m.box[1], m.box[2], m.box[3], m.ink)
		}
	}
	return c.PNG()
}
