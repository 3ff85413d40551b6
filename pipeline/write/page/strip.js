// --- The density strip: how many events lie where in time; to be brushed ---
const HEIGHT = 112, BASE = 92;
const UNITS = [["day", 0], ["month", 1], ["month", 3], ["year", 12], ["year", 60], ["year", 120], ["year", 600]];
let strip = null; // { edges, first, last, width } of what is drawn
let dragging = null;
let stripWidth = 0; // asked for once a window size: the answer costs a layout

function stripDomain() {
  const [from, to] = state.zoom.split("..").map((text) => spanOf(text || ""));
  if (from && to) return [from[0], to[1]];
  const [first, last] = [spanOf(state.from), spanOf(state.to)];
  return [first ? Math.min(first[0], usualDomain[0]) : usualDomain[0], last ? Math.max(last[1], usualDomain[1]) : usualDomain[1]].map(inTime);
}
const inTime = (day) => Math.min(finalDay, Math.max(firstDay, day));
// All of time, save where a few stray events at an end would leave the others no room.
function findUsualDomain() {
  const few = Math.floor(N / 100), far = (finalDay - firstDay) / 4;
  const ends = few ? Int32Array.from(E.end).sort() : [];
  const first = few && E.start[few] - firstDay > far ? dayOf(yearOf(E.start[few]), 0, 1) : firstDay;
  const last = few && finalDay - ends[N - 1 - few] > far ? dayOf(yearOf(ends[N - 1 - few]), 11, 31) : finalDay;
  return [first, last];
}
const usualDomain = findUsualDomain();
const wholeTime = N ? `${isoOf(firstDay)}..${isoOf(finalDay)}` : "";
const isAllShown = () => (String(usualDomain) === String([firstDay, finalDay]) ? !state.zoom : state.zoom === wholeTime);
// Edges of the bins: the smallest unit of which not more than `limit` fill the domain.
function binEdges(first, last, limit) {
  for (const [unit, months] of UNITS) {
    const edges = [];
    if (unit === "day") {
      if (last - first >= limit) continue;
      for (let day = first; day <= last + 1; day += 1) edges.push(day);
      return edges;
    }
    const date = dateOf(first);
    let month = (Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / months)) * months;
    if ((last - first) / (30.4 * months) > limit) continue;
    for (;;) {
      edges.push(dayOf(Math.floor(month / 12), month % 12, 1));
      if (edges[edges.length - 1] > last) return edges;
      month += months;
    }
  }
  return [first, last + 1];
}
function binOf(edges, day) {
  let low = 0, high = edges.length - 2;
  if (day < edges[0] || day >= edges[high + 1]) return -1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= day) low = middle; else high = middle - 1;
  }
  return low;
}
// An event that is no sharper than its bins counts in each by its share of days.
function binCounts(edges) {
  const counts = CLASS_NAMES.map(() => new Float64Array(edges.length - 1));
  others("time", (event) => {
    const [first, last] = [E.start[event], E.end[event]];
    const row = counts[classAt(event)];
    const [a, b] = [binOf(edges, Math.max(first, edges[0])), binOf(edges, Math.min(last, edges[edges.length - 1] - 1))];
    if (last < edges[0] || first >= edges[edges.length - 1]) return;
    if (a === b) { row[a] += 1; return; }
    for (let bin = a; bin <= b; bin += 1) {
      row[bin] += (Math.min(last + 1, edges[bin + 1]) - Math.max(first, edges[bin])) / (last + 1 - first);
    }
  });
  return counts;
}

function drawStrip() {
  at("zoom-out").hidden = isAllShown();
  at("zoom-in").hidden = !(state.from || state.to);
  if (!N) return;
  stripWidth = stripWidth || Math.max(200, at("strip").clientWidth);
  const width = stripWidth;
  const [first, last] = stripDomain();
  const edges = binEdges(first, last, Math.max(24, Math.floor(width / 5)));
  const x = (day) => ((day - edges[0]) / (edges[edges.length - 1] - edges[0])) * width;
  const counts = binCounts(edges);
  const totals = Array.from(edges.slice(1), (_, bin) => counts.reduce((sum, row) => sum + row[bin], 0));
  const top = Math.max(1, ...totals);
  const chosen = chosenSpan();
  const bars = [];
  for (let bin = 0; bin < totals.length; bin += 1) {
    let y = BASE;
    const isFaint = chosen && (edges[bin + 1] <= chosen[0] || edges[bin] > chosen[1]);
    CLASS_NAMES.forEach((name, row) => {
      const height = (counts[row][bin] / top) * (BASE - 10);
      if (!height) return;
      y -= height;
      bars.push(draw("rect", { x: x(edges[bin]) + 0.5, width: Math.max(1, x(edges[bin + 1]) - x(edges[bin]) - 1), y, height,
        class: `hue ${name}${isFaint ? " faint" : ""}` }));
    });
  }
  strip = { edges, width, x };
  const svg = draw("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none", role: "group", "aria-label": t("density") },
    ...bars, draw("line", { x1: 0, x2: width, y1: BASE, y2: BASE, class: "axis" }), ...axisTicks(edges, x, width, BASE + 15),
    draw("text", { x: 2, y: 11 }, number(Math.round(top))), ...brushParts(chosen));
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.end : null;
  at("strip").replaceChildren(svg);
  if (focused) { const again = svg.querySelector(`[data-end="${focused}"]`); if (again) again.focus(); }
}

function axisTicks(edges, x, width, y) {
  const ticks = [];
  const [first, last] = [edges[0], edges[edges.length - 1]];
  const months = (last - first) / 30.4, room = Math.max(2, Math.floor(width / 75));
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((n) => months / n <= room) || 2400;
  const date = dateOf(first);
  let month = Math.ceil((date.getUTCFullYear() * 12 + date.getUTCMonth()) / step) * step;
  for (; dayOf(Math.floor(month / 12), month % 12, 1) < last; month += step) {
    const day = dayOf(Math.floor(month / 12), month % 12, 1);
    if (day < first || x(day) > width - 30) continue;
    const label = step >= 12 ? String(Math.floor(month / 12)) : formats.short.format(dateOf(day));
    ticks.push(draw("line", { x1: x(day), x2: x(day), y1: y - 15, y2: y - 10, class: "axis" }), draw("text", { x: x(day) + 2, y }, label));
  }
  return ticks;
}

function chosenSpan() {
  const from = spanOf(state.from), to = spanOf(state.to);
  return from || to ? [from ? from[0] : firstDay, to ? to[1] : finalDay] : null;
}
function brushParts(chosen) {
  const [a, b] = chosen || [strip.edges[0], strip.edges[strip.edges.length - 1] - 1];
  const clip = (px) => Math.min(strip.width, Math.max(0, px));
  const [x1, x2] = [clip(strip.x(a)), clip(strip.x(b + 1))];
  const handle = (end, px, day) => draw("rect", {
    class: "handle", x: clip(px - 3), width: 6, y: 22, height: 44, rx: 3, role: "slider", tabindex: 0, "data-end": end,
    "aria-label": t(end), "aria-orientation": "horizontal", "aria-valuemin": yearOf(firstDay), "aria-valuemax": yearOf(finalDay),
    "aria-valuenow": Math.min(yearOf(finalDay), Math.max(yearOf(firstDay), yearOf(day))), "aria-valuetext": formats.day.format(dateOf(day)),
  });
  const shade = chosen ? [draw("rect", { class: "brush", x: x1, width: Math.max(2, x2 - x1), y: 0, height: BASE })] : [];
  return [...shade, handle("from", x1 + 3, a), handle("to", x2 - 3, b)];
}

function brush(one, other) {
  const [a, b] = [Math.min(one, other), Math.max(one, other)];
  change({ from: fromText(strip.edges[a]), to: toText(strip.edges[b + 1] - 1) });
}
function moveEnd(end, step) {
  const [a, b] = chosenSpan() || [firstDay, finalDay];
  const { edges } = strip;
  const clip = (bin) => Math.min(edges.length - 2, Math.max(0, bin));
  let [low, high] = [clip(binOf(edges, Math.max(a, edges[0]))), clip(binOf(edges, Math.min(b, edges[edges.length - 1] - 1)))];
  if (end === "from") low = Math.min(high, clip(low + step)); else high = Math.max(low, clip(high + step));
  // The end that was not moved stays open if it was.
  change({ from: end === "to" && !state.from ? "" : fromText(edges[low]), to: end === "from" && !state.to ? "" : toText(edges[high + 1] - 1) });
}

function listenToStrip() {
  const box = at("strip");
  const binAt = (event) => {
    const area = box.getBoundingClientRect();
    const day = strip.edges[0] + ((event.clientX - area.left) / area.width) * (strip.edges[strip.edges.length - 1] - strip.edges[0]);
    return Math.min(strip.edges.length - 2, Math.max(0, binOf(strip.edges, Math.min(Math.max(Math.floor(day), strip.edges[0]), strip.edges[strip.edges.length - 1] - 1))));
  };
  box.addEventListener("pointerdown", (down) => { if (strip && down.button === 0) { dragging = { from: binAt(down), to: binAt(down) }; down.preventDefault(); } });
  window.addEventListener("pointermove", (move) => {
    if (!dragging) return;
    const bin = binAt(move);
    if (bin !== dragging.to) { dragging.to = bin; brush(dragging.from, bin); }
  });
  window.addEventListener("pointerup", () => {
    if (!dragging) return;
    const { from, to } = dragging;
    dragging = null;
    brush(from, to);
  });
  window.addEventListener("pointercancel", () => { dragging = null; });
  box.addEventListener("keydown", (key) => {
    const end = key.target.dataset && key.target.dataset.end;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[key.key];
    if (!end) return;
    if (key.key === "Escape") change({ from: "", to: "" });
    else if (step) moveEnd(end, step);
    else return;
    key.preventDefault();
    key.stopPropagation();
  });
  box.addEventListener("dblclick", () => change({ from: "", to: "" }));
  at("zoom-in").addEventListener("click", () => { const [a, b] = chosenSpan(); change({ zoom: `${isoOf(a)}..${isoOf(b)}` }); });
  at("zoom-out").addEventListener("click", () => change({ zoom: String(usualDomain) === String([firstDay, finalDay]) ? "" : wholeTime }));
}
