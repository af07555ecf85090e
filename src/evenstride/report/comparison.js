// Two films kept in step by their foot strikes; nothing here touches the network.

const FAR_S = 0.15; // a film this far off is sought, a nearer one runs faster or slower
const CATCH_UP = 4; // the share of what is missing that is made good in a second
const RATES = [0.0625, 4]; // browsers play at no other rates
const sections = JSON.parse(document.getElementById("comparison-data").textContent).sections;

/** A film and its clock in steps: step 0 is its first left strike, step 1 the right one after it. */
class Film {
  constructor(figure, strikes) {
    this.video = figure.querySelector("video");
    this.strikes = strikes;
    const raw = atob(figure.querySelector(".film-data").textContent.trim());
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
    this.video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    this.wanted = null;
    this.video.addEventListener("seeked", () => this.seekNext());
  }

  last() { return this.strikes.length - 1; }

  /** The film's time at a step, and how long that step lasts. */
  at(step) {
    const i = clamp(Math.floor(step), 0, this.last() - 1);
    const long = this.strikes[i + 1] - this.strikes[i];
    return [this.strikes[i] + (step - i) * long, long];
  }

  /** The step at a time of the film. */
  stepAt(time) {
    let i = 0;
    while (i < this.last() - 1 && this.strikes[i + 1] <= time) i += 1;
    return i + (time - this.strikes[i]) / (this.strikes[i + 1] - this.strikes[i]);
  }

  seek(time) {
    this.wanted = time;
    if (!this.video.seeking) this.seekNext();
  }

  /** Seek to the newest wish only, so that a fast hand never queues up old ones. */
  seekNext() {
    if (this.wanted === null) return;
    this.video.currentTime = this.wanted;
    this.wanted = null;
  }
}

/** Both films of one section, their controls and the curves' cursors. */
class Twins {
  constructor(root, data) {
    this.root = root;
    this.charts = data.charts;
    this.figures = [...root.querySelectorAll("[data-chart]")];
    this.films = [...root.querySelectorAll(".twins figure")].map((f, i) => new Film(f, data.strikes[i]));
    this.step = 0;
    this.speed = 0.25;
    this.running = false;
    if (this.films.length) this.listen();
    this.draw();
  }

  last() { return Math.min(...this.films.map((film) => film.last())); }

  listen() {
    const find = (what) => this.root.querySelector(what);
    [this.scrubber, this.clock, this.button] = [find(".scrubber"), find(".clock"), find(".play")];
    this.scrubber.max = this.last();
    this.scrubber.addEventListener("input", () => { this.pause(); this.seek(Number(this.scrubber.value)); });
    this.button.addEventListener("click", () => this.toggle());
    for (const film of this.films) film.video.addEventListener("click", () => this.toggle());
    for (const button of this.root.querySelectorAll(".step")) {
      button.addEventListener("click", () => this.strike(Number(button.dataset.step)));
    }
    for (const button of this.root.querySelectorAll("[data-speed]")) {
      button.addEventListener("click", () => this.choose(button));
    }
    this.seek(0);
  }

  choose(pressed) {
    this.speed = Number(pressed.dataset.speed);
    for (const button of this.root.querySelectorAll("[data-speed]")) {
      button.setAttribute("aria-pressed", String(button === pressed));
    }
  }

  toggle() { if (this.running) this.pause(); else this.play(); }

  strike(way) {
    this.pause();
    const next = way > 0 ? Math.floor(this.step + 1e-3) + 1 : Math.ceil(this.step - 1e-3) - 1;
    this.seek(clamp(next, 0, this.last()));
  }

  pause() {
    this.running = false;
    for (const film of this.films) film.video.pause();
    this.mark();
  }

  async play() {
    if (this.step >= this.last() - 0.01) this.seek(0);
    this.running = true;
    this.mark();
    await Promise.all(this.films.map((film) => film.video.play()));
    const tick = () => { if (this.running) { this.follow(); requestAnimationFrame(tick); } };
    requestAnimationFrame(tick);
  }

  /** The first film leads; the other runs as much faster or slower as its steps are. */
  follow() {
    const [lead, twin] = this.films;
    if (!lead.video.seeking) this.step = clamp(lead.stepAt(lead.video.currentTime), 0, this.last());
    if (this.step >= this.last() - 1e-3 || lead.video.ended || twin.video.ended) { this.pause(); return; }
    const [, leads] = lead.at(this.step);
    const [time, lasts] = twin.at(this.step);
    const late = time - twin.video.currentTime;
    if (Math.abs(late) > FAR_S) twin.seek(time);
    const rate = (this.speed * lasts) / leads + CATCH_UP * late * this.speed;
    lead.video.playbackRate = this.speed;
    twin.video.playbackRate = clamp(rate, ...RATES);
    this.show();
  }

  seek(step) {
    this.step = step;
    for (const film of this.films) film.seek(film.at(step)[0]);
    this.show();
  }

  mark() {
    this.root.querySelector(".twins").classList.toggle("playing", this.running);
    this.button.setAttribute("aria-label", this.running ? "Pause" : "Play");
  }

  /** How far one foot is between its last strike and its next, percent; the right strikes at odd steps. */
  percent(side) {
    const own = side === "left" ? this.step : this.step - 1;
    const first = 2 * Math.floor(own / 2) + (side === "left" ? 0 : 1);
    const film = this.films[0];
    if (first < 0 || first + 2 > film.last()) return 50 * (((own % 2) + 2) % 2);
    const [from, to] = [film.strikes[first], film.strikes[first + 2]];
    return (100 * (film.at(this.step)[0] - from)) / (to - from);
  }

  show() {
    const left = this.percent("left");
    const text = `${Math.round(left)} % of the left stride`;
    this.clock.textContent = text;
    this.scrubber.value = this.step;
    this.scrubber.setAttribute("aria-valuetext", text);
    for (const figure of this.figures) {
      const share = clamp(this.percent(this.charts[+figure.dataset.chart].side) / 100, 0, 1);
      const cursor = figure.querySelector(".cursor");
      cursor.hidden = false;
      cursor.style.left = `calc(${LEFT_PX}px + ${share} * (100% - ${LEFT_PX + RIGHT_PX}px))`;
    }
  }

  draw(width) {
    const style = getComputedStyle(document.documentElement);
    for (const figure of this.figures) {
      const { data, layout } = painted(this.charts[+figure.dataset.chart].spec, style);
      if (width) Object.assign(layout, { width: width / 2 - 40, height: layout.height * 0.72 });
      Plotly.react(figure.querySelector(".plot"), data, layout, { displayModeBar: false, responsive: true });
    }
  }
}

const all = [...document.querySelectorAll("[data-section]")].map(
  (root) => new Twins(root, sections[Number(root.dataset.section)]),
);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const middle = ({ root }) => {
    const box = (root.querySelector(".twins") ?? root).getBoundingClientRect();
    return Math.abs((box.top + box.bottom) / 2 - innerHeight / 2);
  };
  const films = all.filter((twins) => twins.films.length).sort((a, b) => middle(a) - middle(b));
  if (!films.length || event.target.closest("input")) return;
  if (event.key === " " && !event.target.closest("button, summary, a")) films[0].toggle();
  else if (event.key === "ArrowLeft") films[0].strike(-1);
  else if (event.key === "ArrowRight") films[0].strike(1);
  else return;
  event.preventDefault();
});

dark.addEventListener("change", () => { for (const twins of all) twins.draw(); });
addEventListener("beforeprint", () => { for (const twins of all) twins.draw(PAPER_PX); });
addEventListener("afterprint", () => { for (const twins of all) twins.draw(); });
