// The plan at a glance: each milestone is a button that opens it.
import { $, el, mark, say, shape, words } from "./elements.js";
import { chosen, keepChosen } from "./keep.js";
import { read } from "./wire.js";

let stale = false,
  reading = false,
  drawnAs = "";

function chip(cell, open) {
  const node = el(
    "button",
    { type: "button", class: "chip", "data-ref": cell.ref, onclick: () => open(cell.command) },
    el(
      "span",
      { class: `tag s-${cell.face}` },
      shape(cell),
      " ",
      el("b", {}, cell.ref),
      el("span", { class: "unseen" }, ` ${cell.word}.`),
    ),
    el("span", { class: "name" }, ` ${cell.text} `, el("small", {}, cell.dates)),
  );
  const point = () =>
    $("pointed").replaceChildren(
      el("b", {}, `${cell.ref} ${cell.word}. `),
      `${cell.text} ${cell.dates} `,
      el("small", {}, cell.owners),
    );
  node.addEventListener("pointerenter", point);
  node.addEventListener("focus", point);
  return el("li", {}, node);
}
function row(it, open) {
  return el(
    "div",
    { class: "row" },
    el("h4", {}, el("b", {}, it.ref), ` ${it.title}`),
    el("ul", { class: "cells" }, ...it.cells.map((cell) => chip(cell, open))),
  );
}
function part(it, open) {
  return el(
    "section",
    { class: "part" },
    el("h3", {}, `${it.number}. ${it.name}`),
    el("p", { class: "about" }, it.text),
    ...it.rows.map((one) => row(one, open)),
  );
}
function strip(legend) {
  return el(
    "div",
    { class: "strip", "aria-hidden": "true" },
    ...legend.map((tally) => {
      const piece = el("span", { class: `s-${tally.face}` });
      piece.style.flexGrow = tally.count;
      return piece;
    }),
  );
}
function showNames(is) {
  keepChosen("named", is);
  $("named").setAttribute("aria-pressed", String(is));
  $("plan").classList.toggle("names", is);
}
function draw(picture, open) {
  const total = picture.legend.reduce((sum, tally) => sum + tally.count, 0);
  const focused = document.activeElement?.closest("#plan [data-ref]")?.dataset.ref,
    top = $("plan").scrollTop;
  $("plan").replaceChildren(
    el(
      "div",
      { class: "head" },
      el("h2", { id: "plan-name", tabindex: "-1" }, words.plan, " ", el("small", {}, say("total", { count: total }))),
      el(
        "button",
        { type: "button", id: "named", class: "quiet", onclick: () => showNames(chosen("named") !== true) },
        words.names,
      ),
    ),
    strip(picture.legend),
    el(
      "ul",
      { class: "legend", "aria-label": words.legend },
      ...picture.legend.map((tally) =>
        el("li", {}, mark({ ...tally, status: tally.face }), " ", el("b", {}, String(tally.count))),
      ),
    ),
    ...picture.parts.map((it) => part(it, open)),
    el("p", { id: "pointed", "aria-hidden": "true" }, words.point),
  );
  showNames(chosen("named") === true);
  $("plan").scrollTop = top;
  if (focused) $("plan").querySelector(`[data-ref="${focused}"]`)?.focus({ preventScroll: true });
}
export async function freshen(open) {
  stale = true;
  if (reading) return;
  reading = true;
  while (stale) {
    stale = false;
    const picture = await read("/console/picture"),
      as = JSON.stringify(picture);
    if (picture && as !== drawnAs) {
      drawnAs = as;
      draw(picture, open);
    }
    await new Promise((go) => {
      setTimeout(go, 400);
    });
  }
  reading = false;
}
