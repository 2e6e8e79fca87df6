// Command argocd holds the controllers of Argo CD in one binary, each under the name its image gives it, and an
// oracle: what those controllers make of an Application or an ApplicationSet, without a cluster. Nothing here decides
// anything itself: it sets the stage on which Argo CD's own code runs, for tests to compare with.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/alicebob/miniredis/v2"
	"github.com/spf13/cobra"

	application "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	applicationset "github.com/argoproj/argo-cd/v3/cmd/argocd-applicationset-controller/commands"
	repository "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
)

const usage = `usage: argocd COMMAND
  argocd-application-controller | argocd-repo-server | argocd-applicationset-controller ARGS
                     run one of the controllers
  redis ADDRESS      imitate a Redis server, in memory
  oracle manifests   for each JSON request on standard input, the objects that the Application stands for
  oracle appset      for each JSON request on standard input, the Applications that the ApplicationSet makes
`

var commands = map[string]func() *cobra.Command{
	"argocd-application-controller":    application.NewCommand,
	"argocd-repo-server":               repository.NewCommand,
	"argocd-applicationset-controller": applicationset.NewCommand,
}

func main() {
	if len(os.Args) < 2 {
		fail(2, usage)
	}
	name, args := os.Args[1], os.Args[2:]
	switch name {
	case "oracle":
		exit(answer(args, os.Stdin, os.Stdout))
	case "redis":
		exit(redis(args))
	}
	command, found := commands[name]
	if !found {
		fail(2, usage)
	}
	made := command()
	made.SetArgs(args)
	// the program's name becomes the field manager of what it writes
	os.Args = append([]string{name}, args...)
	if err := made.Execute(); err != nil {
		os.Exit(1)
	}
}

// redis is for where no real one is to be had; Argo CD's own tests run on it.
func redis(args []string) error {
	if len(args) != 1 {
		return errors.New("the address to listen on is needed")
	}
	if err := miniredis.NewMiniRedis().StartAddr(args[0]); err != nil {
		return err
	}
	select {}
}

func exit(err error) {
	if err != nil {
		fail(1, "argocd: "+err.Error()+"\n")
	}
	os.Exit(0)
}

func fail(code int, text string) {
	fmt.Fprint(os.Stderr, text)
	os.Exit(code)
}
