// Prints what Argo CD, by its own engine and a health script, makes of each object that it reads: a line of JSON for each.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/argoproj/argo-cd/v3/util/lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type verdict struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The only argument is the script; the objects come one after the other as JSON.
func run() error {
	script, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	vm := lua.VM{UseOpenLibs: false}
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
		health, err := vm.ExecuteHealthLua(&object, string(script))
		if err != nil {
			return fmt.Errorf("%s: %w", object.GetName(), err)
		}
		if err := out.Encode(verdict{Status: string(health.Status), Message: health.Message}); err != nil {
			return err
		}
	}
}
