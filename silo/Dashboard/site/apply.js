// Manifests, applied by the server as `kubectl apply --server-side` does.

import { h, note } from "./dom.js";
import { pathOf, send } from "./api.js";

const APPLY = "application/apply-patch+yaml";
const MANAGER = "orleans-kube-dashboard";

// What a document says at its outer levels; all else is the server's to read.
export function headOf(document) {
  const top = (key) => document.match(new RegExp(`^${key}:[ \\t]*["']?([^"'\\s#]+)`, "m"))?.[1] ?? "";
  const metadata = document.match(/^metadata:[ \t]*(?:#.*)?\n((?:[ \t]+.*(?:\n|$)|[ \t]*\n)+)/m)?.[1] ?? "";
  const indent = metadata.match(/^([ \t]+)\S/m)?.[1] ?? "  ";
  const inline = document.match(/^metadata:[ \t]*\{(.*)\}/m)?.[1] ?? "";
  const inner = (key) => (inline.match(new RegExp(`(?:^|[{,\\s])"?${key}"?:[ \\t]*["']?([^"',}\\s]+)`)) ?? metadata.match(new RegExp(`^${indent}${key}:[ \\t]*["']?([^"'\\s#]+)`, "m")))?.[1] ?? "";
  return { apiVersion: top("apiVersion"), kind: top("kind"), name: inner("name"), namespace: inner("namespace") };
}

export const documentsOf = (text) => text.split(/^---.*$/m).filter((document) => document.replace(/^\s*#.*$/gm, "").trim() !== "");

export function apply(context) {
  const area = h("textarea", { className: "text", spellcheck: false, placeholder: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: example", "aria-label": "Manifest" });
  const force = h("input", { type: "checkbox" });
  const outcome = h("div");

  const one = async (document, query) => {
    const head = headOf(document);
    const [version, group = ""] = head.apiVersion.split("/").reverse();
    const resource = context.resources.find((r) => r.kind === head.kind && r.group === group);
    if (!resource) return note(`no kind "${head.kind}" in ${head.apiVersion || "no apiVersion"}`, "bad");
    if (!head.name) return note(`${head.kind}: metadata.name is needed`, "bad");
    const path = pathOf({ ...resource, version }, head.namespace || context.namespace || "default", head.name);
    try {
      const response = await send(`${path}?${new URLSearchParams({ fieldManager: MANAGER, force: force.checked, ...query })}`, { method: "PATCH", type: APPLY, body: document });
      return note(`${head.kind} ${head.name}: ${query.dryRun ? "would be " : ""}${response.status === 201 ? "created" : "applied"}`);
    } catch (failure) {
      return note(`${head.kind} ${head.name}: ${failure.message}`, "bad");
    }
  };
  const all = async (query) => {
    outcome.replaceChildren();
    for (const document of documentsOf(area.value)) outcome.append(await one(document, query));
  };

  return [
    h("h1", {}, "Apply a manifest"), area,
    h("div", { className: "bar" },
      h("button", { type: "button", onclick: () => all({}) }, "Apply"),
      h("button", { type: "button", onclick: () => all({ dryRun: "All" }) }, "Try"),
      h("label", {}, force, " take over fields of others")),
    outcome,
  ];
}
