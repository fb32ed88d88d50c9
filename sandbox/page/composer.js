/** Where somebody writes: the field, the keys over it, what can be attached, and Start or Unblock in its place. */

import { act, base64Of } from "./api.js";
import { h, iconButton } from "./dom.js";
import { keysOf } from "./keys.js";
import { menu, sheetOf } from "./sheets.js";
import { say } from "./words.js";

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.changing = null;
    this.field = h("textarea", { rows: 1, dir: "auto", maxLength: 12_000, onkeydown: (event) => this.keyed(event), oninput: () => this.grow() });
    this.keys = h("div.keyboard", {});
    this.form = h("form.composer", { onsubmit: (event) => { event.preventDefault(); this.send(); } });
    this.element = h("div.bottom", {}, this.keys, this.form);
  }

  refresh() {
    const { person, language, isPrivate } = this.phone;
    const state = JSON.stringify([language, isPrivate, person.keyboard, person.blocked, person.started, person.commands]);
    if (state === this.drawn) return;
    this.drawn = state;
    const byKeyboard = this.element.querySelector(":focus-visible") !== null;
    this.draw();
    if (byKeyboard && !this.element.contains(document.activeElement)) (this.field.isConnected ? this.field : this.form.querySelector("button")).focus();
  }

  draw() {
    const { person, language, isPrivate } = this.phone;
    const words = (key) => say(language, key);
    this.field.setAttribute("aria-label", words("message"));
    this.field.placeholder = words("message");
    this.keys.replaceChildren(...[isPrivate && keysOf(person.keyboard, this.phone)].filter(Boolean));
    if (isPrivate && person.blocked) return this.onlyButton(words("unblock"), "unblocks");
    if (isPrivate && !person.started) return this.onlyButton(words("start"), "starts");
    const commands = isPrivate && person.commands?.length ? iconButton("menu", words("commands"), (event) => this.commands(event.currentTarget)) : null;
    const send = iconButton("send", words("send"), null, { type: "submit" });
    return this.form.replaceChildren(...[commands, iconButton("clip", words("attach"), () => sheetOf(this.phone, "attach")), this.field, send].filter(Boolean));
  }

  onlyButton(label, deed) {
    this.form.replaceChildren(h("button.only", { type: "button", onclick: () => act(this.phone.id, deed) }, label));
  }

  keyed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") this.edits(null);
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 96)}px`;
  }

  /** Send what stands in the field; or change the message that is being edited. */
  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    const done = this.changing
      ? await this.phone.does("edits", { message: this.changing, text })
      : await this.phone.does("says", { text });
    if (!done) return;
    this.edits(null);
  }

  /** Begin to change a message of one's own; null leaves it. */
  edits(message) {
    this.changing = message?.message_id ?? null;
    this.field.value = message ? message.text ?? message.caption : "";
    this.form.classList.toggle("changing", Boolean(message));
    this.grow();
    if (message) this.field.focus();
  }

  commands(at) {
    const { person } = this.phone;
    menu(this.phone, at, person.commands.map(({ command, description }) => [
      [h("b", { dir: "ltr" }, `/${command}`), h("span", {}, description)], () => this.phone.does("says", { text: `/${command}` }),
    ]));
  }

  openMap() { sheetOf(this.phone, "map"); }

  /** Send a picture: bytes chosen here, or one that the sandbox offers. */
  async sendPicture(source, caption) {
    await this.phone.does("photo", { data: await base64Of(source), caption });
  }
}
