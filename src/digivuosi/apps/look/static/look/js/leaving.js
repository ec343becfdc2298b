// Warns before leaving a form (`data-guard`) with changes that are not saved.

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-guard]");
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => changed.delete(event.target));
document.addEventListener("reset", (event) => changed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  const lost = [...changed].some((form) => form !== elt && target?.contains(form));
  if (lost && !window.confirm(document.body.dataset.leaving)) event.preventDefault();
});
