/** Under the hood: what waits, who is asked what, which alerts there are and how far they have come; read each second. */

import { read } from "./api.js";
import { h, icon, s } from "./dom.js";
import { store } from "./store.js";
import { now, shownDay, shownTime } from "./time.js";
import { pick, say } from "./words.js";

const EVERY = 1000;
const BAR = 6;
const HEIGHT = 44;

export class Hood {
  constructor(aside, language) {
    Object.assign(this, { aside, language, told: null, parts: new Map(), shown: false });
    this.body = h("div.hood-body", {});
    this.title = h("h2", { id: "hood-title" });
    this.fold = h("button.round", { type: "button", onclick: () => this.show(false) }, icon("close", 18));
    aside.append(h("header", {}, this.title, this.fold), this.body);
    aside.setAttribute("aria-labelledby", "hood-title");
    aside.hidden = true;
    aside.addEventListener("keydown", (event) => this.leaves(event));
    setInterval(() => this.look(), EVERY);
  }

  /** Open or fold it; whoever opened it gets the focus back. */
  show(shown) {
    const inside = this.aside.contains(document.activeElement);
    if (shown && !this.shown) this.opener = document.activeElement;
    this.shown = shown;
    this.aside.hidden = !shown;
    document.body.classList.toggle("with-hood", shown);
    this.aside.dispatchEvent(new CustomEvent("folded", { bubbles: true, detail: shown }));
    if (inside && !shown && this.opener?.checkVisibility()) this.opener.focus({ preventScroll: true });
    if (!shown) return;
    this.draw();
    this.look();
    this.fold.focus({ preventScroll: true });
  }

  /** Escape folds it, as the button does. */
  leaves(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.show(false);
  }

  speak(language) {
    this.language = language;
    this.parts.clear();
    this.body.replaceChildren();
    this.draw();
  }

  say(key, values) { return say(this.language, key, values); }

  /** Ask and draw; while it is folded only the crowd is looked at, and that only where there is one. */
  async look() {
    if (document.hidden || !(this.shown || store.crowded) || this.asking) return;
    this.asking = true;
    try {
      this.told = await read("/sandbox/hood");
      this.aside.dispatchEvent(new CustomEvent("crowd", { bubbles: true, detail: this.told.crowd }));
      if (this.shown) this.draw();
    } catch {
      this.told = null; // the line is broken; the page says so elsewhere, and the next second asks again
    } finally {
      this.asking = false;
    }
  }

  draw() {
    this.title.textContent = this.say("hood");
    this.fold.setAttribute("aria-label", this.say("close"));
    if (!this.told) return;
    this.part("traffic", this.say("traffic"), this.say("traffic-note")).replaceChildren(...this.traffic());
    for (const table of this.told.tables) this.table(table);
    this.table({
      id: "agenda", title: { [this.language]: this.say("agenda") }, note: { [this.language]: this.say("agenda-note") },
      columns: ["agenda-when", "agenda-what", "agenda-why"].map((key) => ({ [this.language]: this.say(key) })),
      rows: this.told.agenda.map(({ at, what, why, n }) => [{ at }, n > 1 ? { words: what, n } : what, why]),
    });
  }

  /** The place of one part, made once, so that what is folded stays folded. */
  part(id, title, note) {
    if (!this.parts.has(id)) {
      const place = h("div.hood-place", {});
      this.body.append(h("details.hood-part", { open: true, "data-hood": id }, h("summary", {}, h("h3", {}, title)), h("p.note", {}, note), place));
      this.parts.set(id, place);
    }
    return this.parts.get(id);
  }

  table({ id, title, note, columns, rows }) {
    const place = this.part(id, pick(title, this.language), pick(note, this.language));
    const drawn = JSON.stringify(rows);
    if (place.dataset.drawn === drawn) return;
    place.dataset.drawn = drawn;
    if (!rows.length) {
      place.replaceChildren(h("p.none", {}, this.say("hood-none")));
      return;
    }
    const heads = columns.map((column) => h("th", { scope: "col" }, pick(column, this.language)));
    const lines = rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, this.cell(cell)))));
    place.replaceChildren(h("table", {}, h("caption.quiet", {}, pick(title, this.language)), h("thead", {}, h("tr", {}, ...heads)), h("tbody", {}, ...lines)));
  }

  cell(cell) {
    if (typeof cell !== "object") return String(cell);
    if (cell.at) return this.moment(new Date(cell.at).getTime());
    if (cell.code) return h("code", { dir: "ltr" }, cell.code);
    if (cell.person) return h("bdi", {}, store.people.get(cell.person)?.name ?? this.say("hood-somebody"));
    if (cell.words) return `${pick(cell.words, this.language)} (${cell.n})`;
    return pick(cell, this.language);
  }

  moment(at) {
    const [day, time] = [shownDay(at, this.language), shownTime(at, this.language)];
    return h("time", { datetime: new Date(at).toISOString() }, day === shownDay(now(), this.language) ? time : `${day} ${time}`);
  }

  traffic() {
    const { requests, refused } = this.told.traffic;
    const [most, second] = [Math.max(10, ...requests), requests.at(-2) ?? 0];
    const label = this.say("traffic-now", { n: second, refused: refused.reduce((sum, n) => sum + n, 0) });
    const bar = (n, at, kind) => s("rect", { x: at * BAR, y: HEIGHT - (n / most) * HEIGHT, width: BAR - 1.5, height: (n / most) * HEIGHT, class: kind });
    const bars = requests.flatMap((n, at) => [bar(n, at, "passed"), bar(refused[at], at, "refused")]);
    return [h("p.figure", {}, label), s("svg", { viewBox: `0 0 ${requests.length * BAR} ${HEIGHT}`, class: "traffic", "aria-hidden": "true" }, ...bars)];
  }
}
