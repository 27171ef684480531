"use strict";
const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
let words = {}, faces = [], room = "direct", stream = null;
let log = new Map();

function el(tag, attrs = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined && (value !== "" || name === "value")) node.setAttribute(name, value);
  }
  node.append(...kids.filter((kid) => kid !== null));
  return node;
}
function spans(list) {
  return list.map((s) => {
    if ("url" in s) {
      const words = s.text && s.text !== s.url ? `${s.text} (${s.url})` : s.url;
      return s.url.startsWith("https://") ? el("a", { href: s.url, rel: "noopener noreferrer", target: "_blank" }, words) : words;
    }
    if ("name" in s) return el("b", {}, s.name);
    return s.strong ? el("strong", {}, s.text) : document.createTextNode(s.text);
  });
}
const mark = (m) => el("span", { class: `mark s-${m.status}` }, `${m.shape} ${m.word}`);
function button(b, entry) {
  return el("button", { type: "button", class: b.style, "aria-label": b.spoken, onclick: (event) => press(event.currentTarget, b.command, entry) }, b.label);
}
function items(block, entry) {
  const numbered = block.lines.some((line) => line.number !== null);
  const list = el(numbered ? "ol" : "ul", {}, ...block.lines.map((line) => el("li", { value: line.number },
    line.mark ? mark(line.mark) : null, line.mark ? " " : null, ...spans(line.spans),
    line.buttons.length ? el("div", { class: "actions" }, ...line.buttons.map((b) => button(b, entry))) : null)));
  if (block.folded && block.heading) return el("details", {}, el("summary", {}, block.heading), list);
  return el("div", {}, block.heading ? el("h4", {}, block.heading) : null, list);
}
function svg(tag, attrs) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  return node;
}
function chart(block) {
  const totals = block.labels.map((_, i) => block.series.reduce((sum, [, counts]) => sum + (counts[i] || 0), 0));
  const most = Math.max(1, ...totals), row = 46;
  const picture = svg("svg", { viewBox: `0 0 400 ${block.labels.length * row}`, role: "img", "aria-label": block.title });
  const text = (words, x, y, more) => { const node = svg("text", { x, y, ...more }); node.textContent = words; picture.append(node); };
  block.labels.forEach((label, i) => {
    text(label, 0, i * row + 14, {});
    let x = 0;
    for (const [m, counts] of block.series) {
      const wide = ((counts[i] || 0) / most) * 400;
      if (!wide) continue;
      picture.append(svg("rect", { x, y: i * row + 19, width: wide, height: 20, fill: `var(--s-${m.status})`, stroke: `var(--s-${m.status}-ink)`, "stroke-width": ".4" }));
      if (wide > 7) text(counts[i], x + wide / 2, i * row + 33, { "text-anchor": "middle", class: "count", fill: `var(--s-${m.status}-ink)` });
      x += wide;
    }
  });
  return el("figure", {}, el("figcaption", {}, block.title), picture,
    el("p", {}, ...block.series.flatMap(([m]) => [mark(m), " "])),
    el("details", {}, el("summary", {}, words.table), ...block.twin.map((line) => el("p", {}, line))));
}
function drawn(block, entry) {
  if ("spans" in block) return el("p", {}, ...spans(block.spans));
  if ("pairs" in block) return el("dl", {}, ...block.pairs.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, ...spans(value))]));
  if ("lines" in block) return items(block, entry);
  if ("twin" in block) return chart(block);
  return el("div", { class: "actions" }, ...block.buttons.map((b) => button(b, entry)));
}
function article(entry) {
  return el("article", { "data-ref": entry.ref, class: entry.author ? "mine" : "bot" },
    el("p", { class: "author" }, entry.author || words.bot), el("h3", {}, entry.message.title),
    ...entry.message.blocks.map((block) => drawn(block, entry)), further(entry.message.further, entry));
}
function further(more, entry) {
  return more ? el("details", {}, el("summary", {}, more.title), ...more.blocks.map((block) => drawn(block, entry)), further(more.further, entry)) : null;
}
function place(entry) {
  const old = $("log").querySelector(`[data-ref="${entry.ref}"]`);
  log.set(entry.ref, entry);
  if (entry.room !== room) return;
  const fresh = article(entry);
  $("log").querySelector(".empty")?.remove();
  if (old) old.replaceWith(fresh); else $("log").append(fresh);
  $("log").scrollTop = $("log").scrollHeight;
}
function redraw() {
  $("log").replaceChildren();
  for (const name of ["direct", "board"]) $(name).setAttribute("aria-pressed", String(name === room));
  for (const entry of log.values()) place(entry);
  if (!$("log").children.length) $("log").append(el("p", { class: "empty" }, words.empty));
}
async function post(path, body) {
  $("fault").textContent = "";
  try {
    const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(String(answer.status));
    return await answer.json();
  } catch { $("fault").textContent = words.failed; return null; }
}
async function speak(path, more, place = room) {
  const reply = await post(`/console/${path}`, { who: $("who").value, room: place, id: crypto.randomUUID(), ...more });
  if (reply) { if (reply.kind === "form") showForm(reply, more.card || null, place); else if (path === "form") $("form").replaceChildren(); plan(); }
  return reply;
}
async function press(node, command, entry) {
  if (node.disabled) return;
  node.disabled = true;
  await speak("press", { said: command, card: entry.ref }, entry.room);
  node.disabled = false;
}
function control(q, answer, fault) {
  const id = `q-${q.id}`, about = [q.hint ? `${id}-hint` : "", fault ? `${id}-fault` : ""].join(" ").trim();
  const shared = { id, name: q.id, "aria-describedby": about, "aria-invalid": fault ? "true" : "", "aria-required": q.required ? "true" : "" };
  const notes = [q.hint ? el("p", { id: `${id}-hint`, class: "hint" }, q.hint) : null, fault ? el("p", { id: `${id}-fault`, class: "fault" }, fault) : null];
  if (q.kind === "choice") return el("fieldset", { id, tabindex: "-1", "aria-describedby": about, "data-q": q.id }, el("legend", {}, q.label), ...notes,
    ...q.options.map((o, i) => el("label", { class: "option" }, el("input", { type: "radio", name: q.id, value: o.value, checked: answer === o.value, id: `${id}-${i}` }),
      el("span", {}, o.label, o.means ? el("small", {}, o.means) : null))));
  const tall = q.kind === "prose" || q.kind === "links";
  const input = tall ? el("textarea", { ...shared, rows: q.lines || 3, maxlength: q.most }) : el("input", { ...shared, type: q.kind === "person" ? "email" : "text", autocomplete: "off" });
  input.value = answer;
  return el("div", { "data-q": q.id, class: "question" }, el("label", { for: id }, q.label), ...notes, input);
}
function showForm({ form, answers, faults }, card, where) {
  const heads = new Map(form.sections.map(([head, first]) => [first, head]));
  const node = el("form", { novalidate: true, "aria-labelledby": "form-title" }, el("h2", { id: "form-title", tabindex: "-1" }, form.title), form.intro ? el("p", {}, form.intro) : null, ...form.background.map((block) => drawn(block, null)));
  const wrong = Object.entries(faults);
  const summary = wrong.length ? el("div", { class: "summary", tabindex: "-1", role: "alert" }, el("h3", {}, words.faults), el("ul", {}, ...wrong.map(([id, text]) => el("li", {}, el("a", { href: `#q-${id}` }, text))))) : null;
  if (summary) node.append(summary);
  let into = node;
  for (const q of form.questions) {
    if (heads.has(q.id)) { into = el("fieldset", { class: "section" }, el("legend", {}, heads.get(q.id))); node.append(into); }
    into.append(control(q, answers[q.id] || "", faults[q.id]));
  }
  const given = () => Object.fromEntries(new FormData(node).entries());
  const toggle = () => { const now = given(); for (const q of form.questions) if (q.shown_when) node.querySelector(`[data-q="${CSS.escape(q.id)}"]`).hidden = !q.shown_when[1].includes(now[q.shown_when[0]] || ""); };
  node.addEventListener("input", toggle);
  const send = el("button", { class: "primary" }, form.send);
  node.append(el("div", { class: "actions" }, send, el("button", { type: "button", onclick: () => { $("form").replaceChildren(); $("said").focus(); } }, words.cancel)));
  node.addEventListener("submit", async (event) => { event.preventDefault(); if (send.disabled) return; send.disabled = true; await speak("form", { said: form.command, card: card || "", answers: given() }, where); send.disabled = false; });
  $("form").replaceChildren(node); toggle();
  (summary || $("form-title")).focus();
}
async function plan() {
  const answer = await fetch("/console/picture"); if (!answer.ok) return;
  const picture = await answer.json();
  $("plan").replaceChildren(...picture.priorities.map(([number, text, cells]) => el("section", {}, el("h3", {}, `${number}. ${text}`),
    el("ul", { class: "cells" }, ...cells.map((c) => { const name = `${c.ref} ${c.word}: ${c.text} ${c.dates}`;
      return el("li", { class: `s-${c.face}`, title: name, role: "listitem", "aria-label": name }, `${c.shape} ${c.ref}`); })))));
}
function moment(iso) {
  $("now").dateTime = iso;
  $("now").textContent = new Date(iso).toLocaleString("en-GB", { timeZone: "Europe/London", weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
}
function listen() {
  stream?.close(); log = new Map(); redraw(); $("form").replaceChildren();
  stream = new EventSource(`/console/events?who=${encodeURIComponent($("who").value)}`);
  stream.onmessage = (event) => { const told = JSON.parse(event.data); moment(told.now); told.messages.forEach(place); plan(); };
}
async function start() {
  const told = await (await fetch("/console/start")).json();
  ({ words, faces } = told);
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word] || "";
  $("title").textContent = document.title = told.title; moment(told.now);
  $("who").append(...faces.map((f) => el("option", { value: f.email.toLowerCase() }, f.role_line ? `${f.name}, ${f.role_line}` : f.name)));
  $("who").value = localStorage.getItem("who") || $("who").options[0]?.value; if (!$("who").value) $("who").selectedIndex = 0;
  $("who").addEventListener("change", () => { localStorage.setItem("who", $("who").value); listen(); });
  for (const name of ["direct", "board"]) $(name).addEventListener("click", () => { room = name; redraw(); });
  for (const node of document.querySelectorAll("[data-step]")) node.addEventListener("click", async () => { node.disabled = true; const reply = await post("/console/clock", { step: node.dataset.step }); if (reply) { moment(reply.now); plan(); } node.disabled = false; node.focus(); });
  $("say").addEventListener("submit", async (event) => { event.preventDefault(); const said = $("said").value; if (said.trim() && await speak("say", { said })) $("said").value = ""; });
  $("said").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); $("say").requestSubmit(); } });
  $("hint").hidden = localStorage.getItem("hinted") === "yes";
  $("hint-close").addEventListener("click", () => { localStorage.setItem("hinted", "yes"); $("hint").hidden = true; $("said").focus(); });
  listen(); plan();
}
start();
