// --- Words of the page in the reader's language, and dates in words ---
const LANGUAGES = { en: "English", az: "Azərbaycanca", tr: "Türkçe", ru: "Русский", ur: "اردو" };
let language = "en", words = {}, formats = {};

function speak(wanted) {
  language = raw.labels[wanted] ? wanted : "en";
  words = { ...(raw.labels.en || {}), ...(raw.labels[language] || {}) };
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ur" ? "rtl" : "ltr";
  const locale = { en: "en-GB", ur: "ur-u-nu-latn" }[language] || language;
  const form = (options) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", calendar: "gregory", ...options });
  formats = {
    day: form({ day: "numeric", month: "long", year: "numeric" }),
    month: form({ month: "long", year: "numeric" }),
    year: form({ year: "numeric" }),
    short: form({ month: "short", year: "numeric" }),
    number: new Intl.NumberFormat(language === "ur" ? "en" : language),
  };
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t, element.textContent);
  for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", t(element.dataset.tLabel));
  for (const element of document.querySelectorAll("[data-t-hint]")) element.placeholder = t(element.dataset.tHint);
  document.title = t("heading");
}

// The words of a key; {0} and so on are filled in.
function t(key, ...values) {
  const text = words[key];
  if (text === undefined) return typeof values[0] === "string" ? values[0] : key;
  return values.length ? text.replace(/\{(\d)\}/g, (slot, place) => values[place]) : text;
}
const number = (n) => formats.number.format(n);
const typeLabel = (id) => (language === "en" ? (raw.types[id] || { label: id }).label : t(`type.${id}`, (raw.types[id] || { label: id }).label));

function dateText(start, end, precision, approximate) {
  const unit = { month: "month", season: "month", year: "year", decade: "year" }[precision] || "day";
  const span = start === end ? formats[unit].format(dateOf(start)) : formats[unit].formatRange(dateOf(start), dateOf(end));
  const text = precision === "week" ? t("week.of", span) : span;
  return approximate ? t("about", text) : text;
}
const eventDate = (event) => dateText(E.start[event], E.end[event], V.precision[E.precision[event]], E.approximate[event]);
const mentionDate = (one) => dateText(M.start[one], M.end[one], V.precision[M.precision[one]], M.approximate[one]);

// What a search compares: small letters without marks, and look-alikes as one.
const PLAIN = { ə: "a", ı: "i", ø: "o", ł: "l", đ: "d", ي: "ی", ى: "ی", ك: "ک", ة: "ہ", ه: "ہ" };
function fold(text) {
  const low = text.toLowerCase();
  if (/^[\x00-\x7f]*$/.test(low)) return low;
  return low.normalize("NFD").replace(/\p{M}/gu, "").replace(/[əıøłđيىكةه]/g, (letter) => PLAIN[letter]);
}
const hay = new Array(N).fill(null);
function hayOf(event) {
  if (hay[event] === null) {
    const date = dateOf(E.start[event]);
    const place = V.place[E.place[event]];
    const pieces = [E.title[event], (raw.types[V.type[E.type[event]]] || { label: "" }).label, place ? place[0] : "",
      `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${isoOf(E.start[event])}`];
    for (const entity of entityLists[event]) pieces.push(entityName(entity));
    for (let one = M.first[event]; one < M.first[event + 1]; one += 1) pieces.push(M.quote[one]);
    hay[event] = fold(pieces.join("\n"));
  }
  return hay[event];
}
// Made while nobody waits, so that the first search and the first look at a view are as quick as the others.
function prepare(from = 0) {
  const until = performance.now() + 12;
  let event = from;
  while (event < N && performance.now() < until) { hayOf(event); event += 1; }
  if (event < N) setTimeout(() => prepare(event), 4);
  else prepareGroups([...LANES.map((by) => () => laneGroups(by)), pairGroups]);
}
function prepareGroups([first, ...rest]) {
  first();
  if (rest.length) setTimeout(() => prepareGroups(rest), 4);
  else document.documentElement.dataset.ready = "yes";
}
