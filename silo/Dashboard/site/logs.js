// The log of a container, as it is written.

import { h, note } from "./dom.js";
import { lines, send } from "./api.js";

const TAIL = 1000;
const KEPT = 5000;

export const containersOf = (pod) => [...pod.spec.containers, ...(pod.spec.initContainers ?? []), ...(pod.spec.ephemeralContainers ?? [])].map((container) => container.name);

export function logs(context, pod, path) {
  const output = h("pre", { className: "log", tabIndex: 0, "aria-label": "Log" });
  const container = h("select", { "aria-label": "Container" }, containersOf(pod).map((name) => h("option", { value: name }, name)));
  const previous = h("input", { type: "checkbox" });
  const stamps = h("input", { type: "checkbox" });
  const problem = h("div");
  let reading = new AbortController();

  const read = async () => {
    reading.abort();
    const { signal } = (reading = new AbortController());
    output.replaceChildren();
    problem.replaceChildren();
    const query = new URLSearchParams({ container: container.value, tailLines: TAIL, follow: !previous.checked, previous: previous.checked, timestamps: stamps.checked });
    try {
      for await (const batch of lines(await send(`${path}/log?${query}`, { accept: "*/*", signal }))) {
        const isAtEnd = output.scrollTop + output.clientHeight >= output.scrollHeight - 20;
        output.append(...batch.map((line) => `${line}\n`));
        while (output.childNodes.length > KEPT) output.firstChild.remove();
        if (isAtEnd) output.scrollTop = output.scrollHeight;
      }
    } catch (failure) {
      if (!signal.aborted) problem.replaceChildren(note(failure.message, "bad"));
    }
  };

  for (const input of [container, previous, stamps]) input.addEventListener("change", read);
  context.signal.addEventListener("abort", () => reading.abort());
  read();
  return [h("div", { className: "bar" }, container, h("label", {}, previous, " previous run"), h("label", {}, stamps, " timestamps")), problem, output];
}
