package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/fluxcd/pkg/apis/meta"
	"github.com/fluxcd/pkg/artifact/storage"
	"github.com/fluxcd/pkg/sourceignore"
)

type archiveRequest struct {
	// Dir is a checkout of the repository.
	Dir string `json:"dir"`
	// Ignore is spec.ignore of the GitRepository.
	Ignore *string `json:"ignore"`
	// File is where the archive is to be.
	File string `json:"file"`
}

type archived struct {
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
}

// archive does as reconcileArtifact of source-controller's GitRepository controller does.
func archive(request *archiveRequest) (*archived, error) {
	domain := strings.Split(request.Dir, string(filepath.Separator))
	patterns, err := sourceignore.LoadIgnorePatterns(request.Dir, domain)
	if err != nil {
		return nil, fmt.Errorf("failed to load source ignore patterns from repository: %w", err)
	}
	if request.Ignore != nil {
		patterns = append(patterns, sourceignore.ReadPatterns(strings.NewReader(*request.Ignore), domain)...)
	}
	base, name := filepath.Split(request.File)
	if err := os.MkdirAll(base, 0o700); err != nil {
		return nil, err
	}
	artifact := &meta.Artifact{Path: name}
	stored := storage.Storage{BasePath: base}
	if err := stored.Archive(artifact, request.Dir, storage.SourceIgnoreFilter(patterns, domain)); err != nil {
		return nil, err
	}
	return &archived{Digest: artifact.Digest, Size: *artifact.Size}, nil
}
