// Sends the forms of a year's page without leaving it; the answer takes the place of the view.

function landing(id) {
  // The pressed button may be gone, or folded away, with what it did: go on at its row or in the panel.
  const key = id?.match(/^b-(\d+)-/)?.[1] ?? "none";
  const places = [`#${id || "none"}`, `#p-${key} summary`, `#p-${key} a`, "#panel-title", "#view a"];
  return places.map((one) => document.querySelector(one)).find((one) => one?.checkVisibility());
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const view = document.getElementById("view");
  if (!view || !window.htmx || !form.matches("form[data-acts], #messages form")) return;
  event.preventDefault();
  const button = event.submitter;
  const values = new FormData(form);
  if (button?.name) values.append(button.name, button.value);
  const address = button?.getAttribute("formaction") ?? form.getAttribute("action");
  await window.htmx.ajax("POST", address, { source: form, target: "#view", swap: "outerHTML", values });
  if (document.activeElement === document.body) landing(button?.id)?.focus();
});
