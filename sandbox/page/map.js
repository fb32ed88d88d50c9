/** The town as an SVG map, drawn from the outlines that were handed over; no tiles, no requests. */

import { h, s } from "./dom.js";
import { store } from "./store.js";
import { pick, say } from "./words.js";

const WIDTH = 400;
const TINTS = 8;

/** From degrees to the units of the drawing and back; the town's districts fill it. */
function projection() {
  const rings = districts().flatMap(ringsOf);
  const points = rings.flat();
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const squeeze = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const margin = (east - west) * 0.04;
  const scale = WIDTH / ((east - west + 2 * margin) * squeeze);
  return {
    height: (north - south + 2 * margin) * scale,
    metre: scale / 111_320,
    there: (lon, lat) => [(lon - west + margin) * squeeze * scale, (north + margin - lat) * scale],
    back: (x, y) => ({ lon: x / squeeze / scale + west - margin, lat: north + margin - y / scale }),
  };
}

const districts = () => store.page.map.features.filter((one) => one.properties.kind === "district");
const ringsOf = ({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map(([ring]) => ring));
export const hasMap = () => Boolean(store.page?.map?.features?.length);

const pathOf = (feature, plane) =>
  ringsOf(feature).map((ring) => `M${ring.map(([lon, lat]) => plane.there(lon, lat).map((n) => n.toFixed(1)).join(" ")).join("L")}Z`).join("");

function middleOf(feature, plane) {
  const points = ringsOf(feature)[0].map(([lon, lat]) => plane.there(lon, lat));
  let [area, x, y] = [0, 0, 0];
  points.forEach(([x1, y1], number) => {
    const [x2, y2] = points[(number + 1) % points.length];
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  });
  return [x / (3 * area), y / (3 * area)];
}

function drawing(plane, language, { labels }) {
  const shapes = districts().map((one, number) =>
    s("path", { d: pathOf(one, plane), class: `district tint-${number % TINTS}` }));
  const names = labels ? districts().map((one) => {
    const [x, y] = middleOf(one, plane);
    return s("text", { x, y, class: "district-name" }, pick(one.properties.name, language));
  }) : [];
  return [...shapes, ...names];
}

const PIN = "M0 0c0 0-9-9.500-9-16.500a9 9 0 1 1 18 0C9-9.500 0 0 0 0z";
const pinAt = (x, y) => s("g", { class: "pin", transform: `translate(${x} ${y})` },
  s("ellipse", { cx: 0, cy: 0, rx: 5, ry: 2 }), s("path", { d: PIN }), s("circle", { cx: 0, cy: -16.5, r: 3.4 }));

/** A little map round a place, for a bubble. */
export function spot(where, language) {
  const label = say(language, "image-here");
  if (!hasMap()) return h("div.spot", {}, `${where.latitude.toFixed(4)}, ${where.longitude.toFixed(4)}`);
  const plane = projection();
  const [x, y] = plane.there(where.longitude, where.latitude);
  const picture = s("svg", { viewBox: `${x - 60} ${y - 48} 120 70`, class: "map", role: "img", "aria-label": label },
    ...drawing(plane, language, { labels: false }), pinAt(x, y));
  return h("div.spot", {}, picture);
}

/** A map on which a place is chosen by click or arrow keys; `chosen` is told where the pin is, `sent` on Enter. */
export function chooser(language, { chosen, sent }) {
  const plane = projection();
  const pin = s("g");
  let at = [WIDTH / 2, plane.height / 2];
  const put = (x, y) => {
    at = [Math.min(Math.max(x, 0), WIDTH), Math.min(Math.max(y, 0), plane.height)];
    pin.replaceChildren(pinAt(...at));
    chosen(plane.back(...at));
  };
  const map = s("svg", {
    viewBox: `0 0 ${WIDTH} ${plane.height}`, class: "map chooser", tabindex: "0", role: "application", "aria-label": say(language, "map"),
    onclick: (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
      put(point.x, point.y);
    },
    onkeydown: (event) => {
      const move = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] }[event.key];
      if (move) put(at[0] + move[0], at[1] + move[1]);
      if (event.key === "Enter") sent();
      if (move || event.key === "Enter") event.preventDefault();
    },
  }, ...drawing(plane, language, { labels: true }), ...landmarks(plane), pin);
  return map;
}

function landmarks(plane) {
  return store.page.landmarks.map((one) => {
    const [x, y] = plane.there(one.lon, one.lat);
    return s("circle", { cx: x, cy: y, r: 3.5, class: `landmark ${one.kind}` });
  });
}
