package main

import "github.com/fluxcd/pkg/envsubst"

type substituteRequest struct {
	Text      string            `json:"text"`
	Variables map[string]string `json:"variables"`
	Strict    bool              `json:"strict"`
}

// substitute does as SubstituteVariables of fluxcd/pkg/kustomize does with the text of one object.
func substitute(request *substituteRequest) (string, error) {
	return envsubst.Eval(request.Text, func(name string) (string, bool) {
		value, exists := request.Variables[name]
		return value, exists || !request.Strict
	})
}
