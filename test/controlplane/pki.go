package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// pki is a throwaway certificate authority: it lives as long as the cluster's folder does.
type pki struct {
	dir  string
	cert *x509.Certificate
	key  crypto.Signer
}

type identity struct {
	name   string
	groups []string
	hosts  []string
	ips    []net.IP
}

// pair is a certificate and its key, as PEM.
type pair struct{ cert, key []byte }

// newPKI makes the authority and the key that signs service account tokens.
func newPKI(dir string) (*pki, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := certificate(identity{name: "kubectl-gitops-test-ca"})
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage |= x509.KeyUsageCertSign
	self := &pki{dir: dir, cert: template, key: key}
	signed, err := self.sign(template, key)
	if err != nil {
		return nil, err
	}
	if err := self.write("ca", signed); err != nil {
		return nil, err
	}
	account, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	text := encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(account))
	if err := os.WriteFile(filepath.Join(dir, "service-account.key"), text, 0o600); err != nil {
		return nil, err
	}
	return openPKI(dir)
}

// openPKI reads the authority of a running cluster.
func openPKI(dir string) (*pki, error) {
	certBytes, err := readPEM(filepath.Join(dir, "ca.crt"))
	if err != nil {
		return nil, err
	}
	keyBytes, err := readPEM(filepath.Join(dir, "ca.key"))
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(certBytes)
	if err != nil {
		return nil, err
	}
	key, err := x509.ParseECPrivateKey(keyBytes)
	if err != nil {
		return nil, err
	}
	return &pki{dir: dir, cert: cert, key: key}, nil
}

// issue signs a new certificate for who.
func (p *pki) issue(who identity) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return p.sign(certificate(who), key)
}

func (p *pki) sign(template *x509.Certificate, key *ecdsa.PrivateKey) (*pair, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, p.cert, key.Public(), p.key)
	if err != nil {
		return nil, err
	}
	keyBytes, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return &pair{cert: encode("CERTIFICATE", der), key: encode("EC PRIVATE KEY", keyBytes)}, nil
}

func certificate(who identity) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 100))
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: who.name, Organization: who.groups},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(30 * 24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		DNSNames:     who.hosts,
		IPAddresses:  who.ips,
	}
}

// write keeps a pair as NAME.crt and NAME.key.
func (p *pki) write(name string, made *pair) error {
	if err := os.WriteFile(filepath.Join(p.dir, name+".key"), made.key, 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.dir, name+".crt"), made.cert, 0o600)
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func readPEM(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, &os.PathError{Op: "read", Path: path, Err: os.ErrInvalid}
	}
	return block.Bytes, nil
}
