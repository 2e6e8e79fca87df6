package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// plan is one cluster: its folder, the ports it was given and what the caller wants of its servers.
type plan struct {
	dir                          string
	client, peer, secure, manage int
	authority                    *pki
	wanted                       *options
}

// prepare starts from nothing: what an earlier cluster stored here was signed by another authority.
func prepare(wanted *options) (*plan, error) {
	made := &plan{dir: wanted.dir, wanted: wanted}
	if err := made.claimFolder(); err != nil {
		return nil, err
	}
	for _, port := range []*int{&made.client, &made.peer, &made.secure, &made.manage} {
		free, err := freePort()
		if err != nil {
			return nil, err
		}
		*port = free
	}
	authority, err := newPKI(made.dir)
	if err != nil {
		return nil, err
	}
	made.authority = authority
	server, err := authority.issue(identity{name: "kube-apiserver", hosts: []string{"localhost", "kubernetes.default.svc"},
		ips: []net.IP{net.IPv4(127, 0, 0, 1), net.IPv4(10, 96, 0, 1)}})
	if err != nil {
		return nil, err
	}
	if err := authority.write("server", server); err != nil {
		return nil, err
	}
	return made, made.writeFiles()
}

// claimFolder refuses a folder that holds anything else: it is made private, and may be removed in the end.
func (p *plan) claimFolder() error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return err
	}
	if _, err := os.Stat(p.file("ca.crt")); len(entries) > 0 && err != nil {
		return fmt.Errorf("%s is not empty and not a cluster's folder", p.dir)
	}
	if err := os.Chmod(p.dir, 0o700); err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(p.file("etcd")), os.RemoveAll(p.file(readyFile)))
}

func (p *plan) writeFiles() error {
	token := rand.Text()
	files := map[string]string{
		"server":     p.server(),
		"token":      token,
		"tokens.csv": token + ",token-user,token-user\n",
	}
	clients := map[string]identity{
		"kubeconfig":                    {name: "admin", groups: []string{"system:masters"}},
		"controller-manager.kubeconfig": {name: "system:kube-controller-manager"},
	}
	for file, who := range clients {
		client, err := p.authority.issue(who)
		if err != nil {
			return err
		}
		if files[file], err = kubeconfig(p.dir, p.server(), who.name, client, true); err != nil {
			return err
		}
	}
	for name, text := range files {
		if err := os.WriteFile(p.file(name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (p *plan) manager() string { return fmt.Sprintf("https://127.0.0.1:%d", p.manage) }

func (p *plan) server() string { return fmt.Sprintf("https://127.0.0.1:%d", p.secure) }

func (p *plan) file(name string) string { return filepath.Join(p.dir, name) }

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
