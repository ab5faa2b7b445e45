package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// lookupSize is 160 bits: no two things of one city meet by chance, and the
// column is short.
const lookupSize = 20

// Seal encrypts plain for one column, named like "person.phone"; 33 bytes longer
// than plain, and different each time.
func (v *Vault) Seal(plain []byte, column string) []byte {
	sealed, err := v.data.Encrypt(plain, []byte(column))
	if err != nil {
		panic(err) // only a text of 64 GB is refused
	}
	return sealed
}

// Open decrypts what Seal made for the same column, or refuses with ErrDamaged.
// An empty column holds nothing and opens as nothing.
func (v *Vault) Open(sealed []byte, column string) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, nil
	}
	plain, err := v.data.Decrypt(sealed, []byte(column))
	if err != nil {
		return nil, fmt.Errorf("%w: column %s", ErrDamaged, column)
	}
	return plain, nil
}

// Lookup is the key under which plain is found again: the same for the same
// purpose and text, and telling nothing of it. 40 characters of 0-9a-f. The
// caller brings plain into one form first (a phone's digits alone).
func (v *Vault) Lookup(purpose, plain string) string {
	sum := mac(v.lookup, purpose, plain)
	return hex.EncodeToString(sum[:lookupSize])
}

// mac is HMAC-SHA256 over purpose and text, which cannot run into each other:
// the purpose's key is derived first.
func mac(key []byte, purpose, text string) []byte {
	return hmacSum(hmacSum(key, purpose), text)
}

func hmacSum(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
