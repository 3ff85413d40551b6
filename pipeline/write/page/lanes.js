// --- Swim lanes: a mark an event, as long as its date is vague; what is approximate fades ---
const MOST_LANES = 16, MOST_ROWS = 6, ROW = 9, PAD = 7;
let marks = [], laneRows = [], picked = -1;

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
function showLanes() {
  const by = state.lanes || "pair";
  const choose = make("select", { id: "lanes-by" }, ...LANES.map((name) => make("option", { value: name }, t(`lanes.${name}`))));
  choose.value = by;
  choose.addEventListener("change", () => change({ lanes: choose.value === "pair" ? "" : choose.value }));
  const canvas = make("canvas", {});
  const names = make("div", { class: "lane-names" });
  const tip = make("div", { class: "tip", hidden: "" });
  const view = make("div", { class: "lane-view", tabindex: "0", role: "application", "aria-roledescription": t("view.lanes"), "aria-label": t("lanes.hint") }, canvas, tip);
  at("lanes").replaceChildren(make("p", {}, make("label", {}, `${t("lanes.by")} `, choose)), make("div", { class: "lane-box" }, names, view),
    make("p", { class: "hint" }, t("lanes.hint")), make("div", { id: "picked" }));
  drawLanes(by, canvas, names);
  listenToLanes(view, canvas, tip);
  if (picked >= 0) showPicked(picked);
}

function lanesOf(by) {
  const lanes = new Map();
  for (const event of passed) {
    for (const key of LANE_KEYS[by](event)) {
      if (!lanes.has(key)) lanes.set(key, []);
      lanes.get(key).push(event);
    }
  }
  const all = [...lanes].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_LANES);
  for (const [, events] of all) events.sort((a, b) => E.start[a] - E.start[b] || a - b);
  return all;
}
function lanesDomain() {
  const [first, last] = stripDomain(), chosen = chosenSpan();
  const domain = chosen ? [Math.max(first, chosen[0]), Math.min(last, chosen[1])] : [first, last];
  return domain[0] <= domain[1] ? domain : [first, last];
}

// Rows of a lane: each mark in the first row that has room, in turn when none has.
function layLane(events, x, scale, lane) {
  const ends = [];
  return events.map((event, place) => {
    const x0 = x(E.start[event]), x1 = Math.max(x0 + 7, x(E.end[event] + 1));
    let row = ends.findIndex((end) => end <= x0);
    if (row < 0) row = ends.length < MOST_ROWS ? ends.length : place % MOST_ROWS;
    ends[row] = Math.max(ends[row] || 0, x1 + 1);
    return { event, x0, x1, row, lane, isPoint: E.end[event] - E.start[event] < 3 || x1 - x0 < 8 };
  });
}
function drawLanes(by, canvas, names) {
  const lanes = lanesOf(by);
  const width = Math.max(120, (at("lanes").clientWidth || 600) - (window.innerWidth < 640 ? 104 : 192));
  const [first, last] = lanesDomain();
  const x = (day) => ((day - first) / (last + 1 - first)) * (width - 8) + 4;
  marks = [];
  laneRows = [];
  let top = 20;
  lanes.forEach(([key, events], lane) => {
    const laid = layLane(events, x, 1, lane);
    const rows = laid.reduce((deep, mark) => Math.max(deep, mark.row + 1), 1);
    for (const mark of laid) mark.y = top + PAD + mark.row * ROW;
    laneRows.push({ key, top, height: PAD * 2 + rows * ROW, count: events.length });
    marks.push(...laid);
    top += PAD * 2 + rows * ROW;
  });
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
  const isCrowded = marks.length > 3000; // then squares, as circles cost much more
  CLASS_NAMES.forEach((_, hue) => {
    const reached = new Map(); // row -> where its last point stands: one on top of it would not be seen
    for (const mark of marks) {
      if (classAt(mark.event) !== hue) continue;
      if (isCrowded && mark.isPoint) {
        const row = mark.lane * MOST_ROWS + mark.row;
        if (mark.x0 - (reached.get(row) ?? -9) < 1.5) continue;
        reached.set(row, mark.x0);
      }
      paintMark(pen, mark, hues[hue], isCrowded);
    }
  });
  pen.globalAlpha = 1;
}
function paintMark(pen, mark, hue, isCrowded) {
  const { event, x0, x1, y } = mark;
  pen.globalAlpha = mark.isPoint ? 0.9 : 0.55;
  if (!isCrowded) pen.fillStyle = hue;
  else if (pen.hue !== hue || E.approximate[event]) { pen.fillStyle = hue; pen.hue = E.approximate[event] ? null : hue; }
  if (E.approximate[event]) { // fades towards both ends
    const reach = mark.isPoint ? 7 : 0;
    const fade = pen.createLinearGradient(x0 - reach, 0, x1 + reach, 0);
    const clear = hue.replace("rgb(", "rgba(").replace(")", ", 0)");
    fade.addColorStop(0, clear); fade.addColorStop(0.5, hue); fade.addColorStop(1, clear);
    pen.fillStyle = fade;
    pen.fillRect(x0 - reach, y - 3, x1 - x0 + 2 * reach, 6);
    return;
  }
  if (mark.isPoint && !isCrowded) { pen.beginPath(); pen.arc(x0 + 3.5, y, 3.5, 0, 7); pen.fill(); } else pen.fillRect(x0, y - 3, x1 - x0, 6);
}

function listenToLanes(view, canvas, tip) {
  const nearest = (event) => {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    let best = null, least = 9;
    for (const mark of marks) {
      const gap = Math.hypot(Math.max(0, mark.x0 - px, px - mark.x1), mark.y - py);
      if (gap < least) { least = gap; best = mark; }
    }
    return best;
  };
  const show = (mark) => {
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = `${eventDate(mark.event)}: ${E.title[mark.event]}`;
    tip.style.left = `${Math.max(0, Math.min(mark.x0, view.clientWidth - 240))}px`;
    tip.style.top = `${mark.y + 10}px`;
  };
  let focused = -1;
  view.addEventListener("pointermove", (move) => show(nearest(move)));
  view.addEventListener("pointerleave", () => show(null));
  view.addEventListener("click", (click) => { const mark = nearest(click); if (mark) showPicked(mark.event); });
  view.addEventListener("keydown", (key) => {
    if (!marks.length) return;
    const lane = focused < 0 ? 0 : marks[focused].lane;
    if (key.key === "ArrowRight") focused = Math.min(marks.length - 1, focused + 1);
    else if (key.key === "ArrowLeft") focused = Math.max(0, focused - 1);
    else if (key.key === "ArrowDown" || key.key === "ArrowUp") {
      const next = marks.findIndex((mark) => mark.lane === lane + (key.key === "ArrowDown" ? 1 : -1));
      if (next >= 0) focused = next;
    } else if (key.key === "Enter" && focused >= 0) showPicked(marks[focused].event);
    else return;
    key.preventDefault();
    key.stopPropagation();
    show(marks[focused]);
    const mark = marks[focused];
    say(`${LANE_LABELS[state.lanes || "pair"](laneRows[mark.lane].key)}. ${eventDate(mark.event)}: ${E.title[mark.event]}`);
  });
}
function showPicked(event) {
  picked = event;
  at("picked").replaceChildren(card(event, passed.indexOf(event)));
}
