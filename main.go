// Xiaoqing (小青) is the chat bot that a city's youth league runs its community
// programme with: one binary, one database.
package main

import (
	"os"
	_ "time/tzdata" // zones, where the machine has none

	"xiaoqing/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr)) }
