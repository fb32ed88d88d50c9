/** The tools in the corner: the clock, the network, under the hood, beginning again, the language; on a phone a drawer. */

import { Clock } from "./clock.js";
import { h, icon, keepFocus } from "./dom.js";
import { Faults } from "./faults.js";
import { store } from "./store.js";
import { say } from "./words.js";

const SMALL = matchMedia("(max-width: 700px)");

export class Tools {
  constructor(place, opener, strip, { language, turns, anew, hood }) {
    Object.assign(this, { place, opener, language, turns, anew, hood });
    this.clockOf = new Clock(() => this.tick());
    this.faults = new Faults(strip, () => this.draw());
    place.setAttribute("role", "group");
    opener.append(icon("menu", 22));
    SMALL.addEventListener("change", () => this.fit());
    hood.aside.addEventListener("folded", () => this.markHood());
  }

  async begin() {
    await Promise.all([this.clockOf.begin(), this.faults.begin()]);
    this.speak(this.language);
    setInterval(() => this.tick(), 1000);
  }

  speak(language) {
    this.language = language;
    this.clockOf.language = language;
    this.faults.speak(language);
    this.opener.setAttribute("aria-label", this.say("tools"));
    this.place.setAttribute("aria-label", this.say("tools"));
    this.draw();
    this.fit();
  }

  /** On a phone the tools are a drawer that the button in the header opens. */
  fit() {
    this.opener.hidden = !SMALL.matches;
    this.place.popover = SMALL.matches ? "auto" : null;
  }

  say(key, values) { return say(this.language, key, values); }

  draw() {
    const open = this.place.querySelector(":popover-open")?.id;
    keepFocus(this.place, () => this.build());
    if (open) this.place.querySelector(`#${open}`)?.showPopover();
    this.tick();
  }

  build() {
    this.time = h("span", {});
    this.place.replaceChildren(
      ...this.panel("clock", [icon("clock", 18), this.time], this.clockOf.content()),
      ...this.panel("network", [icon("network", 18), h("span", {}, this.say("network"))], this.faults.content()),
      ...(store.page?.hood ? [this.hoodButton()] : []),
      ...(store.page?.anew ? this.panel("anew", [icon("again", 18), h("span", {}, this.say("anew"))], this.again()) : []),
      h("button.tool", { type: "button", "data-language": "", lang: this.language === "ar" ? "en" : "ar", onclick: this.turns }, icon("language", 18), h("span", {}, this.say("other-language"))));
    const network = this.place.querySelector("[data-panel=network]");
    const state = this.say(this.faults.on.length ? "network-bad" : "network-good");
    network.classList.toggle("bad", this.faults.on.length > 0);
    network.setAttribute("aria-label", `${this.say("network")}: ${state}`);
  }

  /** A button, and what it opens. */
  panel(name, face, content) {
    const button = h("button.tool", { type: "button", "aria-label": this.say(name), title: this.say(name), popovertarget: `panel-${name}`, "data-panel": name }, ...face);
    const panel = h("section.panel", { id: `panel-${name}`, popover: "auto", "aria-label": this.say(name) }, h("h2", {}, this.say(name)), ...content);
    return [button, panel];
  }

  hoodButton() {
    const toggle = () => {
      this.hood.show(!this.hood.shown);
      if (SMALL.matches) this.place.hidePopover();
    };
    return h("button.tool", { type: "button", "data-hood-button": "", "aria-expanded": String(this.hood.shown), onclick: toggle }, icon("gears", 18), h("span", {}, this.say("hood")));
  }

  markHood() { this.place.querySelector("[data-hood-button]")?.setAttribute("aria-expanded", String(this.hood.shown)); }

  tick() {
    if (!this.time) return;
    const { shown, day } = this.clockOf;
    this.time.textContent = shown;
    this.place.querySelector("[data-panel=clock]").setAttribute("aria-label", this.say("clock-now", { time: shown }));
    this.place.querySelector(".day-now").textContent = day;
    document.querySelectorAll(".bar time").forEach((one) => { one.textContent = shown.replace(/[^\d:]/g, ""); });
  }

  /** The page speaks another language than the phones: that they may, too. */
  offerPhones() {
    if (!store.page.anew || this.language === store.page.language) return;
    if (SMALL.matches && !this.place.matches(":popover-open")) this.place.showPopover();
    this.place.querySelector("#panel-anew").showPopover();
  }

  again() {
    const { language } = store.page;
    const other = this.language;
    const choices = [h("p.note", {}, this.say("anew-why")), h("button.main", { type: "button", onclick: () => this.anew(language) }, this.say("anew-yes"))];
    if (other !== language) choices.push(h("p.note", {}, this.say("anew-in-why")), h("button.main", { type: "button", onclick: () => this.anew(other) }, this.say("anew-in")));
    return choices;
  }
}
