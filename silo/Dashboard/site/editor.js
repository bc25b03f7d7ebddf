// The text of an object, to be changed.

import { h, note } from "./dom.js";
import { json, text } from "./api.js";

const YAML = "application/yaml";

// Whether all that people write of an object is still as it was: what controllers report of it changes all the time.
const isSame = (one, other) => one.metadata.generation !== undefined
  && ["generation", "labels", "annotations", "finalizers", "ownerReferences"].every((field) => JSON.stringify(one.metadata[field]) === JSON.stringify(other.metadata[field]));

export async function editor(context, value, path) {
  const area = h("textarea", { className: "text", spellcheck: false, value: await text(path, { accept: YAML, signal: context.signal }), "aria-label": "YAML" });
  const outcome = h("div");
  let shown = value;

  const put = (query) => text(path + query, { method: "PUT", body: area.value, type: YAML, accept: YAML });
  const putAgain = async (query, conflict) => {
    const current = await json(path);
    if (!isSame(shown, current)) throw conflict;
    area.value = area.value.replace(/^( +resourceVersion:).*$/m, `$1 "${current.metadata.resourceVersion}"`);
    return put(query);
  };
  const save = async (query) => {
    try {
      const saved = await put(query).catch((failure) => (failure.code === 409 ? putAgain(query, failure) : Promise.reject(failure)));
      if (!query) [area.value, shown] = [saved, await json(path)];
      outcome.replaceChildren(note(query ? "The server would take it." : "Saved."));
    } catch (failure) {
      outcome.replaceChildren(note(failure.message, "bad"));
    }
  };

  return [outcome, area, h("div", { className: "bar" },
    h("button", { type: "button", onclick: () => save("") }, "Save"),
    h("button", { type: "button", onclick: () => save("?dryRun=All") }, "Try"))];
}
