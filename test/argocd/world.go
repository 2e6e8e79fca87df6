package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/db"
	"github.com/argoproj/argo-cd/v3/util/settings"
)

const namespace = "argocd"

// world is what every request says of the installation that is asked.
type world struct {
	// Repositories names, for each URL, the folder of the git repository that answers for it.
	Repositories map[string]string `json:"repositories"`
	// Config is the data of the ConfigMap argocd-cm.
	Config map[string]string `json:"config"`
	// Secrets are those of Argo CD's namespace: clusters, repositories, credentials.
	Secrets []object[corev1.Secret] `json:"secrets"`
	// Projects are AppProjects besides or instead of the default one.
	Projects []object[v1alpha1.AppProject] `json:"projects"`
}

// installation is Argo CD's own reading of that world.
type installation struct {
	clientset kubernetes.Interface
	settings  *settings.SettingsManager
	db        db.ArgoDB
	projects  map[string]*v1alpha1.AppProject
	secrets   []*corev1.Secret
}

func (w *world) install(ctx context.Context) *installation {
	secrets := w.secrets()
	stored := []runtime.Object{w.configMap()}
	for _, secret := range secrets {
		stored = append(stored, secret)
	}
	clientset := fake.NewClientset(stored...)
	manager := settings.NewSettingsManager(ctx, clientset, namespace)
	return &installation{clientset, manager, db.NewDB(namespace, manager, clientset), w.projects(), secrets}
}

func (w *world) configMap() *corev1.ConfigMap {
	labels := map[string]string{"app.kubernetes.io/part-of": "argocd"}
	meta := metav1.ObjectMeta{Name: common.ArgoCDConfigMapName, Namespace: namespace, Labels: labels}
	return &corev1.ConfigMap{ObjectMeta: meta, Data: w.Config}
}

// secrets are stored as the API server does it: stringData is for writing only.
func (w *world) secrets() []*corev1.Secret {
	labels := map[string]string{"app.kubernetes.io/part-of": "argocd"}
	own := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: common.ArgoCDSecretName, Namespace: namespace, Labels: labels},
		Data:       map[string][]byte{"admin.password": nil, "server.secretkey": []byte("0123456789")},
	}
	stored := []*corev1.Secret{own}
	for _, given := range w.Secrets {
		secret := given.value.DeepCopy()
		secret.Namespace = namespace
		if secret.Data == nil {
			secret.Data = map[string][]byte{}
		}
		for key, text := range secret.StringData {
			secret.Data[key] = []byte(text)
		}
		secret.StringData = nil
		stored = append(stored, secret)
	}
	return stored
}

// projects hold the default one as an installation makes it: everything is permitted.
func (w *world) projects() map[string]*v1alpha1.AppProject {
	made := map[string]*v1alpha1.AppProject{"default": {
		ObjectMeta: metav1.ObjectMeta{Name: "default", Namespace: namespace},
		Spec: v1alpha1.AppProjectSpec{
			SourceRepos:              []string{"*"},
			Destinations:             []v1alpha1.ApplicationDestination{{Server: "*", Namespace: "*"}},
			ClusterResourceWhitelist: []metav1.GroupKind{{Group: "*", Kind: "*"}},
		},
	}}
	for _, given := range w.Projects {
		project := given.value.DeepCopy()
		project.Namespace = namespace
		made[project.Name] = project
	}
	return made
}
