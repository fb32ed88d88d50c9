/** The row of phones; on a small screen one at a time, with the faces over it to switch, and what is unread on them. */

import { act, post } from "./api.js";
import { face, h, icon, keepFocus, trap } from "./dom.js";
import { Phone } from "./phone.js";
import { on, store } from "./store.js";
import { LANGUAGES, pick, say } from "./words.js";

const SMALL = matchMedia("(max-width: 700px)");

export class Phones {
  constructor(row, faces, language) {
    Object.assign(this, { row, faces, language, phones: new Map(), unread: new Map(), current: null, hood: null });
    this.adder = h("button.adder", { type: "button", onclick: () => this.asks() });
    this.crowd = h("p.crowd", { hidden: true });
    row.append(this.crowd, this.adder);
    on("people", () => this.arrange());
    for (const kind of ["message", "edited", "deleted", "reaction"]) on(kind, (event) => this.each((phone) => phone.hear(event)));
    on("message", (event) => this.refreshKeys(event));
    on("action", ({ chat }) => this.each((phone) => chat === phone.chat?.key && phone.typing(true)));
    on("pressed", (event) => this.phones.get(event.person)?.pressed(event));
    on("answer", (event) => this.phones.get(event.person)?.answered(event));
    on("story", () => { store.crowded = true; });
    row.addEventListener("stirred", ({ detail }) => this.stirred(detail));
    document.addEventListener("crowd", ({ detail }) => this.counts(detail));
    document.addEventListener("folded", () => this.markFaces());
    SMALL.addEventListener("change", () => this.markFaces());
  }

  each(deed) { this.phones.forEach(deed); }

  /** A phone for everybody there is: first those of the story, in their order. */
  arrange() {
    const wanted = store.page.phones.filter(({ person }) => store.people.has(person));
    const others = [...store.people.keys()].filter((id) => !wanted.some(({ person }) => person === id));
    for (const about of [...wanted, ...others.map((person) => ({ person, role: {}, group: null }))]) this.show(about);
    this.current ??= this.phones.keys().next().value ?? null;
    this.drawFaces();
    if (!this.arranged) this.row.scrollTo({ left: 0, behavior: "instant" });
    this.arranged = true;
  }

  show(about) {
    const known = this.phones.get(about.person);
    if (known) known.refresh();
    else this.add(new Phone(store.people.get(about.person), about));
    this.phones.get(about.person).caption(this.language);
  }

  add(phone) {
    this.phones.set(phone.id, phone);
    this.adder.before(phone.element);
    phone.toEnd();
  }

  /** What the page calls whoever has this phone; "" for those whose phones are not drawn. */
  nameBy(id) { return this.phones.has(id) ? this.nameOf(this.phones.get(id)) : ""; }

  nameOf(phone) { return pick(phone.about.name, this.language) || phone.person.name; }

  drawFaces() {
    this.faces.setAttribute("aria-label", say(this.language, "phones"));
    const looks = [...this.phones.values()].map((phone) => h("button.look", { type: "button", "data-person": phone.id, onclick: () => this.goTo(phone.id) },
      face(phone.person.name, phone.id, 32), h("span", {}, this.nameOf(phone)), h("b.badge", { hidden: true })));
    const add = h("button.look", { type: "button", "aria-label": say(this.language, "new-phone"), onclick: () => this.asks() },
      h("span.face.plus", {}, icon("plus", 18)), h("span", {}, say(this.language, "new-phone-short")));
    const inside = store.page.hood && h("button.look", { type: "button", "data-hood-tab": "", onclick: () => this.hood.show(true) },
      h("span.face.gears", {}, icon("gears", 18)), h("span", {}, say(this.language, "hood-short")));
    keepFocus(this.faces, () => this.faces.replaceChildren(...[inside, ...looks, add].filter(Boolean)));
    this.markFaces();
    this.adder.replaceChildren(icon("plus", 22), h("span", {}, say(this.language, "new-phone")));
  }

  /** Bring a phone into view, if it is not; on a small screen it takes the place of what was there. */
  goTo(id) {
    const phone = this.phones.get(id);
    if (!phone) return;
    this.current = id;
    this.unread.delete(id);
    if (SMALL.matches) {
      if (this.hood?.shown) this.hood.show(false);
      this.markFaces();
      phone.toEnd();
      return;
    }
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
    phone.element.scrollIntoView({ behavior, inline: "nearest", block: "nearest" });
    this.markFaces();
  }

  /** Mark whose turn it is; somebody who looks under the hood stays there. */
  mark(ids) {
    this.each((phone) => phone.element.classList.toggle("acting", ids.includes(phone.id)));
    if (ids.length && !(SMALL.matches && this.hood?.shown)) this.goTo(ids.at(-1));
  }

  markFaces() {
    const inside = Boolean(this.hood?.shown);
    this.each((phone) => phone.element.classList.toggle("current", phone.id === this.current));
    for (const button of this.faces.children) {
      const id = Number(button.dataset.person);
      const isOn = "hoodTab" in button.dataset ? inside : !inside && id === this.current;
      if (isOn) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      if (id) this.badge(button, id);
    }
    this.faces.querySelector("[aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  badge(button, id) {
    const [phone, n] = [this.phones.get(id), this.unread.get(id) ?? 0];
    const badge = button.querySelector(".badge");
    badge.hidden = n === 0;
    badge.textContent = n > 99 ? "99+" : String(n);
    const name = this.nameOf(phone);
    button.setAttribute("aria-label", n ? say(this.language, "unread", { name, n }) : name);
  }

  stirred(id) {
    if (!SMALL.matches || (id === this.current && !this.hood?.shown)) return;
    this.unread.set(id, (this.unread.get(id) ?? 0) + 1);
    const button = this.faces.querySelector(`[data-person="${id}"]`);
    if (button) this.badge(button, id);
  }

  /** Those whose phones are not drawn: how many, and how many have heard something. */
  counts({ people, heard }) {
    store.crowded = people > 0 || store.page.story?.state === "playing";
    this.crowd.hidden = people === 0;
    const words = say(this.language, "crowd", { people, heard });
    if (this.crowd.textContent !== words) this.crowd.textContent = words;
  }

  refreshKeys({ chat }) {
    const known = store.chats.get(chat);
    if (known?.type === "private") this.phones.get(known.id)?.composer.refresh();
  }

  speak(language) {
    this.language = language;
    this.each((phone) => phone.caption(language));
    this.drawFaces();
  }

  /** One more phone: whose, and in which language. */
  asks() {
    const words = (key) => say(this.language, key);
    const name = h("input", { type: "text", required: true, maxLength: 60, "aria-label": words("name"), placeholder: words("name"), dir: "auto" });
    const language = h("select", { "aria-label": words("language-of-phone") }, ...LANGUAGES.map((one) => h("option", { value: one, lang: one }, one === "ar" ? "العربية" : "English")));
    const dialog = h("dialog.asking", { "aria-label": words("new-phone"), onclose: () => dialog.remove(), onkeydown: (event) => trap(event, dialog) }, h("form.fields", {
      onsubmit: async (event) => {
        event.preventDefault();
        dialog.close();
        const made = await post("/sandbox/act", { do: "new_person", name: name.value, language: language.value });
        await act(made.person, "starts");
        setTimeout(() => this.goTo(made.person), 400);
      },
    }, h("h2", {}, words("new-phone")), name, language, h("div.row", {},
      h("button.main", { type: "submit" }, words("add")), h("button.plain", { type: "button", onclick: () => dialog.close() }, words("cancel")))));
    document.body.append(dialog);
    dialog.showModal();
  }
}
