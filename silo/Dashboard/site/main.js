// Where the page is: sign-in, menu, and the view that the address names.

import { h, note } from "./dom.js";
import { ApiError, discover, json, session, send } from "./api.js";
import { sections } from "./menu.js";
import { overview } from "./overview.js";
import { list } from "./list.js";
import { object } from "./object.js";
import { apply } from "./apply.js";

const page = document.getElementById("page");
const menu = document.getElementById("menu");
const namespaces = document.getElementById("namespace");
let resources = [];
let leaving = new AbortController();

// The address after #: /, /apply, /list/GROUP/VERSION/RESOURCE or /object/GROUP/VERSION/RESOURCE/NAMESPACE/NAME/TAB, "-" for what is empty.
const route = () => location.hash.replace(/^#?\/?/, "").split("/").map(decodeURIComponent).map((part) => (part === "-" ? "" : part));
const find = ([group, version, name]) => resources.find((r) => r.group === group && r.name === name && (r.version === version || !version));

function view(parts, signal) {
  const context = { resources, namespace: namespaces.value, signal };
  if (parts[0] === "apply") return apply(context);
  if (parts[0] === "") return overview(context);
  const resource = find(parts.slice(1));
  if (!resource) return note(`The server does not serve ${parts.slice(1).join("/")}.`, "bad");
  return parts[0] === "object" ? object(context, resource, parts[4], parts[5], parts[6]) : list(context, resource);
}

async function show() {
  leaving.abort();
  const { signal } = (leaving = new AbortController());
  const parts = route();
  for (const link of menu.querySelectorAll("a")) {
    const isCurrent = link.dataset.path === (parts[0] === "" ? "" : parts.slice(1, 4).map((part) => part || "-").join("/") || parts[0]);
    if (isCurrent) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }

  try {
    const shown = await view(parts, signal);
    if (signal.aborted) return;
    page.replaceChildren(...[shown].flat(Infinity).filter(Boolean));
    document.title = `${page.querySelector("h1")?.innerText ?? "Overview"} – Orleans.Kube`;
    page.focus({ preventScroll: true });
  } catch (failure) {
    if (signal.aborted) return;
    if (failure instanceof ApiError && failure.code === 401) return signIn(failure.message);
    page.replaceChildren(note(failure.message, "bad"));
  }
}

function fillMenu() {
  menu.replaceChildren(h("a", { href: "#/", "data-path": "" }, "Overview"), ...sections(resources).flatMap(([title, entries]) => [
    h("h2", {}, title),
    ...entries.map((r) => h("a", { href: `#/list/${r.group || "-"}/${r.version}/${r.name}`, "data-path": `${r.group || "-"}/${r.version}/${r.name}`, title: r.group || "core" }, r.kind)),
  ]));
}

async function fillNamespaces() {
  const wanted = sessionStorage.getItem("namespace") ?? "";
  let names = [];
  try {
    names = (await json("/api/v1/namespaces?limit=1000")).items.map((item) => item.metadata.name);
  } catch {
    // Who may not list them names one.
    const named = wanted || prompt("Namespaces cannot be listed. Which one do you work in?", "default");
    names = named ? [named] : [];
  }
  namespaces.replaceChildren(h("option", { value: "" }, "all"), ...names.map((name) => h("option", { value: name }, name)));
  namespaces.value = names.includes(wanted) ? wanted : "";
}

async function showUser() {
  try {
    const review = await json("/apis/authentication.k8s.io/v1/selfsubjectreviews", {
      method: "POST", type: "application/json", body: JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" }),
    });
    document.getElementById("user").textContent = review.status.userInfo.username;
  } catch { /* The name is an ornament. */ }
  document.getElementById("signout").hidden = !session.token;
}

function signIn(why = "") {
  const token = h("input", { type: "password", id: "token", autocomplete: "off", required: true, "aria-label": "Token" });
  const form = h("form", { className: "signin" },
    h("h1", {}, "Sign in"), why && session.token ? note(why, "bad") : "",
    h("p", {}, "Paste a token of a service account, such as ", h("code", {}, "kubectl create token NAME"), " prints. Behind ", h("code", {}, "kubectl proxy"), " none is needed."),
    token, h("button", { type: "submit" }, "Sign in"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    session.token = token.value.trim();
    start();
  });
  menu.replaceChildren();
  page.replaceChildren(form);
  token.focus();
}

async function start() {
  try {
    await send("/api");
  } catch (failure) {
    return failure instanceof ApiError && [401, 403].includes(failure.code) ? signIn(failure.message) : page.replaceChildren(note(failure.message, "bad"));
  }
  resources = (await discover()).filter((r) => r.verbs.includes("list"));
  fillMenu();
  await Promise.all([fillNamespaces(), showUser()]);
  await show();
}

addEventListener("hashchange", show);
namespaces.addEventListener("change", () => { sessionStorage.setItem("namespace", namespaces.value); show(); });
document.getElementById("signout").addEventListener("click", () => { session.token = ""; sessionStorage.clear(); location.hash = ""; location.reload(); });
start();
