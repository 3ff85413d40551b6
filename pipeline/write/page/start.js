// --- All together ---
const SHOW = { "": showList, list: showList, lanes: showLanes, map: showMap, actors: showActors };

function update() {
  const began = performance.now();
  select();
  fillFilters();
  drawStrip();
  const share = N ? ` (${Math.round((100 * passed.length) / N)} %)` : "";
  at("count").textContent = `${t("count", number(passed.length), number(N))}${share}`;
  const view = state.view || "list";
  for (const name of VIEWS) {
    const tab = at(`tab-${name}`);
    tab.setAttribute("aria-selected", String(name === view));
    tab.tabIndex = name === view ? 0 : -1;
    at(name === "list" ? "events" : name).hidden = name !== view;
  }
  at("results").setAttribute("aria-labelledby", `tab-${view}`);
  SHOW[view]();
  writeAddress();
  document.documentElement.dataset.took = String(Math.round(performance.now() - began));
}

function describe() {
  const years = N ? `, ${yearOf(firstDay)} – ${yearOf(finalDay)}` : "";
  at("summary").textContent = t("summary", number(N), number(D.path.length)) + years;
  at("legend").replaceChildren(...CLASS_NAMES.map((name) => make("li", { class: name }, make("span", { class: "hue unseen" }), t(`class.${name}`))));
  at("facts").replaceChildren(...Object.entries(raw.facts).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))]));
  at("language").replaceChildren(...Object.keys(raw.labels).map((code) => make("option", { value: code, lang: code }, LANGUAGES[code] || code)));
  at("language").value = language;
}
function chooseLanguage() {
  const own = (navigator.languages || []).map((one) => one.slice(0, 2)).find((one) => raw.labels[one]);
  speak(state.lang || own || "en");
  describe();
}
const reset = () => change({ ...BLANK, actors: [], view: state.view, lanes: state.lanes, lang: state.lang });

function showLinked() {
  const place = state.event ? passed.findIndex((event) => E.id[event] === state.event) : -1;
  if (place < 0 || (state.view && state.view !== "list")) return;
  focusCard(place);
  document.activeElement.scrollIntoView({ block: "center" });
}

let timer = 0;
function listenToFilters() {
  const form = at("filters");
  form.addEventListener("submit", (submit) => submit.preventDefault());
  for (const name of ["type", "place", "scope", "status", "sure", "sources", "sort"]) at(`f-${name}`).addEventListener("change", () => change({ [name]: at(`f-${name}`).value }));
  at("f-q").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ q: at("f-q").value.trim() }), N > 5000 ? 120 : 0);
  });
  at("f-actor").addEventListener("input", () => { if (choices.has(at("f-actor").value)) chooseActor(); });
  at("f-actor").addEventListener("keydown", (key) => { if (key.key === "Enter") chooseActor(); });
  for (const field of [at("f-actor"), at("f-place")]) for (const turn of ["focus", "pointerdown"]) field.addEventListener(turn, fillLongLists);
  for (const name of ["from", "to"]) {
    at(`f-${name}`).addEventListener("input", () => {
      const text = at(`f-${name}`).value.trim();
      if (!text || spanOf(text)) change({ [name]: text });
    });
  }
  at("reset").addEventListener("click", reset);
  at("more-button").addEventListener("click", () => {
    at("more-button").setAttribute("aria-expanded", String(form.classList.toggle("opened")));
  });
}

function listen() {
  listenToFilters();
  listenToStrip();
  listenToKeys();
  for (const name of VIEWS) at(`tab-${name}`).addEventListener("click", () => change({ view: name === "list" ? "" : name }));
  document.querySelector(".tabs").addEventListener("keydown", (key) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key.key];
    if (!step) return;
    key.preventDefault();
    const next = VIEWS[(VIEWS.indexOf(state.view || "list") + step + VIEWS.length) % VIEWS.length];
    change({ view: next === "list" ? "" : next });
    at(`tab-${next}`).focus();
  });
  at("download").addEventListener("click", download);
  at("help-button").addEventListener("click", showHelp);
  at("language").addEventListener("change", () => { state.lang = at("language").value; chooseLanguage(); update(); });
  at("theme").addEventListener("change", () => { document.documentElement.dataset.theme = at("theme").value; update(); });
  window.addEventListener("hashchange", () => {
    const before = state.lang;
    readAddress();
    if (state.lang !== before) chooseLanguage();
    update();
    showLinked();
  });
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (width === window.innerWidth) return;
    width = window.innerWidth;
    stripWidth = 0;
    drawStrip();
    if (state.view === "lanes") showLanes();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (state.view === "lanes") showLanes(); });
  window.addEventListener("beforeprint", () => { for (let place = 0; place < Math.min(1000, passed.length); place += BLOCK) fillAround(place); });
}

readAddress();
chooseLanguage();
listen();
update();
showLinked();
setTimeout(prepare, 50);
