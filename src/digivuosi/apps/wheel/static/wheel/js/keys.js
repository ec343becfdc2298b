// Arrow keys on the wheel and the line: along the year, between the rings, and (with Shift) moving by weeks.

function order() {
  const words = document.querySelector("[data-picture]")?.dataset.order ?? "";
  return words.split("|").map((ring) =>
    ring.split(",").map((one) => ({ key: one.split(":")[0], day: Number(one.split(":")[1]) })),
  );
}

function entry(key) {
  return document.querySelector(`[data-picture] .entry[data-key="${key}"]`);
}

function stand(key, focus = true) {
  for (const one of document.querySelectorAll("[data-picture] .entry")) {
    one.setAttribute("tabindex", one.dataset.key === key ? "0" : "-1");
  }
  if (focus) entry(key)?.focus();
}

function start() {
  const picture = document.querySelector("[data-picture]");
  const chosen = picture?.querySelector(".entry.selected") ?? picture?.querySelector(".entry");
  if (chosen) stand(chosen.dataset.key, false);
}

function nearest(ring, day) {
  return ring.reduce((best, one) => (Math.abs(one.day - day) < Math.abs(best.day - day) ? one : best));
}

function step(key, arrow) {
  const rings = order();
  const at = rings.findIndex((ring) => ring.some((one) => one.key === key));
  const place = rings[at].findIndex((one) => one.key === key);
  const { length } = rings[at];
  if (arrow === "ArrowRight") return rings[at][(place + 1) % length].key;
  if (arrow === "ArrowLeft") return rings[at][(place - 1 + length) % length].key;
  const next = rings[arrow === "ArrowUp" ? at - 1 : at + 1];
  return next ? nearest(next, rings[at][place].day).key : key;
}

document.addEventListener("keydown", (event) => {
  const picture = event.target.closest?.("[data-picture]");
  const key = event.target.closest?.("[data-picture] .entry")?.dataset.key;
  if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  if (!event.shiftKey) stand(step(key, event.key));
  else if ("canMove" in picture.dataset) {
    const weeks = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1;
    document.dispatchEvent(new CustomEvent("year:move", { detail: { key, weeks } }));
  }
});

document.addEventListener("focusin", (event) => {
  const key = event.target.closest?.("[data-picture] .entry")?.dataset.key;
  if (key) stand(key, false);
});

document.addEventListener("year:shown", (event) => {
  const { key } = event.detail;
  start();
  if (key && document.activeElement === document.body) stand(key);
});

document.addEventListener("htmx:afterSettle", start);
start();
