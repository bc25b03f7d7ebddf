// The API server, asked with the token that was given at sign-in, or with none behind `kubectl proxy`.

const KEY = "orleans-kube-token";
const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const DISCOVERY = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

export class ApiError extends Error {
  constructor(code, status, text) {
    super(status?.message ?? (text || `the server answered ${code}`));
    [this.code, this.reason] = [code, status?.reason];
  }
}

export const session = {
  get token() { return sessionStorage.getItem(KEY) ?? ""; },
  set token(value) { if (value) sessionStorage.setItem(KEY, value); else sessionStorage.removeItem(KEY); },
};

// Browsers give up whatever is under way when a network interface of their machine comes or goes, as it does with every pod on a node.
async function ask(path, options, tries) {
  for (;;) {
    try {
      return await fetch(path, options);
    } catch (failure) {
      if (--tries === 0 || options.signal?.aborted) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

export async function send(path, { method = "GET", body, type, accept = "application/json", signal } = {}) {
  const headers = { Accept: accept };
  if (session.token) headers.Authorization = `Bearer ${session.token}`;
  if (type) headers["Content-Type"] = type;
  const response = await ask(path, { method, body, headers, signal, redirect: "error" }, method === "GET" ? 3 : 1);
  if (response.ok) return response;
  const text = await response.text();
  let status;
  try { status = JSON.parse(text); } catch { /* Not everything that answers speaks JSON. */ }
  throw new ApiError(response.status, status, text);
}

export const json = async (path, options) => (await send(path, options)).json();
export const text = async (path, options) => (await send(path, options)).text();
export const table = (path, options) => json(path, { ...options, accept: TABLE });

// What there is, in the preferred version of each group.
export async function discover() {
  const lists = await Promise.all(["/api", "/apis"].map((path) => json(path, { accept: DISCOVERY })));
  return lists.flatMap((list) => list.items ?? []).flatMap((group) => {
    const version = group.versions?.[0];
    return (version?.resources ?? []).map((resource) => ({
      group: group.metadata?.name ?? "",
      version: version.version,
      name: resource.resource,
      kind: resource.responseKind.kind,
      namespaced: resource.scope === "Namespaced",
      verbs: resource.verbs,
      subresources: (resource.subresources ?? []).map((sub) => sub.subresource),
    }));
  });
}

export function pathOf(resource, namespace = "", name = "", subresource = "") {
  const parts = resource.group === "" ? ["/api", resource.version] : ["/apis", resource.group, resource.version];
  if (resource.namespaced && namespace) parts.push("namespaces", encodeURIComponent(namespace));
  parts.push(resource.name);
  if (name) parts.push(encodeURIComponent(name));
  if (subresource) parts.push(subresource);
  return parts.join("/");
}

// Reads the lines of an answer as they come.
export async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const parts = (rest + value).split("\n");
      rest = parts.pop();
      yield parts;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  if (rest) yield [rest];
}

// Follows a list as tables of one row, from a version on. Ends when the server ends it; throws when it has to be listed again.
export async function* watch(path, query, version, signal) {
  const parameters = new URLSearchParams(query);
  parameters.set("watch", "true");
  parameters.set("resourceVersion", version);
  parameters.set("allowWatchBookmarks", "true");
  const response = await send(`${path}?${parameters}`, { accept: TABLE, signal });
  for await (const batch of lines(response)) {
    for (const line of batch) {
      if (!line) continue;
      const event = JSON.parse(line);
      if (event.type === "ERROR") throw new ApiError(event.object.code, event.object);
      yield event;
    }
  }
}
