/** The page of phones: a Telegram of one's own, looked at from outside. */

import { listen, post } from "./api.js";
import { Hood } from "./hood.js";
import { Phones } from "./phones.js";
import { apply, isFurnished, on, readEverything, store } from "./store.js";
import { StoryBar } from "./story.js";
import { readClock } from "./time.js";
import { Tools } from "./tools.js";
import { choose, chosenLanguage, pick, readWords, say } from "./words.js";

const find = (name) => document.querySelector(`[data-${name}]`);
let language = chosenLanguage();
let broken = false;

choose(language);
await readWords();

const phones = new Phones(find("phones"), find("faces"), language);
const story = new StoryBar(find("story"), find("status"), { language, phones, anew: beginAnew });
const hood = new Hood(find("hood"), language);
const tools = new Tools(find("tools"), find("drawer"), find("faults"), { language, turns: () => turnTo(language === "ar" ? "en" : "ar"), anew: beginAnew, hood });
phones.hood = hood;

/** Show the page in another language; the phones go on in their owners'. */
function turnTo(wanted) {
  language = wanted;
  choose(language);
  title();
  for (const part of [phones, story, tools, hood]) part.speak(language);
  tools.offerPhones();
}

function title() {
  const name = pick(store.page.title, language) || store.bot.first_name;
  document.title = name;
  find("title").textContent = name;
  find("tagline").textContent = pick(store.page.tagline, language);
  find("phones").setAttribute("aria-label", say(language, "phones"));
  find("skip").textContent = say(language, "skip");
}

/** Everything begins again; the page is loaded anew once it has. */
async function beginAnew(wanted, then = null) {
  if (then) sessionStorage.setItem("then", JSON.stringify(then));
  document.body.classList.add("beginning");
  await post("/sandbox/anew", { language: wanted });
}

/** The line is there: what was missed while it was not is read now. */
async function back() {
  if (await readEverything()) {
    location.reload();
    return;
  }
  broken = false;
  document.body.classList.remove("broken");
  await readClock();
  if (!isFurnished()) return;
  const then = sessionStorage.getItem("then");
  sessionStorage.removeItem("then");
  if (then) await story.takesUp(JSON.parse(then));
}

function gone() {
  broken = true;
  setTimeout(() => {
    if (!broken) return;
    document.body.classList.add("broken");
    find("status").textContent = say(language, "gone");
  }, 3000);
}

on("page", back);
find("skip").addEventListener("click", (event) => {
  event.preventDefault();
  find("phones").focus();
});
await readEverything();
title();
await tools.begin();
listen({ heard: apply, back, gone });
document.body.classList.add("ready");
