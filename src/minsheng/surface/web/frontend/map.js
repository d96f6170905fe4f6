// Choosing a place on outlines of our own areas: an SVG, no tiles. Tap a sub-district to come closer, then tap the place.
const SVG = "http://www.w3.org/2000/svg";
const WIDEST = 480;

export function drawMaps(root) {
  for (const picker of root.querySelectorAll("[data-map]:not([data-ready])")) {
    picker.dataset.ready = "";
    new Picker(picker).open("");
  }
}

class Picker {
  constructor(element) {
    this.element = element;
    this.frame = element.querySelector("[data-frame]");
    this.word = element.querySelector("[data-word]");
    this.lon = document.getElementById(element.dataset.lon);
    this.lat = document.getElementById(element.dataset.lat);
    this.area = document.getElementById(element.dataset.area);
    this.point = this.lon.value && this.lat.value ? [Number(this.lon.value), Number(this.lat.value)] : null;
    this.button("[data-here]")?.addEventListener("click", () => this.locate());
    this.button("[data-out]").addEventListener("click", () => this.open(""));
    this.button("[data-clear]").addEventListener("click", () => this.clear());
    this.area?.addEventListener("change", () => this.area.value !== this.community && this.clear());
    this.button("[data-clear]").hidden = !this.point;
  }

  button(name) {
    return this.element.querySelector(name);
  }

  async open(under) {
    const shown = await ask(`${this.element.dataset.areas}?under=${under}`);
    if (!shown) return this.fail();
    this.shown = shown;
    this.button("[data-out]").hidden = this.shown.parent === null;
    this.button("[data-note]").textContent = this.shown.note;
    this.draw();
  }

  // Without its outlines the map gives way to the list below it.
  fail() {
    if (!this.shown) this.frame.textContent = this.frame.dataset.failed;
  }

  draw() {
    const rings = this.shown.outline.length ? this.shown.outline : this.shown.children.flatMap((child) => child.rings);
    this.view = viewOf(rings.flat(), Math.min(WIDEST, this.frame.clientWidth || WIDEST));
    const svg = make("svg", { viewBox: `0 0 ${this.view.width} ${this.view.height}`, role: "img", "aria-label": this.shown.name });
    for (const child of this.shown.children) svg.append(this.region(child));
    if (this.shown.outline.length) svg.append(make("path", { d: this.path(this.shown.outline), class: "is-outline", "fill-opacity": this.shown.children.length ? 0 : 1 }));
    for (const child of this.shown.children) svg.append(this.label(child));
    svg.addEventListener("click", (event) => this.tap(event, svg));
    this.svg = svg;
    this.frame.replaceChildren(svg);
    thinOut([...svg.querySelectorAll("text")]);
    this.mark();
  }

  region(child) {
    const path = make("path", { d: this.path(child.rings), "data-id": child.id });
    const title = make("title", {});
    title.textContent = child.name;
    path.append(title);
    return path;
  }

  label(child) {
    const [x, y] = this.view.place(child.label);
    const text = make("text", { x, y });
    text.textContent = child.name.replace(/(街道|社区| Sub-district)$/, "");
    return text;
  }

  path(rings) {
    return rings.map((ring) => `M${ring.map((point) => this.view.place(point).map((n) => n.toFixed(1)).join(" ")).join("L")}Z`).join("");
  }

  tap(event, svg) {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const child = this.shown.children.find((it) => String(it.id) === event.target.dataset?.id);
    if (this.shown.parent === null && child?.open) this.open(child.id);
    else this.choose(...this.view.degrees(spot.x, spot.y));
  }

  async choose(lon, lat) {
    const found = await ask(`${this.element.dataset.locate}?lon=${lon}&lat=${lat}`);
    if (!found) return this.fail();
    this.word.textContent = found.name;
    if (!found.inside) return;
    this.point = [lon, lat];
    this.lon.value = lon.toFixed(6);
    this.lat.value = lat.toFixed(6);
    this.community = found.community;
    if (this.area) this.area.value = found.community;
    this.button("[data-clear]").hidden = false;
    if (!this.covers(lon, lat)) await this.open(found.around);
    else this.mark();
  }

  covers(lon, lat) {
    const [x, y] = this.view.place([lon, lat]);
    return this.shown.parent !== null && x > 0 && x < this.view.width && y > 0 && y < this.view.height;
  }

  mark() {
    this.svg.querySelector("circle")?.remove();
    if (!this.point) return;
    const [cx, cy] = this.view.place(this.point);
    this.svg.append(make("circle", { cx, cy, r: 8 }));
  }

  clear() {
    this.point = null;
    this.lon.value = this.lat.value = "";
    this.word.textContent = this.word.dataset.hint;
    this.button("[data-clear]").hidden = true;
    this.svg?.querySelector("circle")?.remove();
  }

  locate() {
    const failed = () => (this.word.textContent = this.word.dataset.denied);
    if (!navigator.geolocation) failed();
    else navigator.geolocation.getCurrentPosition(({ coords }) => this.choose(coords.longitude, coords.latitude), failed, { enableHighAccuracy: true, timeout: 15000 });
  }
}

// Names that would stand on each other are left out; the list below the map has them all.
function thinOut(labels) {
  const kept = [];
  for (const label of labels) {
    const box = label.getBBox();
    const clash = kept.some((other) => box.x < other.x + other.width && other.x < box.x + box.width && box.y < other.y + other.height && other.y < box.y + box.height);
    if (clash) label.remove();
    else kept.push(box);
  }
}

async function ask(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // no connection, or the page is being left
  }
}

function viewOf(points, width) {
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const shrink = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const pad = 0.04 * Math.max((east - west) * shrink, north - south);
  const scale = width / ((east - west) * shrink + 2 * pad);
  const left = west - pad / shrink, top = north + pad;
  return {
    width,
    height: Math.round((north - south + 2 * pad) * scale),
    place: ([lon, lat]) => [(lon - left) * shrink * scale, (top - lat) * scale],
    degrees: (x, y) => [left + x / scale / shrink, top - y / scale],
  };
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
