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

{{- define "syncjob-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "syncjob-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "syncjob-operator.labels" -}}
{{ include "syncjob-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "syncjob-operator.region" -}}
{{- required "aws.region is not set: name the AWS region whose sync jobs this operator keeps, such as --set aws.region=eu-central-1" .Values.aws.region -}}
{{- end -}}

{{- /* What the chart itself puts into the environment: a map of names to values. */ -}}
{{- define "syncjob-operator.env" -}}
{{- $env := dict "AWS_REGION" (include "syncjob-operator.region" .) -}}
{{- $_ := set $env "AWS_EC2_METADATA_DISABLED" (not .Values.aws.instanceMetadata | toString) -}}
{{- with .Values.aws.endpointUrl -}}
{{- $_ := set $env "AWS_ENDPOINT_URL_IOTTWINMAKER" . -}}
{{- end -}}
{{- range $key, $value := omit .Values.settings "aws" "formerClusterIds" "defaultTags" -}}
{{- $_ := set $env (printf "SYNCJOB_%s" ($key | snakecase | upper)) ($value | toString) -}}
{{- end -}}
{{- if .Values.accounts.enabled -}}
{{- $_ := set $env "SYNCJOB_ACCOUNTS_ENABLED" "true" -}}
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

{{- define "syncjob-operator.elects" -}}
{{- if ne (toString .Values.settings.leaderElection) "false" -}}true{{- end -}}
{{- end -}}
