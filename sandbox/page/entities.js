/** Text as Telegram shows it: entities, measured in UTF-16 units as JavaScript measures, become elements. */

import { h } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "button.spoiler",
};
const LINKS = { url: (text) => (/^\w+:/.test(text) ? text : `https://${text}`), email: (text) => `mailto:${text}`,
  phone_number: (text) => `tel:${text.replace(/[^\d+]/g, "")}` };

/** Nodes of a text; `command` is called with what a tapped /command says, `link` with an address of the bot itself. */
export function formatted(text, entities = [], { command, link } = {}) {
  const sorted = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return nodesOf(text, 0, text.length, sorted, { command, link });
}

function nodesOf(text, from, to, entities, acts) {
  const nodes = [];
  let at = from;
  for (let number = 0; number < entities.length; number += 1) {
    const entity = entities[number];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || entity.offset >= to) continue;
    nodes.push(text.slice(at, entity.offset));
    const inner = entities.slice(number + 1).filter((one) => one.offset < end);
    nodes.push(elementOf(entity, nodesOf(text, entity.offset, end, inner, acts), text.slice(entity.offset, end), acts));
    at = end;
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

function elementOf(entity, children, text, acts) {
  const { type } = entity;
  if (type === "spoiler") {
    return h("span.spoiler", { role: "button", tabindex: "0", onclick: (event) => event.currentTarget.classList.add("seen") }, ...children);
  }
  if (TAGS[type]) return h(TAGS[type], { class: type }, ...children);
  if (type === "text_link") return linked(entity.url, children, acts);
  if (LINKS[type]) return linked(LINKS[type](text), children, acts);
  if (type === "bot_command") {
    return h("a", { href: "#", onclick: (event) => { event.preventDefault(); acts.command?.(text); } }, ...children);
  }
  return h("span.mark", {}, ...children);
}

function linked(url, children, acts) {
  const open = (event) => {
    if (acts.link?.(url)) event.preventDefault();
  };
  return h("a", { href: safe(url), target: "_blank", rel: "noopener noreferrer", onclick: open, dir: "auto" }, ...children);
}

const safe = (url) => (/^(https?|mailto|tel|tg):/i.test(url) ? url : "#");
