// --- Cards, in blocks on shelves: both are filled when they come near and emptied when they are far ---
const BLOCK = 20, SHELF = 25 * BLOCK, GUESS = 215;
let shelves = [];
let watcher = null;

// Spans count code points, JavaScript counts UTF-16 units.
function highlighted(quote, spans) {
  const points = Array.from(quote);
  const nodes = [];
  let done = 0;
  for (const [start, end, name] of spans.filter((span) => span[0] >= 0 && span[1] > span[0]).sort((a, b) => a[0] - b[0])) {
    if (end <= done) continue;
    const begin = Math.max(start, done);
    nodes.push(points.slice(done, begin).join(""), make("mark", { class: name, title: t(`mark.${name}`) }, points.slice(begin, end).join("")));
    done = end;
  }
  nodes.push(points.slice(done).join(""));
  return nodes;
}
const quoteBlock = (one) => make("blockquote", { dir: "auto", lang: D.language[M.document[one]] || null }, ...highlighted(M.quote[one], [
  [M.trigger_start[one], M.trigger_end[one], "trigger"], [M.date_text_start[one], M.date_text_end[one], "date"]]));
const publishedText = (doc) => (D.published[doc] === null ? t("undated")
  : formats.day.format(dateOf(D.published[doc])) + (D.published_basis[doc] === "inferred" ? ` (${t("inferred")})` : ""));

function sourceLine(doc, extra) {
  if (doc < 0) return make("p", { class: "source" }, extra);
  const title = D.title[doc] || D.path[doc];
  const safe = /^https?:\/\//i.test(D.url[doc] || "");
  const name = make(safe ? "a" : "cite",
    safe ? { href: D.url[doc], rel: "noopener noreferrer nofollow", target: "_blank", dir: "auto" } : { dir: "auto" }, title);
  const published = D.published[doc] === null ? t("undated") : t("published", publishedText(doc));
  const rest = [D.publisher[doc], published, D.path[doc] === title ? "" : D.path[doc], extra].filter(Boolean);
  return make("p", { class: "source" }, name, ...rest.flatMap((text) => [" · ", make("bdi", {}, text)]));
}
function evidenceBlock(one) {
  const read = M.date_text[one] ? `“${M.date_text[one]}” → ${mentionDate(one)}` : mentionDate(one);
  const status = V.status[M.status[one]];
  const extra = [`${read} (${t(`basis.${V.basis[M.basis[one]]}`)})`, status === "occurred" ? "" : t(`status.${status}`, status),
    M.attribution[one] ? t("according", M.attribution[one]) : ""];
  return make("div", { class: "evidence" }, quoteBlock(one), sourceLine(M.document[one], extra.filter(Boolean).join(" · ")));
}
function evidencePart(event) {
  const [first, last] = [M.first[event], M.first[event + 1]];
  const details = make("details", {}, make("summary", {}, t("evidence", number(last - first), number(E.documents[event]))));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    for (let one = first; one < last; one += 1) details.append(evidenceBlock(one));
  });
  return details;
}
function actorTags(event) {
  const tags = [];
  for (let part = P.first[event]; part < P.first[event + 1]; part += 1) {
    const actor = P.actor[part], role = V.role[P.role[part]];
    const office = P.office[part] >= 0 ? ` (${V.office[P.office[part]]})` : "";
    const text = A.name[actor] + office + (role === "participant" ? "" : ` · ${t(`role.${role}`, role)}`);
    tags.push(press(text, { class: "tag", dir: "auto", title: t("only.actor", A.name[actor]) }, () => toggleActor(entityKey(actor))));
  }
  return tags;
}
// The words the date was read from: of a mention that has the date of the event, and found as the event says, if any.
function dateWords(event) {
  const mentions = [E.best[event]];
  for (let one = M.first[event]; one < M.first[event + 1]; one += 1) mentions.push(one);
  const told = mentions.filter((one) => one >= 0 && M.date_text[one]);
  const isSame = (one) => M.start[one] === E.start[event] && M.end[one] === E.end[event];
  const fits = told.find((one) => isSame(one) && M.basis[one] === E.basis[event]) ?? told.find(isSame) ?? told[0];
  return fits === undefined ? null : M.date_text[fits];
}
function citation(event) {
  const best = E.best[event], doc = best < 0 ? -1 : M.document[best];
  const source = doc < 0 ? "" : ` ${[D.publisher[doc], D.title[doc] || D.path[doc], publishedText(doc), /^https?:/i.test(D.url[doc] || "") ? D.url[doc] : ""].filter(Boolean).join(", ")}.`;
  const quote = best < 0 ? "" : ` “${M.quote[best]}”`;
  return `${E.title[event]}. ${eventDate(event)}.${quote}${source} ${t("heading")}, ${E.id[event]}.`;
}
async function copyText(text) {
  try { await navigator.clipboard.writeText(text); } catch {
    const field = make("textarea", { class: "unseen", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say(t("copied"));
}
function say(text) { at("said").textContent = text; }

function card(event, place) {
  const precision = V.precision[E.precision[event]], status = V.status[E.status[event]], where = V.place[E.place[event]];
  const best = E.best[event], said = dateWords(event);
  const tags = make("div", { class: "tags" },
    make("span", { class: "tag type" }, typeLabel(V.type[E.type[event]])), ...actorTags(event),
    where ? press(`${where[0]}${where[1] ? ` (${where[1]})` : ""}`, { class: "tag", title: t("only.place", where[0]) },
      () => change({ place: state.place === placeKey(where) ? "" : placeKey(where) })) : null,
    status === "occurred" ? null : make("span", { class: "tag warn" }, t(`status.${status}`, status)),
    make("span", { class: E.sources[event] === 1 ? "tag warn" : "tag" }, E.sources[event] === 1 ? t("source.one") : t("source.many", number(E.sources[event]))),
    make("span", { class: "tag", title: t("sure.meaning") }, t("sure", E.confidence[event])),
    curatedOf.has(event) ? make("span", { class: "tag warn", title: curatedOf.get(event) }, t("curated")) : null);
  const span = E.start[event] === E.end[event] ? isoOf(E.start[event]) : `${isoOf(E.start[event])}/${isoOf(E.end[event])}`;
  const when = make("div", { class: "when" },
    make("time", { datetime: E.start[event] === E.end[event] ? span : isoOf(E.start[event]), class: E.approximate[event] ? "soft" : null }, eventDate(event)),
    make("small", {}, t(`precision.${precision}`, precision), said ? " · " : "", said ? make("bdi", {}, `“${said}”`) : ""),
    make("small", {}, t(`basis.${V.basis[E.basis[event]]}`)));
  const row = make("div", { class: "row" }, evidencePart(event), press(t("cite"), {}, () => copyText(citation(event))),
    press(t("link"), {}, () => copyText(`${location.href.split("#")[0]}#event=${E.id[event]}`)));
  const what = make("div", {}, make("h3", { dir: "auto", id: `title-${E.id[event]}` }, E.title[event]), tags,
    ...(best < 0 ? [] : [quoteBlock(best), sourceLine(M.document[best], "")]),
    curatedOf.has(event) ? make("p", { class: "source", dir: "auto" }, `${t("curated")}: ${curatedOf.get(event)}`) : null, row);
  return make("article", { class: `event ${CLASS_NAMES[classAt(event)]}`, id: `event-${E.id[event]}`, tabindex: place === current ? "0" : "-1",
    "data-place": place, "aria-labelledby": `title-${E.id[event]}`, "aria-posinset": place + 1, "aria-setsize": passed.length }, when, what);
}

let current = 0; // place in the list of the card that the keys act on
function cardsOf({ from, to }) {
  const nodes = [];
  for (let place = from; place < to; place += 1) {
    const event = passed[place], year = yearOf(E.start[event]);
    if (place === nInside) nodes.push(make("h2", { class: "year-mark rest-mark" }, t("rest")));
    if (["", "new"].includes(state.sort) && (place === 0 || place === nInside || yearOf(E.start[passed[place - 1]]) !== year)) {
      nodes.push(make("h2", { class: "year-mark" }, String(year)));
    }
    nodes.push(card(event, place));
  }
  return nodes;
}
// Holders for the places from `from` on, `size` in each, as high as what they will hold.
function holders(from, to, size, contentOf) {
  const found = [];
  for (let start = from; start < to; start += size) {
    const end = Math.min(to, start + size), element = make("div", { role: "presentation" });
    element.style.minHeight = `${(end - start) * GUESS}px`;
    element.holder = { element, from: start, to: end, full: false, contentOf };
    watcher.observe(element);
    found.push(element.holder);
  }
  return found;
}
const elementsOf = (holdersFound) => holdersFound.map((holder) => holder.element);
function blocksOf(shelf) {
  shelf.blocks = holders(shelf.from, shelf.to, BLOCK, cardsOf);
  return elementsOf(shelf.blocks);
}
function fillHolder(holder) {
  if (holder.full) return;
  holder.full = true;
  holder.element.replaceChildren(...holder.contentOf(holder));
  holder.element.style.minHeight = "";
}
function emptyHolder(holder) {
  if (!holder.full || holder.element.contains(document.activeElement) || holder.element.querySelector("details[open]")) return;
  holder.element.style.minHeight = `${holder.element.offsetHeight}px`;
  for (const block of holder.blocks || []) watcher.unobserve(block.element);
  holder.element.replaceChildren();
  holder.full = false;
}
function fillAround(place) {
  const shelf = shelves[Math.floor(place / SHELF)];
  fillHolder(shelf);
  fillHolder(shelf.blocks[Math.floor((place - shelf.from) / BLOCK)]);
}
function showList() {
  if (watcher) watcher.disconnect();
  watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) (entry.isIntersecting ? fillHolder : emptyHolder)(entry.target.holder);
  }, { rootMargin: "1500px 0px" });
  current = 0;
  shelves = holders(0, passed.length, SHELF, blocksOf);
  if (passed.length) fillAround(0);
  at("events").replaceChildren(...(passed.length ? elementsOf(shelves) : [make("p", { class: "none" }, t(N ? "none" : "empty"))]));
}
function focusCard(place) {
  if (!passed.length) return;
  const next = Math.min(passed.length - 1, Math.max(0, place));
  const before = document.querySelector("#events .event[tabindex='0']");
  if (before) before.tabIndex = -1;
  current = next;
  fillAround(next);
  const element = at(`event-${E.id[passed[next]]}`);
  element.tabIndex = 0;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}
