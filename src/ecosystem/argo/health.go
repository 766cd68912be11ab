package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/health"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

const healthKey = "resource.customizations.health."

type verdict struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

// The health checks in a file as users apply it, the ConfigMap argocd-cm.
func checks(file string) (health.HealthOverride, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var settings v1.ConfigMap
	if err := yaml.UnmarshalStrict(text, &settings); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	overrides := lua.ResourceHealthOverrides{}
	for key, script := range settings.Data {
		if kind, found := strings.CutPrefix(key, healthKey); found {
			overrides[strings.Replace(kind, "_", "/", 1)] = v1alpha1.ResourceOverride{HealthLua: script}
		}
	}
	return overrides, nil
}

// A line of JSON for each object: what Argo CD makes of it by those checks.
func printHealth(objects []*unstructured.Unstructured, checks health.HealthOverride, out *json.Encoder) error {
	for _, object := range objects {
		of, err := health.GetResourceHealth(object, checks)
		if err != nil {
			return fmt.Errorf("%s: %w", object.GetName(), err)
		}
		if err := out.Encode(verdict{Status: string(of.Status), Message: of.Message}); err != nil {
			return err
		}
	}
	return nil
}
