// Speaks with Milepost. While it does not answer, what was sent waits, and is sent again under the same number: it is heard once.
import { $, words } from "./elements.js";
import { keepWritten, written } from "./keep.js";

const AGAIN = 1500,
  GONE = [502, 503, 504];
let stream = null,
  hearing = null,
  timer = 0,
  waiting = [];

function away(is) {
  if ($("away").hidden !== is) return;
  $("away").hidden = !is;
  $("away").textContent = is ? words.away || "" : "";
  document.body.classList.toggle("gone", is);
  if (is) return;
  $("told").textContent = words.back;
  for (const go of waiting.splice(0)) go();
}
function tryAgain() {
  away(true);
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (hearing) connect();
    else away(false);
  }, AGAIN);
}
function connect() {
  stream?.close();
  stream = new EventSource(`/console/events?who=${encodeURIComponent(hearing.who)}`);
  stream.onmessage = (event) => {
    away(false);
    hearing.hear(JSON.parse(event.data));
  };
  stream.onerror = () => {
    stream.close();
    tryAgain();
  };
}
export function listen(who, hear) {
  hearing = { who, hear };
  clearTimeout(timer);
  connect();
}
async function reach(path, options) {
  for (;;) {
    try {
      const answer = await fetch(path, options);
      if (!GONE.includes(answer.status)) return answer;
    } catch {
      /* nobody there */
    }
    const back = new Promise((go) => {
      waiting.push(go);
    });
    tryAgain();
    await back;
  }
}
export async function read(path) {
  const answer = await reach(path);
  return answer.ok ? answer.json() : null;
}
function numbered(path, body) {
  const key = JSON.stringify([path, body]),
    before = written("sent");
  const id = before?.key === key ? before.id : crypto.randomUUID();
  keepWritten("sent", { key, id });
  return { ...body, id };
}
export async function send(path, body) {
  return post(path, { "Content-Type": "application/json" }, JSON.stringify(numbered(path, body)));
}
const mostFile = 10 * 1024 * 1024; // bytes: a larger one is not sent, only told of, and the answer says why
export async function bring(path, told, file) {
  const about = new URLSearchParams(numbered(path, { ...told, name: file.name, size: file.size, changed: file.lastModified }));
  return post(`${path}?${about}`, { "Content-Type": "application/octet-stream" }, file.size > mostFile ? new Blob() : file);
}
async function post(path, headers, body) {
  $("fault").textContent = "";
  const options = { method: "POST", headers, body };
  const answer = await reach(path, options);
  keepWritten("sent", null);
  const reply = answer.ok ? await answer.json().catch(() => null) : null;
  if (!reply) $("fault").textContent = words.failed;
  return reply;
}
