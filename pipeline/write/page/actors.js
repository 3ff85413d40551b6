// --- Actors: who takes part in what; with one chosen, whom it met, how often and when ---
const MOST_ROWS_SHOWN = 60;
const MEETINGS = new Set(["visit", "meeting", "call", "negotiation", "mediation", "ceremony"]);

function tallyPairs() {
  const chosen = state.actors.map((key) => entityAt.get(key)).filter((entity) => entity < nActors);
  const pairs = new Map();
  for (const event of passed) {
    const who = actorsOf(event).slice(0, 12).sort((a, b) => a - b);
    for (let i = 0; i < who.length; i += 1) {
      for (let j = i + 1; j < who.length; j += 1) {
        if (chosen.length && !chosen.includes(who[i]) && !chosen.includes(who[j])) continue;
        const key = who[i] * nActors + who[j];
        if (!pairs.has(key)) pairs.set(key, []);
        pairs.get(key).push(event);
      }
    }
  }
  return [...pairs].sort((a, b) => b[1].length - a[1].length).slice(0, MOST_ROWS_SHOWN)
    .map(([key, events]) => ({ who: [Math.floor(key / nActors), key % nActors], events }));
}
function tallyActors() {
  const found = new Map();
  for (const event of passed) {
    for (const entity of actorsOf(event)) {
      if (!found.has(entity)) found.set(entity, []);
      found.get(entity).push(event);
    }
  }
  return [...found].sort((a, b) => b[1].length - a[1].length).slice(0, MOST_ROWS_SHOWN).map(([entity, events]) => ({ who: [entity], events }));
}
function spark(events) {
  const [first, last] = lanesDomain();
  const bins = new Array(36).fill(0);
  for (const event of events) {
    const share = (E.start[event] - first) / (last + 1 - first);
    bins[Math.min(35, Math.max(0, Math.floor(share * 36)))] += 1;
  }
  const top = Math.max(...bins);
  return draw("svg", { viewBox: "0 0 144 22", "aria-hidden": "true" }, ...bins.map((n, bin) => draw("rect", { class: "hue talk-good", x: bin * 4, width: 3, y: 22 - (n / top) * 22, height: (n / top) * 22 })));
}
function spanCells(events) {
  const first = events.reduce((a, b) => (E.start[b] < E.start[a] ? b : a)), last = events.reduce((a, b) => (E.start[b] > E.start[a] ? b : a));
  return [make("td", {}, eventDate(first)), make("td", {}, eventDate(last)), make("td", {}, spark(events))];
}
const actorButton = (entity) => press(A.name[entity], { dir: "auto", "aria-pressed": String(state.actors.includes(entityKey(entity))) }, () => toggleActor(entityKey(entity)));

function table(caption, heads, rows) {
  const head = make("tr", {}, ...heads.map(([key, kind]) => make("th", { scope: "col", class: kind }, t(key))));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, make("table", {}, make("caption", { class: "unseen" }, caption), make("thead", {}, head), make("tbody", {}, ...rows)));
}
function showActors() {
  const pairs = tallyPairs().map(({ who, events }) => make("tr", {}, make("td", {}, actorButton(who[0])), make("td", {}, actorButton(who[1])),
    make("td", { class: "n" }, number(events.length)), make("td", { class: "n" }, number(events.filter((event) => MEETINGS.has(V.type[E.type[event]])).length)),
    ...spanCells(events)));
  const people = tallyActors().map(({ who, events }) => make("tr", {}, make("td", {}, actorButton(who[0])), make("td", {}, t(`kind.${A.kind[who[0]]}`, A.kind[who[0]])),
    make("td", {}, A.country[who[0]] || ""), make("td", { class: "n" }, number(events.length)), ...spanCells(events)));
  const both = [["col.first", ""], ["col.last", ""], ["col.when", ""]];
  at("actors").replaceChildren(make("p", { class: "hint" }, t("actors.hint")),
    make("h2", {}, t("actors.pairs")), table(t("actors.pairs"), [["col.actor", ""], ["col.with", ""], ["col.events", "n"], ["col.met", "n"], ...both], pairs),
    make("h2", {}, t("actors.all")), table(t("actors.all"), [["col.actor", ""], ["col.kind", ""], ["col.country", ""], ["col.events", "n"], ...both], people));
}
