/** Building elements, and drawing the icons the page uses. */

/** An element: `h("button.round", {type: "button", onclick: f}, "text", child)`. Texts are never read as HTML. */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "style") Object.assign(element.style, value);
  else if (name in element && !name.includes("-") && name !== "list" && name !== "dir") element[name] = value;
  else element.setAttribute(name, value === true ? "" : value);
}

/** An SVG element. */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const PATHS = {
  send: "M3 20.500 21.500 12 3 3.500v6.700l11 1.800-11 1.800z",
  clip: "M20.500 11.200l-8.300 8.300a5.300 5.300 0 0 1-7.500-7.500l8.600-8.600a3.500 3.500 0 0 1 5 5l-8.500 8.500a1.800 1.800 0 0 1-2.500-2.500l7.800-7.800",
  menu: "M4 7h16M4 12h16M4 17h10",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  back: "M19 12H5m6-6-6 6 6 6",
  silent: "M13.700 21a2 2 0 0 1-3.400 0M18.600 13A17.900 17.900 0 0 1 18 8M6.300 6.300A5.900 5.900 0 0 0 6 8c0 7-3 9-3 9h14M18 8a6 6 0 0 0-9.300-5M2 2l20 20",
  pin: "M12 21.500s7-6.300 7-12a7 7 0 1 0-14 0c0 5.700 7 12 7 12zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  file: "M14 2.500H6.500a1.500 1.500 0 0 0-1.500 1.500v16a1.500 1.500 0 0 0 1.500 1.500h11a1.500 1.500 0 0 0 1.500-1.500V7.500zM14 2.500v5h5",
  picture: "M4.500 4h15A1.500 1.500 0 0 1 21 5.500v13a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 18.500v-13A1.500 1.500 0 0 1 4.500 4zM3 16l5-5 4.500 4.500L15 13l6 6M15.500 9.500v.01",
  voice: "M12 15a3.500 3.500 0 0 0 3.500-3.500v-5a3.500 3.500 0 0 0-7 0v5A3.500 3.500 0 0 0 12 15zM5 11.500a7 7 0 0 0 14 0M12 18.500V22",
  note: "M9 18.500V5l11-2v13M9 18.500a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM20 16a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
  film: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM10 8.500v7l5.500-3.500z",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20.500c0-4 3.600-6 8-6s8 2 8 6",
  sticker: "M12 21a9 9 0 1 1 9-9l-9 9zM12 21c0-5 4-9 9-9M9 10v.01M15 10v.01M8.500 14c1 1 2 1.400 3 1.400",
  play: "M7 4.500v15l12-7.500z",
  pause: "M8 5v14M16 5v14",
  step: "M6 5v14l9-7zM18 5v14",
  again: "M4 12a8 8 0 1 0 2.500-5.800M4 4v4.500h4.500",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  network: "M2.500 9a14 14 0 0 1 19 0M5.700 12.600a9.300 9.300 0 0 1 12.600 0M8.900 16.200a4.600 4.600 0 0 1 6.200 0M12 20v.01",
  language: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.500 2.500 3.800 5.500 3.800 9s-1.300 6.500-3.800 9c-2.500-2.500-3.800-5.500-3.800-9S9.500 5.500 12 3z",
  plus: "M12 5v14M5 12h14",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  check: "M4 12.500l5 5L20 6.500",
  link: "M7 17 17 7M9 7h8v8",
  copy: "M9 9h10.500v11.500H9zM5 15H3.500V3.500H14V5",
  gears: "M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM12 2.500v3M12 18.500v3M2.500 12h3M18.500 12h3M5.300 5.300l2.100 2.100M16.600 16.600l2.100 2.100M5.300 18.700l2.100-2.100M16.600 7.400l2.100-2.100",
  keyboard: "M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M7 14h10",
};
const FILLED = new Set(["send", "play"]);

/** An icon; it says nothing to screen readers, its button does. */
export function icon(name, size = 20) {
  const filled = FILLED.has(name);
  const path = s("path", { d: PATHS[name], "stroke-linecap": "round", "stroke-linejoin": "round" });
  return s("svg", {
    viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": "true", class: `icon icon-${name}`,
    fill: filled ? "currentColor" : "none", stroke: filled ? "none" : "currentColor", "stroke-width": 1.9,
  }, path);
}

/** A button with an icon and a name that is spoken, not shown. */
export function iconButton(name, label, onclick, more = {}) {
  return h(`button.round.${name}-button`, { type: "button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]):not([hidden]), select, textarea, summary, [tabindex='0']";

/** What can be reached by Tab inside an element, in order. */
export const focusable = (root) => [...root.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility());

/** Draw something anew without taking the focus from who is in it: it stays on what stands in the same place. */
export function keepFocus(root, change, fallback = null) {
  const at = root.contains(document.activeElement) ? focusable(root).indexOf(document.activeElement) : -1;
  const inside = at >= 0 || (root !== document.activeElement && root.contains(document.activeElement));
  change();
  if (!inside || root.contains(document.activeElement)) return;
  const left = focusable(root);
  (left[Math.min(Math.max(at, 0), left.length - 1)] ?? fallback)?.focus({ preventScroll: true });
}

/** Keep Tab inside a dialog. */
export function trap(event, dialog) {
  if (event.key !== "Tab") return;
  const inside = focusable(dialog);
  const [first, last] = [inside[0] ?? dialog, inside.at(-1) ?? dialog];
  const leaves = event.shiftKey ? [first, dialog].includes(document.activeElement) : document.activeElement === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

/** Colours of people's faces; the same person has the same one everywhere. */
const FACES = ["#b34a33", "#2f7d6b", "#5a67b5", "#916312", "#8a4f8f", "#26729a", "#5f7024", "#a8476a"];

export const faceColour = (id) => FACES[Math.abs(Number(id)) % FACES.length];

/** A round with the first letter of a name. */
export function face(name, id, size = 34) {
  const style = { background: faceColour(id), width: `${size}px`, height: `${size}px`, fontSize: `${size * 0.46}px` };
  return h("span.face", { style, "aria-hidden": "true" }, [...name.trim()][0] ?? "?");
}
