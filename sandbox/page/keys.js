/** What can be pressed: inline buttons under a message, keys under the field for typing. */

import { h, icon } from "./dom.js";
import { say } from "./words.js";

/** The rows of inline buttons of a message; null for none. */
export function buttonsOf(message, phone) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return h("div.buttons", {}, ...rows.map((row) => h("div.row", {}, ...row.map((one) => buttonOf(one, message, phone)))));
}

function buttonOf(one, message, phone) {
  const mark = one.url ? icon("link", 11) : one.copy_text ? icon("copy", 11) : null;
  const press = () => (one.copy_text ? phone.copies(one.copy_text.text) : phone.presses(message, one));
  return h("button.inline", { type: "button", onclick: press, "data-press": one.callback_data ?? one.url ?? "" },
    h("span", { dir: "auto" }, one.text), mark);
}

/** Show that a button waits for its answer, or that it has one. */
export function setWaiting(root, number, pressed, waiting) {
  const buttons = root.querySelectorAll(`[data-message="${number}"] .inline`);
  for (const one of buttons) {
    if (pressed === null || one.dataset.press === pressed) {
      one.classList.toggle("waiting", waiting);
      one.setAttribute("aria-busy", String(waiting));
    }
  }
}

/** The keys of a reply keyboard; null for none. */
export function keysOf(rows, phone) {
  if (!rows?.length) return null;
  const label = say(phone.language, "keys");
  return h("div.keys", { role: "group", "aria-label": label },
    ...rows.map((row) => h("div.row", {}, ...row.map((key) => h("button.key", { type: "button", onclick: () => phone.strikes(key) }, key.text)))));
}
