/** One message as an element. */

import { fileOf } from "./api.js";
import { face, faceColour, h, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { buttonsOf } from "./keys.js";
import { spot } from "./map.js";
import { store } from "./store.js";
import { pick, say } from "./words.js";

/** The bubble of a message on a phone: `phone` gives person, language, time of day and what taps do. */
export function bubble(message, phone) {
  const notice = noticeOf(message, phone);
  const marks = { "data-message": message.message_id, "data-state": stateOf(message) };
  if (notice) return h("div.notice", marks, h("span", {}, notice));
  const own = message.from?.id === phone.person.id;
  const inGroup = message.chat.type !== "private";
  const stranger = inGroup && !own;
  const parts = [
    stranger && h("span.name", { style: { color: faceColour(senderOf(message).id) }, dir: "auto" }, senderOf(message).name),
    forwardedFrom(message, phone),
    quoted(message),
    ...contentOf(message, phone),
    metaOf(message, phone, own),
  ];
  const body = h("div.bubble", { class: `bubble ${kindOf(message)}${isBare(message) ? " bare" : ""}` }, ...parts);
  const rows = buttonsOf(message, phone);
  const more = iconButton("more", say(phone.language, "more"), (event) => phone.offers(message, event.currentTarget));
  const column = h("div.column", {}, h("div.line", {}, body, more), rows, reactionsOf(message));
  return h(`div.message.${own ? "out" : "in"}`, marks,
    stranger && face(senderOf(message).name, senderOf(message).id, 26), column);
}

/** What a bubble shows, in short: where it is the same nothing needs to be drawn. */
export const stateOf = ({ chat, message_id: number, versions, reactions }) => `${chat.id}/${number}/${versions}/${reactions?.join("")}`;

function senderOf(message) {
  const from = message.from ?? message.sender_chat ?? {};
  return { id: from.id ?? 0, name: from.title ?? [from.first_name, from.last_name].filter(Boolean).join(" ") };
}

function kindOf(message) {
  const kinds = ["photo", "document", "voice", "audio", "video", "video_note", "sticker", "venue", "location", "contact"];
  return kinds.find((kind) => kind in message) ?? "text";
}

const isBare = (message) => ["photo", "location", "sticker", "video_note"].includes(kindOf(message)) && !message.caption;

function contentOf(message, phone) {
  const text = message.text ?? message.caption;
  const words = text && h("p.words", { dir: "auto", lang: languageOf(text) }, ...formatted(text, message.entities ?? message.caption_entities, phone.acts));
  return [mediaOf(message, phone), words].filter(Boolean);
}

/** What a text is written in, by its first letter; as `dir="auto"` finds its direction. */
const languageOf = (text) => (/\p{Script=Arabic}|\p{L}/u.exec(text)?.[0].match(/\p{Script=Arabic}/u) ? "ar" : "en");

const MEDIA = {
  photo: (sizes, message, phone) => pictureOf(sizes.at(-1), message, phone),
  document: (file) => fileLine("file", file.file_name ?? "", bytesOf(file.file_size)),
  voice: (voice, message, phone) => fileLine("voice", say(phone.language, "voice"), minutes(voice.duration)),
  audio: (audio, message, phone) => fileLine("note", audio.title ?? audio.file_name ?? say(phone.language, "audio"), minutes(audio.duration)),
  video_note: (film, message, phone) => h("div.film", { role: "img", "aria-label": say(phone.language, "round") }, icon("play", 30), h("small", { dir: "ltr" }, minutes(film.duration))),
  video: (video) => fileLine("play", video.file_name ?? "video.mp4", minutes(video.duration)),
  sticker: (sticker) => h("span.sticker", {}, sticker.emoji ?? "🙂"),
  venue: (venue, message, phone) => h("div", {}, spot(venue.location, phone.language),
    h("p.venue", { dir: "auto" }, h("b", {}, venue.title), h("span", {}, h("bdi", {}, venue.address)))),
  location: (where, message, phone) => spot(where, phone.language),
  contact: (contact) => fileLine("contact", contact.first_name, contact.phone_number),
};

function mediaOf(message, phone) {
  const kind = kindOf(message);
  return MEDIA[kind]?.(message[kind], message, phone) ?? null;
}

function pictureOf(size, message, phone) {
  const label = say(phone.language, "image", { name: senderOf(message).name });
  const image = h("img.picture", { src: fileOf(size), alt: label, loading: "lazy", width: size.width, height: size.height });
  image.addEventListener("load", () => phone.settle());
  return h("button.frame", { type: "button", "aria-label": label, onclick: () => phone.enlarge(fileOf(size), label) }, image);
}

function fileLine(name, title, detail) {
  return h("div.file", {}, h("span.disc", {}, icon(name, 20)), h("span", {}, h("b", { dir: "auto" }, title), h("small", { dir: "ltr" }, detail)));
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
const bytesOf = (size) => (size > 900_000 ? `${(size / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(size / 1024))} KB`);

function metaOf(message, phone, own) {
  const { language } = phone;
  return h("span.meta", {},
    message.silent && h("span.silent", { role: "img", title: say(language, "silent"), "aria-label": say(language, "silent") }, icon("silent", 12)),
    message.edit_date && h("span", {}, say(language, "edited")),
    h("time", {}, phone.timeOf(message.date)),
    own && h("span.ticks", { "aria-hidden": "true" }, icon("check", 13)));
}

function quoted(message) {
  const to = message.reply_to_message;
  return to && h("div.quoted", {}, h("b", {}, senderOf(to).name), h("span", { dir: "auto" }, to.text ?? to.caption ?? "…"));
}

function forwardedFrom(message, phone) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const who = origin.sender_user_name ?? origin.sender_user?.first_name ?? origin.chat?.title ?? origin.sender_chat?.title ?? "";
  return h("span.forwarded", {}, say(phone.language, "forwarded", { name: who }));
}

function reactionsOf(message) {
  return message.reactions?.length ? h("span.reactions", {}, message.reactions.join(" ")) : null;
}

function noticeOf(message, phone) {
  const { language } = phone;
  const names = (accounts) => accounts.map((one) => (one.id === store.bot?.id ? botName(language) : one.first_name)).join("، ");
  if (message.new_chat_members) return say(language, "joined", { name: names(message.new_chat_members) });
  if (message.left_chat_member) return say(language, "left", { name: names([message.left_chat_member]) });
  if (message.pinned_message) return say(language, "pinned");
  if (message.forum_topic_created) return message.forum_topic_created.name;
  return kindOf(message) === "text" && message.text === undefined ? say(language, "notice") : null;
}

export const botName = (language) => pick(store.page?.title, language) || store.bot?.first_name || "";
