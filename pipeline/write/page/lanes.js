// --- Swim lanes: a mark an event, as long as its date is vague; what is approximate fades ---
const MOST_LANES = 16, MOST_ROWS = 6, ROW = 9, PAD = 7;
let marks = { n: 0 }, laneRows = [], picked = -1;

// Keys of the lanes that an event belongs to.
const LANE_KEYS = {
  pair(event) {
    const found = countriesOf(event).slice(0, 3);
    if (found.length < 2) return found.length ? found : [""];
    const pairs = [];
    for (let a = 0; a < found.length; a += 1) for (let b = a + 1; b < found.length; b += 1) pairs.push([found[a], found[b]].sort().join(" – "));
    return pairs;
  },
  type: (event) => [V.type[E.type[event]]],
  actor: (event) => actorsOf(event).map(entityKey),
  class: (event) => [CLASS_NAMES[classAt(event)]],
};
const stateNames = new Map(A.name.map((name, actor) => (A.kind[actor] === "state" ? [A.country[actor], name] : null)).filter(Boolean));
const LANE_LABELS = {
  pair: (key) => key.split(" – ").map((code) => stateNames.get(code) || code || t("lanes.none")).join(" – "), type: typeLabel, actor: (key) => entityName(entityAt.get(key)), class: (key) => t(`class.${key}`),
};
const LANE_WORK = {
  pair: null, type: (key) => change({ type: state.type === key ? "" : key }), actor: (key) => toggleActor(key), class: null,
};

function colours() {
  return CLASS_NAMES.map((name) => getComputedStyle(document.querySelector(`#legend .${name} span`)).color);
}
const laneGroups = (by) => groupsBy(`lanes ${by}`, LANE_KEYS[by]);

// The frame of the view is made once a language, so that the focus stays where it is while the drawing changes.
let laneFrame = null;
function makeLaneFrame() {
  const choose = make("select", { id: "lanes-by" }, ...LANES.map((name) => make("option", { value: name }, t(`lanes.${name}`))));
  choose.addEventListener("change", () => change({ lanes: choose.value === "pair" ? "" : choose.value }));
  const canvas = make("canvas", {});
  const names = make("div", { class: "lane-names" });
  const tip = make("div", { class: "tip", hidden: "" });
  const view = make("div", { class: "lane-view", tabindex: "0", role: "application", "aria-roledescription": t("view.lanes"), "aria-label": t("lanes.hint") }, canvas, tip);
  at("lanes").replaceChildren(make("p", {}, make("label", {}, `${t("lanes.by")} `, choose)), make("div", { class: "lane-box" }, names, view),
    make("p", { class: "hint" }, t("lanes.hint")), make("div", { id: "picked" }));
  listenToLanes(view, canvas, tip);
  laneFrame = { choose, canvas, names, tip, language };
}
function showLanes() {
  const by = state.lanes || "pair";
  if (!laneFrame || laneFrame.language !== language) makeLaneFrame();
  laneFrame.choose.value = by;
  laneFrame.tip.hidden = true;
  drawLanes(by, laneFrame.canvas, laneFrame.names);
  if (picked >= 0) showPicked(picked);
}

function lanesDomain() {
  const [first, last] = stripDomain(), chosen = chosenSpan();
  const domain = chosen ? [Math.max(first, chosen[0]), Math.min(last, chosen[1])] : [first, last];
  return domain[0] <= domain[1] ? domain : [first, last];
}

// Marks lane by lane, each in order of time, as columns: event, lane, row, left and right end.
function layLanes(by, x) {
  const groups = laneGroups(by), sizes = groupSizes(groups, passed), shown = largest(sizes, MOST_LANES);
  const laneOf = new Int8Array(sizes.length).fill(-1), next = [], ends = new Float64Array(MOST_LANES * MOST_ROWS).fill(-1e9);
  let n = 0;
  shown.forEach((group, lane) => { laneOf[group] = lane; next.push(n); n += sizes[group]; });
  marks = { n, event: new Int32Array(n), lane: new Uint8Array(n), row: new Uint8Array(n), x0: new Float32Array(n), x1: new Float32Array(n) };
  laneRows = shown.map((group) => ({ key: groups.keys[group], first: 0, count: sizes[group], rows: 1 }));
  next.forEach((first, lane) => { laneRows[lane].first = first; });
  for (let event = 0; event < N; event += 1) {
    if (failures[event]) continue;
    for (let place = groups.first[event]; place < groups.first[event + 1]; place += 1) {
      const lane = laneOf[groups.of[place]];
      if (lane >= 0) layMark(next[lane]++, event, lane, ends, x);
    }
  }
}
// In the first row that has room, in turn when none has.
function layMark(mark, event, lane, ends, x) {
  const x0 = x(E.start[event]), x1 = Math.max(x0 + 7, x(E.end[event] + 1)), from = lane * MOST_ROWS;
  let row = 0;
  while (row < MOST_ROWS && ends[from + row] > x0) row += 1;
  if (row === MOST_ROWS) row = mark % MOST_ROWS;
  ends[from + row] = Math.max(ends[from + row], x1 + 1);
  if (row >= laneRows[lane].rows) laneRows[lane].rows = row + 1;
  marks.event[mark] = event; marks.lane[mark] = lane; marks.row[mark] = row; marks.x0[mark] = x0; marks.x1[mark] = x1;
}
const markY = (mark) => laneRows[marks.lane[mark]].top + PAD + marks.row[mark] * ROW;
function isPoint(mark) {
  const event = marks.event[mark];
  return E.end[event] - E.start[event] < 3 || marks.x1[mark] - marks.x0[mark] < 8;
}

function drawLanes(by, canvas, names) {
  const width = Math.max(120, (at("lanes").clientWidth || 600) - (window.innerWidth < 640 ? 104 : 192));
  const [first, last] = lanesDomain();
  const x = (day) => ((day - first) / (last + 1 - first)) * (width - 8) + 4;
  layLanes(by, x);
  let top = 20;
  for (const lane of laneRows) {
    Object.assign(lane, { top, height: PAD * 2 + lane.rows * ROW });
    top += lane.height;
  }
  const height = top + 24, ratio = window.devicePixelRatio || 1;
  Object.assign(canvas, { width: width * ratio, height: height * ratio });
  canvas.style.height = `${height}px`;
  paint(canvas.getContext("2d"), { width, height, ratio, first, last, x });
  names.replaceChildren(...laneRows.map((lane) => {
    const label = `${LANE_LABELS[by](lane.key)} (${number(lane.count)})`, work = LANE_WORK[by];
    const name = work ? press(label, { title: label }, () => work(lane.key)) : make("span", { title: label }, label);
    name.style.top = `${lane.top + PAD - 3}px`;
    return name;
  }));
}
function paint(pen, { width, height, ratio, first, last, x }) {
  const hues = colours(), style = getComputedStyle(at("said"));
  pen.scale(ratio, ratio);
  pen.font = "12px system-ui, sans-serif";
  const line = getComputedStyle(at("results")).getPropertyValue("border-top-color");
  const edges = binEdges(first, last, Math.max(3, Math.floor(width / 80)));
  for (const edge of edges) {
    if (edge < first || edge > last) continue;
    pen.globalAlpha = 0.15;
    pen.fillStyle = line || style.color;
    pen.fillRect(x(edge), 0, 1, height - 18);
    pen.globalAlpha = 1;
    pen.fillStyle = style.color;
    for (const y of [12, height - 5]) pen.fillText(fromText(edge), x(edge) + 2, y);
  }
  pen.fillStyle = style.color;
  pen.globalAlpha = 0.15;
  for (const lane of laneRows) pen.fillRect(0, lane.top + lane.height, width, 1);
  const isCrowded = marks.n > 3000; // then squares, as circles cost much more
  CLASS_NAMES.forEach((_, hue) => {
    const reached = new Float32Array(MOST_LANES * MOST_ROWS).fill(-99); // where the last point of a row stands: one on top of it would not be seen
    pen.hue = null;
    for (let mark = 0; mark < marks.n; mark += 1) {
      if (classAt(marks.event[mark]) !== hue) continue;
      if (isCrowded && isPoint(mark)) {
        const row = marks.lane[mark] * MOST_ROWS + marks.row[mark];
        if (marks.x0[mark] - reached[row] < 1.5) continue;
        reached[row] = marks.x0[mark];
      }
      paintMark(pen, mark, hues[hue], isCrowded);
    }
  });
  pen.globalAlpha = 1;
}
function paintMark(pen, mark, hue, isCrowded) {
  const event = marks.event[mark], x0 = marks.x0[mark], x1 = marks.x1[mark], y = markY(mark), point = isPoint(mark);
  pen.globalAlpha = point ? 0.9 : 0.55;
  if (E.approximate[event]) { // fades towards both ends
    const reach = point ? 7 : 0;
    const fade = pen.createLinearGradient(x0 - reach, 0, x1 + reach, 0);
    const clear = hue.replace("rgb(", "rgba(").replace(")", ", 0)");
    fade.addColorStop(0, clear); fade.addColorStop(0.5, hue); fade.addColorStop(1, clear);
    pen.fillStyle = fade;
    pen.hue = null;
    pen.fillRect(x0 - reach, y - 3, x1 - x0 + 2 * reach, 6);
    return;
  }
  if (pen.hue !== hue) { pen.fillStyle = hue; pen.hue = hue; }
  if (point && !isCrowded) { pen.beginPath(); pen.arc(x0 + 3.5, y, 3.5, 0, 7); pen.fill(); } else pen.fillRect(x0, y - 3, x1 - x0, 6);
}

function listenToLanes(view, canvas, tip) {
  const nearest = (event) => {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best = -1, least = 9;
    for (let mark = 0; mark < marks.n; mark += 1) {
      const gap = Math.hypot(Math.max(0, marks.x0[mark] - px, px - marks.x1[mark]), markY(mark) - py);
      if (gap < least) { least = gap; best = mark; }
    }
    return best;
  };
  const show = (mark) => {
    tip.hidden = mark < 0;
    if (mark < 0) return;
    tip.textContent = `${eventDate(marks.event[mark])}: ${E.title[marks.event[mark]]}`;
    tip.style.left = `${Math.max(0, Math.min(marks.x0[mark], view.clientWidth - 240))}px`;
    tip.style.top = `${markY(mark) + 10}px`;
  };
  let focused = -1;
  view.addEventListener("pointermove", (move) => show(nearest(move)));
  view.addEventListener("pointerleave", () => show(-1));
  view.addEventListener("click", (click) => { const mark = nearest(click); if (mark >= 0) showPicked(marks.event[mark]); });
  view.addEventListener("keydown", (key) => {
    if (!marks.n) return;
    focused = Math.min(focused, marks.n - 1);
    const lane = focused < 0 ? 0 : marks.lane[focused], other = laneRows[lane + { ArrowDown: 1, ArrowUp: -1 }[key.key]];
    if (key.key === "ArrowRight") focused = Math.min(marks.n - 1, focused + 1);
    else if (key.key === "ArrowLeft") focused = Math.max(0, focused - 1);
    else if (key.key === "ArrowDown" || key.key === "ArrowUp") { if (other) focused = other.first; }
    else if (key.key === "Enter" && focused >= 0) showPicked(marks.event[focused]);
    else return;
    if (focused < 0) focused = 0;
    key.preventDefault();
    key.stopPropagation();
    show(focused);
    say(`${LANE_LABELS[state.lanes || "pair"](laneRows[marks.lane[focused]].key)}. ${eventDate(marks.event[focused])}: ${E.title[marks.event[focused]]}`);
  });
}
function showPicked(event) {
  picked = event;
  at("picked").replaceChildren(card(event, passed.indexOf(event)));
}
