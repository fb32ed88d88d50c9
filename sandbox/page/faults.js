/** What can go wrong between the bot and Telegram: a switch and a sentence each, and which are on. */

import { post, read } from "./api.js";
import { h, icon } from "./dom.js";
import { say } from "./words.js";

const LATENCIES = [0, 0.3, 1, 3];
const SHARES = [0, 0.1, 0.3, 1];
const FLOODED = { share: 0.2, seconds: 3 };
const SWITCHES = ["flood", "hang", "cut"];

export class Faults {
  constructor(strip, changed) {
    Object.assign(this, { strip, changed, faults: [], limits: true, language: "ar" });
  }

  async begin() { this.takes(await read("/sandbox/faults")); }

  takes({ faults, limits }) {
    this.faults = faults;
    this.limits = limits.enforced;
  }

  say(key, values) { return say(this.language, key, values); }

  /** How things stand. */
  get state() {
    const has = (kind) => this.faults.find((one) => one.kind === kind);
    return { slow: has("slow")?.seconds ?? 0, error: has("error")?.share ?? 0, flood: Boolean(has("flood")),
      hang: Boolean(has("hang")), cut: Boolean(has("cut")), limits: this.limits };
  }

  /** What is on, in words. */
  get on() {
    const { slow, error, limits, ...switches } = this.state;
    return [
      slow && `${this.say("latency")}: ${this.say("seconds", { n: slow })}`,
      error && `${this.say("errors")}: ${this.say("percent", { n: error * 100 })}`,
      ...SWITCHES.map((kind) => switches[kind] && this.say(kind)),
      !limits && this.say("limits-off"),
    ].filter(Boolean);
  }

  speak(language) {
    this.language = language;
    this.drawStrip();
  }

  /** A line under the header for as long as something is on. */
  drawStrip() {
    const { on } = this;
    this.strip.hidden = on.length === 0;
    this.strip.setAttribute("aria-label", this.say("network-bad"));
    this.strip.replaceChildren(icon("network", 18), h("ul", {}, ...on.map((one) => h("li", {}, one))),
      h("button.plain", { type: "button", "data-mend": "", onclick: () => this.mends() }, this.say("mend")));
  }

  /** What the panel holds. */
  content() {
    const { slow, error, limits, ...switches } = this.state;
    return [
      h("p.note", {}, this.say("network-note")),
      this.scale("latency", LATENCIES, slow, (n) => (n ? this.say("seconds", { n }) : this.say("latency-none")), (n) => this.sets({ slow: n })),
      this.scale("errors", SHARES, error, (n) => (n ? this.say("percent", { n: n * 100 }) : this.say("errors-none")), (n) => this.sets({ error: n })),
      ...SWITCHES.map((kind) => this.toggle(kind, switches[kind], (isOn) => this.sets({ [kind]: isOn }))),
      this.toggle("limits", limits, (isOn) => this.sets({ limits: isOn })),
      h("button.plain", { type: "button", onclick: () => this.mends() }, this.say("mend")),
    ];
  }

  mends() { return this.sets({ slow: 0, error: 0, flood: false, hang: false, cut: false, limits: true }); }

  scale(key, values, chosen, shown, sets) {
    const name = `scale-${key}`;
    const options = values.map((value) => h("label", {}, h("input", { type: "radio", name, checked: value === chosen, onchange: () => sets(value) }), h("span", {}, shown(value))));
    return h("fieldset.scale", { "aria-describedby": `${name}-why` }, h("legend", {}, this.say(key)), h("div.options", {}, ...options),
      h("p.note", { id: `${name}-why` }, this.say(WHY[key])));
  }

  toggle(key, isOn, sets) {
    const why = `switch-${key}-why`;
    return h("div.switch", {}, h("label.toggle", {}, h("span", {}, this.say(key)),
      h("input", { type: "checkbox", role: "switch", checked: isOn, "aria-describedby": why, onchange: (event) => sets(event.target.checked) })),
    h("p.note", { id: why }, this.say(WHY[key])));
  }

  /** Put the network into the state it has, but for these changes. */
  async sets(changes) {
    const wanted = { ...this.state, ...changes };
    const faults = [
      wanted.slow && { kind: "slow", seconds: wanted.slow, jitter: wanted.slow / 4 },
      wanted.error && { kind: "error", share: wanted.error, status: 502 },
      wanted.flood && { kind: "flood", method: "send*", ...FLOODED },
      wanted.hang && { kind: "hang" },
      wanted.cut && { kind: "cut" },
    ].filter(Boolean);
    this.takes(await post("/sandbox/faults", { clear: true, faults, limits: { enforced: wanted.limits } }));
    this.drawStrip();
    this.changed();
  }
}

const WHY = { latency: "latency-why", errors: "errors-why", flood: "flood-why", hang: "hang-why", cut: "cut-why", limits: "limits-why" };
