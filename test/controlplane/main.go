// Command controlplane is a real Kubernetes control plane in one binary: etcd, kube-apiserver and
// kube-controller-manager, for tests, the demo and benchmarks. Nothing of it is meant for production.
package main

import (
	"fmt"
	"os"
	_ "time/tzdata" // CronJobs with a time zone

	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

const usage = `usage: controlplane COMMAND
  up --dir DIR [--feature-gates=GATES] [--watch-stdin] [--remove-dir] [-- KUBE-APISERVER-FLAGS]
                                                run a cluster whose state lives in DIR
  user --dir DIR --name NAME [--group GROUP]... [--cluster-ca=false]
                                                print a kubeconfig for a user of it
  etcd | apiserver | controller-manager ARGS    run one of the parts
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	if os.Getenv(watchParent) != "" {
		go dieWithStdin()
	}
	part, args := os.Args[1], os.Args[2:]
	switch part {
	case "up":
		exit(up(args))
	case "user":
		exit(user(args))
	case "etcd":
		etcdmain.Main(append([]string{"etcd"}, args...))
	case "apiserver":
		command := apiserver.NewAPIServerCommand()
		command.SetArgs(args)
		os.Exit(cli.Run(command))
	case "controller-manager":
		command := manager.NewControllerManagerCommand()
		command.SetArgs(args)
		os.Exit(cli.Run(command))
	default:
		fmt.Fprintf(os.Stderr, "controlplane: unknown command %q\n%s", part, usage)
		os.Exit(2)
	}
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "controlplane:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
