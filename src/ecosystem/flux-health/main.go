// Prints what kstatus (Flux, Helm 4) and health check expressions of Flux make of each object that it reads: a line of JSON
// for each.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kstatus "sigs.k8s.io/cli-utils/pkg/kstatus/status"
	"sigs.k8s.io/yaml"
)

type verdict struct {
	Kstatus     string `json:"kstatus"`
	Message     string `json:"message"`
	Expressions string `json:"expressions"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The only argument is a list of healthCheckExprs with one entry; the objects come one after the other as JSON.
func run() error {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	var checks []kustomize.CustomHealthCheck
	if err := yaml.UnmarshalStrict(text, &checks); err != nil {
		return err
	}
	if len(checks) != 1 {
		return fmt.Errorf("%s has %d entries, and not one", os.Args[1], len(checks))
	}
	evaluator, err := cel.NewStatusEvaluator(&checks[0].HealthCheckExpressions)
	if err != nil {
		return err
	}
	in := json.NewDecoder(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for {
		var raw json.RawMessage
		if err := in.Decode(&raw); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var object unstructured.Unstructured
		// Not by encoding/json, which would make floats of generations.
		if err := object.UnmarshalJSON(raw); err != nil {
			return err
		}
		computed, err := kstatus.Compute(&object)
		if err != nil {
			return fmt.Errorf("%s: %w", object.GetName(), err)
		}
		evaluated, err := evaluator.Evaluate(context.Background(), &object)
		if err != nil {
			return fmt.Errorf("%s: %w", object.GetName(), err)
		}
		line := verdict{Kstatus: string(computed.Status), Message: computed.Message, Expressions: string(evaluated.Status)}
		if err := out.Encode(line); err != nil {
			return err
		}
	}
}
