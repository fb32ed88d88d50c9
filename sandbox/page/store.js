/** What everybody's phone shows, kept up to date by events. Others listen with `on(kind, told)`. */

import { read } from "./api.js";

export const store = { page: null, bot: null, people: new Map(), chats: new Map(), crowded: false };

const ears = new Map();

/** Be told of events of a kind: message, edited, deleted, reaction, keyboard, action, pressed, answer, story, people … */
export function on(kind, told) {
  ears.set(kind, [...(ears.get(kind) ?? []), told]);
}

function tell(kind, event) {
  for (const told of ears.get(kind) ?? []) told(event);
}

/**
 * Read everything anew. True when this is another Telegram than the one known before: one that began again, or one that
 * was not furnished yet when the page was opened. Until it is, what was there before stays.
 */
export async function readEverything() {
  const [{ page }, state] = await Promise.all([read("/sandbox/page"), read("/sandbox/state?crowd=0")]);
  if (!page && isFurnished()) return false;
  const another = store.page !== null && page?.born !== store.page?.born;
  store.page = page ?? { phones: [], pictures: [], landmarks: [], scenarios: [], title: {}, tagline: {} };
  take(state);
  if (another) return true;
  tell("people", {});
  tell("story", store.page.story ?? {});
  return false;
}

/** Whether somebody has handed over phones, scenarios, a map; events say when it is so. */
export const isFurnished = () => Boolean(store.page?.born);

function take(state) {
  store.bot = state.bot;
  store.people = new Map(state.people.map((person) => [person.id, person]));
  store.chats = new Map(Object.entries(state.chats).map(([key, chat]) => [key, withMessages(chat)]));
}

function withMessages(chat) {
  return { ...chat, messages: new Map(chat.messages.map((message) => [message.message_id, message])) };
}

let again = null;

/** Read all phones anew soon; several wishes at once are one. */
function readSoon() {
  clearTimeout(again);
  again = setTimeout(async () => {
    take(await read("/sandbox/state?crowd=0"));
    tell("people", {});
  }, 60);
}

/** One event of the stream. */
export function apply(event) {
  const chat = store.chats.get(event.chat);
  if (event.kind === "member" || event.kind === "commands" || (event.chat && !chat)) {
    readSoon();
    return;
  }
  if (event.message && chat) keep(chat, event);
  if (event.keyboard && chat) {
    const person = store.people.get(chat.id);
    if (person) Object.assign(person, { keyboard: event.keyboard, started: person.started || isOwn(person, event) });
  }
  tell(event.kind, event);
}

const isOwn = (person, event) => event.message?.from?.id === person.id;

function keep(chat, event) {
  const number = event.message.message_id;
  if (event.kind === "deleted") chat.messages.delete(number);
  else if (event.kind === "message" || chat.messages.has(number)) chat.messages.set(number, event.message);
}

/** The chats on somebody's phone, the one with the bot first; a group that moved is its supergroup. */
export function chatsOf(person) {
  return person.chats.map((key) => store.chats.get(key)).filter((chat) => chat && !chat.migrated_to);
}
