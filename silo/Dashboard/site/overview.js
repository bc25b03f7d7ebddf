// The state of the cluster at a glance.

import { age, h } from "./dom.js";
import { json } from "./api.js";
import { linkTo, liveTable } from "./list.js";

const METADATA = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
const MOST = 500;
const UNITS = { n: 1e-9, u: 1e-6, m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

const quantity = (text) => {
  const [, number, unit] = String(text ?? "").match(/^([\d.]+)([a-zA-Z]*)$/) ?? [, "0", ""];
  return Number(number) * (UNITS[unit] ?? 1);
};

// How many a list has, without reading all of it.
async function countOf(path, query = "", signal) {
  const list = await json(`${path}?limit=${query ? MOST : 1}${query}`, { accept: METADATA, signal });
  const more = list.metadata.remainingItemCount ?? 0;
  return { count: list.items.length + more, isMore: Boolean(list.metadata.continue) && more === 0 };
}

const ready = (node) => node.status?.conditions?.find((condition) => condition.type === "Ready")?.status === "True";
const orNothing = (promise) => promise.catch(() => undefined);

export async function overview(context) {
  const { signal } = context;
  const scope = context.namespace ? `/namespaces/${context.namespace}` : "";
  const [nodes, usage, all, pending, failed, deployments, warnings] = await Promise.all([
    orNothing(json(`/api/v1/nodes?limit=${MOST}`, { signal })),
    orNothing(json("/apis/metrics.k8s.io/v1beta1/nodes", { signal })),
    orNothing(countOf(`/api/v1${scope}/pods`, "", signal)),
    orNothing(countOf(`/api/v1${scope}/pods`, "&fieldSelector=status.phase%3DPending", signal)),
    orNothing(countOf(`/api/v1${scope}/pods`, "&fieldSelector=status.phase%3DFailed", signal)),
    orNothing(json(`/apis/apps/v1${scope}/deployments?limit=${MOST}`, { signal })),
    warningTable(context, scope),
  ]);
  const waiting = deployments?.items.filter((d) => (d.status?.availableReplicas ?? 0) < (d.spec.replicas ?? 1)) ?? [];
  const card = (title, value, detail, href, kind = "") => h("a", { className: "card", href }, h("span", {}, title), h("b", { className: kind }, value), h("span", {}, detail));
  const number = (counted) => (counted ? `${counted.count}${counted.isMore ? "+" : ""}` : "–");
  return [
    h("h1", {}, "Overview"),
    h("div", { className: "cards" },
      nodes && card("Nodes", `${nodes.items.filter(ready).length}/${nodes.items.length}`, "ready", "#/list/-/v1/nodes", nodes.items.every(ready) ? "good" : "bad"),
      all && card("Pods", number(all), `${number(pending)} pending, ${number(failed)} failed`, "#/list/-/v1/pods", failed?.count ? "bad" : ""),
      deployments && card("Deployments", deployments.items.length, waiting.length ? `${waiting.length} not available` : "all available", "#/list/apps/v1/deployments", waiting.length ? "bad" : "good")),
    nodes && nodeTable(nodes.items, usage?.items ?? [], context),
    h("h2", {}, "Warnings"), warnings,
  ].filter(Boolean);
}

function nodeTable(nodes, usage, context) {
  const resource = context.resources.find((r) => r.group === "" && r.name === "nodes");
  const used = new Map(usage.map((item) => [item.metadata.name, item.usage]));
  const meter = (part, whole) => (part === undefined ? "" : h("meter", { min: 0, max: 1, high: 0.9, value: quantity(part) / quantity(whole), title: `${part} of ${whole}` }));
  return h("table", {}, h("thead", {}, h("tr", {}, ["Node", "State", "CPU", "Memory", "Version", "Age"].map((title) => h("th", {}, title)))),
    h("tbody", {}, nodes.map((node) => h("tr", {},
      h("td", {}, h("a", { href: linkTo(resource, node.metadata) }, node.metadata.name)),
      h("td", { className: ready(node) ? "good" : "bad" }, ready(node) ? "Ready" : "NotReady", node.spec?.unschedulable ? ", SchedulingDisabled" : ""),
      h("td", {}, meter(used.get(node.metadata.name)?.cpu, node.status?.allocatable?.cpu)),
      h("td", {}, meter(used.get(node.metadata.name)?.memory, node.status?.allocatable?.memory)),
      h("td", {}, node.status?.nodeInfo?.kubeletVersion ?? ""),
      h("td", {}, age(node.metadata.creationTimestamp))))));
}

async function warningTable(context, scope) {
  const resource = context.resources.find((r) => r.group === "" && r.name === "events");
  try {
    return await liveTable(context, resource, { path: `/api/v1${scope}/events`, query: { fieldSelector: "type=Warning" }, withNamespace: !scope });
  } catch {
    return h("p", { className: "faint" }, "They cannot be listed.");
  }
}
