package vault

import (
	"errors"
	"fmt"
	"io"

	"github.com/tink-crypto/tink-go/v2/streamingaead/subtle"
)

const segmentSize = 1 << 20

// SealStream encrypts a backup under the master key itself, for a backup must
// open without the database it was made from. Close ends it; without Close it
// does not open. The writer below is not closed.
func SealStream(master string, w io.Writer) (io.WriteCloser, error) {
	header, key, err := newHeader(backupMagic, master)
	if err != nil {
		return nil, err
	}
	s, err := subtle.NewAESGCMHKDF(key, "SHA256", rootSize, segmentSize, 0)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(header); err != nil {
		return nil, err
	}
	return s.NewEncryptingWriter(w, header)
}

// OpenStream decrypts what SealStream made. It refuses with ErrWrongKey before
// anything is read, and the reader ends with ErrDamaged, never with io.EOF, when
// the backup was changed or cut short: what was read until then must not be
// used before io.EOF was seen.
func OpenStream(master string, r io.Reader) (io.Reader, error) {
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, fmt.Errorf("%w: no header: %v", ErrDamaged, err)
	}
	key, err := readHeader(backupMagic, master, header)
	if err != nil {
		return nil, err
	}
	s, err := subtle.NewAESGCMHKDF(key, "SHA256", rootSize, segmentSize, 0)
	if err != nil {
		return nil, err
	}
	plain, err := s.NewDecryptingReader(r, header)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return strictReader{plain}, nil
}

// strictReader names every failure but the true end as damage.
type strictReader struct{ r io.Reader }

func (s strictReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return n, err
}
