package main

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/record"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/metrics"
	"github.com/argoproj/argo-cd/v3/applicationset/services"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

type appSetRequest struct {
	world
	ApplicationSet object[v1alpha1.ApplicationSet] `json:"applicationSet"`
	// NewGlobbing is applicationsetcontroller.enable.new.git.file.globbing.
	NewGlobbing bool `json:"newGlobbing"`
}

type appSetAnswer struct {
	// Error is the message of the condition ErrorOccurred; Applications may have been made all the same.
	Error        string                             `json:"error,omitempty"`
	Applications []v1alpha1.Application             `json:"applications"`
	Conditions   []v1alpha1.ApplicationSetCondition `json:"conditions"`
}

// applications lets the ApplicationSet controller reconcile once, in a cluster that holds nothing else.
func applications(ctx context.Context, request *appSetRequest) (*appSetAnswer, error) {
	repositories, err := request.repoServer()
	if err != nil {
		return nil, err
	}
	defer repositories.close()
	set := request.ApplicationSet.value.DeepCopy()
	if set.Namespace == "" {
		set.Namespace = namespace
	}
	installed := request.install(ctx)
	scheme, err := newScheme()
	if err != nil {
		return nil, err
	}
	stored := newClient(scheme, set, installed)
	reconciler := &controllers.ApplicationSetReconciler{
		Client: stored, Scheme: scheme, Recorder: &record.FakeRecorder{}, Renderer: &utils.Render{},
		Generators: request.generators(ctx, stored, installed, repositories, scheme),
		ArgoDB:     installed.db, KubeClientset: installed.clientset, ArgoCDNamespace: namespace,
		ApplicationSetNamespaces: []string{set.Namespace}, Metrics: metrics.NewFakeAppsetMetrics(),
	}
	key := client.ObjectKeyFromObject(set)
	if _, err := reconciler.Reconcile(ctx, ctrl.Request{NamespacedName: key}); err != nil {
		return &appSetAnswer{Error: err.Error(), Applications: []v1alpha1.Application{}}, nil
	}
	return read(ctx, stored, key)
}

func newScheme() (*runtime.Scheme, error) {
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return nil, err
	}
	return scheme, v1alpha1.AddToScheme(scheme)
}

func newClient(scheme *runtime.Scheme, set *v1alpha1.ApplicationSet, installed *installation) client.Client {
	builder := fake.NewClientBuilder().WithScheme(scheme).WithStatusSubresource(set).WithObjects(set)
	for _, project := range installed.projects {
		builder = builder.WithObjects(project)
	}
	for _, secret := range installed.secrets {
		builder = builder.WithObjects(secret)
	}
	// The controller asks by this index for the Applications that it made before: there are none.
	return builder.WithIndex(&v1alpha1.Application{}, ".metadata.controller", func(client.Object) []string { return nil }).Build()
}

func (r *appSetRequest) generators(ctx context.Context, stored client.Client, installed *installation, repositories *repoServer, scheme *runtime.Scheme) map[string]generators.Generator {
	git := services.NewArgoCDService(installed.db, true, repositories, r.NewGlobbing)
	dynamic := dynamicfake.NewSimpleDynamicClient(scheme)
	return generators.GetGenerators(ctx, stored, installed.clientset, namespace, git, dynamic, generators.SCMConfig{})
}

func read(ctx context.Context, stored client.Client, key client.ObjectKey) (*appSetAnswer, error) {
	var made v1alpha1.ApplicationList
	if err := stored.List(ctx, &made); err != nil {
		return nil, err
	}
	var set v1alpha1.ApplicationSet
	if err := stored.Get(ctx, key, &set); err != nil {
		return nil, err
	}
	answer := &appSetAnswer{Applications: []v1alpha1.Application{}, Conditions: set.Status.Conditions}
	for _, condition := range set.Status.Conditions {
		if condition.Type == v1alpha1.ApplicationSetConditionErrorOccurred && condition.Status == v1alpha1.ApplicationSetConditionStatusTrue {
			answer.Error = condition.Message
		}
	}
	for _, app := range made.Items {
		app.OwnerReferences, app.ResourceVersion = nil, ""
		app.APIVersion, app.Kind = v1alpha1.SchemeGroupVersion.String(), "Application"
		answer.Applications = append(answer.Applications, app)
	}
	return answer, nil
}
