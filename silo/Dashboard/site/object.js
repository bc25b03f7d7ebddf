// One object: what it says of itself, its text, its events, and what can be done with it.

import { age, chips, h, note } from "./dom.js";
import { json, pathOf, send } from "./api.js";
import { linkTo, liveTable } from "./list.js";
import { logs } from "./logs.js";
import { shell } from "./shell.js";
import { editor } from "./editor.js";

const MERGE = "application/merge-patch+json";
const RESTARTABLE = ["deployments", "statefulsets", "daemonsets"];

export async function object(context, resource, namespace, name, tab = "") {
  const path = pathOf(resource, namespace, name);
  const value = await json(path, { signal: context.signal });
  const isPod = resource.group === "" && resource.name === "pods";
  const selector = podSelector(value);
  const tabs = [["", "Summary"], ["yaml", "YAML"], ["events", "Events"], ...(selector ? [["pods", "Pods"]] : []), ...(isPod ? [["logs", "Logs"], ["shell", "Shell"]] : [])];
  return [
    h("h1", {}, name, " ", h("small", {}, resource.kind, namespace && ` in ${namespace}`, value.metadata.deletionTimestamp && " (being deleted)")),
    actions(context, resource, value, path),
    h("div", { className: "tabs", role: "tablist" }, tabs.map(([key, title]) => h("a", { href: linkTo(resource, value.metadata, key), role: "tab", "aria-current": key === tab ? "page" : undefined }, title))),
    await content(context, resource, value, { path, tab, selector }),
  ];
}

function content(context, resource, value, { path, tab, selector }) {
  switch (tab) {
    case "yaml": return editor(context, value, path);
    case "events": return events(context, value);
    case "pods": return pods(context, value, selector);
    case "logs": return logs(context, value, path);
    case "shell": return shell(context, value, path);
    default: return summary(value);
  }
}

// The labels by which a workload or a service finds its pods.
function podSelector(value) {
  const labels = value.kind === "Service" || value.kind === "ReplicationController" ? value.spec?.selector : value.spec?.template && value.spec?.selector?.matchLabels;
  return labels && Object.keys(labels).length > 0 ? Object.entries(labels).map(([key, label]) => `${key}=${label}`).join(",") : "";
}

function pods(context, value, selector) {
  const resource = context.resources.find((r) => r.group === "" && r.name === "pods");
  return liveTable(context, resource, { path: pathOf(resource, value.metadata.namespace), query: { labelSelector: selector } });
}

function events(context, value) {
  const resource = context.resources.find((r) => r.group === "" && r.name === "events");
  return liveTable(context, resource, { path: pathOf(resource, value.metadata.namespace), query: { fieldSelector: `involvedObject.uid=${value.metadata.uid}` } });
}

function summary(value) {
  const { metadata, status } = value;
  const known = Object.entries(status ?? {}).filter(([key, field]) => key !== "conditions" && (typeof field !== "object" || field === null));
  return [
    h("dl", {}, [
      ["Created", `${age(metadata.creationTimestamp)} ago (${metadata.creationTimestamp})`],
      ["Labels", chips(metadata.labels)],
      ["Annotations", chips(metadata.annotations)],
      ["Owned by", (metadata.ownerReferences ?? []).map((owner) => h("span", { className: "chip" }, `${owner.kind}/${owner.name}`))],
      ...(value.spec?.nodeName ? [["Node", value.spec.nodeName]] : []),
      ...known.map(([key, field]) => [key, String(field)]),
    ].filter(([, shown]) => shown.length !== 0).flatMap(([title, shown]) => [h("dt", {}, title), h("dd", {}, shown)])),
    containers(value),
    status?.conditions && h("table", {}, h("thead", {}, h("tr", {}, ["Condition", "Status", "Since", "Reason", "Message"].map((title) => h("th", {}, title)))),
      h("tbody", {}, status.conditions.map((c) => h("tr", {}, h("td", {}, c.type), h("td", {}, c.status), h("td", {}, c.lastTransitionTime ? age(c.lastTransitionTime) : ""), h("td", {}, c.reason ?? ""), h("td", {}, c.message ?? ""))))),
  ].filter(Boolean);
}

function containers(value) {
  const statuses = [...(value.status?.initContainerStatuses ?? []), ...(value.status?.containerStatuses ?? []), ...(value.status?.ephemeralContainerStatuses ?? [])];
  if (statuses.length === 0) return "";
  const state = (status) => Object.entries(status.state ?? {}).map(([key, detail]) => detail.reason ?? key).join("");
  return h("table", {}, h("thead", {}, h("tr", {}, ["Container", "Image", "State", "Ready", "Restarts"].map((title) => h("th", {}, title)))),
    h("tbody", {}, statuses.map((s) => h("tr", {}, h("td", {}, s.name), h("td", {}, s.image), h("td", {}, state(s)), h("td", { className: s.ready ? "good" : "bad" }, s.ready ? "yes" : "no"), h("td", {}, s.restartCount)))));
}

function actions(context, resource, value, path) {
  const outcome = h("div");
  const button = (title, work, { question, risky } = {}) => h("button", { type: "button", className: risky ? "risky" : "", onclick: async () => {
    if (question && !confirm(question)) return;
    try {
      const said = await work();
      if (said) outcome.replaceChildren(note(said));
    } catch (failure) {
      outcome.replaceChildren(note(failure.message, "bad"));
    }
  } }, title);
  const patch = (at, body) => send(at, { method: "PATCH", type: MERGE, body: JSON.stringify(body) });
  const buttons = [];

  if (resource.subresources.includes("scale")) {
    const replicas = h("input", { type: "number", min: 0, value: value.spec?.replicas ?? 1, "aria-label": "Replicas", style: "width: 5rem" });
    buttons.push(replicas, button("Scale", async () => {
      await patch(`${path}/scale`, { spec: { replicas: Number(replicas.value) } });
      return `Scaled to ${replicas.value}.`;
    }));
  }

  if (resource.group === "apps" && RESTARTABLE.includes(resource.name)) {
    buttons.push(button("Restart", async () => {
      await patch(path, { spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() } } } } });
      return "Its pods are replaced.";
    }));
  }

  if (value.kind === "Node") {
    const isOff = value.spec?.unschedulable === true;
    buttons.push(button(isOff ? "Uncordon" : "Cordon", async () => {
      await patch(path, { spec: { unschedulable: isOff ? null : true } });
      dispatchEvent(new Event("hashchange"));
    }));
  }

  if (value.kind === "CronJob") {
    const isOff = value.spec?.suspend === true;
    buttons.push(button(isOff ? "Resume" : "Suspend", async () => {
      await patch(path, { spec: { suspend: !isOff } });
      dispatchEvent(new Event("hashchange"));
    }));
  }

  buttons.push(button("Delete", async () => {
    await send(path, { method: "DELETE", type: "application/json", body: JSON.stringify({ propagationPolicy: "Background", preconditions: { uid: value.metadata.uid } }) });
    location.hash = `#/list/${resource.group || "-"}/${resource.version}/${resource.name}`;
  }, { question: `Delete ${resource.kind} ${value.metadata.name}?`, risky: true }));
  return h("div", {}, h("div", { className: "bar" }, buttons), outcome);
}
