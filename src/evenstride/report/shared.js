// What the report and the comparison share; nothing here touches the network.

const LEFT_PX = 44, RIGHT_PX = 12; // the charts' margins, as charts.py sets them
const PAPER_PX = 680; // A4 between its margins, at 96 px an inch
const dark = matchMedia("(prefers-color-scheme: dark)");
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** A chart description with every `@name` replaced by the page's CSS variable. */
function painted(part, style) {
  if (Array.isArray(part)) return part.map((item) => painted(item, style));
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, painted(item, style)]));
  }
  const named = typeof part === "string" && part.startsWith("@");
  return named ? style.getPropertyValue(`--${part.slice(1)}`).trim() : part;
}
