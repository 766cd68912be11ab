package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/health"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type verdict struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

// As in argocd-cm.
func customization(script string) health.HealthOverride {
	return lua.ResourceHealthOverrides{"twinmaker.dev/SyncJob": v1alpha1.ResourceOverride{HealthLua: script}}
}

// A line of JSON for each object: what Argo CD makes of it by that health script.
func printHealth(objects []*unstructured.Unstructured, file string, out *json.Encoder) error {
	script, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, object := range objects {
		of, err := health.GetResourceHealth(object, customization(string(script)))
		if err != nil {
			return fmt.Errorf("%s: %w", object.GetName(), err)
		}
		if err := out.Encode(verdict{Status: string(of.Status), Message: of.Message}); err != nil {
			return err
		}
	}
	return nil
}
