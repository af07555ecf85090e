// The film, its time line and the charts move together; nothing here touches the network.

const PAPER_HEIGHT = 0.72; // charts stand lower on paper, where there is less to follow
const sections = JSON.parse(document.getElementById("report-data").textContent).sections;
const narrow = matchMedia("(max-width: 40rem)");

/** Draw a chart, or draw it again in the present theme. */
function draw(plot, chart, { still = false, width } = {}) {
  const { data, layout } = painted(chart, getComputedStyle(document.documentElement));
  if (width) Object.assign(layout, { width, height: layout.height * PAPER_HEIGHT });
  Plotly.react(plot, data, layout, { displayModeBar: false, staticPlot: still, responsive: true });
}

/** The index of the frame on show at a time. */
function frameAt(times, time) {
  let low = 0, high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle] <= time + 1e-4) low = middle; else high = middle - 1;
  }
  return low;
}

class Player {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    this.video = root.querySelector("video");
    this.scrubber = root.querySelector(".scrubber");
    this.clock = root.querySelector(".clock");
    this.traces = [...root.querySelectorAll(".trace")].map((figure) => this.trace(figure));
    this.time = data.start;
    this.shown = null;
    this.wanted = null;
    this.curves = [...root.querySelectorAll(".curve")];
    if (this.video) this.loadFilm();
    this.listen();
    this.redraw();
  }

  trace(figure) {
    const spec = "contacts" in figure.dataset ? this.data.contacts : this.data.traces[+figure.dataset.trace];
    if (!("contacts" in figure.dataset)) for (const line of spec.data) line.x = this.data.times;
    const stage = figure.querySelector(".stage");
    const seek = (event) => {
      const box = stage.getBoundingClientRect();
      const share = (event.clientX - box.left - LEFT_PX) / (box.width - LEFT_PX - RIGHT_PX);
      this.seek(this.window()[0] + clamp(share, 0, 1) * this.span());
    };
    stage.addEventListener("pointerdown", (event) => { this.pause(); seek(event); });
    stage.addEventListener("pointermove", (event) => {
      if (event.buttons || (event.pointerType === "mouse" && !this.playing())) seek(event);
    });
    return {
      spec,
      plot: figure.querySelector(".plot"),
      cursor: figure.querySelector(".cursor"),
      reading: figure.querySelectorAll(".reading span"),
    };
  }

  loadFilm() {
    const raw = atob(this.root.querySelector(".film-data").textContent.trim());
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
    this.video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    this.video.addEventListener("seeked", () => this.seekNext());
    for (const kind of ["play", "pause", "ended"]) this.video.addEventListener(kind, () => this.follow());
    this.video.addEventListener("click", () => this.toggle());
  }

  listen() {
    this.scrubber?.addEventListener("input", () => {
      this.pause();
      this.seek(this.data.start + Number(this.scrubber.value));
    });
    this.root.querySelector(".play")?.addEventListener("click", () => this.toggle());
    for (const button of this.root.querySelectorAll(".step")) {
      button.addEventListener("click", () => this.stepFrame(Number(button.dataset.step)));
    }
    for (const button of this.root.querySelectorAll("[data-speed]")) {
      button.addEventListener("click", () => this.speed(button));
    }
    for (const button of this.root.querySelectorAll("[data-time]")) {
      button.addEventListener("click", () => {
        this.pause();
        this.seek(Number(button.dataset.time));
        this.root.querySelector(".player").scrollIntoView({ block: "nearest" });
      });
    }
  }

  playing() { return Boolean(this.video && !this.video.paused && !this.video.ended); }
  pause() { this.video?.pause(); }
  toggle() { if (this.playing()) this.pause(); else this.video?.play(); }
  span() { return Math.min(this.data.end - this.data.start || 1, narrow.matches ? 3 : 5); }

  speed(pressed) {
    this.video.playbackRate = Number(pressed.dataset.speed);
    for (const button of this.root.querySelectorAll("[data-speed]")) {
      button.setAttribute("aria-pressed", String(button === pressed));
    }
  }

  /** The stretch of time the charts show; it turns like a page when the cursor leaves it. */
  window() {
    const last = Math.max(this.data.end - this.span(), this.data.start);
    if (this.from === undefined) this.from = this.data.start;
    if (this.time < this.from || this.time > this.from + this.span()) this.from = this.time;
    this.from = clamp(this.from, this.data.start, last);
    return [this.from, this.from + this.span()];
  }

  seek(time) {
    this.time = clamp(time, this.data.start, this.data.end);
    this.wanted = this.time;
    if (this.video && !this.video.seeking) this.seekNext();
    this.show();
  }

  /** Seek to the newest wish only, so that a fast hand never queues up old ones. */
  seekNext() {
    if (this.wanted === null) return;
    this.video.currentTime = this.middleOf(frameAt(this.data.times, this.wanted)) - this.data.start;
    this.wanted = null;
  }

  /** A time well inside a frame, so that rounding cannot show its neighbour. */
  middleOf(frame) {
    const { times } = this.data;
    const next = times[frame + 1] ?? times[frame] + 0.01;
    return Math.max((times[frame] + next) / 2, this.data.start);
  }

  stepFrame(count) {
    this.pause();
    const { times } = this.data;
    this.seek(times[clamp(frameAt(times, this.time) + count, 0, times.length - 1)]);
  }

  stepStrike(direction) {
    this.pause();
    const later = this.data.strikes.filter((time) => (time - this.time) * direction > 0.02);
    if (later.length) this.seek(direction > 0 ? Math.min(...later) : Math.max(...later));
  }

  follow() {
    const playing = this.playing();
    this.root.querySelector(".player").classList.toggle("playing", playing);
    this.root.querySelector(".play").setAttribute("aria-label", playing ? "Pause" : "Play");
    const tick = () => {
      if (!this.video.seeking) this.time = clamp(this.video.currentTime + this.data.start, this.data.start, this.data.end);
      this.show();
      if (this.playing()) requestAnimationFrame(tick);
    };
    if (playing) requestAnimationFrame(tick);
  }

  show() {
    const frame = frameAt(this.data.times, this.time);
    const range = this.window();
    if (this.shown === null || range[0] !== this.shown) this.turn(range);
    const share = (this.time - range[0]) / this.span();
    for (const { cursor, reading, spec } of this.traces) {
      cursor.style.left = `calc(${LEFT_PX}px + ${share} * (100% - ${LEFT_PX + RIGHT_PX}px))`;
      reading.forEach((place, row) => read(place, spec, row, frame));
    }
    const text = `${this.data.times[frame].toFixed(3)} s`;
    if (this.clock) this.clock.textContent = text;
    if (this.scrubber) {
      this.scrubber.value = this.time - this.data.start;
      this.scrubber.setAttribute("aria-valuetext", text);
    }
  }

  turn(range) {
    this.shown = range[0];
    for (const { plot, spec } of this.traces) {
      spec.layout.xaxis.range = [...range];
      Plotly.relayout(plot, { "xaxis.range": [...range] });
    }
  }

  redraw(width) {
    const range = this.window();
    this.shown = range[0];
    for (const { plot, spec } of this.traces) {
      spec.layout.xaxis.range = [...range];
      draw(plot, spec, { still: true, width });
    }
    for (const figure of this.curves) {
      const inside = width && width / 2 - 40;
      draw(figure.querySelector(".plot"), this.data.curves[+figure.dataset.curve], { width: inside });
    }
    this.show();
  }
}

/** Write what one line of a trace reads at a frame. */
function read(place, spec, row, frame) {
  const line = spec.data[row];
  if (!line) return;
  const value = line.y[frame];
  const digits = String(Math.round(value) || 0).replace("-", "\u2212");
  const words = value === null ? "not seen" : digits + spec.layout.yaxis.ticksuffix;
  place.className = line.name.toLowerCase();
  place.textContent = `${line.name} ${words}`;
}

const players = [...document.querySelectorAll("[data-section]")].map(
  (root) => new Player(root, sections[Number(root.dataset.section)]),
);

/** The player nearest the middle of the screen: the one the keys are meant for. */
function nearest() {
  const away = ({ root }) => {
    const box = (root.querySelector(".player") ?? root).getBoundingClientRect();
    return Math.max(box.top - innerHeight / 2, innerHeight / 2 - box.bottom, 0);
  };
  return players.reduce((best, player) => (away(player) < away(best) ? player : best));
}

const KEYS = {
  " ": (player) => player.toggle(),
  ",": (player) => player.stepFrame(-1),
  ".": (player) => player.stepFrame(1),
  ArrowLeft: (player) => player.stepStrike(-1),
  ArrowRight: (player) => player.stepStrike(1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  const player = nearest();
  if (event.key === " " && (!player.video || event.target.closest("button, summary, a"))) return;
  event.preventDefault();
  KEYS[event.key](player);
});

const redrawAll = (width) => { for (const player of players) player.redraw(width); };
dark.addEventListener("change", () => redrawAll());
narrow.addEventListener("change", () => redrawAll());
addEventListener("beforeprint", () => redrawAll(PAPER_PX));
addEventListener("afterprint", () => redrawAll());
