package wecom

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"

	"github.com/silenceper/wechat/v2/util"
)

// envelope is the signed and encrypted wrapping of callbacks, with
// AES-256-CBC under PKCS#7 blocks of 32 bytes (document 90968):
//
//	random(16) ‖ uint32be(len(msg)) ‖ msg ‖ receiveID
type envelope struct {
	token     string
	aesKey    string // as the console shows it, for sealing
	receiveID string
	block     cipher.Block
	iv        []byte
	rand      io.Reader
}

const (
	padBlock  = 32
	headBytes = 16 + 4
)

func newEnvelope(token, aesKey, receiveID string, random io.Reader) (envelope, error) {
	// Not Strict: the official sample key ends in bits that are not zero.
	key, err := base64.StdEncoding.DecodeString(aesKey + "=")
	if err != nil || len(aesKey) != 43 {
		return envelope{}, errors.New("企业微信的EncodingAESKey应是43位字母和数字，请从管理后台复制过来")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return envelope{}, fmt.Errorf("aes key: %w", err)
	}
	return envelope{token, aesKey, receiveID, block, key[:aes.BlockSize], random}, nil
}

// signed says that query carries the right signature for encrypt.
func (e envelope) signed(query url.Values, encrypt string) bool {
	want := e.signature(query.Get("timestamp"), query.Get("nonce"), encrypt)
	return subtle.ConstantTimeCompare([]byte(query.Get("msg_signature")), []byte(want)) == 1
}

func (e envelope) signature(timestamp, nonce, encrypt string) string {
	return util.Signature(e.token, timestamp, nonce, encrypt)
}

// open decrypts what was signed. It is ours because the library's accepts
// unequal padding and cannot tell a foreign receiveID from a broken message:
// the first is ErrForbidden, the second ErrBad.
func (e envelope) open(encrypt string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(encrypt)
	if err != nil {
		return nil, fmt.Errorf("%w: not base64", ErrBad)
	}
	if len(data) == 0 || len(data)%aes.BlockSize != 0 {
		return nil, fmt.Errorf("%w: ciphertext of %d bytes", ErrBad, len(data))
	}
	cipher.NewCBCDecrypter(e.block, e.iv).CryptBlocks(data, data)
	if data, err = unpad(data); err != nil {
		return nil, err
	}
	return e.unwrap(data)
}

func unpad(data []byte) ([]byte, error) {
	pad := int(data[len(data)-1])
	if pad < 1 || pad > padBlock || pad > len(data) {
		return nil, fmt.Errorf("%w: padding", ErrBad)
	}
	for _, b := range data[len(data)-pad:] {
		if int(b) != pad {
			return nil, fmt.Errorf("%w: padding", ErrBad)
		}
	}
	return data[:len(data)-pad], nil
}

func (e envelope) unwrap(data []byte) ([]byte, error) {
	if len(data) < headBytes {
		return nil, fmt.Errorf("%w: too short", ErrBad)
	}
	size, rest := binary.BigEndian.Uint32(data[16:headBytes]), data[headBytes:]
	if uint64(size) > uint64(len(rest)) {
		return nil, fmt.Errorf("%w: message length", ErrBad)
	}
	if subtle.ConstantTimeCompare(rest[size:], []byte(e.receiveID)) != 1 {
		return nil, fmt.Errorf("%w: receiveid", ErrForbidden)
	}
	return rest[:size], nil
}

// cdata is text that the platform wants inside <![CDATA[…]]>; encoding/xml
// splits a ]]> within it.
type cdata struct {
	Text string `xml:",cdata"`
}

// sealedReply is the body of a passive reply (document 90241).
type sealedReply struct {
	XMLName      xml.Name `xml:"xml"`
	Encrypt      cdata
	MsgSignature cdata
	TimeStamp    string
	Nonce        cdata
}

// seal wraps msg as a passive reply, with fresh randomness.
func (e envelope) seal(msg []byte, timestamp string) ([]byte, error) {
	random := make([]byte, 16+8)
	if _, err := io.ReadFull(e.rand, random); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return e.sealWith(random[:16], msg, timestamp, hex.EncodeToString(random[16:]))
}

func (e envelope) sealWith(random, msg []byte, timestamp, nonce string) ([]byte, error) {
	encrypt, err := util.EncryptMsg(random, msg, e.receiveID, e.aesKey)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return xml.Marshal(sealedReply{
		Encrypt:      cdata{string(encrypt)},
		MsgSignature: cdata{e.signature(timestamp, nonce, string(encrypt))},
		TimeStamp:    timestamp,
		Nonce:        cdata{nonce},
	})
}
