// Argo CD's own engine, for the tests: what its health checks make of objects, and what its sync makes of manifests.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var usage = errors.New("usage: argo health ARGOCD_CM | argo sync ARGOCD_CM APPLICATION NAMESPACE, objects on the standard input")

// The objects come one after the other as JSON on the standard input.
func run(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(args) < 2 {
		return usage
	}
	checks, err := checks(args[1])
	if err != nil {
		return err
	}
	objects, err := read(os.Stdin)
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	switch {
	case len(args) == 2 && args[0] == "health":
		return printHealth(objects, checks, out)
	case len(args) == 4 && args[0] == "sync":
		return printSync(ctx, application{name: args[2], namespace: args[3], objects: objects}, checks, out)
	default:
		return usage
	}
}

func read(in io.Reader) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	decoder := json.NewDecoder(in)
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); errors.Is(err, io.EOF) {
			return objects, nil
		} else if err != nil {
			return nil, err
		}
		object := &unstructured.Unstructured{}
		// Not by encoding/json, which would make floats of generations.
		if err := object.UnmarshalJSON(raw); err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
}
