package cli

import (
	"bytes"
	"strings"

	"github.com/alecthomas/kong"
)

// printHelp is kong's help with its own words in Chinese.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	out := ctx.Stdout
	var page bytes.Buffer
	ctx.Stdout = &page
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err == nil {
		_, err = inChinese.WriteString(out, page.String())
	}
	return err
}

var inChinese = strings.NewReplacer(
	"Usage: ", "用法：", "Arguments:", "参数：", "Flags:", "选项：", "Commands:", "命令：", "[flags]", "[选项]", "<command>", "<命令>",
	"Show context-sensitive help.", "显示这份说明。",
	`Run "xiaoqing <command> --help" for more information on a command.`, "每个命令的说明：xiaoqing <命令> --help",
)
