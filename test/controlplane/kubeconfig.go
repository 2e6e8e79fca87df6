package main

import (
	"encoding/base64"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const contextName = "kubectl-gitops-test"

// kubeconfig embeds the certificates, so that the file works wherever it is copied.
func kubeconfig(dir, server string, who string, client *pair, verified bool) (string, error) {
	authority, err := os.ReadFile(filepath.Join(dir, "ca.crt"))
	if err != nil {
		return "", err
	}
	base64 := base64.StdEncoding.EncodeToString
	trust := "certificate-authority-data: " + base64(authority)
	if !verified {
		trust = "insecure-skip-tls-verify: true"
	}
	return fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: %[1]s
clusters:
- name: %[1]s
  cluster: {server: "%[2]s", %[3]s}
users:
- name: %[4]q
  user: {client-certificate-data: %[5]s, client-key-data: %[6]s}
contexts:
- name: %[1]s
  context: {cluster: %[1]s, user: %[4]q}
`, contextName, server, trust, who, base64(client.cert), base64(client.key)), nil
}

type list []string

func (l *list) String() string { return strings.Join(*l, ",") }
func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// user prints a kubeconfig of a user signed by the cluster's authority; RBAC decides what it may do.
func user(args []string) error {
	flags := flag.NewFlagSet("user", flag.ContinueOnError)
	dir := flags.String("dir", "", "folder of the cluster")
	name := flags.String("name", "", "user name")
	verified := flags.Bool("cluster-ca", true, "trust the cluster's authority; else trust any server")
	var groups list
	flags.Var(&groups, "group", "group of the user, repeatable")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *dir == "" || *name == "" {
		return fmt.Errorf("user needs --dir and --name")
	}
	server, err := os.ReadFile(filepath.Join(*dir, "server"))
	if err != nil {
		return err
	}
	authority, err := openPKI(*dir)
	if err != nil {
		return err
	}
	client, err := authority.issue(identity{name: *name, groups: groups})
	if err != nil {
		return err
	}
	text, err := kubeconfig(*dir, string(server), *name, client, *verified)
	if err != nil {
		return err
	}
	_, err = fmt.Print(text)
	return err
}
