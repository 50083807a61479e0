// Checks what the registry publishes with code that the registry's authors did not write: Go's own transparency log
// packages, golang.org/x/mod/sumdb/note and golang.org/x/mod/sumdb/tlog.
//
//	check bundle DIRECTORY VKEY             an unpacked exhibit bundle: its list of files, checkpoint and proofs
//	check log ADDRESS|DIRECTORY VKEY [OLD]  a whole log by its tiles; OLD is a file with an earlier checkpoint
//	check note FILE VKEY                    a signed note
//
// Exit code 0: everything holds. 1: something does not, and the first problem is printed.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) < 4 {
		fail("usage: check bundle|log|note WHERE VKEY [OLD...]")
	}
	what, where, vkey := os.Args[1], os.Args[2], strings.TrimSpace(os.Args[3])
	var err error
	switch what {
	case "bundle":
		err = checkBundle(where, vkey)
	case "log":
		err = checkLog(where, vkey, os.Args[4:])
	case "note":
		_, err = openNote(readOrNil(where), vkey)
	default:
		err = fmt.Errorf("cannot check a %s", what)
	}
	if err != nil {
		fail(err.Error())
	}
}

func fail(problem string) {
	fmt.Println("FAILED:", problem)
	os.Exit(1)
}

func readOrNil(path string) []byte {
	content, _ := os.ReadFile(path)
	return content
}

func openNote(signed []byte, vkey string) (*note.Note, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	return note.Open(signed, note.VerifierList(verifier))
}

// A C2SP checkpoint: origin, size, root. tlog.ParseTree reads only those of Go's own database.
func openTree(signed []byte, vkey string) (tlog.Tree, error) {
	opened, err := openNote(signed, vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != opened.Sigs[0].Name {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", opened.Sigs[0].Name)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func checkBundle(directory, vkey string) error {
	manifest, err := openNote(readOrNil(filepath.Join(directory, "MANIFEST")), vkey)
	if err != nil {
		return fmt.Errorf("MANIFEST: %w", err)
	}
	listed := map[string]bool{"MANIFEST": true}
	for _, line := range strings.Split(strings.TrimSuffix(manifest.Text, "\n"), "\n")[1:] {
		digest, path, found := strings.Cut(line, "  ")
		sum := sha256.Sum256(readOrNil(filepath.Join(directory, path)))
		if !found || digest != hex.EncodeToString(sum[:]) {
			return fmt.Errorf("%s does not have the digest that was signed", path)
		}
		listed[path] = true
	}
	if err := onlyListed(directory, listed); err != nil {
		return err
	}
	signed := readOrNil(filepath.Join(directory, "checkpoint.txt"))
	tree, err := openTree(signed, vkey)
	if err != nil {
		return fmt.Errorf("checkpoint.txt: %w", err)
	}
	leaves, _ := filepath.Glob(filepath.Join(directory, "leaves", "*.json"))
	for _, leaf := range leaves {
		name := strings.TrimSuffix(filepath.Base(leaf), ".json")
		proof := readOrNil(filepath.Join(directory, "proofs", name+".tlog-proof"))
		if err := checkProof(tree, signed, readOrNil(leaf), proof); err != nil {
			return fmt.Errorf("leaf %s: %w", name, err)
		}
	}
	fmt.Printf("%d files as signed, %d leaves proved under %v\n", len(listed)-1, len(leaves), tree.Hash)
	return nil
}

func onlyListed(directory string, listed map[string]bool) error {
	return filepath.Walk(directory, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		relative, _ := filepath.Rel(directory, path)
		if !listed[filepath.ToSlash(relative)] {
			return fmt.Errorf("%s is not listed", relative)
		}
		return nil
	})
}

func checkProof(tree tlog.Tree, signed, leaf, proof []byte) error {
	head, checkpoint, _ := strings.Cut(string(proof), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" || len(lines) < 2 || checkpoint != string(signed) {
		return fmt.Errorf("not a proof under this checkpoint")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	return tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(leaf))
}

// A place that has the files of a log. Each is read once; tlog verifies it whenever it is used.
type place struct {
	where string
	files map[string][]byte
}

func (p place) read(path string) ([]byte, error) {
	if content, known := p.files[path]; known {
		return content, nil
	}
	content, err := p.fetch(path)
	if err == nil {
		p.files[path] = content
	}
	return content, err
}

func (p place) fetch(path string) ([]byte, error) {
	if !strings.Contains(p.where, "://") {
		return os.ReadFile(filepath.Join(p.where, filepath.FromSlash(path)))
	}
	answer, err := http.Get(p.where + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// C2SP names the same tiles without their height, and calls those of the leaves entries.
func tilePath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

func (p place) Height() int { return height }

func (p place) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var contents [][]byte
	for _, tile := range tiles {
		content, err := p.read(tilePath(tile))
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (p place) SaveTiles([]tlog.Tile, [][]byte) {}

func checkLog(where, vkey string, old []string) error {
	log := place{strings.TrimSuffix(where, "/"), map[string][]byte{}}
	signed, err := log.read("checkpoint")
	if err != nil {
		return err
	}
	tree, err := openTree(signed, vkey)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	hashes := tlog.TileHashReader(tree, log)
	if err := checkEntries(log, tree, hashes); err != nil {
		return err
	}
	for _, path := range old {
		earlier, err := openTree(readOrNil(path), vkey)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		proof, err := tlog.ProveTree(tree.N, earlier.N, hashes)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	fmt.Printf("%d leaves proved, %d earlier checkpoints continued, under %s\n",
		tree.N, len(old), base64.StdEncoding.EncodeToString(tree.Hash[:]))
	return nil
}

func checkEntries(log place, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 1 << height {
		width := tree.N - first
		if width > 1<<height {
			width = 1 << height
		}
		content, err := log.read(tilePath(tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}))
		if err != nil {
			return err
		}
		for index := first; index < first+width; index++ {
			if len(content) < 2 || len(content) < 2+int(binary.BigEndian.Uint16(content)) {
				return fmt.Errorf("entry %d is cut off", index)
			}
			length := int(binary.BigEndian.Uint16(content))
			entry := content[2 : 2+length]
			content = content[2+length:]
			proof, err := tlog.ProveRecord(tree.N, index, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
				return fmt.Errorf("entry %d: %w", index, err)
			}
		}
		if len(content) != 0 {
			return fmt.Errorf("there is something after entry %d", first+width-1)
		}
	}
	return nil
}
