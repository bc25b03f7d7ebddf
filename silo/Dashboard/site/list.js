// A list of objects as the server tabulates it, kept up to date by a watch.

import { age, h, note } from "./dom.js";
import { pathOf, table, watch } from "./api.js";

const PAGE = 500;
const REFRESH_AGES = 10_000;

export const linkTo = (resource, metadata, tab = "") =>
  `#/object/${resource.group || "-"}/${resource.version}/${resource.name}/${metadata.namespace || "-"}/${encodeURIComponent(metadata.name)}${tab ? `/${tab}` : ""}`;

export async function list(context, resource) {
  const namespace = resource.namespaced ? context.namespace : "";
  const filter = h("input", { type: "search", placeholder: "Filter by name or label", "aria-label": "Filter" });
  const wide = h("input", { type: "checkbox" });
  const count = h("span", { className: "count" });
  const body = await liveTable(context, resource, { path: pathOf(resource, namespace), query: {}, withNamespace: resource.namespaced && !namespace, filter, wide, count });
  return [
    h("h1", {}, resource.kind, " ", h("small", {}, resource.group ? `${resource.group}/${resource.version}` : resource.version, namespace && ` in ${namespace}`)),
    h("div", { className: "bar" }, filter, h("label", {}, wide, " all columns"), count),
    body,
  ];
}

// A table of what a path lists; follows it until the view is left.
export async function liveTable(context, resource, { path, query = {}, withNamespace = false, filter, wide, count }) {
  const head = h("tr");
  const body = h("tbody");
  const more = h("button", { type: "button", hidden: true }, "Load more");
  const problem = h("div");
  const rows = new Map();
  let columns = [];
  let next = "";

  const shownColumns = () => columns.map((column, index) => ({ ...column, index })).filter((column) => wide?.checked || column.priority === 0);
  const cell = (column, row) => {
    const { metadata } = row.object;
    const value = row.cells[column.index];
    if (column.name === "Name") return h("td", {}, h("a", { href: linkTo(resource, metadata) }, metadata.name));
    if (column.name === "Age") return h("td", { "data-since": metadata.creationTimestamp, title: metadata.creationTimestamp }, age(metadata.creationTimestamp));
    return h("td", {}, value === null || value === undefined ? "" : String(value));
  };
  const render = (row) => h("tr", {}, withNamespace ? h("td", {}, row.object.metadata.namespace ?? "") : "", shownColumns().map((column) => cell(column, row)));
  const wanted = ({ object: { metadata } }) => {
    const text = filter?.value.trim();
    return !text || metadata.name.includes(text) || Object.entries(metadata.labels ?? {}).some(([key, value]) => `${key}=${value}`.includes(text));
  };
  const tell = () => { if (count) count.textContent = `${rows.size}${next ? "+" : ""} ${rows.size === 1 ? "object" : "objects"}`; };
  const put = (row) => {
    const key = row.object.metadata.uid || `${row.object.metadata.namespace}/${row.object.metadata.name}`;
    const known = rows.get(key);
    const element = render(row);
    element.hidden = !wanted(row);
    rows.set(key, { row, element });
    if (known) known.element.replaceWith(element); else body.append(element);
  };
  const drop = (row) => {
    const key = row.object.metadata.uid || `${row.object.metadata.namespace}/${row.object.metadata.name}`;
    rows.get(key)?.element.remove();
    rows.delete(key);
  };
  const redraw = () => {
    head.replaceChildren(...(withNamespace ? [h("th", {}, "Namespace")] : []), ...shownColumns().map((column) => h("th", { title: column.description ?? "" }, column.name)));
    for (const entry of rows.values()) {
      const element = render(entry.row);
      element.hidden = !wanted(entry.row);
      entry.element.replaceWith(element);
      entry.element = element;
    }
  };
  const load = async (token = "") => {
    const parameters = new URLSearchParams({ ...query, limit: PAGE, ...(token ? { continue: token } : {}) });
    const page = await table(`${path}?${parameters}`, { signal: context.signal });
    if (page.columnDefinitions?.length) columns = page.columnDefinitions;
    if (!token) { rows.clear(); body.replaceChildren(); redraw(); }
    (page.rows ?? []).forEach(put);
    next = page.metadata.continue ?? "";
    more.hidden = !next;
    tell();
    return page.metadata.resourceVersion;
  };

  const follow = async (version) => {
    while (!context.signal.aborted) {
      try {
        for await (const event of watch(path, query, version, context.signal)) {
          const [row] = event.object.rows ?? [];
          version = event.object.metadata?.resourceVersion || version;
          if (!row) continue;
          version = row.object.metadata.resourceVersion || version;
          if (event.type === "DELETED") drop(row); else put(row);
          tell();
        }
      } catch (failure) {
        if (context.signal.aborted) return;
        if (failure.code !== 410) problem.replaceChildren(note(`Not up to date: ${failure.message}`, "bad"));
        await new Promise((resolve) => setTimeout(resolve, 2000));
        version = await load().then((loaded) => { problem.replaceChildren(); return loaded; }, () => version);
      }
    }
  };

  more.addEventListener("click", () => load(next).catch((failure) => problem.replaceChildren(note(failure.message, "bad"))));
  filter?.addEventListener("input", redraw);
  wide?.addEventListener("change", redraw);
  const version = await load();
  if (resource.verbs.includes("watch")) follow(version);
  const ages = setInterval(() => body.querySelectorAll("[data-since]").forEach((element) => { element.textContent = age(element.dataset.since); }), REFRESH_AGES);
  context.signal.addEventListener("abort", () => clearInterval(ages));
  return h("div", {}, problem, h("table", {}, h("thead", {}, head), body), more);
}
