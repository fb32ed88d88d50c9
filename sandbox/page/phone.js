/** One phone: somebody's chats with the bot and in groups, as they see them. */

import { Refused, act } from "./api.js";
import { botName, bubble, stateOf } from "./bubbles.js";
import { Composer } from "./composer.js";
import { face, h, iconButton, keepFocus } from "./dom.js";
import { setWaiting } from "./keys.js";
import { alertIn, chooseGroup, enlarge, menu, sheetOf, toastIn } from "./sheets.js";
import { chatsOf, store } from "./store.js";
import { dayOf, shownTime } from "./time.js";
import { directionOf, pick, say, spoken } from "./words.js";

const NEAR = 90;
const GLIDE = 700;
const WAIT = 20_000;
const SHOWN = 150;
const SPOKEN = 160;
const GLANCE = 1800;

export class Phone {
  constructor(person, about) {
    this.id = person.id;
    this.about = about ?? { role: {}, group: null };
    this.chosen = this.about.group ? String(this.about.group) : null;
    this.heading = 0;
    this.following = true;
    this.tapping = 0;
    this.build();
    this.refresh();
  }

  get person() { return store.people.get(this.id); }
  get language() { return spoken(this.person?.language); }
  get chats() { return chatsOf(this.person); }
  get chat() { return this.chats.find((one) => one.key === this.chosen) ?? this.chats[0]; }
  get isPrivate() { return this.chat?.type === "private"; }
  get acts() { return { command: (text) => this.does("says", { text }), link: (url) => this.follows(url) }; }

  build() {
    this.log = h("div.log", { role: "log", "aria-live": "off", tabindex: "0", onscroll: () => this.scrolled() });
    for (const turned of ["wheel", "touchmove", "keydown"]) this.log.addEventListener(turned, () => { this.heading = 0; }, { passive: true });
    this.newest = iconButton("down", "", () => this.toEnd(true), { hidden: true });
    this.title = h("div.title", {});
    this.tabs = h("div.tabs", { role: "group" });
    this.heard = h("p.quiet", { "aria-live": "polite" });
    this.composer = new Composer(this);
    this.sheet = h("div.sheet", { hidden: true });
    this.toast = h("div.toast", { role: "status", "aria-live": "polite", hidden: true });
    this.head = h("div.head", {});
    this.screen = h("div.screen", {}, h("div.bar", { "aria-hidden": "true" }, h("time", {}), h("i.notch", {}), h("span", {}, "●●●")),
      this.head, this.tabs, h("div.middle", {}, this.log, this.newest), this.composer.element, this.sheet, this.toast, this.heard);
    new ResizeObserver(() => this.settle()).observe(this.log);
    document.fonts.ready.then(() => this.settle());
    this.who = h("div.who", {});
    this.element = h("article.phone", { role: "region", "data-person": this.id, id: `phone-${this.id}` }, this.who, h("div.bezel", {}, this.screen));
  }

  /** Draw everything anew, and stay where the reader was. */
  refresh() {
    const { person, language } = this;
    if (!person) return;
    this.screen.lang = language;
    this.screen.setAttribute("dir", directionOf(language));
    this.drawHead();
    this.drawTabs();
    this.drawLog();
    this.composer.refresh();
  }

  /** The caption over the phone, in the page's language. */
  caption(language) {
    const { person } = this;
    const role = pick(this.about.role, language);
    const name = pick(this.about.name, language) || person.name;
    this.element.setAttribute("aria-label", say(language, role ? "phone-of" : "phone-of-somebody", { name, role }));
    this.who.replaceChildren(face(person.name, person.id, 30), h("div", {}, h("h2", {}, name), h("span", {}, role)));
  }

  drawHead() {
    const { language, chat } = this;
    if (!chat) return;
    const name = this.isPrivate ? botName(language) : chat.title;
    const inside = chat.members.filter((one) => !["left", "kicked"].includes(one.status)).length;
    this.subtitle = h("small", {}, this.isPrivate ? say(language, "bot") : say(language, "members", { n: inside }));
    const picture = this.isPrivate ? h("img.face", { src: "/page/umbrella.svg", alt: "" }) : face(name, chat.id);
    this.head.replaceChildren(picture, h("div.title", {}, h("b", {}, h("bdi", {}, name)), this.subtitle),
      iconButton("more", say(language, "more"), (event) => this.offersChat(event.currentTarget)));
    this.log.setAttribute("aria-label", name);
    this.newest.setAttribute("aria-label", say(language, "newest"));
  }

  drawTabs() {
    this.tabs.hidden = this.chats.length < 2;
    this.tabs.setAttribute("aria-label", say(this.language, "chats"));
    const chats = this.chats.length < 2 ? [] : this.chats;
    keepFocus(this.tabs, () => this.tabs.replaceChildren(...chats.map((chat) => h("button", {
      type: "button", "aria-pressed": String(chat === this.chat), onclick: () => this.opens(chat.key),
    }, chat.type === "private" ? botName(this.language) : chat.title))));
  }

  opens(key) {
    this.chosen = key;
    this.refresh();
    this.toEnd();
  }

  drawLog() {
    const atEnd = this.isAtEnd();
    const messages = [...(this.chat?.messages.values() ?? [])].slice(-SHOWN);
    const drawn = [...this.log.querySelectorAll("[data-message]")].map((one) => one.dataset.state).slice(-SHOWN);
    if (drawn.length && drawn.join() === messages.map(stateOf).join()) return;
    keepFocus(this.log, () => this.log.replaceChildren(...messages.flatMap((message, number) => this.lines(message, messages[number - 1]))), this.log);
    if (!messages.length) this.log.append(this.emptiness());
    if (atEnd) this.toEnd();
  }

  emptiness() {
    const words = this.isPrivate && !this.person.started ? "empty-start" : "empty";
    return h("div.emptiness", {}, h("img", { src: "/page/umbrella.svg", alt: "", width: 54, height: 54 }), h("p", {}, say(this.language, words)));
  }

  lines(message, before) {
    const day = dayOf(message.date, this.language);
    const isNew = !before || dayOf(before.date, this.language) !== day;
    return [isNew && h("div.notice.day", {}, h("span", {}, day)), bubble(message, this)].filter(Boolean);
  }

  /** A message came, changed or went. */
  hear({ kind, chat, message }) {
    if (chat !== this.chat?.key) {
      if (kind !== "message" || !this.person?.chats.includes(chat)) return;
      if (message.from?.id === this.id) this.opens(chat);
      else this.markTab(chat);
      return;
    }
    const shown = this.log.querySelector(`[data-message="${message.message_id}"]`);
    if (kind === "message") this.append(message);
    else if (shown) keepFocus(shown.parentNode === this.log ? this.log : shown, () => (kind === "deleted" ? shown.remove() : shown.replaceWith(bubble(message, this))), this.log);
    if (kind === "edited") this.log.querySelector(`[data-message="${message.message_id}"]`)?.classList.add("changed");
  }

  append(message) {
    const own = message.from?.id === this.id;
    const follow = own || this.isAtEnd();
    this.log.querySelector(".emptiness")?.remove();
    const before = [...this.chat.messages.values()].at(-2);
    const lines = this.lines(message, before);
    lines.at(-1).classList.add("arriving");
    this.log.append(...lines);
    while (this.log.childElementCount > SHOWN * 1.2 && follow) this.log.firstElementChild.remove();
    if (follow) this.toEnd(true);
    else this.newest.hidden = false;
    this.typing(false);
    if (!own) this.stir();
    if (!own) this.announce(message);
  }

  /** Say to those who listen what came. */
  announce(message) {
    const text = (message.text ?? message.caption ?? say(this.language, "notice")).slice(0, SPOKEN);
    this.heard.lang = this.language;
    this.heard.textContent = `${this.person.name}: ${text}`;
  }

  /** Something came: the phone says so for a moment. */
  stir() {
    this.element.classList.remove("stirred");
    void this.element.offsetWidth;
    this.element.classList.add("stirred");
    this.element.dispatchEvent(new CustomEvent("stirred", { bubbles: true, detail: this.id }));
  }

  markTab(key) {
    const at = this.chats.findIndex((chat) => chat.key === key);
    this.tabs.children[at]?.classList.add("unread");
  }

  typing(does) {
    if (!this.subtitle || !this.isPrivate) return;
    this.subtitle.textContent = say(this.language, does ? "typing" : "bot");
  }

  /** Whether the reader is at the newest message, or on the way there. */
  isAtEnd() { return performance.now() < this.heading || this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR; }

  /** Remember whether the reader is at the newest message: what grows above it must not push it out of sight. */
  scrolled() {
    this.following = this.isAtEnd();
    if (this.following) this.newest.hidden = true;
  }

  /** Pictures or letters have come, or the field under the chat has grown. */
  settle() { if (this.following) this.toEnd(); }

  toEnd(gently = false) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: gently && !still ? "smooth" : "instant" });
    this.heading = performance.now() + GLIDE;
    this.following = true;
    this.newest.hidden = true;
  }

  timeOf(seconds) { return shownTime(seconds * 1000, this.language); }

  /** Carry out a deed in the open chat; a refusal is said on the phone. */
  async does(deed, more = {}) {
    const where = this.isPrivate ? {} : { chat: this.chat.id };
    try {
      return await act(this.id, deed, { ...where, ...more });
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      this.says(say(this.language, "cannot", { why: refusal.message }));
      return null;
    }
  }

  presses(message, button) {
    if (button.url && !this.follows(button.url)) window.open(button.url, "_blank", "noopener");
    if (button.url) return;
    this.tapping += 1;
    this.does("taps", { message: message.message_id, button: button.callback_data });
  }

  /** A link into the bot is followed on this phone; true when it was one. */
  follows(url) {
    const link = /^(?:https?:\/\/)?t(?:elegram)?\.me\/(\w+)\?(start|startgroup)=([\w-]*)/i.exec(url);
    if (!link || link[1].toLowerCase() !== store.bot.username.toLowerCase()) return false;
    const [, , kind, payload] = link;
    if (kind === "start") {
      this.opens(this.chats.find((chat) => chat.type === "private").key);
      act(this.id, "starts", { deep_link: payload });
    } else chooseGroup(this, payload);
    return true;
  }

  strikes(key) {
    if (key.request_location) this.composer.openMap();
    else if (key.request_contact) this.does("contact");
    else this.does("says", { text: key.text });
  }

  pressed({ message_id: number, data, chat }) {
    if (chat && chat !== this.chat?.key) this.opens(chat);
    setWaiting(this.log, number, data, true);
    setTimeout(() => setWaiting(this.log, number, data, false), WAIT);
    if (!this.sheet.hidden && this.sheet.classList.contains("centre")) this.closeSheet();
  }

  /** The bot answered a tap: a pop-up for the hand that tapped, a line where the story did. */
  answered({ text, show_alert: isAlert, url }) {
    this.log.querySelectorAll(".waiting").forEach((one) => one.classList.remove("waiting"));
    if (url) this.follows(url);
    if (text && isAlert && this.tapping > 0) alertIn(this, text);
    else if (text) toastIn(this.toast, text, this.tapping > 0 ? undefined : GLANCE);
    this.tapping = Math.max(0, this.tapping - 1);
  }

  says(text) { toastIn(this.toast, text); }
  enlarge(address, label) { enlarge(this, address, label); }

  copies(text) {
    navigator.clipboard?.writeText(text).catch(() => {});
    this.says(say(this.language, "copied"));
  }

  offers(message, at) {
    const { language } = this;
    const own = message.from?.id === this.id;
    const number = { message: message.message_id };
    menu(this, at, [
      own && (message.text || message.caption) && [say(language, "edit"), () => this.composer.edits(message)],
      own && [say(language, "delete"), () => this.does("deletes", number)],
      !message.has_protected_content && this.isPrivate && [say(language, "forward"), () => this.does("forwards", number)],
      message.has_protected_content && [say(language, "protected"), null],
    ]);
  }

  offersChat(at) {
    const { language, person } = this;
    const blocks = person.blocked ? ["unblock", "unblocks"] : ["block", "blocks"];
    menu(this, at, [
      [say(language, blocks[0]), () => act(this.id, blocks[1])],
      [say(language, "group-new"), () => sheetOf(this, "group")],
    ]);
  }
}
