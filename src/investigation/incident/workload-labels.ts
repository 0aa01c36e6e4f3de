/**
 * Labels that name a workload of Kubernetes as kube-state-metrics and OpenTelemetry give them, the most telling first
 * (github.com/kubernetes/kube-state-metrics, docs/metrics; opentelemetry.io/docs/specs/semconv/resource/k8s).
 */
export const WORKLOAD_LABELS = [
  'deployment',
  'statefulset',
  'daemonset',
  'workload',
  'k8s_deployment_name',
  'k8s.deployment.name',
  'container',
  'pod',
] as const;

/** What a scrape adds of the program that was scraped, which for an exporter is not what the alert is about. */
const OF_SCRAPED = ['service', 'service_name', 'service.name', 'app', 'application', 'job'];
const EXPORTER = /(?:^|[-_/.])(?:kube-state-metrics|cadvisor|kubelet|[\w-]*exporter)$/i;
/** What a ReplicaSet (`-7d9c5b9f4-x2k8p`), a StatefulSet (`-0`) and a DaemonSet (`-x2k8p`) add to their pods' names. */
const POD_ENDS = [/-[0-9a-z]{5,10}-[0-9a-z]{5}$/, /-\d+$/, /-[0-9a-z]{5}$/];

/** The labels of an alert without those of an exporter that only tells of a workload, which other labels name. */
export function withoutExporter(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const has = (name: string) => Object.hasOwn(labels, name) && labels[name] !== '';
  const exported = OF_SCRAPED.some((name) => has(name) && EXPORTER.test(labels[name] ?? ''));
  if (!exported || !WORKLOAD_LABELS.some(has)) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !OF_SCRAPED.includes(name)));
}

/** The names that a label's value may stand for: of a pod that of what runs it. */
export function namesInLabel(label: string, value: string): readonly string[] {
  if (label !== 'pod') return [value];
  return [value, ...POD_ENDS.map((end) => value.replace(end, '')).filter((name) => name !== value)];
}
