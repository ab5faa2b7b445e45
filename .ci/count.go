// Count reads the output of go test -json. It prints a line for each package,
// all that a failed test said, and the number of tests as the last line. A test
// with subtests counts as its subtests. It exits with 1 when a test failed, or
// when there was none.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

type key struct{ pkg, test string }

type count struct {
	said                    map[key][]string
	parent                  map[key]bool // has subtests
	failed                  map[key]bool // itself or one below it
	passes, fails, skipped  int
	packages, broken, quiet int
}

func main() {
	c := count{said: map[key][]string{}, parent: map[key]bool{}, failed: map[key]bool{}}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Println(in.Text())
			continue
		}
		c.take(e)
	}
	fmt.Printf("%d packages, %d of them without tests, %d failed\n", c.packages, c.quiet, c.broken)
	if c.skipped > 0 {
		fmt.Printf("%d skipped\n", c.skipped)
	}
	fmt.Printf("%d passed, %d failed\n", c.passes, c.fails)
	if c.fails > 0 || c.passes == 0 || in.Err() != nil {
		os.Exit(1)
	}
}

func (c *count) take(e event) {
	k := key{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Print(e.Output)
	case "output":
		c.said[k] = append(c.said[k], e.Output)
	case "run":
		if i := strings.LastIndexByte(e.Test, '/'); i > 0 {
			c.parent[key{e.Package, e.Test[:i]}] = true
		}
	case "pass", "fail", "skip":
		if e.Test == "" {
			c.endPackage(e)
		} else {
			c.endTest(e, k)
		}
		delete(c.said, k)
	}
}

func (c *count) endTest(e event, k key) {
	switch {
	case e.Action == "skip":
		c.skipped++
	case e.Action == "pass" && !c.parent[k]:
		c.passes++
	case e.Action == "fail":
		if !c.failed[k] {
			c.fails++
		}
		c.failed[key{e.Package, ""}] = true
		if i := strings.LastIndexByte(e.Test, '/'); i > 0 {
			c.failed[key{e.Package, e.Test[:i]}] = true
		}
		fmt.Print(strings.Join(c.said[k], ""))
	}
}

func (c *count) endPackage(e event) {
	c.packages++
	switch e.Action {
	case "skip":
		c.quiet++
	case "pass":
		fmt.Printf("ok    %s  %.1fs\n", e.Package, e.Elapsed)
	case "fail":
		c.broken++
		c.explain(e)
		fmt.Printf("FAIL  %s  %.1fs\n", e.Package, e.Elapsed)
	}
}

// explain prints what a package said outside its tests and what its unfinished
// tests said; a package that failed with no failed test counts as one: it did
// not compile, or it stopped in the middle.
func (c *count) explain(e event) {
	if c.failed[key{e.Package, ""}] {
		return
	}
	c.fails++
	for k, said := range c.said {
		if k.pkg == e.Package {
			fmt.Print(strings.Join(said, ""))
		}
	}
}
