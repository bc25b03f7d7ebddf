// What belongs together, in the order of use. Whatever no section names stands under its group.

const SECTIONS = [
  ["Cluster", ["nodes", "namespaces", "events", "leases.coordination.k8s.io", "priorityclasses.scheduling.k8s.io", "runtimeclasses.node.k8s.io"]],
  ["Workloads", ["pods", "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "jobs.batch", "cronjobs.batch", "horizontalpodautoscalers.autoscaling", "poddisruptionbudgets.policy", "replicationcontrollers"]],
  ["Network", ["services", "endpointslices.discovery.k8s.io", "ingresses.networking.k8s.io", "networkpolicies.networking.k8s.io", "ingressclasses.networking.k8s.io"]],
  ["Configuration", ["configmaps", "secrets", "limitranges", "resourcequotas"]],
  ["Storage", ["persistentvolumeclaims", "persistentvolumes", "storageclasses.storage.k8s.io"]],
  ["Access", ["serviceaccounts", "roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io", "certificatesigningrequests.certificates.k8s.io"]],
];

const full = (resource) => (resource.group === "" ? resource.name : `${resource.name}.${resource.group}`);

export function sections(resources) {
  const byName = new Map(resources.map((resource) => [full(resource), resource]));
  const named = SECTIONS.map(([title, names]) => [title, names.map((name) => byName.get(name)).filter(Boolean)]);
  const taken = new Set(named.flatMap(([, entries]) => entries));
  const others = Map.groupBy(resources.filter((resource) => !taken.has(resource)), (resource) => resource.group || "core");
  return [...named, ...[...others].sort(([a], [b]) => (a < b ? -1 : 1))].filter(([, entries]) => entries.length > 0);
}
