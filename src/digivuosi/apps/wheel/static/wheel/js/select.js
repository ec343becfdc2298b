// Opens the panel of what is chosen on the wheel or the line, and dims the rest.

const NARROW = window.matchMedia("(max-width: 74.99rem)");

function entries() {
  return document.querySelectorAll("[data-picture] .entry");
}

function mark(key) {
  for (const entry of entries()) {
    const chosen = entry.dataset.key === key;
    entry.classList.toggle("selected", chosen);
    entry.classList.toggle("dimmed", Boolean(key) && !chosen);
    if (chosen) entry.setAttribute("aria-current", "true");
    else entry.removeAttribute("aria-current");
  }
  document.querySelector(".with-panel")?.classList.toggle("has-panel", Boolean(key));
  const here = new URL(window.location.href);
  if (key) here.searchParams.set("selected", key);
  else here.searchParams.delete("selected");
  window.history.replaceState(null, "", here);
}

async function select(key, enter) {
  const picture = document.querySelector("[data-picture]");
  const panel = document.getElementById("panel");
  if (!picture || !panel || !window.htmx) return;
  mark(key);
  await window.htmx.ajax("GET", `${picture.dataset.placements}${key}/`, { target: "#panel", swap: "innerHTML" });
  if (enter) document.getElementById("panel-title")?.focus();
  else if (NARROW.matches) panel.scrollIntoView({ block: "nearest" });
}

function close() {
  const chosen = document.querySelector("[data-picture] .entry.selected");
  mark("");
  document.getElementById("panel")?.replaceChildren();
  chosen?.focus();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-close]")) {
    event.preventDefault();
    close();
    return;
  }
  const entry = event.target.closest?.("[data-picture] .entry");
  if (!entry || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  // A press by keys comes without a place: the reader wants to go on in the panel.
  select(entry.dataset.key, event.detail === 0);
});

document.addEventListener("keydown", (event) => {
  const entry = event.target.closest?.("[data-picture] g.entry");
  if (entry && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    select(entry.dataset.key, true);
  } else if (event.key === "Escape" && event.target.closest?.("#panel, [data-picture]")) {
    if (document.querySelector("[data-picture] .entry.selected")) close();
  }
});

document.addEventListener("change", (event) => {
  const key = event.target.matches("[data-find] select") && event.target.value;
  if (key) select(key, false);
});
