// --- The state, its filters and their counts ---
const VIEWS = ["list", "lanes", "map", "actors"];
const LANES = ["pair", "type", "actor", "class"];
const BLANK = {
  q: "", type: "", actors: [], place: "", scope: "", status: "", sure: "", sources: "", from: "", to: "", sort: "",
  view: "", lanes: "", zoom: "", event: "", lang: "",
};
const state = structuredClone(BLANK);

const SURE = [90, 75, 50];
const SOURCES = ["1", "2", "3"];
const bySources = (count, choice) => (choice === "1" ? count === 1 : count >= Number(choice));
const placeKey = (place) => `${place[0]}, ${place[1] || ""}`;
const placeLabel = (place) => (place[1] ? `${place[0]}, ${place[1]}` : place[0]);
const placeAt = new Map(V.place.map((place, index) => [placeKey(place), index]));

// For each filter that is set: does the event pass? Null where it is not set.
const TESTS = {
  q() {
    const wanted = fold(state.q).split(/\s+/).filter(Boolean);
    return wanted.length ? (event) => isIn(hayOf(event), wanted) : null;
  },
  type() { const code = V.type.indexOf(state.type); return state.type ? (event) => E.type[event] === code : null; },
  actors() {
    const wanted = state.actors.map((key) => entityAt.get(key));
    return wanted.length ? (event) => wanted.every((entity) => entityLists[event].includes(entity)) : null;
  },
  place() { const code = placeAt.get(state.place); return state.place ? (event) => E.place[event] === code : null; },
  scope() { const bit = 1 << V.scope.indexOf(state.scope); return state.scope ? (event) => (E.scope[event] & bit) !== 0 : null; },
  status() { const code = V.status.indexOf(state.status); return state.status ? (event) => E.status[event] === code : null; },
  sure() { return state.sure ? (event) => E.confidence[event] >= Number(state.sure) : null; },
  sources() { return state.sources ? (event) => bySources(E.sources[event], state.sources) : null; },
  time() {
    const from = spanOf(state.from), to = spanOf(state.to);
    if (!from && !to) return null;
    const [first, last] = [from ? from[0] : -Infinity, to ? to[1] : Infinity];
    return (event) => E.end[event] >= first && E.start[event] <= last;
  },
};
const PLACES = Object.keys(TESTS);
const WATCHED = { actors: "actors", time: "from to" };
const masks = {}, seen = {};
const failures = new Uint8Array(N);
let passed = new Int32Array(0);
let nInside = 0; // how many of them come before those that are dated less exactly than the chosen time
const kept = new Int32Array(N);

// Orders other than that of time; the events in each are sorted once.
const ORDERS = {
  new: (a, b) => E.start[b] - E.start[a] || E.end[b] - E.end[a],
  sure: (a, b) => E.confidence[b] - E.confidence[a],
  sources: (a, b) => E.sources[b] - E.sources[a] || E.documents[b] - E.documents[a],
};
const ordered = {};
function eventsInOrder(order) {
  ordered[order] = ordered[order] || Int32Array.from({ length: N }, (_, event) => event).sort(ORDERS[order]);
  return ordered[order];
}
function maskOf(test) {
  const mask = new Uint8Array(N);
  for (let event = 0; event < N; event += 1) mask[event] = test(event) ? 0 : 1;
  return mask;
}

// Masks are kept while the part of the state they rest on stays the same.
function select() {
  failures.fill(0);
  for (const name of PLACES) {
    const now = (WATCHED[name] || name).split(" ").map((part) => String(state[part])).join("\n");
    if (seen[name] !== now) {
      const test = TESTS[name]();
      masks[name] = test && maskOf(test);
      seen[name] = now;
    }
    const mask = masks[name];
    if (mask) for (let event = 0; event < N; event += 1) failures[event] += mask[event];
  }
  let n = 0;
  if (!state.sort) { for (let event = 0; event < N; event += 1) if (!failures[event]) { kept[n] = event; n += 1; } }
  else for (const event of eventsInOrder(state.sort)) if (!failures[event]) { kept[n] = event; n += 1; }
  passed = kept.slice(0, n);
  nInside = n;
  const chosen = chosenSpan();
  if (chosen && ["", "new"].includes(state.sort)) putInsideFirst(chosen);
}

// What surely lies in the chosen time comes first; "2020" may or may not lie in November 2020.
function putInsideFirst([first, last]) {
  const isInside = (event) => E.start[event] >= first && E.end[event] <= last;
  const inside = passed.filter(isInside), rest = passed.filter((event) => !isInside(event));
  nInside = inside.length;
  passed.set(inside);
  passed.set(rest, nInside);
}

// Calls `count` with each event that passes all filters but this one.
function others(name, count) {
  const mask = masks[name];
  for (let event = 0; event < N; event += 1) {
    if (failures[event] === 0 || (failures[event] === 1 && mask && mask[event])) count(event);
  }
}
function countBy(name, column, size) {
  const counts = new Int32Array(size + 1);
  others(name, (event) => { counts[column[event] + 1] += 1; });
  return counts.subarray(1);
}

// --- The controls ---
function fill(id, label, options, chosen) {
  const all = [make("option", { value: "" }, label)];
  for (const [value, text, count] of options) {
    if (count || value === chosen) all.push(make("option", { value }, `${text} (${number(count)})`));
  }
  at(id).replaceChildren(...all);
  at(id).value = chosen;
}
const most = (options, limit) => options.filter((one) => one[2]).sort((a, b) => b[2] - a[2] || (a[1] < b[1] ? -1 : 1)).slice(0, limit);

function fillFilters() {
  const types = countBy("type", E.type, V.type.length);
  fill("f-type", t("type.all"), most(V.type.map((id, code) => [id, typeLabel(id), types[code]]), 99), state.type);
  const statuses = countBy("status", E.status, V.status.length);
  fill("f-status", t("status.all"), V.status.map((id, code) => [id, t(`status.${id}`, id), statuses[code]]), state.status);
  const scopes = V.scope.map(() => 0), sure = SURE.map(() => 0), sources = SOURCES.map(() => 0);
  others("scope", (event) => scopes.forEach((_, bit) => { if (E.scope[event] & (1 << bit)) scopes[bit] += 1; }));
  others("sure", (event) => SURE.forEach((least, place) => { if (E.confidence[event] >= least) sure[place] += 1; }));
  others("sources", (event) => SOURCES.forEach((choice, place) => { if (bySources(E.sources[event], choice)) sources[place] += 1; }));
  fill("f-scope", t("scope.all"), V.scope.map((id, bit) => [id, t(`scope.${id}`, id), scopes[bit]]), state.scope);
  fill("f-sure", t("sure.all"), SURE.map((least, place) => [String(least), t("sure.from", least), sure[place]]), state.sure);
  fill("f-sources", t("sources.all"), SOURCES.map((choice, place) => [choice, t(`sources.${choice}`), sources[place]]), state.sources);
  at("f-sort").replaceChildren(...["", ...Object.keys(ORDERS)].map((value) => make("option", { value }, t(`order.${value || "old"}`))));
  at("f-sort").value = state.sort;
  at("reset").hidden = !Object.entries(BLANK).some(([name, blank]) => !["view", "lanes", "lang", "event"].includes(name) && String(state[name]) !== String(blank));
  for (const name of ["q", "from", "to"]) {
    const field = at(`f-${name}`); // never under the fingers of someone who types there
    if (field !== document.activeElement) field.value = state[name];
  }
  at("chips").replaceChildren(...state.actors.map((key) => {
    const name = entityName(entityAt.get(key));
    return press(`${name} ✕`, { class: "chip", "aria-label": t("chip.remove", name) }, () => toggleActor(key));
  }));
  fillLongListsSoon();
}

// The hundreds of places and actors to choose from: after the events are shown, or at once for who turns to them.
let waiting = 0;
function fillLongListsSoon() {
  clearTimeout(waiting);
  at("f-place").value = state.place;
  waiting = setTimeout(fillLongLists, 150);
}
function fillLongLists() {
  if (!waiting) return;
  clearTimeout(waiting);
  waiting = 0;
  fillPlaces();
  fillActors();
}
function fillPlaces() {
  const places = countBy("place", E.place, V.place.length);
  const named = most(V.place.map((place, code) => [placeKey(place), placeLabel(place), places[code]]), 250);
  if (state.place && !named.some((one) => one[0] === state.place)) named.unshift([state.place, state.place, 0]);
  fill("f-place", t("place.all"), named, state.place);
}

const choices = new Map();
function fillActors() {
  const counts = new Int32Array(nActors + V.office.length);
  for (const event of passed) for (const entity of entityLists[event]) counts[entity] += 1;
  choices.clear();
  const options = largest(counts, 400).map((entity) => {
    const label = `${entityName(entity)} (${number(counts[entity])})`;
    choices.set(label, entityKey(entity));
    choices.set(fold(entityName(entity)), entityKey(entity));
    return make("option", { value: label });
  });
  at("actor-list").replaceChildren(...options);
}
function toggleActor(key) {
  change({ actors: state.actors.includes(key) ? state.actors.filter((one) => one !== key) : [...state.actors, key] });
}
function chooseActor() {
  const key = choices.get(at("f-actor").value) || choices.get(fold(at("f-actor").value.trim()));
  if (!key || state.actors.includes(key)) return;
  at("f-actor").value = "";
  toggleActor(key);
}

// --- The state in the address ---
function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(BLANK)) state[name] = given.get(name) || "";
  state.actors = given.getAll("actor").filter((key) => entityAt.has(key));
  const sound = { sort: Object.keys(ORDERS), view: VIEWS, lanes: LANES, scope: V.scope, status: V.status, type: V.type, sources: SOURCES, sure: SURE.map(String) };
  for (const [name, allowed] of Object.entries(sound)) if (!allowed.includes(state[name])) state[name] = "";
  if (!placeAt.has(state.place)) state.place = "";
  for (const name of ["from", "to"]) if (!spanOf(state[name])) state[name] = "";
}
let writing = 0;
// Soon, and once for many changes in a row: browsers ration changes of the address.
function writeAddress() {
  clearTimeout(writing);
  writing = setTimeout(writeAddressNow, 50);
}
function writeAddressNow() {
  const kept = Object.entries(state).filter(([name, value]) => value && name !== "actors");
  for (const key of state.actors) kept.push(["actor", key]);
  const hash = new URLSearchParams(kept).toString();
  try { history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search); } catch { /* a viewer without history */ }
}
function change(changes) {
  Object.assign(state, changes);
  update();
}
