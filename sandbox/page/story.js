/** The bar that plays a scenario: which one, play, pause, one step, what happens now, and how far it has come. */

import { post } from "./api.js";
import { h, icon, keepFocus } from "./dom.js";
import { on, store } from "./store.js";
import { pick, say } from "./words.js";

export class StoryBar {
  constructor(section, status, { language, phones, anew }) {
    Object.assign(this, { section, status, language, phones, anew, told: null });
    this.panel = h("section.panel.scenarios", { id: "panel-scenarios", popover: "auto" });
    this.main = h("button.main", { type: "button", onclick: () => this.deed() });
    this.stepper = h("button.step-button", { type: "button", onclick: () => this.does("step") }, icon("step"), h("span", {}));
    this.telling = h("div.telling", {});
    section.append(this.main, this.stepper, this.telling);
    section.after(this.panel);
    on("story", (state) => this.hear(state));
  }

  hear(state) {
    if (!state.steps && !this.told) return;
    this.told = { ...this.told, ...state };
    this.draw();
    this.phones.mark(this.told.state === "playing" || this.told.state === "paused" ? this.told.who : []);
  }

  speak(language) {
    this.language = language;
    this.draw();
  }

  say(key, values) { return say(this.language, key, values); }

  draw() {
    const { told } = this;
    this.section.hidden = !told;
    if (!told) return;
    const now = this.sentence();
    this.section.setAttribute("aria-label", this.say("story"));
    this.section.dataset.state = told.state;
    const drawn = JSON.stringify([this.language, told.state, told.at, told.scenario, told.waited]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.drawButtons();
    keepFocus(this.telling, () => this.telling.replaceChildren(...[this.chooser(), h("p", {}, ...this.paragraphs(now)), this.progress(told.steps.length)].filter(Boolean)));
    this.drawPanel();
    if (this.status.textContent !== now) this.status.textContent = now;
  }

  get scenario() { return store.page.scenarios.find((one) => one.id === this.told.scenario); }

  /** Which scenario is up; the button opens all of them. */
  chooser() {
    if (!this.scenario) return null;
    const title = pick(this.scenario.title, this.language);
    return h("button.chosen", { type: "button", popovertarget: "panel-scenarios", "aria-label": this.say("scenario-now", { title }), "data-scenarios": "" }, title, icon("down", 14));
  }

  drawPanel() {
    const rows = store.page.scenarios.map((one) => h("button.scenario", {
      type: "button", "data-scenario": one.id, "aria-pressed": String(one.id === this.told.scenario), onclick: () => this.chooses(one.id),
    }, h("b", {}, pick(one.title, this.language)), h("small", {}, this.say("scenario-steps", { n: one.steps })), h("span", {}, pick(one.lesson, this.language))));
    this.panel.setAttribute("aria-label", this.say("scenarios"));
    keepFocus(this.panel, () => this.panel.replaceChildren(h("h2", {}, this.say("scenarios")), ...rows, h("p.note", {}, this.say("scenarios-note"))));
  }

  /** Put a scenario up; where one has begun, everything begins again with the other. */
  async chooses(scenario) {
    this.panel.hidePopover();
    if (this.told.state !== "ready") await this.anew(store.page.language, { scenario });
    else await post("/sandbox/story", { do: "choose", scenario });
  }

  sentence() {
    const { told } = this;
    if (told.state === "ready") return this.scenario ? pick(this.scenario.lesson, this.language) : this.say("story-ready");
    if (told.state === "done") return this.say("story-done");
    const step = pick(told.steps[Math.min(told.at, told.steps.length - 1)], this.language);
    return told.state === "failed" ? [this.say("story-failed"), step, ...this.whyItStopped()].join("\n") : step;
  }

  /** Whose phone waited for what; and whose phones were ahead of the story, since somebody used them. */
  whyItStopped() {
    const { waited } = this.told;
    if (!waited) return [this.say("story-again")];
    const name = (id) => this.phones.nameBy(id) || this.say("hood-somebody");
    const names = new Intl.ListFormat(this.language).format(waited.ahead.map(name));
    const what = waited.for ? `«${waited.for}»` : this.say("story-any");
    return [this.say("story-waited", { name: name(waited.person), what }), this.say(names ? "story-ahead" : "story-again", { names })];
  }

  /** A sentence that has several lines: each stands for itself. */
  paragraphs(sentence) { return sentence.split("\n").map((line) => h("span", { dir: "auto" }, line)); }

  progress(all) {
    const { at, state } = this.told;
    const done = state === "done" ? all : at;
    const label = this.say("story-at", { at: Math.min(done + (state === "playing" ? 1 : 0), all), all });
    const bits = this.told.steps.map((_, number) => h(`i${number < done ? ".done" : number === done && state !== "ready" ? ".now" : ""}`));
    return h("div.progress", { role: "progressbar", "aria-valuemin": "0", "aria-valuemax": String(all), "aria-valuenow": String(done), "aria-label": label },
      ...bits, h("span", {}, label));
  }

  /** The buttons stay the same elements: one that was replaced under a finger would not be pressed. */
  drawButtons() {
    const { state, scenario } = this.told;
    const [name, key, deed] = {
      ready: ["play", "play", () => this.does("play")],
      playing: ["pause", "pause", () => this.does("pause")],
      paused: ["play", "go-on", () => this.does("play")],
    }[state] ?? ["again", "play-again", () => this.anew(store.page.language, { scenario, play: true })];
    const face = `${this.language} ${key}`;
    this.deed = deed;
    if (this.main.dataset.face !== face) this.main.replaceChildren(icon(name, 20), h("span", {}, this.say(key)));
    this.main.dataset.face = face;
    this.main.dataset.storyMain = state;
    this.stepper.setAttribute("aria-disabled", String(!["ready", "paused"].includes(state)));
    this.stepper.lastElementChild.textContent = this.say("step-short");
    this.stepper.setAttribute("aria-label", this.say("step"));
    this.stepper.title = this.say("step");
  }

  /** What comes of it is told by the stream of events, whose order holds. */
  async does(deed) {
    await post("/sandbox/story", { do: deed });
  }

  /** After everything began again: put up, and play, what was asked for before. */
  async takesUp({ scenario, play }) {
    if (this.told?.state !== "ready") return;
    if (scenario) await post("/sandbox/story", { do: "choose", scenario });
    if (play) await this.does("play");
  }
}
