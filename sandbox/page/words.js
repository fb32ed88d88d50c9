/** The page's own words in the language it is shown in; phones speak their owners'. */

const BOOKS = {};
export const LANGUAGES = ["ar", "en"];
export const directionOf = (language) => (language?.startsWith("ar") ? "rtl" : "ltr");

/** Read every language once. */
export async function readWords() {
  await Promise.all(LANGUAGES.map(async (language) => {
    BOOKS[language] = await (await fetch(`/page/words.${language}.json`)).json();
  }));
}

/** The sentence of a key in a language, with {values} put in. */
export function say(language, key, values = {}) {
  const sentence = (BOOKS[language] ?? BOOKS.en)[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const spoken = (language) => (LANGUAGES.includes(language?.slice(0, 2)) ? language.slice(0, 2) : "ar");

/** One of several languages' words handed over by the sandbox. */
export const pick = (words, language) => words?.[language] ?? words?.en ?? Object.values(words ?? {})[0] ?? "";

/** What the page is shown in: chosen before, else asked for in the address, else Arabic. */
export function chosenLanguage() {
  const asked = new URLSearchParams(location.search).get("language");
  return [asked, localStorage.getItem("language")].find((one) => LANGUAGES.includes(one)) ?? "ar";
}

/** Remember a choice and turn the page round. */
export function choose(language) {
  localStorage.setItem("language", language);
  history.replaceState(null, "", location.pathname);
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
}
