// --- Actors: who takes part in what; with one chosen, whom it met, how often and when ---
const MOST_ROWS_SHOWN = 60;
const MEETINGS = new Set(["visit", "meeting", "call", "negotiation", "mediation", "ceremony"]);

const BINS = 36;
const isMeeting = V.type.map((id) => MEETINGS.has(id));
const actorGroups = () => groupsBy("actors", actorsOf);
const pairGroups = () => groupsBy("pairs", (event) => {
  const who = actorsOf(event).slice(0, 12).sort((a, b) => a - b);
  return who.flatMap((one, place) => who.slice(place + 1).map((other) => one * nActors + other));
});
const actorsOfPair = (key) => [Math.floor(key / nActors), key % nActors];

// The largest groups among the events shown: how many events, how many of them meetings, first, last and spread.
function tally(groups, isWanted) {
  const sizes = groupSizes(groups, passed);
  if (isWanted) groups.keys.forEach((key, group) => { if (!isWanted(key)) sizes[group] = 0; });
  const top = largest(sizes, MOST_ROWS_SHOWN), rowOf = new Int32Array(sizes.length).fill(-1);
  const rows = top.map((group) => ({ key: groups.keys[group], n: sizes[group], met: 0, first: -1, last: -1, bins: new Int32Array(BINS) }));
  top.forEach((group, row) => { rowOf[group] = row; });
  const [first, last] = lanesDomain(), width = (last + 1 - first) / BINS;
  for (const event of passed) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor((E.start[event] - first) / width)));
    for (let at = groups.first[event]; at < groups.first[event + 1]; at += 1) {
      const row = rows[rowOf[groups.of[at]]];
      if (!row) continue;
      row.bins[bin] += 1;
      if (isMeeting[E.type[event]]) row.met += 1;
      if (row.first < 0 || E.start[event] < E.start[row.first]) row.first = event;
      if (row.last < 0 || E.start[event] > E.start[row.last]) row.last = event;
    }
  }
  return rows;
}
function spark(bins) {
  const top = Math.max(...bins), bars = [];
  bins.forEach((n, bin) => { if (n) bars.push(`M${bin * 4} 22v-${((n / top) * 22).toFixed(1)}h3V22z`); });
  return draw("svg", { viewBox: "0 0 144 22", "aria-hidden": "true" }, draw("path", { class: "hue talk-good", d: bars.join("") }));
}
const spanCells = ({ first, last, bins }) => [make("td", {}, eventDate(first)), make("td", {}, eventDate(last)), make("td", {}, spark(bins))];
const actorButton = (entity) => press(A.name[entity], { dir: "auto", "aria-pressed": String(state.actors.includes(entityKey(entity))) }, () => toggleActor(entityKey(entity)));

function table(caption, heads, rows) {
  const head = make("tr", {}, ...heads.map(([key, kind]) => make("th", { scope: "col", class: kind }, t(key))));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, make("table", {}, make("caption", { class: "unseen" }, caption), make("thead", {}, head), make("tbody", {}, ...rows)));
}
function showActors() {
  const chosen = state.actors.map((key) => entityAt.get(key)).filter((entity) => entity < nActors);
  const isWanted = chosen.length ? (key) => actorsOfPair(key).some((actor) => chosen.includes(actor)) : null;
  const pairs = tally(pairGroups(), isWanted).map((row) => make("tr", {}, ...actorsOfPair(row.key).map((actor) => make("td", {}, actorButton(actor))),
    make("td", { class: "n" }, number(row.n)), make("td", { class: "n" }, number(row.met)), ...spanCells(row)));
  const people = tally(actorGroups()).map((row) => make("tr", {}, make("td", {}, actorButton(row.key)), make("td", {}, t(`kind.${A.kind[row.key]}`, A.kind[row.key])),
    make("td", {}, A.country[row.key] || ""), make("td", { class: "n" }, number(row.n)), ...spanCells(row)));
  const both = [["col.first", ""], ["col.last", ""], ["col.when", ""]];
  at("actors").replaceChildren(make("p", { class: "hint" }, t("actors.hint")),
    make("h2", {}, t("actors.pairs")), table(t("actors.pairs"), [["col.actor", ""], ["col.with", ""], ["col.events", "n"], ["col.met", "n"], ...both], pairs),
    make("h2", {}, t("actors.all")), table(t("actors.all"), [["col.actor", ""], ["col.kind", ""], ["col.country", ""], ["col.events", "n"], ...both], people));
}
