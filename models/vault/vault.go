// Package vault keeps personal data at rest. A master key, which only the
// operator holds, wraps the keys that the data is sealed with; the wrapped keys
// are one opaque blob that stands in the database, and opening it is the check
// that the database and the master key belong together.
//
//	master ──HKDF(salt)──▶ wrapping key ──▶ data keyset (rotated) ──▶ Seal, Open
//	                                    └─▶ root key ──▶ Lookup, Sign
//
// Rows are sealed with the data keyset, never with the master key, so that the
// master key can be changed without touching a row.
package vault

import (
	"errors"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

var (
	// ErrShortKey refuses a master key of fewer than 16 characters.
	ErrShortKey = errors.New("vault: the master key has fewer than 16 characters")
	// ErrWrongKey says that a blob or backup was made under another master key.
	ErrWrongKey = errors.New("vault: another master key was used")
	// ErrDamaged says that what was opened is not what was sealed: changed, cut
	// short, of another column, or under a key that is gone.
	ErrDamaged = errors.New("vault: not what was sealed")
)

// Vault seals and opens personal data. It is safe for concurrent use.
type Vault struct {
	data   tink.AEAD // the data keyset, ready for use
	lookup []byte    // HMAC key of look-up columns
	sign   []byte    // HMAC key of signed links
}

// Create makes the keys of a new database. The blob is to be stored and given
// to Unlock at each start. It refuses with ErrShortKey.
func Create(master string) (blob []byte, v *Vault, err error) {
	data, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, nil, err
	}
	k := keys{root: random(rootSize), data: data}
	if blob, err = wrap(master, k); err != nil {
		return nil, nil, err
	}
	v, err = open(k)
	return blob, v, err
}

// Unlock opens the keys of a database. It refuses with ErrWrongKey when the
// blob was wrapped under another master key, with ErrDamaged when it was
// changed since.
func Unlock(master string, blob []byte) (*Vault, error) {
	k, err := unwrap(master, blob)
	if err != nil {
		return nil, err
	}
	return open(k)
}

// Rotate adds a new data key, which everything sealed from now on is sealed
// with; what was sealed before still opens. The new blob takes the old one's
// place; every replica must Unlock it before any of them seals under it, so
// rotation is for a stopped service. Look-ups and links do not change.
func Rotate(master string, blob []byte) ([]byte, error) {
	k, err := unwrap(master, blob)
	if err != nil {
		return nil, err
	}
	m := keyset.NewManagerFromHandle(k.data)
	id, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	if err := m.SetPrimary(id); err != nil {
		return nil, err
	}
	if k.data, err = m.Handle(); err != nil {
		return nil, err
	}
	return wrap(master, k)
}

// Rewrap puts the keys under another master key. Nothing that was sealed
// changes; backups stay under the master key they were made with.
func Rewrap(old, new string, blob []byte) ([]byte, error) {
	k, err := unwrap(old, blob)
	if err != nil {
		return nil, err
	}
	return wrap(new, k)
}

func open(k keys) (*Vault, error) {
	data, err := aead.New(k.data)
	if err != nil {
		return nil, err
	}
	return &Vault{
		data:   data,
		lookup: derive(k.root, nil, "xiaoqing look-up", rootSize),
		sign:   derive(k.root, nil, "xiaoqing sign", rootSize),
	}, nil
}
