// Elements. Text is always text: nothing that comes from the cluster is read as markup.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

export const note = (text, kind = "") => h("div", { className: `note ${kind}`, role: kind === "bad" ? "alert" : "status" }, text);

export const chips = (pairs) => Object.entries(pairs ?? {}).map(([key, value]) => h("span", { className: "chip" }, value === "" ? key : `${key}=${value}`));

// How long ago, as kubectl says it.
export function age(timestamp, now = Date.now()) {
  const seconds = Math.max(0, Math.floor((now - Date.parse(timestamp)) / 1000));
  if (Number.isNaN(seconds)) return "<unknown>";
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86400)];
  const pair = (large, unit, small, rest) => (rest > 0 ? `${large}${unit}${rest}${small}` : `${large}${unit}`);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return pair(minutes, "m", "s", seconds % 60);
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return pair(hours, "h", "m", minutes % 60);
  if (hours < 48) return `${hours}h`;
  if (days < 8) return pair(days, "d", "h", hours % 24);
  if (days < 730) return `${days}d`;
  return pair(Math.floor(days / 365), "y", "d", days % 365);
}
