{{- define "syncjob-operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "syncjob-operator.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "syncjob-operator.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* The name with a suffix, as short as every kind wants it: list of the root and the suffix. */ -}}
{{- define "syncjob-operator.named" -}}
{{- $suffix := index . 1 -}}
{{- printf "%s-%s" (include "syncjob-operator.fullname" (index . 0) | trunc (sub 62 (len $suffix) | int) | trimSuffix "-") $suffix -}}
{{- end -}}

{{- define "syncjob-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "syncjob-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "syncjob-operator.labels" -}}
{{ include "syncjob-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ include "syncjob-operator.chart" . }}
{{- end -}}

{{- define "syncjob-operator.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "syncjob-operator.simulatorLabels" -}}
app.kubernetes.io/name: {{ include "syncjob-operator.name" . | trunc 48 | trimSuffix "-" }}-simulator
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "syncjob-operator.upgradeCheckLabels" -}}
app.kubernetes.io/name: {{ include "syncjob-operator.name" . | trunc 48 | trimSuffix "-" }}-upgrade-check
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- /* What the values say of each pod: a list of the root and the labels of this one. */ -}}
{{- define "syncjob-operator.podMetadata" -}}
labels:
  {{- index . 1 | nindent 2 }}
  {{- with (index . 0).Values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with (index . 0).Values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "syncjob-operator.region" -}}
{{- required "aws.region is not set: name the AWS region whose sync jobs this operator keeps, such as --set aws.region=eu-central-1" .Values.aws.region -}}
{{- end -}}

{{- /* What the chart itself puts into the environment: a map of names to values. */ -}}
{{- define "syncjob-operator.env" -}}
{{- $env := dict "AWS_REGION" (include "syncjob-operator.region" .) -}}
{{- $_ := set $env "SYNCJOB_LEASE_NAME" (include "syncjob-operator.leaseName" .) -}}
{{- $_ := set $env "AWS_EC2_METADATA_DISABLED" (not .Values.aws.instanceMetadata | toString) -}}
{{- if .Values.simulator.enabled -}}
{{- if .Values.aws.endpointUrl -}}
{{- fail "aws.endpointUrl and simulator.enabled are both set: choose one of them" -}}
{{- end -}}
{{- if .Values.accounts.enabled -}}
{{- fail "simulator.enabled goes without accounts.enabled: the simulator has one account and no roles to assume" -}}
{{- end -}}
{{- $_ := set $env "AWS_ENDPOINT_URL_IOTTWINMAKER" (printf "http://%s.%s.svc:4567" (include "syncjob-operator.named" (list . "simulator")) .Release.Namespace) -}}
{{- $_ := set $env "AWS_ACCESS_KEY_ID" "simulator" -}}
{{- $_ := set $env "AWS_SECRET_ACCESS_KEY" "simulator" -}}
{{- end -}}
{{- $names := list -}}
{{- range .Values.extraEnv -}}{{- $names = append $names .name -}}{{- end -}}
{{- if and .Values.aws.endpointUrl .Values.accounts.enabled (not (has "AWS_ENDPOINT_URL_STS" $names)) -}}
{{- fail "accounts.enabled with aws.endpointUrl: set AWS_ENDPOINT_URL_STS in extraEnv too, or no role can be assumed" -}}
{{- end -}}
{{- with .Values.aws.endpointUrl -}}
{{- $_ := set $env "AWS_ENDPOINT_URL_IOTTWINMAKER" . -}}
{{- end -}}
{{- range $key, $value := omit .Values.settings "aws" "formerClusterIds" "defaultTags" "leaseName" "namespaces" "selector" -}}
{{- $_ := set $env (printf "SYNCJOB_%s" ($key | snakecase | upper)) ($value | toString) -}}
{{- end -}}
{{- if .Values.accounts.enabled -}}
{{- $_ := set $env "SYNCJOB_ACCOUNTS_ENABLED" "true" -}}
{{- end -}}
{{- with .Values.settings.namespaces -}}
{{- $_ := set $env "SYNCJOB_NAMESPACES" (join "," .) -}}
{{- end -}}
{{- with .Values.settings.selector -}}
{{- $_ := set $env "SYNCJOB_SELECTOR" . -}}
{{- end -}}
{{- with .Values.settings.formerClusterIds -}}
{{- $_ := set $env "SYNCJOB_FORMER_CLUSTER_IDS" (join "," .) -}}
{{- end -}}
{{- with .Values.settings.defaultTags -}}
{{- $_ := set $env "SYNCJOB_DEFAULT_TAGS" (include "syncjob-operator.tags" .) -}}
{{- end -}}
{{- range $key, $value := .Values.settings.aws -}}
{{- $_ := set $env (printf "SYNCJOB_AWS_%s" ($key | snakecase | upper)) ($value | toString) -}}
{{- end -}}
{{- range .Values.extraEnv -}}
{{- if or (hasKey $env .name) (hasPrefix "SYNCJOB_" .name) -}}
{{- fail (printf "extraEnv: %s is set by the chart itself; use the values under aws and settings" .name) -}}
{{- end -}}
{{- end -}}
{{- toYaml $env -}}
{{- end -}}

{{- /* A map as the operator reads it: key=value, separated by commas, those within a value escaped. */ -}}
{{- define "syncjob-operator.tags" -}}
{{- $tags := list -}}
{{- range $key, $value := . -}}
{{- $escaped := $value | replace "\\" "\\\\" | replace "," "\\," -}}
{{- $tags = append $tags (printf "%s=%s" $key $escaped) -}}
{{- end -}}
{{- join "," $tags -}}
{{- end -}}

{{- /* The name that the operator itself derives from its scope: Scope.java. */ -}}
{{- define "syncjob-operator.leaseName" -}}
{{- $settings := .Values.settings -}}
{{- if $settings.leaseName -}}
{{- $settings.leaseName -}}
{{- else if or $settings.namespaces $settings.selector -}}
{{- $scope := printf "%s|%s" (join "," ($settings.namespaces | default list | uniq | sortAlpha)) ($settings.selector | default "") -}}
{{- printf "syncjob-operator-%s" ($scope | sha256sum | trunc 8) -}}
{{- else -}}
syncjob-operator
{{- end -}}
{{- end -}}

{{- /* What it may do with the objects it keeps, in each namespace of its scope. */ -}}
{{- define "syncjob-operator.rulesOfObjects" -}}
- apiGroups: [twinmaker.dev]
  resources: [syncjobs]
  verbs: [get, list, watch, patch]
- apiGroups: [twinmaker.dev]
  resources: [syncjobs/status]
  verbs: [patch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
{{- end -}}

{{- define "syncjob-operator.image" -}}
{{- $image := .Values.image -}}
{{- $tagged := printf "%s:%s" $image.repository ($image.tag | default .Chart.AppVersion) -}}
{{- if $image.digest -}}{{- printf "%s@%s" $tagged $image.digest -}}{{- else -}}{{- $tagged -}}{{- end -}}
{{- end -}}

{{- /* Restricted, whatever the values say. */ -}}
{{- define "syncjob-operator.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "syncjob-operator.podSecurity" -}}
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- /* Where a pod may run; for each pod of this chart. */ -}}
{{- define "syncjob-operator.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "syncjob-operator.elects" -}}
{{- if ne (toString .Values.settings.leaderElection) "false" -}}true{{- end -}}
{{- end -}}

{{- define "syncjob-operator.upgradeCheckHook" -}}
helm.sh/hook: pre-upgrade
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}

{{- /* A CRD that goes takes every object with it, so neither an uninstall nor a pruning takes it away. */}}
{{- define "syncjob-operator.kept" -}}
helm.sh/resource-policy: keep
argocd.argoproj.io/sync-options: Prune=false,Delete=false
kustomize.toolkit.fluxcd.io/prune: disabled
{{- end -}}

{{- /* What each pod that is not the simulator must reach. */}}
{{- define "syncjob-operator.egress" -}}
# Names.
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
# The API server and AWS.
- ports:
    {{- range .Values.networkPolicy.egressPorts }}
    - port: {{ . }}
    {{- end }}
  {{- with .Values.networkPolicy.egressTo }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
