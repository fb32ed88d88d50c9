/** What slides over a phone's screen: what can be attached, the map, a menu, a picture, an alert, a new group. */

import { act, base64Of } from "./api.js";
import { h, icon, iconButton, trap } from "./dom.js";
import { chooser, hasMap } from "./map.js";
import { store } from "./store.js";
import { pick, say } from "./words.js";

/** Open a sheet: attach, map, group. */
export function sheetOf(phone, name) {
  open(phone, SHEETS[name](phone));
}

function open(phone, content, kind = "", label = null) {
  const { sheet } = phone;
  const before = document.activeElement;
  const close = () => {
    sheet.hidden = true;
    sheet.replaceChildren();
    (before?.isConnected && before !== document.body ? before : phone.log).focus({ preventScroll: true });
  };
  phone.closeSheet = close;
  sheet.className = `sheet ${kind}`;
  const paper = h("div.paper", { role: "dialog", "aria-modal": "true", "aria-label": label, tabindex: "-1", onkeydown: (event) => keyed(event, paper, close) }, content);
  if (!label) paper.setAttribute("aria-label", paper.querySelector("h2")?.textContent ?? "");
  sheet.replaceChildren(h("div.veil", { onclick: close }), paper);
  sheet.hidden = false;
  const first = sheet.querySelector(".paper button:not([disabled]), .paper input:not([hidden]), .paper svg[tabindex]") ?? sheet.querySelector(".paper");
  first.focus({ preventScroll: true });
}

function keyed(event, paper, close) {
  trap(event, paper);
  if (event.key !== "Escape") return;
  event.stopPropagation();
  close();
}

const heading = (phone, key) => h("header", {}, h("h2", {}, say(phone.language, key)),
  iconButton("close", say(phone.language, "close"), () => phone.closeSheet()));

/** Do something and close the sheet. */
const closing = (phone, deed) => async () => {
  phone.closeSheet();
  await deed();
};

function attach(phone) {
  const words = (key) => say(phone.language, key);
  const caption = h("input", { type: "text", placeholder: words("caption"), "aria-label": words("caption"), dir: "auto", maxLength: 1024 });
  const offered = store.page.pictures.map((one) => {
    const address = `/sandbox/pictures/${one.id}`;
    const name = pick(one.name, phone.language);
    return h("button.offer", { type: "button", title: name, "data-picture": one.id, onclick: closing(phone, () => phone.composer.sendPicture(address, caption.value)) },
      h("img", { src: address, alt: "", loading: "lazy" }), h("span", {}, name));
  });
  const other = (name, key, deed) => h("button.kind", { type: "button", onclick: deed }, h("span.disc", {}, icon(name, 20)), h("span", {}, words(key)));
  const kinds = h("div.kinds", {},
    fileKind(phone, "picture", "own-picture", "image/*", (file) => phone.composer.sendPicture(file, caption.value)),
    hasMap() && other("pin", "location", () => sheetOf(phone, "map")),
    fileKind(phone, "file", "own-file", "", async (file) => phone.does(file.type.startsWith("audio/") ? "audio" : "document", { data: await base64Of(file), name: file.name, caption: caption.value })),
    other("voice", "send-voice", closing(phone, () => phone.does("voice", { seconds: 4 }))),
    other("note", "send-audio", closing(phone, () => phone.does("audio", { name: "memo.mp3", seconds: 42, caption: caption.value }))),
    other("film", "send-round", closing(phone, () => phone.does("video_note", { seconds: 8 }))),
    other("sticker", "sticker", closing(phone, () => phone.does("sticker", { emoji: "👍" }))),
    other("contact", "contact", closing(phone, () => phone.does("contact", { phone: phone.person.phone ?? "+966500000001" }))));
  return [heading(phone, "attach"), offered.length > 0 && h("div.offers", { role: "group", "aria-label": words("pictures") }, ...offered), caption, kinds].filter(Boolean);
}

function fileKind(phone, name, key, accept, send) {
  const input = h("input", { type: "file", accept, hidden: true, onchange: async () => {
    const [file] = input.files;
    phone.closeSheet();
    if (file) await send(file);
  } });
  return h("button.kind", { type: "button", onclick: () => input.click() }, h("span.disc", {}, icon(name, 20)), h("span", {}, say(phone.language, key)), input);
}

function mapSheet(phone) {
  let place = null;
  const words = (key) => say(phone.language, key);
  const send = h("button.main", { type: "button", disabled: true }, words("map-send"));
  const sent = () => { if (place) closing(phone, () => phone.does("location", place))(); };
  const chosen = (where) => {
    place = where;
    send.disabled = false;
  };
  send.addEventListener("click", sent);
  const known = store.page.landmarks.map((one) => {
    const title = pick(one.name, phone.language);
    const address = pick(one.address, phone.language) || title;
    return h("button.chip", { type: "button", onclick: closing(phone, () => phone.does("venue", { lat: one.lat, lon: one.lon, title, address })) }, title);
  });
  return [heading(phone, "map-choose"), chooser(phone.language, { chosen, sent }), send,
    known.length > 0 && h("div.chips", { role: "group", "aria-label": words("map-landmarks") }, h("span", {}, words("map-landmarks")), ...known)].filter(Boolean);
}

function newGroup(phone) {
  const words = (key) => say(phone.language, key);
  const title = h("input", { type: "text", required: true, dir: "auto", maxLength: 120, "aria-label": words("group-title"), placeholder: words("group-title") });
  const make = async (event) => {
    event.preventDefault();
    const made = await act(phone.id, "new_group", { title: title.value, kind: "supergroup" });
    phone.closeSheet();
    await phone.madeGroup?.(made.chat);
    phone.madeGroup = null;
  };
  return [heading(phone, "group-new"), h("form.fields", { onsubmit: make }, title, h("button.main", { type: "submit" }, words("add")))];
}

const SHEETS = { attach, map: mapSheet, group: newGroup };

/** Into which of their groups somebody adds the bot, by a link that carries a payload. */
export function chooseGroup(phone, payload) {
  const words = (key) => say(phone.language, key);
  const add = (chat) => act(phone.id, "adds_bot", { chat, start: payload || undefined });
  const groups = phone.chats.filter((chat) => chat.type !== "private");
  const rows = groups.map((chat) => h("button.choice", { type: "button", onclick: closing(phone, () => add(chat.id)) }, chat.title));
  const another = h("button.choice", { type: "button", onclick: () => { phone.madeGroup = add; sheetOf(phone, "group"); } }, icon("plus", 18), words("group-new"));
  open(phone, [heading(phone, "groups-add"), groups.length === 0 && h("p", {}, words("groups-none")), ...rows, another].filter(Boolean));
}

/** A menu of [label, deed] rows; without a deed a row only says something. */
export function menu(phone, at, rows) {
  const items = rows.filter(Boolean).map(([label, deed]) => h("button.choice", {
    type: "button", disabled: deed === null, onclick: deed && closing(phone, deed),
  }, ...[label].flat()));
  open(phone, h("div.menu", {}, ...items), "low", say(phone.language, "more"));
  phone.sheet.dataset.from = at?.className ?? "";
}

/** What the bot answered to a tap, to be closed by hand. */
export function alertIn(phone, text) {
  open(phone, [h("p.alert", { role: "alert", dir: "auto" }, text), h("button.main", { type: "button", onclick: () => phone.closeSheet() }, say(phone.language, "ok"))], "centre", text);
}

/** A line over the chat that goes by itself. */
export function toastIn(toast, text, milliseconds = 2500 + text.length * 45) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(toast.going);
  toast.going = setTimeout(() => { toast.hidden = true; }, milliseconds);
}

/** A picture over the whole screen of the phone. */
export function enlarge(phone, address, label) {
  open(phone, [h("img.large", { src: address, alt: label }), h("button.main", { type: "button", onclick: () => phone.closeSheet() }, say(phone.language, "close"))], "full", label);
}
