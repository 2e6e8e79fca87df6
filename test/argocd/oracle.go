package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	log "github.com/sirupsen/logrus"
	"sigs.k8s.io/yaml"
)

// answer reads requests until its input ends and prints one line of JSON for each.
func answer(args []string, requests io.Reader, answers io.Writer) error {
	if len(args) != 1 {
		return errors.New("one of manifests, appset is needed")
	}
	// Standard error is for whoever reads a failed test: what the controllers would log at length is in the answer.
	log.SetLevel(log.ErrorLevel)
	if os.Getenv("ORACLE_VERBOSE") != "" {
		log.SetLevel(log.DebugLevel)
	}
	switch args[0] {
	case "manifests":
		return each(requests, answers, manifests)
	case "appset":
		return each(requests, answers, applications)
	default:
		return fmt.Errorf("no such oracle: %s", args[0])
	}
}

func each[Request, Answer any](requests io.Reader, answers io.Writer, ask func(context.Context, *Request) (*Answer, error)) error {
	decoder, encoder := json.NewDecoder(requests), json.NewEncoder(answers)
	decoder.DisallowUnknownFields()
	for {
		request := new(Request)
		if err := decoder.Decode(request); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		answer, err := ask(context.Background(), request)
		if err != nil {
			return err
		}
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
}

// object is a Kubernetes object as JSON, or as a string of YAML. As in a controller, which reads what the API server
// has stored, an unknown field of it is nothing to complain about.
type object[T any] struct{ value T }

func (o *object[T]) UnmarshalJSON(text []byte) error {
	var source string
	if err := json.Unmarshal(text, &source); err == nil {
		return yaml.Unmarshal([]byte(source), &o.value)
	}
	return json.Unmarshal(text, &o.value)
}
