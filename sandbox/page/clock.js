/** The clock of the town: what it shows, moving it forward, and what became due by that. */

import { post } from "./api.js";
import { h } from "./dom.js";
import { fieldTime, momentOf, nextHour, now, readClock, shownDay, shownTime } from "./time.js";
import { say } from "./words.js";

const EVENING = 20;
const MORNING = 8;

export class Clock {
  constructor(moved) {
    Object.assign(this, { moved, movable: false, language: "ar" });
    this.due = h("div.due", { role: "status", "aria-live": "polite" });
  }

  async begin() { this.movable = await readClock(); }

  say(key, values) { return say(this.language, key, values); }

  /** Thursday, 4:40 pm. */
  get shown() {
    const [weekday] = shownDay(now(), this.language).split(/[ ,،]/u);
    return `${weekday} ${shownTime(now(), this.language)}`;
  }

  get day() { return `${shownDay(now(), this.language)}${this.language === "ar" ? "،" : ","} ${shownTime(now(), this.language)}`; }

  content() {
    const choice = (key, body) => h("button.chip", { type: "button", disabled: !this.movable, onclick: () => this.moves(body()) }, this.say(key));
    const label = this.say("clock-typed");
    this.field = h("input", { type: "datetime-local", required: true, "aria-label": label, value: fieldTime(now()), disabled: !this.movable });
    const typed = (event) => {
      event.preventDefault();
      const to = momentOf(this.field.value);
      if (new Date(to).getTime() > now()) this.moves({ to });
      else this.due.replaceChildren(h("p", {}, this.say("clock-back")));
    };
    return [h("p.day-now", {}, this.day), h("div.row", {}, choice("clock-ahead-10", () => ({ ahead: 600 })),
      choice("clock-ahead-60", () => ({ ahead: 3600 })), choice("clock-evening", () => ({ to: nextHour(EVENING) })),
      choice("clock-morning", () => ({ to: nextHour(MORNING) }))),
    h("form.fields.typed", { onsubmit: typed }, this.field, h("button.plain", { type: "submit", disabled: !this.movable }, this.say("clock-set"))),
    this.due, h("p.note", {}, this.say("clock-note"))];
  }

  async moves(body) {
    const { due } = await post("/sandbox/clock", body);
    await readClock();
    this.field.value = fieldTime(now());
    this.shows(due);
    this.moved();
  }

  /** What became due on the way. */
  shows(due) {
    const rows = due.map(({ at, what, why }) => h("li", {}, h("time", {}, shownTime(new Date(at).getTime(), this.language)), " ",
      h("b", {}, what[this.language] ?? what.en), " – ", why[this.language] ?? why.en));
    this.due.replaceChildren(h("h3", {}, this.say(rows.length ? "clock-due" : "clock-nothing-due")), ...(rows.length ? [h("ul", {}, ...rows)] : []));
  }
}
