package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

// up runs a cluster until it is told to end, says where it is in one JSON line, and leaves no process behind.
func up(args []string) error {
	runtime.LockOSThread() // Pdeathsig follows the thread that started a child
	wanted, err := parseOptions(args)
	if err != nil {
		return err
	}
	end := make(chan struct{}, 1)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() { <-signals; end <- struct{}{} }()
	if wanted.watchStdin {
		go func() { _, _ = io.Copy(io.Discard, os.Stdin); end <- struct{}{} }()
	}
	err = serve(wanted, end)
	if taken, ok := err.(portTaken); ok {
		fmt.Fprintln(os.Stderr, "controlplane:", taken, "- trying other ports")
		err = serve(wanted, end)
	}
	if err == nil && wanted.removeDir {
		return os.RemoveAll(wanted.dir)
	}
	return err
}

var errEnded = errors.New("ended before the cluster was ready")

// serve runs one cluster from its preparation to its end.
func serve(wanted *options, end <-chan struct{}) error {
	plan, err := prepare(wanted)
	if err != nil {
		return err
	}
	client, err := plan.authority.probe()
	if err != nil {
		return err
	}
	running := &parts{dir: plan.dir, died: make(chan error, 3)}
	defer running.stop()
	if err := running.start("etcd", plan.etcd()...); err != nil {
		return err
	}
	if err := running.start("apiserver", plan.apiserver()...); err != nil {
		return err
	}
	// The default namespace is made after the server calls itself ready, and clients expect it.
	for _, url := range []string{plan.server() + "/readyz", plan.server() + "/api/v1/namespaces/default"} {
		if err := awaitAnswer(client, url, running, end); err != nil {
			return err
		}
	}
	if err := running.start("controller-manager", plan.controllerManager()...); err != nil {
		return err
	}
	if err := awaitAnswer(client, plan.manager()+"/healthz", running, end); err != nil {
		return err
	}
	if err := announce(plan); err != nil {
		return err
	}
	select {
	case err := <-running.died:
		return err
	case <-end:
		return nil
	}
}
