package main

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"time"
	"unsafe"

	"google.golang.org/grpc"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/reposerver/cache"
	"github.com/argoproj/argo-cd/v3/reposerver/metrics"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	"github.com/argoproj/argo-cd/v3/util/argo"
	cacheutil "github.com/argoproj/argo-cd/v3/util/cache"
	"github.com/argoproj/argo-cd/v3/util/git"
	ioutil "github.com/argoproj/argo-cd/v3/util/io"
)

// repoServer is Argo CD's repo-server, called instead of spoken to. It fetches from the folders of the request, and
// believes that it fetched from the URLs they stand for.
type repoServer struct {
	apiclient.RepoServerServiceClient
	service *repository.Service
	dir     string
}

type newGitClient = func(url, root string, creds git.Creds, insecure, lfs bool, proxy, noProxy string, opts ...git.ClientOpts) (git.Client, error)

func (w *world) repoServer() (*repoServer, error) {
	dir, err := os.MkdirTemp("", "argocd-oracle-")
	if err != nil {
		return nil, err
	}
	memory := cacheutil.NewCache(cacheutil.NewInMemoryCache(time.Hour))
	limit := resource.MustParse("10M")
	constants := repository.RepoServerInitConstants{
		SubmoduleEnabled: true, MaxCombinedDirectoryManifestsSize: limit,
		HelmManifestMaxExtractedSize: 1 << 30, HelmRegistryMaxIndexSize: 1 << 30,
	}
	stored := cache.NewCache(memory, time.Hour, time.Hour, 10*time.Second)
	service := repository.NewService(metrics.NewMetricsServer(), stored, constants, argo.NewResourceTracking(), git.NoopCredsStore{}, dir)
	if err := service.Init(); err != nil {
		return nil, err
	}
	// The service has no setting for where its git clients come from. Upstream's own tests set this field.
	field := reflect.ValueOf(service).Elem().FieldByName("newGitClient")
	*(*newGitClient)(unsafe.Pointer(field.UnsafeAddr())) = w.gitClient
	return &repoServer{service: service, dir: dir}, nil
}

func (w *world) gitClient(url, root string, creds git.Creds, insecure, lfs bool, proxy, noProxy string, opts ...git.ClientOpts) (git.Client, error) {
	folder, known := w.folder(url)
	if !known {
		return nil, fmt.Errorf("repository not found: %s", url)
	}
	return git.NewClientExt("file://"+folder, root, creds, insecure, lfs, proxy, noProxy, opts...)
}

func (w *world) folder(url string) (string, bool) {
	for known, folder := range w.Repositories {
		if git.SameURL(known, url) {
			return folder, true
		}
	}
	return "", false
}

// close removes what was fetched; the service takes the right to list its folder from itself.
func (r *repoServer) close() {
	_ = os.Chmod(r.dir, 0o700)
	_ = os.RemoveAll(r.dir)
}

func (r *repoServer) NewRepoServerClient() (ioutil.Closer, apiclient.RepoServerServiceClient, error) {
	return ioutil.NopCloser, r, nil
}

func (r *repoServer) GenerateManifest(ctx context.Context, in *apiclient.ManifestRequest, _ ...grpc.CallOption) (*apiclient.ManifestResponse, error) {
	return r.service.GenerateManifest(ctx, in)
}

func (r *repoServer) GetGitFiles(ctx context.Context, in *apiclient.GitFilesRequest, _ ...grpc.CallOption) (*apiclient.GitFilesResponse, error) {
	return r.service.GetGitFiles(ctx, in)
}

func (r *repoServer) GetGitDirectories(ctx context.Context, in *apiclient.GitDirectoriesRequest, _ ...grpc.CallOption) (*apiclient.GitDirectoriesResponse, error) {
	return r.service.GetGitDirectories(ctx, in)
}
