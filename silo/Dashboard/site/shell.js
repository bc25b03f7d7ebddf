// A shell in a container, line by line, over the WebSocket that kubectl exec uses.

import { h, note } from "./dom.js";
import { session } from "./api.js";
import { containersOf } from "./logs.js";

const [INPUT, OUTPUT, ERRORS, STATUS] = [0, 1, 2, 3];

const encodedToken = () => btoa(session.token).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export function shell(context, pod, path) {
  const container = h("select", { "aria-label": "Container" }, containersOf(pod).map((name) => h("option", { value: name }, name)));
  const command = h("input", { value: "/bin/sh", "aria-label": "Command" });
  const output = h("pre", { className: "log", tabIndex: 0, "aria-label": "Output" });
  const line = h("input", { placeholder: "Type a command and press Enter", "aria-label": "Input", style: "width: 100%", disabled: true, autocomplete: "off" });
  const problem = h("div");
  let socket;

  const print = (text) => { output.append(text); output.scrollTop = output.scrollHeight; };
  const type = (text) => socket.send(new Uint8Array([INPUT, ...new TextEncoder().encode(text)]));
  const close = () => { socket?.close(); line.disabled = true; };

  const receive = (data) => {
    const bytes = new Uint8Array(data);
    const text = new TextDecoder().decode(bytes.subarray(1));
    if (bytes[0] === OUTPUT || bytes[0] === ERRORS) return print(text);
    if (bytes[0] !== STATUS || text === "") return;
    const status = JSON.parse(text);
    problem.replaceChildren(note(status.status === "Success" ? "The command has ended." : status.message, status.status === "Success" ? "" : "bad"));
    close();
  };

  const connect = () => {
    close();
    output.replaceChildren();
    problem.replaceChildren();
    const query = new URLSearchParams({ container: container.value, stdin: true, stdout: true, stderr: true, tty: false });
    for (const argument of command.value.trim().split(/\s+/)) query.append("command", argument);
    const protocols = ["v5.channel.k8s.io", ...(session.token ? [`base64url.bearer.authorization.k8s.io.${encodedToken()}`] : [])];
    const opened = (socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}/exec?${query}`, protocols));
    opened.binaryType = "arraybuffer";
    opened.onopen = () => { line.disabled = false; line.focus(); };
    opened.onmessage = (event) => receive(event.data);
    opened.onclose = () => {
      if (opened !== socket) return;
      if (line.disabled && output.textContent === "" && !problem.hasChildNodes()) problem.replaceChildren(note("It did not start. kubectl proxy lets it through with --disable-filter=true.", "bad"));
      line.disabled = true;
    };
  };

  line.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    print(`$ ${line.value}\n`);
    type(`${line.value}\n`);
    line.value = "";
  });
  context.signal.addEventListener("abort", close);
  return [h("div", { className: "bar" }, container, command, h("button", { type: "button", onclick: connect }, "Start")), problem, output, line];
}
