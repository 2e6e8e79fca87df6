package main

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/argoproj/argo-cd/v3/controller"
	livestate "github.com/argoproj/argo-cd/v3/controller/cache"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/argo"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	"github.com/argoproj/gitops-engine/pkg/utils/kube"
)

type manifestsRequest struct {
	world
	Application object[v1alpha1.Application] `json:"application"`
	// KubeVersion and Resources are what the destination's API server says of itself.
	KubeVersion string        `json:"kubeVersion"`
	Resources   []apiResource `json:"resources"`
}

type apiResource struct {
	Group      string `json:"group"`
	Version    string `json:"version"`
	Kind       string `json:"kind"`
	Namespaced bool   `json:"namespaced"`
}

type manifestsAnswer struct {
	// Error is why there are no manifests, in the words of Argo CD.
	Error string `json:"error,omitempty"`
	// Manifests are as the repo-server generates them, in its order.
	Manifests []*unstructured.Unstructured `json:"manifests"`
	// Targets are as the controller then compares and applies them: each in its namespace, and only once.
	Targets    []*unstructured.Unstructured    `json:"targets"`
	Sources    []sourceAnswer                  `json:"sources"`
	Conditions []v1alpha1.ApplicationCondition `json:"conditions"`
}

type sourceAnswer struct {
	Type     string   `json:"type"`
	Revision string   `json:"revision"`
	Commands []string `json:"commands"`
}

// manifests does what the application controller does with an Application up to the comparison with what is live.
func manifests(ctx context.Context, request *manifestsRequest) (*manifestsAnswer, error) {
	repositories, err := request.repoServer()
	if err != nil {
		return nil, err
	}
	defer repositories.close()
	app := request.Application.value.DeepCopy()
	app.Spec = *argo.NormalizeApplicationSpec(&app.Spec)
	installed := request.install(ctx)
	project, found := installed.projects[app.Spec.Project]
	if !found {
		return refused("Application referencing project %s which does not exist", app.Spec.Project), nil
	}
	conditions, err := argo.ValidatePermissions(ctx, &app.Spec, project, installed.db)
	if err != nil {
		return refused("%s", err), nil
	}
	if len(conditions) > 0 {
		answer := refused("%s", conditions[0].Message)
		answer.Conditions = conditions
		return answer, nil
	}
	return generate(app, project, installed, repositories, &liveState{request: request})
}

func generate(app *v1alpha1.Application, project *v1alpha1.AppProject, installed *installation, repositories apiclient.Clientset, live *liveState) (*manifestsAnswer, error) {
	label, err := installed.settings.GetAppInstanceLabelKey()
	if err != nil {
		return nil, err
	}
	manager := controller.NewAppStateManager(installed.db, nil, repositories, namespace, nil, nil, installed.settings, live, nil, nil, nil, 0, argo.NewResourceTracking(), false, 0, false, normalizers.IgnoreNormalizerOpts{})
	sources := app.Spec.GetSources()
	revisions := make([]string, 0, len(sources))
	for _, source := range sources {
		revisions = append(revisions, source.TargetRevision)
	}
	objects, responses, _, err := manager.GetRepoObjs(app, sources, label, revisions, true, true, false, project, false, true)
	if err != nil {
		return refused("%s", err), nil
	}
	answer := &manifestsAnswer{Sources: []sourceAnswer{}, Manifests: copies(objects)}
	for _, response := range responses {
		answer.Sources = append(answer.Sources, sourceAnswer{response.SourceType, response.Revision, response.Commands})
	}
	answer.Targets, answer.Conditions, err = controller.DeduplicateTargetObjects(app.Spec.Destination.Namespace, objects, kinds(live.request.Resources))
	return answer, err
}

func refused(format string, args ...any) *manifestsAnswer {
	none := []*unstructured.Unstructured{}
	return &manifestsAnswer{Error: fmt.Sprintf(format, args...), Manifests: none, Targets: none, Sources: []sourceAnswer{}, Conditions: []v1alpha1.ApplicationCondition{}}
}

func copies(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	made := make([]*unstructured.Unstructured, 0, len(objects))
	for _, one := range objects {
		made = append(made, one.DeepCopy())
	}
	return made
}

// liveState answers what is asked of the destination cluster before anything live is read.
type liveState struct {
	livestate.LiveStateCache
	request *manifestsRequest
}

func (l *liveState) GetVersionsInfo(*v1alpha1.Cluster) (string, []kube.APIResourceInfo, error) {
	infos := []kube.APIResourceInfo{}
	for _, one := range l.request.Resources {
		infos = append(infos, kube.APIResourceInfo{
			GroupKind:            schema.GroupKind{Group: one.Group, Kind: one.Kind},
			GroupVersionResource: schema.GroupVersionResource{Group: one.Group, Version: one.Version},
		})
	}
	return l.request.KubeVersion, infos, nil
}

// kinds answers as a synced cache of the destination does.
type kinds []apiResource

// IsNamespaced is false with an error for a kind that the server does not serve; the controller then keeps what git says.
func (k kinds) IsNamespaced(asked schema.GroupKind) (bool, error) {
	for _, one := range k {
		if one.Group == asked.Group && one.Kind == asked.Kind {
			return one.Namespaced, nil
		}
	}
	return false, fmt.Errorf("the server does not serve %s", asked)
}
