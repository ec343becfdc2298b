// Moves what is dragged on the wheel or the line by whole weeks, with a preview of where it would stand.

const ENOUGH = 6;
const SVG = "http://www.w3.org/2000/svg";
let drag = null;

function weeks(picture) {
  return picture.dataset.weeks.split(",").map((one) => {
    const [number, place] = one.split(":");
    return { number, place: Number(place) };
  });
}

function point(svg, event) {
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
}

function placeOf(where) {
  if (!drag.centre) return where.x;
  const [x, y] = drag.centre;
  return ((Math.atan2(where.x - x, y - where.y) * 180) / Math.PI + 360) % 360;
}

function weekAt(where) {
  const place = placeOf(where);
  const after = drag.weeks.findIndex((week) => week.place > place);
  return Math.max(0, (after === -1 ? drag.weeks.length : after) - 1);
}

function show(where) {
  const at = weekAt(where);
  const turn = drag.weeks[at].place - drag.weeks[drag.from].place;
  drag.by = at - drag.from;
  drag.preview.setAttribute(
    "transform",
    drag.centre ? `rotate(${turn} ${drag.centre[0]} ${drag.centre[1]})` : `translate(${turn} 0)`,
  );
  drag.label.setAttribute("x", where.x);
  drag.label.setAttribute("y", where.y - 14);
  drag.label.textContent = `${drag.word} ${drag.weeks[at].number}`;
}

function begin() {
  drag.preview = drag.entry.querySelector(".arc").cloneNode();
  drag.preview.classList.add("preview");
  drag.label = document.createElementNS(SVG, "text");
  drag.label.classList.add("drag-week");
  drag.svg.append(drag.preview, drag.label);
  drag.entry.classList.add("dragged");
}

function end() {
  drag?.preview?.remove();
  drag?.label?.remove();
  drag?.entry.classList.remove("dragged");
  drag = null;
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("pointerdown", (event) => {
  const entry = event.target.closest?.("[data-picture][data-can-move] .entry");
  // A finger scrolls; on a phone the list is for moving.
  if (!entry || event.button !== 0 || event.pointerType === "touch") return;
  const picture = entry.closest("[data-picture]");
  const svg = entry.ownerSVGElement;
  const centre = picture.dataset.centre?.split(" ").map(Number);
  drag = { entry, svg, centre, weeks: weeks(picture), word: picture.dataset.weekWord, x: event.clientX, y: event.clientY };
  drag.from = weekAt(point(svg, event));
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > ENOUGH;
  if (!drag.preview && far) begin();
  if (drag.preview) show(point(drag.svg, event));
});

document.addEventListener("pointerup", () => {
  if (!drag) return;
  const { entry, preview, by } = drag;
  end();
  if (!preview) return;
  // The click that follows at once, if one does, belongs to the drag.
  document.addEventListener("click", swallow, { capture: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }));
  if (by) document.dispatchEvent(new CustomEvent("year:move", { detail: { key: entry.dataset.key, weeks: by } }));
});

document.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => event.key === "Escape" && drag && end());
// The links of the line would be dragged as links.
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-picture] .entry")) event.preventDefault();
});
