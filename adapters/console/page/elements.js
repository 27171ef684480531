// Draws messages. Every text becomes a text node: what a person wrote is never markup.
import { runChart } from "./chart.js";

export const $ = (id) => document.getElementById(id);
export const words = {};
export const place = { zone: "UTC" };

export function el(tag, attrs = {}, ...kids) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined && (value !== "" || name === "value"))
      node.setAttribute(name, value);
  }
  node.append(...kids.filter((kid) => kid !== null));
  return node;
}
export const say = (name, facts = {}) => (words[name] || "").replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "");

const told = (moment, options) => moment.toLocaleString("en-GB", { timeZone: place.zone, ...options });
export const dayOf = (iso) =>
  told(new Date(iso), { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
export const hourOf = (iso) => told(new Date(iso), { hour: "2-digit", minute: "2-digit" });
export const momentOf = (iso) => `${dayOf(iso)}, ${hourOf(iso)}`;

// A link to the page of this very program, which has no https of its own.
const own = new RegExp(`^http://(127\\.0\\.0\\.1|localhost|\\[::1\\]):${location.port}/page/open/[\\w-]+$`);
export function spans(list) {
  return list.map((s) => {
    if ("url" in s) {
      const shown = s.text && s.text !== s.url ? `${s.text} (${s.url})` : s.url;
      return s.url.startsWith("https://") || own.test(s.url)
        ? el("a", { href: s.url, rel: "noopener noreferrer", target: "_blank" }, shown)
        : shown;
    }
    if ("name" in s) return el("b", {}, s.name);
    return s.strong ? el("strong", {}, s.text) : document.createTextNode(s.text);
  });
}
export const shape = (m) => el("span", { class: "shape", "aria-hidden": "true" }, `${m.shape}\uFE0E`);
export const mark = (m) => el("span", { class: `mark s-${m.status}` }, shape(m), ` ${m.word}`);

function button(b, press) {
  return el(
    "button",
    { type: "button", class: b.style, "aria-label": b.spoken, onclick: (event) => press(event.currentTarget, b.command) },
    b.label,
  );
}
const buttons = (list, press) => el("div", { class: "actions" }, ...list.map((b) => button(b, press)));

function items(block, press, heading) {
  const numbered = block.lines.some((line) => line.number !== null);
  const list = el(
    numbered ? "ol" : "ul",
    { class: "items" },
    ...block.lines.map((line) =>
      el(
        "li",
        { value: line.number },
        el(
          "div",
          { class: "item" },
          el("p", {}, line.mark ? mark(line.mark) : null, line.mark ? " " : null, ...spans(line.spans)),
          line.buttons.length ? buttons(line.buttons, press) : null,
        ),
      ),
    ),
  );
  if (block.folded && block.heading)
    return el("details", { "data-fold": block.heading }, el("summary", {}, block.heading), list);
  return el("div", {}, block.heading ? el(heading, {}, block.heading) : null, list);
}
function bar(label, series, most) {
  const total = series.reduce((sum, [, count]) => sum + count, 0);
  const strip = el(
    "div",
    { class: "strip", "aria-hidden": "true" },
    ...series
      .filter(([, count]) => count)
      .map(([m, count]) => {
        const part = el("span", { class: `s-${m.status}` }, String(count));
        part.style.flexGrow = count;
        return part;
      }),
  );
  strip.style.inlineSize = `${(total / most) * 100}%`;
  return el("div", { class: "bar" }, el("p", {}, label), el("div", { class: "track" }, strip));
}
function chart(block) {
  const counts = (i) => block.series.map(([m, of]) => [m, of[i] || 0]);
  const most = Math.max(1, ...block.labels.map((_, i) => counts(i).reduce((sum, [, count]) => sum + count, 0)));
  return el(
    "figure",
    { class: "chart" },
    el("figcaption", {}, block.title),
    ...block.labels.map((label, i) => bar(label, counts(i), most)),
    el("p", { class: "legend" }, ...block.series.flatMap(([m]) => [mark(m), " "])),
    el("details", { "data-fold": block.title }, el("summary", {}, words.table), ...block.twin.map((line) => el("p", {}, line))),
  );
}
// In a form the headings stand right under its title, in a message under the title of that.
export function drawn(block, press, heading = "h4") {
  if ("spans" in block) return el("p", {}, ...spans(block.spans));
  if ("pairs" in block)
    return el(
      "dl",
      {},
      ...block.pairs.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, ...spans(value)))),
    );
  if ("lines" in block) return items(block, press, heading);
  if ("points" in block) return runChart(block);
  if ("twin" in block) return chart(block);
  return buttons(block.buttons, press);
}
