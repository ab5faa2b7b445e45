package vault

import (
	"crypto/hmac"
	"encoding/base64"
)

const linkMACSize = 16

// Sign makes a token for a link: the payload, readable by anyone, and a MAC of
// 16 bytes, in unpadded base64url. A payload of 12 bytes gives 38 characters.
// When it ends, and for whom it is, the payload must say itself.
func (v *Vault) Sign(purpose string, payload []byte) string {
	sum := mac(v.sign, purpose, string(payload))[:linkMACSize]
	token := append(append([]byte{}, payload...), sum...)
	return base64.RawURLEncoding.EncodeToString(token)
}

// Check gives back the payload that was signed for the same purpose. Each
// payload has exactly one token.
func (v *Vault) Check(purpose, token string) (payload []byte, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) < linkMACSize {
		return nil, false
	}
	payload = b[:len(b)-linkMACSize]
	// Comparing whole tokens also refuses another spelling of the same bytes.
	if !hmac.Equal([]byte(v.Sign(purpose, payload)), []byte(token)) {
		return nil, false
	}
	return payload, true
}
