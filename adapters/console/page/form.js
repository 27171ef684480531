// A form: kept as it is written, so that nothing half written is lost.
import { $, drawn, el, say, words } from "./elements.js";
import { keepWritten, written } from "./keep.js";

let open = null; // the form on the page: whose it is, how it was asked, and its node

function typed() {
  const given = {};
  for (const [name, answer] of new FormData(open.node).entries())
    if (!name.startsWith("picked-")) given[name] = name in given ? `${given[name]} ${answer}` : answer;
  return given;
}
const keepOpen = () => keepWritten(`form:${open.who}`, { asked: open.asked, card: open.card, room: open.room, given: typed() });
const leftName = () => `left:${open.who}:${open.asked.form.title}`;

function dateWords(answer) {
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(answer);
  return iso
    ? new Date(Date.UTC(+iso[1], iso[2] - 1, +iso[3])).toLocaleDateString("en-GB", {
        timeZone: "UTC",
        day: "numeric",
        month: "long",
        year: "numeric",
      })
    : answer;
}
function picker(q, input) {
  const day = el("input", { type: "date", name: `picked-${q.id}`, tabindex: "-1", "aria-hidden": "true" });
  day.addEventListener("change", () => {
    if (!day.value) return;
    input.value = dateWords(day.value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
  const pick = el(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: () => {
        try {
          day.showPicker();
        } catch {
          input.focus();
        }
      },
    },
    words.pick,
    el("span", { class: "unseen" }, ` ${q.label}`),
  );
  return el("div", { class: "day" }, input, el("span", { class: "pick" }, pick, day));
}
function option(q, id, answer, o, i) {
  const many = q.kind === "several",
    checked = many ? answer.split(" ").includes(o.value) : answer === o.value;
  return el(
    "label",
    { class: "option" },
    el("input", { type: many ? "checkbox" : "radio", name: q.id, value: o.value, checked, id: `${id}-${i}` }),
    o.shape
      ? el("span", { class: `mark s-${o.value}`, "aria-hidden": "true" }, el("span", { class: "shape" }, `${o.shape}\uFE0E`))
      : null,
    el("span", {}, o.label, o.means ? el("small", {}, o.means) : null),
  );
}
function control(q, answer, fault) {
  const id = `q-${q.id}`,
    about = [q.hint ? `${id}-hint` : "", fault ? `${id}-fault` : ""].join(" ").trim();
  const shared = {
    id,
    name: q.id,
    "aria-describedby": about,
    "aria-invalid": fault ? "true" : "",
    "aria-required": q.required ? "true" : "",
  };
  const notes = [
    q.hint ? el("p", { id: `${id}-hint`, class: "hint" }, q.hint) : null,
    fault ? el("p", { id: `${id}-fault`, class: "fault" }, fault) : null,
  ];
  const wrong = fault ? " wrong" : "";
  if (q.kind === "choice" || q.kind === "several")
    return el(
      "fieldset",
      {
        id,
        tabindex: "-1",
        "aria-describedby": about,
        "data-q": q.id,
        class: `question choice${q.kind === "several" || q.options.some((o) => o.means) ? "" : " short"}${wrong}`,
      },
      el("legend", {}, q.label),
      ...notes,
      el("div", { class: "options" }, ...q.options.map((o, i) => option(q, id, answer, o, i))),
    );
  const tall = q.kind === "links" || (q.kind === "prose" && q.lines > 1);
  const input = tall
    ? el("textarea", { ...shared, rows: q.lines || 2, maxlength: q.most })
    : el("input", { ...shared, type: q.kind === "person" ? "email" : "text", autocomplete: "off", maxlength: q.most });
  input.value = q.kind === "date" ? dateWords(answer) : answer;
  return el(
    "div",
    { "data-q": q.id, class: `question${wrong}` },
    el("label", { for: id }, q.label),
    ...notes,
    q.kind === "date" ? picker(q, input) : input,
  );
}
function faultList(faults) {
  const go = (event, id) => {
    event.preventDefault();
    const node = $(`q-${id}`);
    node.closest("details")?.setAttribute("open", "");
    (node.querySelector("input") || node).focus();
  };
  const wrong = Object.entries(faults);
  return wrong.length
    ? el(
        "div",
        { class: "summary", tabindex: "-1", role: "alert" },
        el("h3", {}, words.faults),
        el(
          "ul",
          {},
          ...wrong.map(([id, text]) => el("li", {}, el("a", { href: `#q-${id}`, onclick: (event) => go(event, id) }, text))),
        ),
      )
    : null;
}
function questions(node, form, answers, faults) {
  const heads = new Map(form.sections.map(([head, first]) => [first, head]));
  let into = node,
    fold = null;
  for (const q of form.questions) {
    if (heads.has(q.id)) {
      into = el("fieldset", { class: "section", "data-first": q.id }, el("legend", {}, heads.get(q.id)));
      node.append(into);
      fold = null;
    }
    if (!q.behind) fold = null;
    else if (fold?.dataset.behind !== q.behind) {
      fold = el("details", { class: "fold", "data-behind": q.behind }, el("summary", {}, q.behind));
      into.append(fold);
    }
    if (fold && (answers[q.id] || faults[q.id])) fold.open = true;
    (fold || into).append(control(q, answers[q.id] || "", faults[q.id]));
  }
}
function unfold(form) {
  const now = typed();
  for (const q of form.questions) {
    const node = open.node.querySelector(`[data-q="${CSS.escape(q.id)}"]`);
    if (q.shown_when) node.hidden = !q.shown_when[1].includes(now[q.shown_when[0]] || "");
    const wanted = q.wanted_when && q.wanted_when[1].includes(now[q.wanted_when[0]] || "");
    if (wanted && node.dataset.wanted !== "yes") node.closest("details").open = true;
    if (q.wanted_when) node.dataset.wanted = wanted ? "yes" : "no";
  }
  for (const section of open.node.querySelectorAll(".section")) {
    const mine = section.dataset.first.slice(0, section.dataset.first.lastIndexOf(".") + 1);
    section.classList.toggle("later", !Object.entries(now).some(([name, answer]) => name.startsWith(mine) && answer));
  }
}
function foot(form, close) {
  return el(
    "div",
    { class: "foot" },
    el("button", { class: "primary" }, form.send),
    el("button", { type: "button", onclick: close }, words.cancel),
    el("p", { class: "hint" }, words.kept),
  );
}
export const openForm = () => open;
export function takeForm() {
  if (open) {
    keepWritten(`form:${open.who}`, null);
    keepWritten(leftName(), null);
  }
  putAway();
}
function putAway() {
  open = null;
  $("form").replaceChildren();
}
// Closes the form. What was written differently from what was asked with waits for the next time it is opened.
export function leaveForm() {
  if (!open) return;
  const now = typed(),
    asked = open.asked.answers,
    own = Object.entries(now).filter(([id, answer]) => answer !== (asked[id] || "") && answer !== dateWords(asked[id] || ""));
  keepWritten(leftName(), own.length ? Object.fromEntries(own) : null);
  keepWritten(`form:${open.who}`, null);
  putAway();
}
export function hideForm() {
  putAway();
}
export function keptForm(who) {
  return written(`form:${who}`);
}
function back(node, left, who, showAgain) {
  node.append(
    el(
      "p",
      { class: "note" },
      words.restored,
      " ",
      el(
        "button",
        {
          type: "button",
          class: "quiet",
          onclick: () => {
            keepWritten(`left:${who}`, null);
            showAgain();
          },
        },
        words.afresh,
      ),
    ),
  );
}
export function showForm(who, { asked, card, room, given }, { submit, close, press }) {
  if (open && open.asked.form.title !== asked.form.title) leaveForm();
  const { form, faults } = asked,
    left = given || Object.keys(faults).length ? null : written(`left:${who}:${form.title}`);
  const answers = { ...asked.answers, ...(given || {}), ...(left || {}) };
  const node = el(
    "form",
    { novalidate: true, "aria-labelledby": "form-title" },
    el("h2", { id: "form-title", tabindex: "-1" }, form.title),
    form.intro ? el("p", { class: "lead" }, form.intro) : null,
  );
  const summary = faultList(faults);
  if (summary) node.append(summary);
  if (left) back(node, left, `${who}:${form.title}`, () => showForm(who, { asked, card, room }, { submit, close, press }));
  if (form.background.length)
    node.append(
      el(
        "details",
        { class: "background", open: form.is_read_first || matchMedia("(min-width: 60rem)").matches },
        el("summary", {}, words.behind),
        ...form.background.map((block) => drawn(block, press, "h3")),
      ),
    );
  questions(node, form, answers, faults);
  node.append(foot(form, close));
  open = { who, asked, card, room, node };
  node.addEventListener("input", () => {
    unfold(form);
    keepOpen();
  });
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    submit({ said: form.command, card: card || "", answers: typed(), room });
  });
  $("form").replaceChildren(node);
  unfold(form);
  keepOpen();
  return summary || $("form-title");
}
