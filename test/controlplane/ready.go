package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"k8s.io/component-base/version"
)

const readyWithin = 90 * time.Second

// awaitAnswer asks until the answer is 200, a part dies, or the caller wants the cluster no more.
func awaitAnswer(client *http.Client, url string, running *parts, end <-chan struct{}) error {
	deadline := time.After(readyWithin)
	for {
		response, err := client.Get(url)
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case err := <-running.died:
			return err
		case <-end:
			return errEnded
		case <-deadline:
			return fmt.Errorf("%s: no answer after %s\n%s", url, readyWithin, running.lastWords())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// probe makes a client that may ask what needs a right; its certificate is never written.
func (p *pki) probe() (*http.Client, error) {
	made, err := p.issue(identity{name: "probe", groups: []string{"system:masters"}})
	if err != nil {
		return nil, err
	}
	certificate, err := tls.X509KeyPair(made.cert, made.key)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(p.cert)
	config := &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{certificate}}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: config}, Timeout: 5 * time.Second}, nil
}

// readyFile keeps the line for whoever comes later, such as the command that stops the cluster.
const readyFile = "up.json"

// announce says, when all parts answer, where the cluster is.
func announce(plan *plan) error {
	line, err := json.Marshal(map[string]any{
		"kubeconfig": plan.file("kubeconfig"),
		"server":     plan.server(),
		"version":    version.Get().GitVersion,
		"pid":        os.Getpid(),
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(plan.file(readyFile), append(line, '\n'), 0o600); err != nil {
		return err
	}
	_, err = fmt.Println(string(line))
	return err
}
