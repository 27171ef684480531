// The console: one person's messages, the board's, the plan beside them, and the demo's clock.
import { $, dayOf, drawn, el, hourOf, momentOf, place, say, words } from "./elements.js";
import { hideForm, keptForm, leaveForm, openForm, showForm, takeForm } from "./form.js";
import { chosen, keepChosen, keepWritten, written } from "./keep.js";
import { freshen } from "./plan.js";
import { bring, listen, read, send } from "./wire.js";

const MOST = 30,
  CLOSE = 60,
  ROOMS = ["direct", "board"];
let room = "direct",
  log = new Map(),
  most = MOST,
  awaited = null,
  opener = null,
  atEnd = true,
  first = true,
  speaking = 0,
  anchor = null,
  width = innerWidth;
const unread = { direct: 0, board: 0 };
const who = () => $("who").value;

// ---- what is in sight: on a narrow page one of messages, plan and form; on a wide one the messages and one of the others

function view(name) {
  document.body.dataset.view = name;
  for (const one of ROOMS) $(one).setAttribute("aria-pressed", String(one === room && (name === "talk" || wide())));
  $("to-plan").setAttribute("aria-pressed", String(name === "plan"));
  $("to-form").setAttribute("aria-pressed", String(name === "form"));
  $("to-form").hidden = !openForm();
  $("to-form").textContent = openForm()?.asked.form.title || "";
  $("plan").hidden = name === "form" && wide();
}
const wide = () => matchMedia("(min-width: 60rem)").matches;

// ---- messages

function article(entry) {
  const mine = Boolean(entry.author),
    id = `m-${entry.ref}`;
  const press = (node, command) => pressed(node, command, entry);
  const when = entry.at ? el("time", { datetime: entry.at, title: momentOf(entry.at) }, hourOf(entry.at)) : null;
  const head = el("p", { class: "author" }, el("b", {}, mine ? words.you : words.bot), " ", when);
  if (mine)
    return el(
      "article",
      { "data-ref": entry.ref, class: "mine", tabindex: "-1" },
      head,
      el("p", { class: "said" }, entry.message.title),
    );
  return el(
    "article",
    { "data-ref": entry.ref, class: "bot", tabindex: "-1", "aria-labelledby": id },
    head,
    el("h3", { id }, entry.message.title),
    ...entry.message.blocks.map((block) => drawn(block, press)),
    further(entry.message.further, press),
    given(entry),
  );
}
function given(entry) {
  const names = entry.files || [];
  if (!names.length) return null;
  const from = (at) => `/console/file/${encodeURIComponent(entry.ref)}/${at + 1}?${new URLSearchParams({ who: who() })}`;
  const links = names.map((name, at) => el("li", {}, el("a", { href: from(at), download: name }, say("download", { file: name }))));
  return el("ul", { class: "files" }, ...links);
}
function further(more, press) {
  return more
    ? el(
        "details",
        { class: "further", "data-fold": more.title },
        el("summary", {}, more.title),
        ...more.blocks.map((block) => drawn(block, press)),
        further(more.further, press),
      )
    : null;
}
const shown = (ref) => $("log").querySelector(`[data-ref="${CSS.escape(ref)}"]`);
const inRoom = () => [...log.values()].filter((entry) => entry.room === room);

function exchange(old, fresh) {
  const held = old.contains(document.activeElement),
    open = [...old.querySelectorAll("details[open]")].map((node) => node.dataset.fold);
  for (const node of fresh.querySelectorAll("details")) node.open = open.includes(node.dataset.fold);
  old.replaceWith(fresh);
  if (held) fresh.focus({ preventScroll: true });
}
function put(entry) {
  const old = shown(entry.ref),
    fresh = article(entry);
  if (old) return exchange(old, fresh);
  const day = entry.at ? dayOf(entry.at) : "",
    before = [...$("log").querySelectorAll(".day-line")].at(-1)?.textContent;
  $("log").querySelector(".empty")?.remove();
  if (day && day !== before) $("log").append(el("p", { class: "day-line" }, el("span", {}, day)));
  $("log").append(fresh);
}
function redraw() {
  const entries = inRoom();
  $("log").replaceChildren();
  for (const entry of entries.slice(-most)) put(entry);
  $("earlier").hidden = entries.length <= most;
  if (!entries.length) $("log").append(el("p", { class: "empty" }, words.empty));
}
function newest() {
  const last = $("log").lastElementChild;
  if (last) inSight(last);
  $("below").hidden = true;
  look();
}
function inSight(node) {
  anchor = node;
  const room = $("scroll").clientHeight < $("scroll").scrollHeight ? $("scroll").clientHeight : innerHeight * 0.6;
  node.scrollIntoView({ block: node.offsetHeight > room ? "start" : "end" });
}
function stand(ref) {
  const node = shown(ref);
  if (!node) {
    awaited = ref;
    return;
  }
  awaited = null;
  if (!wide()) view("talk");
  node.focus({ preventScroll: true });
  inSight(node);
  if (node === $("log").lastElementChild) $("below").hidden = true;
  look();
}
function look() {
  atEnd = $("end").getBoundingClientRect().top < Math.min($("scroll").getBoundingClientRect().bottom, innerHeight) + CLOSE;
  if (atEnd) $("below").hidden = true;
}
function count(entry) {
  if (entry.author || first) return;
  if (!speaking && entry.ref !== awaited) $("told").textContent = say("new", { title: entry.message.title });
  if (entry.room !== room) unread[entry.room] += 1;
  badge();
}
function badge() {
  for (const name of ROOMS) {
    $(name).querySelector(".badge")?.remove();
    if (unread[name])
      $(name).append(el("span", { class: "badge" }, String(unread[name]), el("span", { class: "unseen" }, ` ${words.unread}`)));
  }
}
function hear(told) {
  moment(told);
  const known = new Set(told.messages.map((entry) => entry.ref));
  const lost = told.whole && [...log.keys()].some((ref) => !known.has(ref));
  const changed = told.messages.filter((entry) => log.get(entry.ref)?.change !== entry.change);
  if (lost) log = new Map();
  const follow = atEnd && !$("log").contains(document.activeElement);
  const fresh = changed.filter((entry) => !log.has(entry.ref));
  for (const entry of lost ? told.messages : changed) log.set(entry.ref, entry);
  if (first || lost) {
    redraw();
    newest();
  } else {
    for (const entry of changed.filter((one) => one.room === room && (fresh.includes(one) || shown(one.ref)))) put(entry);
    for (const entry of fresh) count(entry);
    const here = fresh.filter((entry) => entry.room === room);
    if (here.length && (follow || here.some((entry) => entry.author))) newest();
    else if (here.some((entry) => entry.ref !== awaited) && !speaking) {
      $("below").hidden = false;
      look();
    }
  }
  first = false;
  if (awaited && shown(awaited)) stand(awaited);
  if (changed.length || told.whole) freshen(open);
}
function go(name) {
  room = name;
  offer();
  most = MOST;
  unread[name] = 0;
  badge();
  redraw();
  view(wide() && openForm() ? "form" : "talk");
  newest();
  $("said").value = written(`said:${who()}:${room}`) || "";
}

// ---- what is sent, and what is answered

async function speak(path, more, where = room, file = null) {
  const said = who();
  speaking += 1;
  const reply = await (file
    ? bring("/console/file", { who: said }, file)
    : send(`/console/${path}`, { who: said, room: where, ...more }));
  speaking -= 1;
  if (!reply || said !== who()) return reply;
  if (reply.kind === "form") ask({ asked: reply, card: more.card || null, room: where });
  else if (path === "form") {
    takeForm();
    view("talk");
  }
  if (reply.kind === "say") {
    if (where !== room) go(where);
    stand(reply.ref);
  }
  freshen(open);
  return reply;
}
async function busy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}
const pressed = (node, command, entry) =>
  busy(node, () => {
    opener = node;
    return speak("press", { said: command, card: entry.ref }, entry.room);
  });
const open = (command) => speak("say", { said: command }, room);

function ask(form) {
  const about = {
    submit: (given) =>
      busy($("form").querySelector(".primary"), () =>
        speak("form", { said: given.said, card: given.card, answers: given.answers }, given.room),
      ),
    close,
    press: () => {},
  };
  const node = showForm(who(), form, about);
  view("form");
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: form.asked && Object.keys(form.asked.faults).length ? "center" : "end" });
}
function close() {
  leaveForm();
  view("talk");
  if (opener?.isConnected) {
    opener.focus({ preventScroll: true });
    opener.scrollIntoView({ block: "nearest" });
  } else $("said").focus();
}
async function saySaid(event) {
  event.preventDefault();
  const said = $("said").value,
    name = `said:${who()}:${room}`;
  if (!said.trim()) return;
  await busy($("say"), async () => {
    $("said").readOnly = true;
    const reply = await speak("say", { said });
    $("said").readOnly = false;
    if (reply && $("said").value === said) {
      $("said").value = "";
      keepWritten(name, null);
    }
  });
}

async function bringFile() {
  const [file] = $("file").files;
  $("file").value = "";
  if (file) await busy($("bring"), () => speak("file", {}, "direct", file));
}

// ---- the clock

function moment({ now, going }) {
  $("now").dateTime = now;
  $("now").textContent = momentOf(now);
  $("steps").hidden = Boolean(going);
  const was = !$("going").hidden;
  $("going").hidden = !going;
  if (!going) {
    if (was) $("told").textContent = say("arrived", { moment: momentOf(now) });
    return;
  }
  $("going-to").textContent = going.ends ? say("going", { day: dayOf(going.ends) }) : words.going_next;
  if (going.ends)
    $("progress").value = (new Date(now) - new Date(going.begins)) / (new Date(going.ends) - new Date(going.begins));
  else $("progress").removeAttribute("value");
}
async function move(node) {
  const step = node.dataset.step;
  $("steps").hidden = true;
  $("going").hidden = false;
  $("going-to").textContent = words.going_next;
  $("progress").removeAttribute("value");
  $("stop").focus({ preventScroll: true });
  const reply = await send("/console/clock", { step });
  const held = document.activeElement === $("stop") || document.activeElement === document.body;
  if (reply) moment(reply);
  else {
    $("steps").hidden = false;
    $("going").hidden = true;
  }
  if (held) node.focus({ preventScroll: true });
  freshen(open);
}

// ---- the beginning

function offer() {
  $("bring").hidden = room === "board" || !$("who").selectedOptions[0]?.dataset.brings;
}
function be() {
  offer();
  log = new Map();
  first = true;
  awaited = null;
  opener = null;
  unread.direct = unread.board = 0;
  badge();
  hideForm();
  redraw();
  view("talk");
  $("said").value = written(`said:${who()}:${room}`) || "";
  listen(who(), hear);
  const kept = keptForm(who());
  if (kept) ask(kept);
}
function wire() {
  $("who").addEventListener("change", () => {
    keepChosen("who", who());
    be();
  });
  for (const name of ROOMS) $(name).addEventListener("click", () => go(name));
  $("to-plan").addEventListener("click", () => view("plan"));
  $("to-form").addEventListener("click", () => view("form"));
  $("earlier").addEventListener("click", () => {
    const top = inRoom().at(-most)?.ref;
    most += MOST;
    redraw();
    if (top) shown(top)?.scrollIntoView({ block: "start" });
    $("scroll").focus({ preventScroll: true });
  });
  $("below").addEventListener("click", () => {
    newest();
    $("log").lastElementChild?.focus({ preventScroll: true });
  });
  for (const node of document.querySelectorAll("[data-step]")) node.addEventListener("click", () => move(node));
  $("stop").addEventListener("click", () => send("/console/clock", { step: "stop" }));
  $("say").addEventListener("submit", saySaid);
  $("bring").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", bringFile);
  $("said").addEventListener("input", () => keepWritten(`said:${who()}:${room}`, $("said").value || null));
  $("said").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      $("say").requestSubmit();
    }
  });
  $("hint").hidden = chosen("hinted") === true;
  $("hint-close").addEventListener("click", () => {
    keepChosen("hinted", true);
    $("hint").hidden = true;
    $("said").focus();
  });
  for (const node of [$("scroll"), window]) node.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(() => {
    if (anchor?.isConnected && (atEnd || innerWidth !== width)) {
      inSight(anchor);
      look();
    }
    width = innerWidth;
  }).observe($("scroll"));
  matchMedia("(min-width: 60rem)").addEventListener("change", () =>
    view(document.body.dataset.view === "plan" ? "talk" : document.body.dataset.view),
  );
}
async function start() {
  const told = await read("/console/start");
  Object.assign(words, told.words);
  place.zone = told.zone;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word] || "";
  $("title").textContent = document.title = told.title;
  moment(told);
  $("who").append(
    ...told.faces.map((f) =>
      el("option", { value: f.email.toLowerCase(), "data-brings": f.brings ? "yes" : "" }, f.role_line ? `${f.name}, ${f.role_line}` : f.name),
    ),
  );
  $("who").value = chosen("who") || $("who").options[0]?.value;
  if (!$("who").value) $("who").selectedIndex = 0;
  wire();
  be();
}
start();
