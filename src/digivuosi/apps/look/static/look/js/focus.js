// Puts the focus where the reader should go on: the summary of errors, or the first `data-focus` of a swapped part.

function focusIn(part) {
  const target = part.matches?.("[data-focus]") ? part : part.querySelector?.("[data-focus]");
  // A sample in the gallery shows itself only.
  if (target && !target.closest("[data-sample]")) target.focus();
}

focusIn(document);
document.addEventListener("htmx:afterSettle", (event) => focusIn(event.detail.elt));
