// A run chart: readings beside what is wanted of them. A line leads neither across a gap nor across a new beginning.
import { el, words } from "./elements.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH, LEFT, RIGHT, TOP, FOOT, ROW, APART] = [360, 220, 44, 98, 12, 28, 14, 70];

function part(tag, attrs, text = "") {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return node;
}
const dayOf = (iso) => Date.parse(iso) / 86_400_000;
const valueOf = (dot) => (dot.value === null ? null : Number(dot.value));

function pieces(block) {
  const found = [[]];
  let before = null;
  for (const dot of block.points) {
    const anew = before !== null && block.resets.some((day) => before < day && day <= dot.day);
    if (dot.value === null || anew) found.push([]);
    if (dot.value !== null) found.at(-1).push(dot);
    before = dot.day;
  }
  return found.filter((piece) => piece.length);
}
function steps(low, high) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999999);
  const from = Math.floor(low / step + 1e-9);
  const ticks = [];
  for (let at = from; at <= Math.max(Math.ceil(high / step - 1e-9), from + 1); at += 1) ticks.push(+(at * step).toFixed(6));
  return ticks;
}
function spread(names, gap, least, most) {
  let floor = least;
  for (const one of [...names].sort((a, b) => a.y - b.y)) floor = (one.y = Math.max(one.y, floor)) + gap;
  let ceiling = most;
  for (const one of [...names].sort((a, b) => b.y - a.y)) ceiling = (one.y = Math.min(one.y, ceiling)) - gap;
  return names;
}
function scale(block) {
  const known = block.points.filter((dot) => dot.value !== null);
  const levels = [block.target, block.mean].filter(Boolean);
  const values = [...known, ...block.trajectory, ...levels].map(valueOf);
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) [low, high] = [low - Math.max(Math.abs(low) / 10, 1), high + Math.max(Math.abs(high) / 10, 1)];
  const ticks = steps(low < 0 ? low : Math.max(low, 0), high);
  const days = [...block.points, ...block.trajectory].map((dot) => dayOf(dot.day));
  const [first, last] = [Math.min(...days), Math.max(...days, block.target_by ? dayOf(block.target_by) : 0)];
  const x = (iso) => LEFT + ((dayOf(iso) - first) / (last - first || 1)) * (WIDE - LEFT - RIGHT);
  const y = (value) => HIGH - FOOT - ((value - ticks[0]) / (ticks.at(-1) - ticks[0])) * (HIGH - TOP - FOOT);
  return { x, y, ticks };
}
const line = (kind, points) =>
  part("polyline", { class: `run-${kind}`, points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") });

function drawn(block) {
  const { x, y, ticks } = scale(block);
  const [left, right] = [LEFT, WIDE - RIGHT];
  const sign = block.unit.trim().length <= 1 ? block.unit.trim() : "";
  const parts = ticks.flatMap((tick) => [
    line("grid", [[left, y(tick)], [right, y(tick)]]),
    part("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, `${tick}${sign === "%" ? sign : ""}`),
  ]);
  const names = [];
  const level = (kind, one, from = left) => {
    if (!one) return;
    parts.push(line(kind, [[from, y(Number(one.value))], [right, y(Number(one.value))]]));
    names.push({ y: y(Number(one.value)), said: one.said });
  };
  level("mean", block.mean, block.resets.length ? x(block.resets.at(-1)) : left);
  level("target", block.target);
  const path = block.trajectory.flatMap((dot, at, all) => [
    ...(at ? [[x(dot.day), y(valueOf(all[at - 1]))]] : []),
    [x(dot.day), y(valueOf(dot))],
  ]);
  if (path.length) parts.push(line("path", path));
  parts.push(...block.resets.map((day) => line("reset", [[x(day), y(ticks[0])], [x(day), y(ticks.at(-1))]])));
  for (const piece of pieces(block)) {
    parts.push(line("readings", piece.map((dot) => [x(dot.day), y(valueOf(dot))])));
    for (const dot of piece)
      parts.push(part("circle", { class: dot.provisional ? "run-open" : "run-dot", cx: x(dot.day), cy: y(valueOf(dot)), r: 3.5 }));
  }
  const last = block.points.at(-1);
  for (const dot of [block.points[0], last])
    if (dot === last || x(last.day) - x(dot.day) > APART)
      parts.push(part("text", { x: x(dot.day), y: HIGH - 8, "text-anchor": "middle" }, dot.label));
  const latest = block.points.findLast((dot) => dot.value !== null);
  names.push({ y: y(valueOf(latest)), said: latest.said.length > 14 ? latest.value : latest.said, strong: true });
  for (const one of spread(names, ROW, TOP, HIGH - FOOT))
    parts.push(part("text", { x: right + 8, y: one.y + 4, class: one.strong ? "run-latest" : "" }, one.said));
  const svg = part("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": block.twin.join(" ") });
  svg.append(...parts);
  return svg;
}

// Two readings with a value make a line; with fewer the sentences say all.
export function runChart(block) {
  const twin = block.twin.map((said) => el("p", {}, said));
  const many = block.points.filter((dot) => dot.value !== null).length > 1;
  return el(
    "figure",
    { class: "chart run" },
    el("figcaption", {}, block.title),
    many ? drawn(block) : null,
    many && block.note ? el("p", { class: "legend" }, block.note) : null,
    ...(many ? [el("details", { "data-fold": block.title }, el("summary", {}, words.table), ...twin)] : twin),
  );
}
