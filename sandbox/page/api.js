/** What the page asks of the sandbox. */

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.why ?? `${response.status} ${response.statusText}`);
  return body;
}

/** The sandbox said no; the message says why. */
export class Refused extends Error {}

export const read = async (path) => answerOf(await fetch(path, { cache: "no-store" }));

export const post = async (path, body) => answerOf(await fetch(path, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
}));

/** A person does something; see sandbox/deeds.py for what. */
export const act = (person, deed, more = {}) => post("/sandbox/act", { person, do: deed, ...more });

/** Where the bytes of a file are. */
export const fileOf = (file) => `/sandbox/files/${encodeURIComponent(file.file_unique_id)}`;

/** A file, or the bytes of an address, as base64. */
export async function base64Of(source) {
  const bytes = typeof source === "string" ? await (await fetch(source)).blob() : source;
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).split(",", 2)[1]);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(bytes);
  });
}

/** Everything that happens, as it happens; `back` is called whenever the line is there (again), `gone` when it breaks. */
export function listen({ heard, back, gone }) {
  const stream = new EventSource("/sandbox/events?crowd=0");
  stream.onmessage = (event) => heard(JSON.parse(event.data));
  stream.onopen = back;
  stream.onerror = () => {
    gone();
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen({ heard, back, gone }), 1000);
  };
}
