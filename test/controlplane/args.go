package main

import "fmt"

func (p *plan) etcd() []string {
	client := fmt.Sprintf("http://127.0.0.1:%d", p.client)
	peer := fmt.Sprintf("http://127.0.0.1:%d", p.peer)
	return []string{
		"--name=default", "--data-dir=" + p.file("etcd"), "--unsafe-no-fsync", "--log-level=warn",
		"--listen-client-urls=" + client, "--advertise-client-urls=" + client,
		"--listen-peer-urls=" + peer, "--initial-advertise-peer-urls=" + peer, "--initial-cluster=default=" + peer,
	}
}

func (p *plan) apiserver() []string {
	flags := []string{
		fmt.Sprintf("--etcd-servers=http://127.0.0.1:%d", p.client),
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", p.secure),
		"--advertise-address=127.0.0.1", // else it looks for a network, which a sandbox may not have
		"--tls-cert-file=" + p.file("server.crt"), "--tls-private-key-file=" + p.file("server.key"),
		"--client-ca-file=" + p.file("ca.crt"), "--token-auth-file=" + p.file("tokens.csv"),
		"--authorization-mode=RBAC", "--disable-admission-plugins=ServiceAccount", "--allow-privileged=true",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + p.file("service-account.key"),
		"--service-account-signing-key-file=" + p.file("service-account.key"),
		"--service-cluster-ip-range=10.96.0.0/16", "--endpoint-reconciler-type=none",
		"--feature-gates=" + p.wanted.featureGates,
	}
	return append(flags, p.wanted.apiserverFlags...)
}

func (p *plan) controllerManager() []string {
	return []string{
		"--kubeconfig=" + p.file("controller-manager.kubeconfig"), "--leader-elect=false",
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", p.manage),
		"--tls-cert-file=" + p.file("server.crt"), "--tls-private-key-file=" + p.file("server.key"),
		"--service-account-private-key-file=" + p.file("service-account.key"),
		"--use-service-account-credentials=true", // the roles that Kubernetes ships are those of the single controllers
		"--root-ca-file=" + p.file("ca.crt"),
		"--kube-api-qps=200", "--kube-api-burst=400", "--feature-gates=" + p.wanted.featureGates,
	}
}
