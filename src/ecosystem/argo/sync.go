package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/cache"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/health"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/utils/tracing"
	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Argo CD's own, by which it knows what belongs to an Application.
const trackingID = "argocd.argoproj.io/tracking-id"

// The field manager of Argo CD.
const manager = "argocd-controller"

// What has not ended by then waits for something that does not come.
const limit = 3 * time.Minute

const pause = 500 * time.Millisecond

type application struct {
	name      string
	namespace string
	objects   []*unstructured.Unstructured
}

// Marks the objects as its own.
func (a application) track() {
	for _, object := range a.objects {
		namespace := object.GetNamespace()
		if namespace == "" {
			namespace = a.namespace
		}
		gvk := object.GroupVersionKind()
		annotations := object.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[trackingID] = fmt.Sprintf("%s:%s/%s:%s/%s", a.name, gvk.Group, gvk.Kind, namespace, object.GetName())
		object.SetAnnotations(annotations)
	}
}

func (a application) owns(resource *cache.Resource) bool {
	mark, _ := resource.Info.(string)
	return strings.HasPrefix(mark, a.name+":")
}

// The cluster as it is, behind a cache as Argo CD has one.
type destination struct {
	config *rest.Config
	cache.ClusterCache
}

func connect() (destination, error) {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv(clientcmd.RecommendedConfigPathEnvVar))
	if err != nil {
		return destination{}, err
	}
	cluster := cache.NewClusterCache(config, cache.SetLogr(logr.Discard()), cache.SetPopulateResourceInfoHandler(
		func(object *unstructured.Unstructured, _ bool) (any, bool) {
			mark := object.GetAnnotations()[trackingID]
			return mark, mark != ""
		}))
	return destination{config, cluster}, cluster.EnsureSynced()
}

// What is to be and what is, side by side.
func (d destination) compare(app application) (sync.ReconciliationResult, error) {
	live, err := d.GetManagedLiveObjs(app.objects, app.owns)
	if err != nil {
		return sync.ReconciliationResult{}, err
	}
	return sync.Reconcile(app.objects, live, app.namespace, d), nil
}

type outcome struct {
	// What differed from the cluster before the sync, in alphabetical order.
	Modified []string `json:"modified"`
	// In the order in which it was carried out.
	Steps []step `json:"steps"`
}

type step struct {
	Object  string `json:"object"`
	Status  string `json:"status"`
	Phase   string `json:"phase"`
	Message string `json:"message"`
}

// Makes the cluster hold these objects and, of that application, no others: by waves, with hooks, pruning, waiting for
// health, server-side. Returns when all is done or the first wave has failed.
func printSync(ctx context.Context, app application, checks health.HealthOverride, out *json.Encoder) error {
	app.track()
	cluster, err := connect()
	if err != nil {
		return err
	}
	defer cluster.Invalidate()
	modified, err := cluster.modified(ctx, app)
	if err != nil {
		return err
	}
	results, err := cluster.sync(ctx, app,
		sync.WithPrune(true),
		sync.WithSkipHooks(len(modified) == 0),
		sync.WithServerSideApply(true),
		sync.WithServerSideApplyManager(manager),
		sync.WithSkipDryRunOnMissingResource(true),
		sync.WithHealthOverride(checks),
		sync.WithLogr(logr.Discard()))
	if err != nil {
		return err
	}
	sort.SliceStable(results, func(i, j int) bool { return results[i].Order < results[j].Order })
	told := outcome{Modified: modified, Steps: []step{}}
	for _, result := range results {
		told.Steps = append(told.Steps, step{
			Object:  result.ResourceKey.Kind + "/" + result.ResourceKey.Name,
			Status:  string(result.Status),
			Phase:   string(result.HookPhase),
			Message: result.Message,
		})
	}
	return out.Encode(told)
}

func kubectl() *kube.KubectlCmd {
	return &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
}

// As the application controller does it: step by step, each on what the cluster holds by then.
func (d destination) sync(ctx context.Context, app application, options ...sync.SyncOpt) ([]common.ResourceSyncResult, error) {
	phase, message, results := common.OperationRunning, "", []common.ResourceSyncResult{}
	began := metav1.Now()
	for !phase.Completed() {
		state, err := d.compare(app)
		if err != nil {
			return nil, err
		}
		step, cleanup, err := sync.NewSyncContext("main", state, d.config, d.config, kubectl(), app.namespace,
			append(options, sync.WithInitialState(phase, message, results, began))...)
		if err != nil {
			return nil, err
		}
		step.Sync(ctx)
		phase, message, results = step.GetState()
		cleanup()
		if time.Since(began.Time) > limit {
			return nil, fmt.Errorf("%s: %s: %v", phase, message, results)
		}
		time.Sleep(pause)
	}
	if phase == common.OperationError {
		return nil, fmt.Errorf("%s: %v", message, results)
	}
	return results, nil
}

func (d destination) modified(ctx context.Context, app application) ([]string, error) {
	state, err := d.compare(app)
	if err != nil {
		return nil, err
	}
	dryRunner, cleanup, err := kubectl().ManageServerSideDiffDryRuns(d.config)
	if err != nil {
		return nil, err
	}
	defer cleanup()
	differences, err := diff.DiffArray(ctx, state.Target, state.Live,
		diff.WithLogr(logr.Discard()),
		diff.WithServerSideDiff(true),
		diff.WithServerSideDryRunner(diff.NewK8sServerSideDryRunner(dryRunner)),
		diff.WithGVKParser(d.GetGVKParser()),
		diff.WithManager(manager))
	if err != nil {
		return nil, err
	}
	names := []string{}
	for i, difference := range differences.Diffs {
		if !difference.Modified {
			continue
		}
		object := state.Target[i]
		if object == nil {
			object = state.Live[i]
		}
		names = append(names, object.GetKind()+"/"+object.GetName())
	}
	sort.Strings(names)
	return names, nil
}
