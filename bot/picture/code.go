package picture

import (
	"fmt"

	"github.com/skip2/go-qrcode"
)

// Code is address as a QR code, a PNG of width pixels.
func Code(address string, width int) ([]byte, error) {
	png, err := qrcode.Encode(address, qrcode.Medium, width)
	if err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	return png, nil
}
