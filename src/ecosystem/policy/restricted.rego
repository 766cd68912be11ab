# The restricted pod security standard, and what else holds for every pod of the chart.
package main

import rego.v1

pod := input.spec.template.spec if input.kind in {"Deployment", "Job"}

containers := array.concat(object.get(pod, "containers", []), object.get(pod, "initContainers", []))

named := sprintf("%s %s", [input.kind, input.metadata.name])

deny contains sprintf("%s: runs as root, or may", [named]) if {
	pod
	not pod.securityContext.runAsNonRoot
}

deny contains sprintf("%s: no seccomp profile", [named]) if {
	pod
	not pod.securityContext.seccompProfile.type in {"RuntimeDefault", "Localhost"}
}

deny contains sprintf("%s: shares the %s of the node", [named, field]) if {
	some field in {"hostNetwork", "hostPID", "hostIPC"}
	pod[field]
}

deny contains sprintf("%s: mounts a folder of the node", [named]) if {
	some volume in pod.volumes
	volume.hostPath
}

deny contains sprintf("%s: container %s may gain privileges", [named, container.name]) if {
	some container in containers
	object.get(container, ["securityContext", "allowPrivilegeEscalation"], true) != false
}

deny contains sprintf("%s: container %s is privileged", [named, container.name]) if {
	some container in containers
	container.securityContext.privileged
}

deny contains sprintf("%s: container %s keeps capabilities", [named, container.name]) if {
	some container in containers
	not "ALL" in object.get(container, ["securityContext", "capabilities", "drop"], [])
}

deny contains sprintf("%s: container %s adds capabilities", [named, container.name]) if {
	some container in containers
	count(object.get(container, ["securityContext", "capabilities", "add"], [])) > 0
}

deny contains sprintf("%s: container %s may write to its root", [named, container.name]) if {
	some container in containers
	object.get(container, ["securityContext", "readOnlyRootFilesystem"], false) != true
}

deny contains sprintf("%s: container %s has no memory limit", [named, container.name]) if {
	some container in containers
	not container.resources.limits.memory
}

deny contains sprintf("%s: grants everything of something", [named]) if {
	input.kind in {"Role", "ClusterRole"}
	some rule in input.rules
	some list in {"apiGroups", "resources", "verbs"}
	"*" in rule[list]
}

deny contains sprintf("%s: grants secrets", [named]) if {
	input.kind in {"Role", "ClusterRole"}
	some rule in input.rules
	"secrets" in rule.resources
}
