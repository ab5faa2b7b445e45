package vault

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"unicode/utf8"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// A blob and a backup begin alike: magic, salt, check. The check is derived
// from the master key and the salt, so a wrong key is told from damage.
//
//	blob   = header | sealed root key (60 bytes) | data keyset, encrypted by tink
//	backup = header | AES256-GCM-HKDF stream of 1 MiB segments
const (
	magicSize  = 4
	saltSize   = 16
	checkSize  = 16
	headerSize = magicSize + saltSize + checkSize

	rootSize       = 32
	sealedRootSize = 12 + rootSize + 16 // nonce, key, tag

	keysMagic   = "XQK1"
	backupMagic = "XQB1"
)

const minMaster = 16 // characters of a master key

// keys are what a blob holds.
type keys struct {
	root []byte
	data *keyset.Handle
}

func wrap(master string, k keys) ([]byte, error) {
	header, key, err := newHeader(keysMagic, master)
	if err != nil {
		return nil, err
	}
	kek, err := subtle.NewAESGCM(key)
	if err != nil {
		return nil, err
	}
	root, err := kek.Encrypt(k.root, header)
	if err != nil {
		return nil, err
	}
	blob := bytes.NewBuffer(append(header, root...))
	if err := k.data.WriteWithAssociatedData(keyset.NewBinaryWriter(blob), kek, header); err != nil {
		return nil, err
	}
	return blob.Bytes(), nil
}

func unwrap(master string, blob []byte) (keys, error) {
	if len(blob) < headerSize+sealedRootSize {
		return keys{}, ErrDamaged
	}
	header, rest := blob[:headerSize], blob[headerSize:]
	key, err := readHeader(keysMagic, master, header)
	if err != nil {
		return keys{}, err
	}
	kek, err := subtle.NewAESGCM(key)
	if err != nil {
		return keys{}, err
	}
	root, err := kek.Decrypt(rest[:sealedRootSize], header)
	if err != nil {
		return keys{}, fmt.Errorf("%w: root key: %v", ErrDamaged, err)
	}
	r := keyset.NewBinaryReader(bytes.NewReader(rest[sealedRootSize:]))
	data, err := keyset.ReadWithAssociatedData(r, kek, header)
	if err != nil {
		return keys{}, fmt.Errorf("%w: data keyset: %v", ErrDamaged, err)
	}
	return keys{root: root, data: data}, nil
}

// newHeader makes a header with a salt of its own, and the key that belongs to it.
func newHeader(magic, master string) (header, key []byte, err error) {
	if utf8.RuneCountInString(master) < minMaster {
		return nil, nil, ErrShortKey
	}
	salt := random(saltSize)
	key, check := masterKeys(magic, master, salt)
	return bytes.Join([][]byte{[]byte(magic), salt, check}, nil), key, nil
}

// readHeader gives the key that belongs to a header, or ErrDamaged, ErrWrongKey.
func readHeader(magic, master string, header []byte) ([]byte, error) {
	if string(header[:magicSize]) != magic {
		return nil, fmt.Errorf("%w: it does not begin with %s", ErrDamaged, magic)
	}
	key, check := masterKeys(magic, master, header[magicSize:magicSize+saltSize])
	if !hmac.Equal(check, header[magicSize+saltSize:]) {
		return nil, ErrWrongKey
	}
	return key, nil
}

func masterKeys(magic, master string, salt []byte) (key, check []byte) {
	both := derive([]byte(master), salt, "xiaoqing master "+magic, rootSize+checkSize)
	return both[:rootSize], both[rootSize:]
}

// derive is HKDF-SHA256, which fails only for absurd lengths.
func derive(secret, salt []byte, info string, size int) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, info, size)
	if err != nil {
		panic(err)
	}
	return key
}

// random is n bytes of the system's randomness. Keys come from nowhere else,
// so this one source is not passed in; it never fails (crypto/rand.Read).
func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}
