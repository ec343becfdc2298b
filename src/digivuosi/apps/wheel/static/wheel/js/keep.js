// What the reader has opened stays open when the view is shown again.

let open = new Set();

document.addEventListener("htmx:beforeSwap", () => {
  open = new Set([...document.querySelectorAll("details[data-keep][open]")].map((one) => one.dataset.keep));
});

document.addEventListener("htmx:afterSwap", () => {
  for (const one of document.querySelectorAll("details[data-keep]")) {
    if (open.has(one.dataset.keep)) one.open = true;
  }
});
