// Verifies cosignatures of witnesses (C2SP tlog-cosignature) with nothing of ours: with Go's package note, and its Ed25519.
//
//	cosignatures NOTE VERIFIER-KEY-OF-LOG VERIFIER-KEY-OF-WITNESS...
//
// Prints who has signed, and when; fails where a signature is wrong, or the log has not signed.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A witness is a verifier whose signatures begin with a time, which is signed as well.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func newWitness(line string) witness {
	parts := strings.SplitN(line, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	named, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	hash := binary.BigEndian.Uint32(sum[:])
	if len(key) != 1+ed25519.PublicKeySize || key[0] != 4 || hash != uint32(named) {
		must(fmt.Errorf("%s is no key of a witness", line))
	}
	return witness{parts[0], hash, key[1:]}
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	must(err)
	log, err := note.NewVerifier(os.Args[2])
	must(err)
	verifiers := []note.Verifier{log}
	for _, line := range os.Args[3:] {
		verifiers = append(verifiers, newWitness(line))
	}
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	must(err)
	for _, signature := range opened.Sigs {
		if signature.Name == log.Name() {
			fmt.Println("log", signature.Name)
			continue
		}
		bytes, err := base64.StdEncoding.DecodeString(signature.Base64)
		must(err)
		at := time.Unix(int64(binary.BigEndian.Uint64(bytes[4:])), 0).UTC()
		fmt.Println("witness", signature.Name, at.Format(time.RFC3339))
	}
}
