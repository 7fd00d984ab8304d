// Verifies a transparency log of ours with nothing of ours: with the packages note and tlog of Go's checksum database.
//
//	verify DIRECTORY VERIFIER-KEY
//
// In the directory are checkpoint, older-checkpoint, tile/…, and receipt.tlog-proof with receipt.leaf.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func fail(format string, arguments ...any) {
	must(fmt.Errorf(format, arguments...))
}

// tiles reads tiles from files at the paths of C2SP tlog-tiles: those of tlog without the height.
type tiles struct{ directory string }

func (t tiles) Height() int                               { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte)       {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(t.directory, path))
		if err != nil {
			return nil, err
		}
		read = append(read, bytes)
	}
	return read, nil
}

func checkpoint(text []byte, keys note.Verifiers) (string, tlog.Tree) {
	opened, err := note.Open(text, keys)
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return lines[0], tlog.Tree{N: size, Hash: root}
}

func entries(directory string, size int64) [][]byte {
	var all [][]byte
	for bundle := int64(0); bundle*256 < size; bundle++ {
		tile := tlog.Tile{H: 8, L: 0, N: bundle, W: 256}
		if rest := size - bundle*256; rest < 256 {
			tile.W = int(rest)
		}
		path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		bytes, err := os.ReadFile(filepath.Join(directory, path))
		must(err)
		for len(bytes) > 0 {
			length := int(binary.BigEndian.Uint16(bytes))
			all = append(all, bytes[2:2+length])
			bytes = bytes[2+length:]
		}
	}
	return all
}

func receipt(directory string, keys note.Verifiers) {
	text, err := os.ReadFile(filepath.Join(directory, "receipt.tlog-proof"))
	must(err)
	leaf, err := os.ReadFile(filepath.Join(directory, "receipt.leaf"))
	must(err)
	head, signed, _ := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err)
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := base64.StdEncoding.DecodeString(line)
		must(err)
		proof = append(proof, *(*tlog.Hash)(hash))
	}
	_, tree := checkpoint([]byte(signed), keys)
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	fmt.Println("receipt", index, tree.N)
}

func main() {
	directory := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	must(err)
	keys := note.VerifierList(verifier)
	text, err := os.ReadFile(filepath.Join(directory, "checkpoint"))
	must(err)
	origin, tree := checkpoint(text, keys)
	reader := tlog.TileHashReader(tree, tiles{directory})
	leaves := entries(directory, tree.N)
	if int64(len(leaves)) != tree.N {
		fail("%d entries, not %d", len(leaves), tree.N)
	}
	for index, leaf := range leaves {
		proof, err := tlog.ProveRecord(tree.N, int64(index), reader)
		must(err)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), tlog.RecordHash(leaf)))
	}
	fmt.Println("log", origin, tree.N)

	text, err = os.ReadFile(filepath.Join(directory, "older-checkpoint"))
	must(err)
	_, older := checkpoint(text, keys)
	proof, err := tlog.ProveTree(tree.N, older.N, reader)
	must(err)
	must(tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash))
	fmt.Println("extends", older.N)
	receipt(directory, keys)
}
