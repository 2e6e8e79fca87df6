// Command oracle tells what Flux makes of its objects, without a cluster. Nothing here decides anything itself: it
// calls Flux's own code in the order in which its controllers do, for tests to compare with.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

const usage = `usage: oracle COMMAND
  archive      for each JSON request on standard input, the archive that source-controller makes of a folder
  build        for each JSON request on standard input, the objects that a Kustomization stands for
  substitute   for each JSON request on standard input, a text with its variables replaced
`

func main() {
	if err := answer(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "flux oracle: %v\n", err)
		os.Exit(1)
	}
}

func answer(args []string, requests io.Reader, answers io.Writer) error {
	if len(args) != 1 {
		return errors.New(usage)
	}
	switch args[0] {
	case "archive":
		return each(requests, answers, archive)
	case "build":
		return each(requests, answers, build)
	case "substitute":
		return each(requests, answers, substitute)
	default:
		return errors.New(usage)
	}
}

// each reads requests until its input ends and prints one line of JSON for each; what Flux itself refuses is an answer.
func each[Request, Answer any](requests io.Reader, answers io.Writer, ask func(*Request) (Answer, error)) error {
	decoder, encoder := json.NewDecoder(requests), json.NewEncoder(answers)
	decoder.DisallowUnknownFields()
	for {
		request := new(Request)
		if err := decoder.Decode(request); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		result, err := ask(request)
		said := map[string]any{"result": result}
		if err != nil {
			said = map[string]any{"error": err.Error()}
		}
		if err := encoder.Encode(said); err != nil {
			return err
		}
	}
}
