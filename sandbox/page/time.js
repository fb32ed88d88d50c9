/** What time it is in the sandbox, and how times are shown. */

import { read } from "./api.js";
import { store } from "./store.js";
import { say } from "./words.js";

let ahead = 0;

export const now = () => Date.now() + ahead;

/** Ask the sandbox for its time. */
export async function readClock() {
  const told = await read("/sandbox/clock");
  ahead = new Date(told.now).getTime() - Date.now();
  return told.movable;
}

const shapes = new Map();

function shape(language, options) {
  const key = `${language}${JSON.stringify(options)}${store.page?.zone}`;
  if (!shapes.has(key)) {
    const timeZone = store.page?.zone;
    shapes.set(key, new Intl.DateTimeFormat(language === "ar" ? "ar-u-nu-latn-ca-gregory" : "en-GB", { timeZone, ...options }));
  }
  return shapes.get(key);
}

/** 4:40 م, 4:40 pm: as the bot writes them. */
export const shownTime = (milliseconds, language) =>
  shape(language, { hour: "numeric", minute: "2-digit", hour12: true }).format(milliseconds);

/** 16:40, for a status bar. */
export const barTime = (milliseconds) => shape("en", { hour: "2-digit", minute: "2-digit", hour12: false }).format(milliseconds);

export const shownDay = (milliseconds, language) =>
  shape(language, { weekday: "long", day: "numeric", month: "long" }).format(milliseconds);

/** The day of a message: today, or which. */
export function dayOf(seconds, language) {
  const day = shownDay(seconds * 1000, language);
  return day === shownDay(now(), language) ? say(language, "today") : day;
}

const PARTS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** 2026-11-23T16:40: a moment on the town's clocks, as a field for dates and times holds it. */
export function fieldTime(milliseconds) {
  const { year, month, day, hour, minute } = Object.fromEntries(shape("en", PARTS).formatToParts(milliseconds).map(({ type, value }) => [type, value]));
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** The moment at which the town's clocks show what a field holds, as an ISO time; offsets may change on the way. */
export function momentOf(typed) {
  const wanted = Date.parse(`${typed}Z`);
  let moment = wanted;
  for (let turn = 0; turn < 2; turn += 1) moment += wanted - Date.parse(`${fieldTime(moment)}Z`);
  return new Date(moment).toISOString();
}

/** The next time the town's clocks show this hour, as an ISO time. */
export function nextHour(hour) {
  const parts = Object.fromEntries(shape("en", { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false })
    .formatToParts(now()).map(({ type, value }) => [type, Number(value)]));
  const passed = ((parts.hour % 24) * 60 + parts.minute) * 60 + parts.second;
  const wait = (hour * 3600 - passed + 86_400) % 86_400 || 86_400;
  return new Date(now() + wait * 1000).toISOString();
}
