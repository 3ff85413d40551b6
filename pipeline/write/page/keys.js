// --- Keys, help and the download ---
const KEYS = [["/", "key.search"], ["j  k", "key.next"], ["e", "key.evidence"], ["c", "key.cite"], ["1 – 4", "key.views"], ["x", "key.reset"], ["?", "key.help"], ["Esc", "key.close"]];
let keysOn = true;

function showHelp() {
  const box = at("help");
  const toggle = make("input", { type: "checkbox", id: "keys-on" });
  toggle.checked = keysOn;
  toggle.addEventListener("change", () => { keysOn = toggle.checked; });
  const rows = KEYS.map(([key, label]) => make("tr", {}, make("td", {}, make("kbd", {}, key)), make("td", {}, t(label))));
  box.replaceChildren(make("h2", { id: "help-title" }, t("help")), ...["help.1", "help.2", "help.3", "help.4"].map((key) => make("p", {}, t(key))),
    make("table", {}, make("tbody", {}, ...rows)), make("p", {}, make("label", {}, toggle, ` ${t("key.on")}`)), press(t("close"), {}, () => box.close()));
  box.showModal();
}
const isTyping = (target) => target.closest && target.closest("input, select, textarea, dialog");

function listenToKeys() {
  const work = {
    "/": () => at("f-q").focus(),
    j: () => step(1), k: () => step(-1),
    e: () => { const details = focusedCard() && focusedCard().querySelector("details"); if (details) details.open = !details.open; },
    c: () => { if (focusedCard()) copyText(citation(passed[Number(focusedCard().dataset.place)])); },
    x: () => reset(), "?": showHelp,
    1: () => change({ view: "" }), 2: () => change({ view: "lanes" }), 3: () => change({ view: "map" }), 4: () => change({ view: "actors" }),
  };
  document.addEventListener("keydown", (key) => {
    if (key.key === "Escape" && key.target.closest && key.target.closest("#filters")) { key.target.blur(); return; }
    if (!keysOn || key.ctrlKey || key.metaKey || key.altKey || isTyping(key.target)) return;
    const card = key.target.closest && key.target.classList.contains("event");
    const name = card ? { ArrowDown: "j", ArrowUp: "k" }[key.key] || key.key : key.key;
    if (!work[name]) return;
    key.preventDefault();
    work[name]();
  });
  at("events").addEventListener("focusin", (focus) => {
    const element = focus.target.closest(".event");
    if (element) current = Number(element.dataset.place);
  });
}
const focusedCard = () => document.activeElement && document.activeElement.closest(".event");
function step(by) {
  if (state.view) change({ view: "" });
  focusCard(focusedCard() ? current + by : current);
}

// The rows as CSV, dates and guards as in timeline.csv.
const guarded = (text) => (/^'*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);
function csvOf(events) {
  const quoted = (value) => { const text = String(value ?? ""); return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text; };
  const listed = (items) => guarded(items.map((item) => item.replaceAll(";", ",")).join("; "));
  const heads = ["event_id", "date_start", "date_end", "date_precision", "date_approximate", "date_basis", "event_type", "title", "actors",
    "place", "place_country", "latitude", "longitude", "status", "scope", "quote", "quote_source", "n_documents", "n_sources", "confidence"];
  const lines = events.map((event) => {
    const place = V.place[E.place[event]] || [null, null, null, null], best = E.best[event], doc = best < 0 ? -1 : M.document[best];
    const actors = [...new Set(entityLists[event].filter((entity) => entity < nActors))].map((entity) => A.name[entity]);
    return [E.id[event], isoOf(E.start[event]), isoOf(E.end[event]), V.precision[E.precision[event]], Boolean(E.approximate[event]), V.basis[E.basis[event]],
      V.type[E.type[event]], guarded(E.title[event]), listed(actors), guarded(place[0] || ""), place[1], place[2], place[3], V.status[E.status[event]],
      listed(V.scope.filter((_, bit) => E.scope[event] & (1 << bit))), best < 0 ? "" : guarded(M.quote[best]), doc < 0 ? "" : guarded(D.path[doc]),
      E.documents[event], E.sources[event], E.confidence[event] / 100].map(quoted).join(",");
  });
  return `\ufeff${heads.join(",")}\n${lines.join("\n")}\n`;
}
function download() {
  const address = URL.createObjectURL(new Blob([csvOf([...passed])], { type: "text/csv;charset=utf-8" }));
  const link = make("a", { href: address, download: "timeline-selection.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
