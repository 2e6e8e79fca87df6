package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	securejoin "github.com/cyphar/filepath-securejoin"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	kustomizev1 "github.com/fluxcd/kustomize-controller/api/v1"
	generator "github.com/fluxcd/pkg/kustomize"
	ssautil "github.com/fluxcd/pkg/ssa/utils"
	"github.com/fluxcd/pkg/tar"
)

type buildRequest struct {
	// Kustomization is the object as the API server stores it.
	Kustomization kustomizev1.Kustomization `json:"kustomization"`
	// Dir is a checkout of the repository that its source stands for; it is left as it is.
	Dir string `json:"dir"`
	// Ignore is spec.ignore of that source.
	Ignore *string `json:"ignore"`
	// ConfigMaps and Secrets are those of the cluster.
	ConfigMaps []corev1.ConfigMap `json:"configMaps"`
	Secrets    []corev1.Secret    `json:"secrets"`
	// Strict is the controller's feature gate StrictPostBuildSubstitutions.
	Strict bool `json:"strict"`
}

// build does as the reconciler of kustomize-controller does, up to what it would apply. Its default is to permit
// remote bases; there is no network here that could serve one.
func build(request *buildRequest) ([]*unstructured.Unstructured, error) {
	ctx := context.Background()
	work, err := os.MkdirTemp("", "flux-oracle-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	source, err := extracted(request, work)
	if err != nil {
		return nil, err
	}
	dir, err := securejoin.SecureJoin(source, request.Kustomization.Spec.Path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("kustomization path not found: %w", err)
	}
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&request.Kustomization)
	if err != nil {
		return nil, err
	}
	object := unstructured.Unstructured{Object: content}
	if _, err := generator.NewGenerator(source, object).WriteFile(dir); err != nil {
		return nil, err
	}
	text, err := request.built(ctx, object, source, dir)
	if err != nil {
		return nil, err
	}
	objects, err := ssautil.ReadObjects(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	if common := request.Kustomization.Spec.CommonMetadata; common != nil {
		ssautil.SetCommonMetadata(objects, common.Labels, common.Annotations)
	}
	return objects, nil
}

// extracted is the source as it comes to kustomize-controller.
func extracted(request *buildRequest, work string) (string, error) {
	file := filepath.Join(work, "archive", "artifact.tar.gz")
	if _, err := archive(&archiveRequest{Dir: request.Dir, Ignore: request.Ignore, File: file}); err != nil {
		return "", err
	}
	packed, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer packed.Close()
	source := filepath.Join(work, "source")
	if err := os.Mkdir(source, 0o700); err != nil {
		return "", err
	}
	return source, tar.Untar(packed, source, tar.WithMaxUntarSize(tar.UnlimitedUntarSize))
}

// built is what (*KustomizationReconciler).build gives; nothing is decrypted here.
func (request *buildRequest) built(ctx context.Context, object unstructured.Unstructured, source, dir string) ([]byte, error) {
	spec := request.Kustomization.Spec
	resources, err := generator.SecureBuild(source, dir, true)
	if err != nil {
		return nil, fmt.Errorf("kustomize build failed: %w", err)
	}
	cluster := request.cluster()
	for _, resource := range resources.Resources() {
		if resource.GetName() == "" || resource.GetKind() == "" || resource.GetApiVersion() == "" {
			return nil, fmt.Errorf("failed to decode Kubernetes apiVersion, kind and name from: %v", resource.String())
		}
		if spec.PostBuild == nil {
			continue
		}
		always := request.Kustomization.GetSubstituteStrategy() == kustomizev1.SubstituteStrategyAlways
		changed, err := generator.SubstituteVariables(ctx, cluster, object, resource,
			generator.SubstituteWithStrict(request.Strict), generator.SubstituteWithAlways(always))
		if err != nil {
			return nil, fmt.Errorf("post build failed for '%s/%s': %w", resource.GetGvk(), resource.GetName(), err)
		}
		if changed == nil {
			continue
		}
		if _, err := resources.Replace(resource); err != nil {
			return nil, err
		}
	}
	return resources.AsYaml()
}

func (request *buildRequest) cluster() client.Client {
	builder := fake.NewClientBuilder()
	for index := range request.ConfigMaps {
		builder = builder.WithObjects(&request.ConfigMaps[index])
	}
	for index := range request.Secrets {
		builder = builder.WithObjects(&request.Secrets[index])
	}
	return builder.Build()
}
