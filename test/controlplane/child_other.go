//go:build !linux

package main

import "syscall"

// dieWithParent has no kernel's help here: a part notices by its standard input that its supervisor is gone.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
