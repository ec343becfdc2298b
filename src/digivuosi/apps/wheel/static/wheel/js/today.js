// The line is longer than the page: it opens where the reader is in the year, or at what is selected.

function scroll() {
  const line = document.querySelector("[data-picture=line]");
  const mark = line?.querySelector(".entry.selected .arc, .line-scale .today");
  if (!mark) return;
  const place = mark.getBoundingClientRect().left - line.getBoundingClientRect().left + line.scrollLeft;
  line.scrollLeft = place - line.clientWidth / 3;
}

let kept = null;

document.addEventListener("htmx:beforeSwap", () => {
  kept = document.querySelector("[data-picture=line]")?.scrollLeft ?? null;
});

document.addEventListener("htmx:afterSwap", () => {
  const line = document.querySelector("[data-picture=line]");
  if (line && kept !== null) line.scrollLeft = kept;
});

scroll();
