// --- Map: places by their coordinates, east to the right and north up, without tiles ---
function showMap() {
  const counts = countBy("place", E.place, V.place.length);
  const spots = V.place.map((place, code) => ({ place, code, n: counts[code] })).filter((spot) => spot.n && spot.place[2] !== null && spot.place[3] !== null);
  spots.sort((a, b) => b.n - a.n);
  const nowhere = passed.length - spots.reduce((sum, spot) => sum + spot.n, 0);
  if (!spots.length) { at("map").replaceChildren(make("p", { class: "none" }, t("map.none"))); return; }
  const frame = mapFrame(spots);
  const svg = draw("svg", { viewBox: `0 0 ${frame.width} ${frame.height}`, role: "group", "aria-label": t("view.map") },
    ...raw.outlines.filter((one) => one.kind === "land").map((one) => outline(one, frame)),
    ...raw.outlines.filter((one) => one.kind === "water").map((one) => outline(one, frame)),
    ...graticule(frame), ...spots.slice(0, 300).map((spot) => spotMark(spot, frame, spots[0].n)), ...spotNames(spots, frame));
  const note = nowhere > 0 && !state.place ? ` ${t("map.nowhere", number(nowhere))}` : "";
  const zoom = (by) => () => { Object.assign(mapView, { scale: frame.scale * by, lon: frame.lon, lat: frame.lat }); showMap(); };
  const tools = make("p", { class: "row" }, press("+", { class: "zoom", "aria-label": t("map.nearer") }, zoom(1.7)),
    press("−", { class: "zoom", "aria-label": t("map.farther") }, zoom(1 / 1.7)), press(t("map.whole"), {}, () => { mapView.scale = 0; showMap(); }));
  at("map").replaceChildren(tools, svg, make("p", { class: "hint" }, t("map.hint") + note));
  rove(svg, ".spot");
  dragMap(svg, frame);
}
// What the reader made of the frame by zooming and dragging; a scale of 0: nothing.
const mapView = { scale: 0, lon: 0, lat: 0 };
function dragMap(svg, frame) {
  let held = null;
  svg.addEventListener("pointerdown", (down) => { if (!down.target.closest(".spot")) { held = [down.clientX, down.clientY]; svg.setPointerCapture(down.pointerId); } });
  svg.addEventListener("pointerup", (up) => {
    if (!held) return;
    const unit = frame.width / svg.clientWidth / frame.scale;
    Object.assign(mapView, { scale: frame.scale, lon: frame.lon - ((up.clientX - held[0]) * unit) / frame.squeeze, lat: frame.lat + (up.clientY - held[1]) * unit });
    if (up.clientX !== held[0] || up.clientY !== held[1]) showMap();
    held = null;
  });
}
// The frame holds four events in five; degrees of longitude shrink with the cosine of the latitude.
function mapFrame(spots) {
  const bound = (axis, share) => {
    const sorted = [...spots].sort((a, b) => a.place[axis] - b.place[axis]);
    const total = spots.reduce((sum, spot) => sum + spot.n, 0);
    let sum = 0;
    for (const spot of sorted) { sum += spot.n; if (sum >= total * share) return spot.place[axis]; }
    return sorted[sorted.length - 1].place[axis];
  };
  let [south, north, west, east] = [bound(2, 0.1), bound(2, 0.9), bound(3, 0.1), bound(3, 0.9)];
  const room = Math.max(1.5, (north - south) * 0.15, (east - west) * 0.08);
  [south, north, west, east] = [Math.max(-90, south - room), Math.min(90, north + room), Math.max(-180, west - room), Math.min(180, east + room)];
  const [lon, lat] = mapView.scale ? [mapView.lon, mapView.lat] : [(west + east) / 2, (south + north) / 2];
  const squeeze = Math.cos(lat * (Math.PI / 180));
  const width = 1000, height = 560;
  const scale = mapView.scale || Math.min(width / ((east - west) * squeeze), height / (north - south));
  const [halfLon, halfLat] = [width / 2 / squeeze / scale, height / 2 / scale];
  return { width, height, scale, squeeze, lon, lat, west: lon - halfLon, east: lon + halfLon, south: lat - halfLat, north: lat + halfLat,
    x: (degrees) => width / 2 + (degrees - lon) * squeeze * scale, y: (degrees) => height / 2 - (degrees - lat) * scale };
}
function outline(one, frame) {
  const points = [];
  for (let corner = 0; corner < one.corners.length; corner += 2) points.push(`${frame.x(one.corners[corner]).toFixed(1)},${frame.y(one.corners[corner + 1]).toFixed(1)}`);
  return draw("polygon", { class: one.kind, points: points.join(" ") });
}
function graticule(frame) {
  const step = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30].find((degrees) => (frame.east - frame.west) / degrees <= 9) || 60;
  const lines = [];
  for (let lon = Math.ceil(frame.west / step) * step; lon < frame.east; lon += step) {
    lines.push(draw("line", { class: "axis", x1: frame.x(lon), x2: frame.x(lon), y1: 0, y2: frame.height }), draw("text", { x: frame.x(lon) + 3, y: frame.height - 5 }, `${Math.abs(lon)}° ${lon < 0 ? "W" : "E"}`));
  }
  for (let lat = Math.ceil(frame.south / step) * step; lat < frame.north; lat += step) {
    lines.push(draw("line", { class: "axis", x1: 0, x2: frame.width, y1: frame.y(lat), y2: frame.y(lat) }), draw("text", { x: 4, y: frame.y(lat) - 3 }, `${Math.abs(lat)}° ${lat < 0 ? "S" : "N"}`));
  }
  return lines;
}
const isInside = (spot, frame) => spot.place[3] > frame.west && spot.place[3] < frame.east && spot.place[2] > frame.south && spot.place[2] < frame.north;
function spotMark(spot, frame, top) {
  const key = placeKey(spot.place), label = `${spot.place[0]}: ${t("count.events", number(spot.n))}`;
  const isChosen = state.place === key;
  const mark = draw("circle", { class: isChosen ? "spot chosen" : "spot", cx: frame.x(spot.place[3]), cy: frame.y(spot.place[2]), r: 4 + 22 * Math.sqrt(spot.n / top),
    role: "button", "aria-pressed": String(isChosen), "aria-label": label }, draw("title", {}, label));
  const choose = () => change({ place: isChosen ? "" : key });
  mark.addEventListener("click", choose);
  mark.addEventListener("keydown", (press) => { if (press.key === "Enter" || press.key === " ") { press.preventDefault(); choose(); } });
  return mark;
}
// Names of the places with most events, as long as they do not run into each other.
function spotNames(spots, frame) {
  const taken = [], names = [];
  for (const spot of spots.filter((one) => isInside(one, frame)).slice(0, 40)) {
    const box = { x: frame.x(spot.place[3]) + 8, y: frame.y(spot.place[2]) + 4, w: spot.place[0].length * 7 };
    if (taken.some((one) => Math.abs(one.y - box.y) < 14 && box.x < one.x + one.w && one.x < box.x + box.w)) continue;
    taken.push(box);
    names.push(draw("text", { x: box.x, y: box.y, "aria-hidden": "true" }, spot.place[0]));
  }
  return names;
}
