package main

import (
	"flag"
	"fmt"
	"path/filepath"
)

// options are what the command line of `up` asks for.
type options struct {
	dir, featureGates     string
	watchStdin, removeDir bool
	apiserverFlags        []string
}

func parseOptions(args []string) (*options, error) {
	made := &options{}
	flags := flag.NewFlagSet("up", flag.ContinueOnError)
	flags.StringVar(&made.dir, "dir", "", "folder for certificates, data and logs")
	flags.StringVar(&made.featureGates, "feature-gates", "", "for the API server and the controller manager")
	flags.BoolVar(&made.watchStdin, "watch-stdin", false, "end when standard input ends")
	flags.BoolVar(&made.removeDir, "remove-dir", false, "remove the folder at a clean end")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if made.dir == "" {
		return nil, fmt.Errorf("up needs --dir")
	}
	made.apiserverFlags = flags.Args()
	dir, err := filepath.Abs(made.dir)
	made.dir = dir
	return made, err
}
