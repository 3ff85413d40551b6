// --- Data: the columns of #data as typed arrays. Texts of documents reach the page as text nodes only. ---
const raw = JSON.parse(document.getElementById("data").textContent);
const { events: E, parts: P, mentions: M, documents: D, actors: A, vocabulary: V } = raw;
const N = E.id.length;
for (const [table, names] of [[E, ["start", "end"]], [P, ["first", "actor"]], [M, ["first", "start", "end"]]]) {
  for (const name of names) table[name] = Int32Array.from(table[name]);
}
const curatedOf = new Map(E.curated);
const CLASSES = {
  "verbal cooperation": "talk-good", "material cooperation": "deed-good",
  "verbal conflict": "talk-bad", "material conflict": "deed-bad", "": "plain",
};
const CLASS_NAMES = Object.values(CLASSES);
const classOfType = V.type.map((id) => CLASS_NAMES.indexOf(CLASSES[(raw.types[id] || { class: "" }).class] || "plain"));
const classAt = (event) => classOfType[E.type[event]];
const isIn = (text, words) => words.every((word) => text.includes(word));

// Actors, then offices: one may ask for "Foreign Minister of Pakistan", whoever holds it.
const nActors = A.name.length;
const entityName = (entity) => (entity < nActors ? A.name[entity] : V.office[entity - nActors]);
const entityKey = (entity) => (entity < nActors ? A.actor_id[entity] : `office:${V.office[entity - nActors]}`);
const entityAt = new Map();
for (let entity = 0; entity < nActors + V.office.length; entity += 1) entityAt.set(entityKey(entity), entity);
function entitiesOf(event) {
  const found = [];
  for (let part = P.first[event]; part < P.first[event + 1]; part += 1) {
    found.push(P.actor[part]);
    if (P.office[part] >= 0) found.push(nActors + P.office[part]);
  }
  return found;
}
const entityLists = new Array(N);
for (let event = 0; event < N; event += 1) entityLists[event] = entitiesOf(event);
function actorsOf(event) {
  const found = [];
  for (let part = P.first[event]; part < P.first[event + 1]; part += 1) if (!found.includes(P.actor[part])) found.push(P.actor[part]);
  return found;
}
function countriesOf(event) {
  const found = [];
  for (let part = P.first[event]; part < P.first[event + 1]; part += 1) {
    const country = A.country[P.actor[part]];
    if (country && !found.includes(country)) found.push(country);
  }
  return found;
}

// Events grouped by keys, of which one may have several: the keys, and for each event the places of its own.
// Made once for all events, as another choice of them comes with every letter typed.
const groupings = new Map();
function groupsBy(name, keysOf) {
  if (!groupings.has(name)) {
    const places = new Map(), of = [], first = new Int32Array(N + 1);
    for (let event = 0; event < N; event += 1) {
      for (const key of keysOf(event)) {
        if (!places.has(key)) places.set(key, places.size);
        of.push(places.get(key));
      }
      first[event + 1] = of.length;
    }
    groupings.set(name, { keys: [...places.keys()], first, of: Int32Array.from(of) });
  }
  return groupings.get(name);
}
function groupSizes({ keys, first, of }, events) {
  const sizes = new Int32Array(keys.length);
  for (const event of events) for (let at = first[event]; at < first[event + 1]; at += 1) sizes[of[at]] += 1;
  return sizes;
}
// Places of the largest numbers above zero, largest first.
function largest(sizes, limit) {
  const top = [];
  for (let group = 0; group < sizes.length; group += 1) {
    const size = sizes[group];
    if (!size || (top.length === limit && size <= sizes[top[limit - 1]])) continue;
    let place = top.length;
    while (place && sizes[top[place - 1]] < size) place -= 1;
    top.splice(place, 0, group);
    if (top.length > limit) top.pop();
  }
  return top;
}

// --- Days: numbers from 1970-01-01 on ---
const DAY = 86400000;
const dateOf = (day) => new Date(day * DAY);
const isoOf = (day) => dateOf(day).toISOString().slice(0, 10);
const yearOf = (day) => dateOf(day).getUTCFullYear();
const dayOf = (year, month, day) => Math.round(Date.UTC(year, month, day) / DAY);
const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
  "november", "december"];
const TIME = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/;

// First and last day of "2020", "2020-11" or "2020-11-10"; null for anything else.
function spanOf(text) {
  const match = TIME.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? null : Number(part)));
  if (month === null) return [dayOf(year, 0, 1), dayOf(year, 11, 31)];
  if (month < 1 || month > 12) return null;
  if (day === null) return [dayOf(year, month - 1, 1), dayOf(year, month, 0)];
  return day < 1 || day > 31 ? null : [dayOf(year, month - 1, day), dayOf(year, month - 1, day)];
}
const fromText = (day) => { const iso = isoOf(day); return iso.endsWith("-01-01") ? iso.slice(0, 4) : iso.endsWith("-01") ? iso.slice(0, 7) : iso; };
const toText = (day) => {
  const iso = isoOf(day), next = isoOf(day + 1);
  return next.endsWith("-01-01") ? iso.slice(0, 4) : next.endsWith("-01") ? iso.slice(0, 7) : iso;
};
let firstDay = Infinity, finalDay = -Infinity;
for (let event = 0; event < N; event += 1) {
  firstDay = Math.min(firstDay, E.start[event]);
  finalDay = Math.max(finalDay, E.end[event]);
}

// --- Small DOM helpers ---
const at = (id) => document.getElementById(id);
function make(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}
function draw(tag, attributes = {}, ...children) {
  return dress(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}
function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
function press(label, attributes, work) {
  const button = make("button", { type: "button", ...attributes }, label);
  button.addEventListener("click", work);
  return button;
}

// Arrow keys move among the items of a group, of which one takes part in the order of tabs.
function rove(group, selector) {
  const items = () => [...group.querySelectorAll(selector)];
  items().forEach((item, place) => item.setAttribute("tabindex", place ? "-1" : "0"));
  group.onkeydown = (key) => {
    const all = items(), now = all.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key.key];
    if (now < 0 || (!step && key.key !== "Home" && key.key !== "End")) return;
    key.preventDefault();
    const next = key.key === "Home" ? 0 : key.key === "End" ? all.length - 1 : (now + step + all.length) % all.length;
    all.forEach((item) => item.setAttribute("tabindex", "-1"));
    all[next].setAttribute("tabindex", "0");
    all[next].focus();
  };
}
