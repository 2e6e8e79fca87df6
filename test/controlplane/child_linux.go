package main

import "syscall"

// dieWithParent makes the kernel end a part when its supervisor is killed, at once and whatever the part does.
// Its own process group keeps the Ctrl-C of a terminal from it: the supervisor ends the parts in order.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
