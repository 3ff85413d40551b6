"use strict";
// The timeline page. In: the JSON of the element #data (see to_html.py). Everything that comes from a
// document is put on the page with textContent only. Order: data, dates, filters, strip, cards, start.
(() => {
  // --- Data ---------------------------------------------------------------------------------------
  const raw = JSON.parse(document.getElementById("data").textContent);
  const unpack = (rows, fields) =>
    rows.map((row) => Object.fromEntries(fields.map((name, at) => [name, row[at]])));
  const actors = unpack(raw.actors, raw.fields.actor);
  const documents = unpack(raw.documents, raw.fields.document);
  const events = unpack(raw.events, raw.fields.event);

  const CLASSES = {
    "verbal cooperation": ["talk-good", "Words of cooperation"],
    "material cooperation": ["deed-good", "Deeds of cooperation"],
    "verbal conflict": ["talk-bad", "Words of conflict"],
    "material conflict": ["deed-bad", "Deeds of conflict"],
    "": ["plain", "Other"],
  };
  const PLAIN = { ə: "a", ı: "i", ø: "o", ł: "l", đ: "d", ي: "ی", ى: "ی", ك: "ک", ة: "ہ", ه: "ہ" };
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[əıøłđيىكةه]/g, (c) => PLAIN[c]);

  const typeOf = (id) => raw.types[id] || { label: id, class: "" };
  const classOf = (event) => (CLASSES[typeOf(event.event_type).class] || CLASSES[""])[0];

  const quoteAt = raw.fields.evidence.indexOf("quote");
  for (const event of events) {
    event.year = Number(event.date_start.slice(0, 4));
    event.lastYear = Number(event.date_end.slice(0, 4));
    event.actorSet = new Set(event.parts.map((part) => part[0]));
    event.parts = unpack(event.parts, raw.fields.part);
    const names = event.parts.map((part) => actors[part.actor].name + " " + (part.office || ""));
    const quotes = event.evidence.map((row) => row[quoteAt]);
    event.hay = fold(
      [event.title, typeOf(event.event_type).label, event.place || "", ...names, event.quote, ...quotes].join("\n")
    );
  }

  // --- Dates --------------------------------------------------------------------------------------
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December"];
  const parts = (iso) => iso.split("-").map(Number);
  const dayText = (iso) => { const [y, m, d] = parts(iso); return `${d} ${MONTHS[m - 1]} ${y}`; };
  const monthText = (iso) => { const [y, m] = parts(iso); return `${MONTHS[m - 1]} ${y}`; };
  const range = (first, last) => (first === last ? first : `${first} – ${last}`);

  function daysText(start, end) {
    const [y1, m1, d1] = parts(start), [y2, m2, d2] = parts(end);
    if (start === end) return dayText(start);
    if (y1 === y2 && m1 === m2) return `${d1}–${d2} ${MONTHS[m1 - 1]} ${y1}`;
    if (y1 === y2) return `${d1} ${MONTHS[m1 - 1]} – ${d2} ${MONTHS[m2 - 1]} ${y1}`;
    return `${dayText(start)} – ${dayText(end)}`;
  }

  function dateText(row) {
    const { date_start: start, date_end: end } = row;
    const years = range(start.slice(0, 4), end.slice(0, 4));
    const text = {
      day: () => daysText(start, end),
      week: () => `Week of ${daysText(start, end)}`,
      month: () => range(monthText(start), monthText(end)),
      season: () => range(monthText(start), monthText(end)),
      year: () => years,
      decade: () => years,
    }[row.date_precision]();
    return row.date_approximate ? `about ${text}` : text;
  }

  const BASIS = {
    explicit: "dated in the text", relative: "counted from another date", named_period: "from a named period",
    publication: "day of the report", context: "from the context",
  };

  // --- Small DOM helpers ----------------------------------------------------------------------------
  const at = (id) => document.getElementById(id);
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }
  const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

  // --- Filters --------------------------------------------------------------------------------------
  const state = { q: "", type: "", actor: "", status: "", scope: "", sources: "", from: "", to: "", sort: "" };
  const SCOPES = { azerbaijan_pakistan: "Azerbaijan and Pakistan", karabakh: "Karabakh", other: "Other" };
  const actorIndex = new Map(actors.map((actor, index) => [actor.actor_id, index]));

  // Each: does the event pass, given the value of the state?
  const TESTS = {
    q: (event, value) => value.every((word) => event.hay.includes(word)),
    type: (event, value) => event.event_type === value,
    actor: (event, value) => event.actorSet.has(value),
    status: (event, value) => event.status === value,
    scope: (event, value) => event.scope.includes(value),
    sources: (event, value) => (value === "1" ? event.n_sources === 1 : event.n_sources >= Number(value)),
    from: (event, value) => event.lastYear >= value,
    to: (event, value) => event.year <= value,
  };

  function prepared() {
    const values = {};
    const words = fold(state.q).split(/\s+/).filter(Boolean);
    if (words.length) values.q = words;
    for (const name of ["type", "status", "scope", "sources"]) if (state[name]) values[name] = state[name];
    if (state.actor) values.actor = actorIndex.get(state.actor);
    for (const name of ["from", "to"]) if (state[name]) values[name] = Number(state[name]);
    return Object.entries(values).map(([name, value]) => [name, TESTS[name], value]);
  }

  // The events that pass, and for each filter those that pass all the others: its options count these.
  function select() {
    const tests = prepared();
    const passed = [];
    const almost = { type: [], actor: [], status: [], scope: [], sources: [], years: [] };
    for (const event of events) {
      let failed = null, failures = 0;
      for (const [name, test, value] of tests) {
        if (!test(event, value)) {
          const group = name === "from" || name === "to" ? "years" : name;
          if (failed !== group) failures += 1;
          failed = group;
          if (failures > 1) break;
        }
      }
      if (failures === 0) {
        passed.push(event);
        for (const list of Object.values(almost)) list.push(event);
      } else if (failures === 1 && almost[failed]) almost[failed].push(event);
    }
    return { passed, almost };
  }

  const SORTS = {
    "": null,
    new: (a, b) => (a.date_start < b.date_start ? 1 : a.date_start > b.date_start ? -1 : 0),
    sure: (a, b) => b.confidence - a.confidence,
    sources: (a, b) => b.n_sources - a.n_sources,
  };

  function tally(list, keysOf) {
    const counts = new Map();
    for (const event of list) for (const key of keysOf(event)) counts.set(key, (counts.get(key) || 0) + 1);
    return counts;
  }

  function fill(id, label, options, chosen) {
    const select = at(id);
    const all = [make("option", { value: "" }, label)];
    for (const [value, text, count] of options) {
      if (count || value === chosen) all.push(make("option", { value }, `${text} (${count})`));
    }
    select.replaceChildren(...all);
    select.value = chosen;
  }

  function fillFilters(almost) {
    const counted = (counts, labels) => Object.entries(labels).map(([k, l]) => [k, l, counts.get(k) || 0]);
    const types = Object.fromEntries(Object.entries(raw.types).map(([id, type]) => [id, type.label]));
    const typeCounts = tally(almost.type, (event) => [event.event_type]);
    fill("f-type", "All types", counted(typeCounts, types).sort((a, b) => b[2] - a[2]), state.type);
    const actorCounts = tally(almost.actor, (event) => event.actorSet);
    const who = actors.map((actor, index) => [actor.actor_id, actor.name, actorCounts.get(index) || 0]);
    who.sort((a, b) => b[2] - a[2] || (a[1] < b[1] ? -1 : 1));
    fill("f-actor", "All actors", who, state.actor);
    const statuses = { occurred: "Occurred", ongoing: "Ongoing", planned: "Planned", denied: "Denied" };
    fill("f-status", "Any status", counted(tally(almost.status, (e) => [e.status]), statuses), state.status);
    fill("f-scope", "All subjects", counted(tally(almost.scope, (e) => e.scope), SCOPES), state.scope);
    const bySources = (e) => ["1", "2", "3"].filter((n) => (n === "1" ? e.n_sources === 1 : e.n_sources >= n));
    const sources = { 1: "One source only", 2: "Two or more", 3: "Three or more" };
    fill("f-sources", "Any number", counted(tally(almost.sources, bySources), sources), state.sources);
    for (const name of ["q", "from", "to", "sort"]) {
      // Never under the fingers of someone who types there.
      const field = at(`f-${name}`);
      if (field !== document.activeElement || field.tagName === "SELECT") field.value = state[name];
    }
  }

  // --- The state in the address ---------------------------------------------------------------------
  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const name of Object.keys(state)) state[name] = given.get(name) || "";
    if (state.actor && !actorIndex.has(state.actor)) state.actor = "";
    if (!(state.sort in SORTS)) state.sort = "";
    for (const name of ["from", "to"]) if (!/^\d{1,4}$/.test(state[name])) state[name] = "";
  }

  function writeAddress() {
    const kept = Object.entries(state).filter(([, value]) => value);
    const hash = new URLSearchParams(kept).toString();
    try { history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search); } catch { /* a viewer without history */ }
  }

  // --- The strip of years ---------------------------------------------------------------------------
  // By start and end of all events, so that the strip keeps its place while filters change.
  const firstYear = events.reduce((least, event) => Math.min(least, event.year), Infinity);
  const finalYear = events.reduce((most, event) => Math.max(most, event.year), -Infinity);
  let dragFrom = null;

  function drawStrip(list) {
    if (!events.length) return;
    const counts = tally(list, (event) => [`${event.year} ${classOf(event)}`]);
    const totals = tally(list, (event) => [event.year]);
    const most = Math.max(1, ...totals.values());
    const step = [1, 2, 5, 10, 20, 50, 100].find((n) => (finalYear - firstYear) / n <= 14) || 200;
    const bars = [];
    for (let year = firstYear; year <= finalYear; year += 1) {
      const total = totals.get(year) || 0;
      const chosen = (state.from || state.to) && year >= (state.from || year) && year <= (state.to || year);
      const label = `${year}: ${plural(total, "event", "events")}`;
      const bar = make("button", { type: "button", class: chosen ? "bar chosen" : "bar", title: label,
        "aria-label": label, "aria-pressed": String(Boolean(chosen)), "data-year": year,
        tabindex: total || chosen ? "0" : "-1" });
      for (const [name] of Object.values(CLASSES)) {
        const n = counts.get(`${year} ${name}`) || 0;
        if (!n) continue;
        const piece = make("span", { class: `piece ${name}` });
        piece.style.height = `${(100 * n) / most}%`;
        bar.append(piece);
      }
      if (year % step === 0) bar.append(make("span", { class: "tick", "aria-hidden": "true" }, String(year)));
      bars.push(bar);
    }
    const focused = document.activeElement && document.activeElement.dataset.year;
    at("strip").replaceChildren(...bars);
    if (focused) { const again = at("strip").querySelector(`[data-year="${focused}"]`); if (again) again.focus(); }
  }

  function chooseYears(one, other) {
    const [from, to] = [String(Math.min(one, other)), String(Math.max(one, other))];
    const again = state.from === from && state.to === to;
    Object.assign(state, again ? { from: "", to: "" } : { from, to });
    update();
  }

  function listenToStrip() {
    const strip = at("strip");
    const yearAt = (x) => {
      const box = strip.getBoundingClientRect();
      const share = Math.min(0.9999, Math.max(0, (x - box.left) / box.width));
      return firstYear + Math.floor(share * (finalYear - firstYear + 1));
    };
    strip.addEventListener("pointerdown", (press) => { dragFrom = yearAt(press.clientX); });
    strip.addEventListener("pointermove", (move) => {
      if (dragFrom === null) return;
      const now = yearAt(move.clientX);
      for (const bar of strip.children) {
        const year = Number(bar.dataset.year);
        bar.classList.toggle("chosen", year >= Math.min(dragFrom, now) && year <= Math.max(dragFrom, now));
      }
    });
    window.addEventListener("pointerup", (release) => {
      if (dragFrom === null) return;
      const from = dragFrom;
      dragFrom = null;
      chooseYears(from, yearAt(release.clientX));
    });
    window.addEventListener("pointercancel", () => { dragFrom = null; drawStrip(current.almost.years); });
    // The keyboard gives clicks without a pointer.
    strip.addEventListener("click", (click) => {
      const bar = click.target.closest(".bar");
      if (bar && click.detail === 0) chooseYears(Number(bar.dataset.year), Number(bar.dataset.year));
    });
  }

  // --- Cards ----------------------------------------------------------------------------------------
  // Spans count code points, JavaScript counts UTF-16 units.
  function highlighted(quote, spans) {
    const points = Array.from(quote);
    const nodes = [];
    let done = 0;
    for (const [start, end, name] of spans.sort((a, b) => a[0] - b[0])) {
      if (start === null || end === null || start < done) continue;
      nodes.push(points.slice(done, start).join(""), make("mark", { class: name }, points.slice(start, end).join("")));
      done = end;
    }
    nodes.push(points.slice(done).join(""));
    return nodes.filter((node) => node !== "");
  }

  function sourceLine(source, extra) {
    if (!source) return make("p", { class: "source" }, extra);
    const title = source.title || source.path;
    const safe = /^https?:\/\//i.test(source.url || "");
    const name = make(safe ? "a" : "cite",
      safe ? { href: source.url, rel: "noopener noreferrer nofollow", target: "_blank", dir: "auto" } : { dir: "auto" }, title);
    const day = source.published_date ? dayText(source.published_date) : "undated";
    const inferred = source.published_basis === "inferred" ? " (inferred)" : "";
    const rest = [source.publisher, `${day}${inferred}`, source.path, extra].filter(Boolean).join(" · ");
    return make("p", { class: "source" }, name, ` · ${rest}`);
  }

  const quoteBlock = (row) =>
    make("blockquote", { dir: "auto" }, ...highlighted(row.quote, [
      [row.trigger_start, row.trigger_end, "trigger"], [row.date_text_start, row.date_text_end, "date"],
    ]));

  function bestQuote(event) {
    const cells = event.evidence.find((row) => row[quoteAt] === event.quote);
    if (!cells) return [make("blockquote", { dir: "auto" }, event.quote)];
    const [row] = unpack([cells], raw.fields.evidence);
    return [quoteBlock(row), sourceLine(documents[row.document], "")];
  }

  function evidenceBlock(row) {
    const quote = quoteBlock(row);
    const said = row.date_text ? `“${row.date_text}” → ` : "";
    const extra = [`${said}${dateText(row)}, ${BASIS[row.date_basis]}`,
      row.status === "occurred" ? "" : row.status, row.attribution ? `according to ${row.attribution}` : ""];
    return make("div", { class: "evidence" }, quote, sourceLine(documents[row.document], extra.filter(Boolean).join(" · ")));
  }

  function evidencePart(event) {
    const label = `All evidence: ${plural(event.evidence.length, "sentence", "sentences")} in ${plural(event.n_documents, "document", "documents")}`;
    const details = make("details", {}, make("summary", {}, label));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) {
        details.append(...unpack(event.evidence, raw.fields.evidence).map(evidenceBlock));
      }
    });
    return details;
  }

  function actorTag(part) {
    const actor = actors[part.actor];
    const role = part.role === "participant" ? "" : `, ${part.role}`;
    const text = part.office ? `${actor.name} (${part.office})` : actor.name;
    const tag = make("button", { type: "button", class: "tag", title: `Show only events with ${actor.name}` }, text + role);
    tag.addEventListener("click", () => { state.actor = state.actor === actor.actor_id ? "" : actor.actor_id; update(); });
    return tag;
  }

  function card(event) {
    const country = event.place_country && event.place ? ` (${event.place_country})` : "";
    const sure = `${Math.round(event.confidence * 100)} % sure`;
    const tags = make("div", { class: "tags" },
      make("span", { class: "tag type" }, typeOf(event.event_type).label),
      ...event.parts.map(actorTag),
      event.place ? make("span", { class: "tag" }, `${event.place}${country}`) : null,
      event.status === "occurred" ? null : make("span", { class: "tag warn" }, event.status),
      make("span", { class: "tag" }, plural(event.n_sources, "source", "sources")),
      make("span", { class: "tag", title: "How likely the row is right" }, sure));
    const when = make("div", { class: "when" },
      make("time", { datetime: event.date_start === event.date_end ? event.date_start : `${event.date_start}/${event.date_end}` }, dateText(event)),
      make("small", {}, BASIS[event.date_basis]));
    const what = make("div", {}, make("h3", { dir: "auto" }, event.title), tags, ...bestQuote(event), evidencePart(event));
    return make("article", { class: `event ${classOf(event)}`, id: `event-${event.event_id}` }, when, what);
  }

  // Cards are made a screenful at a time, when the end of the list comes near.
  const CHUNK = 40;
  let current = { passed: [], almost: { years: [] } };
  let shown = 0;

  function showMore() {
    const list = at("events");
    const next = current.passed.slice(shown, shown + CHUNK);
    const byTime = state.sort === "" || state.sort === "new";
    const nodes = [];
    next.forEach((event, offset) => {
      const before = current.passed[shown + offset - 1];
      if (byTime && (!before || before.year !== event.year)) {
        nodes.push(make("h2", { class: "year-mark" }, String(event.year)));
      }
      nodes.push(card(event));
    });
    list.append(...nodes);
    shown += next.length;
  }

  function update() {
    current = select();
    if (SORTS[state.sort]) current.passed.sort(SORTS[state.sort]);
    fillFilters(current.almost);
    drawStrip(current.almost.years);
    at("count").textContent = `${plural(current.passed.length, "event", "events")} of ${events.length.toLocaleString("en")}`;
    at("events").replaceChildren();
    shown = 0;
    if (current.passed.length) showMore();
    else at("events").append(make("p", { class: "none" }, events.length ? "No event passes these filters." : "The documents gave no event."));
    writeAddress();
  }

  // --- Start ----------------------------------------------------------------------------------------
  function describe() {
    const from = events.length ? `, ${range(String(firstYear), String(finalYear))}` : "";
    at("summary").textContent = `${plural(events.length, "event", "events")} from ${plural(documents.length, "document", "documents")}${from}.`;
    for (const [name, label] of Object.values(CLASSES)) at("legend").append(make("li", { class: name }, label));
    for (const [name, value] of Object.entries(raw.facts)) at("facts").append(make("dt", {}, name), make("dd", {}, String(value)));
    for (const name of ["from", "to"]) {
      if (events.length) Object.assign(at(`f-${name}`), { min: firstYear, max: finalYear, placeholder: name === "from" ? firstYear : finalYear });
    }
  }

  function listen() {
    const form = at("filters");
    form.addEventListener("submit", (submit) => submit.preventDefault());
    form.addEventListener("input", () => {
      for (const name of Object.keys(state)) state[name] = at(`f-${name}`).value.trim();
      for (const name of ["from", "to"]) if (!/^\d{4}$/.test(state[name])) state[name] = "";
      update();
    });
    at("reset").addEventListener("click", () => { for (const name of Object.keys(state)) state[name] = ""; update(); });
    window.addEventListener("hashchange", () => { readAddress(); update(); });
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting) && shown < current.passed.length) showMore();
    }, { rootMargin: "1200px" }).observe(at("more"));
    window.addEventListener("beforeprint", () => { while (shown < Math.min(current.passed.length, 2000)) showMore(); });
  }

  describe();
  readAddress();
  listen();
  listenToStrip();
  update();
})();
