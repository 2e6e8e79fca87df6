package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
)

// parts are the running children, in the order they were started.
type parts struct {
	dir      string
	children []child
	died     chan error
	stopping atomic.Bool
}

type child struct {
	name    string
	process *os.Process
	gone    chan struct{}
}

// portTaken: somebody took the port between our asking for a free one and the server's listening on it.
type portTaken string

func (p portTaken) Error() string { return string(p) }

// start runs this same binary as one of the parts; what it says goes to NAME.log.
func (p *parts) start(name string, args ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	path := filepath.Join(p.dir, name+".log")
	log, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	command := exec.Command(self, append([]string{name}, args...)...)
	// the program's own name becomes the field manager of what it writes
	command.Args[0] = "kube-" + name
	command.Stdout, command.Stderr = log, log
	command.Env = append(os.Environ(), watchParent+"=1")
	command.SysProcAttr = dieWithParent()
	// The part reads from this pipe for as long as it lives; see dieWithStdin.
	if _, err := command.StdinPipe(); err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	gone := make(chan struct{})
	p.children = append(p.children, child{name, command.Process, gone})
	go func() {
		err := command.Wait()
		close(gone)
		if !p.stopping.Load() {
			p.died <- death(name, err, tail(path))
		}
	}()
	return nil
}

// watchParent tells a part, by its environment, that its standard input is the pipe of its supervisor.
const watchParent = "CONTROLPLANE_WATCH_PARENT"

// dieWithStdin ends this process when its supervisor is gone, however that ended and on every system.
func dieWithStdin() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(1)
}

func death(name string, err error, log string) error {
	if strings.Contains(log, "address already in use") {
		return portTaken(name + ": the port was taken")
	}
	return fmt.Errorf("%s ended: %v\n%s", name, err, log)
}

// stop ends the children, the last started first, and waits until each is gone.
func (p *parts) stop() {
	p.stopping.Store(true)
	for i := len(p.children) - 1; i >= 0; i-- {
		one := p.children[i]
		_ = one.process.Signal(syscall.SIGKILL)
		<-one.gone
	}
}

func (p *parts) lastWords() string {
	last := p.children[len(p.children)-1].name
	return last + ".log:\n" + tail(filepath.Join(p.dir, last+".log"))
}

func tail(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) > 15 {
		lines = lines[len(lines)-15:]
	}
	return strings.Join(lines, "\n")
}
