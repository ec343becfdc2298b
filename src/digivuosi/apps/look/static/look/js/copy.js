// A button that copies: the words in `data-copy`, or what the element `data-copy-from` holds.

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
  const words = button.dataset.copy ?? source?.value ?? source?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(words.trim());
  } catch {
    // No clipboard here (plain http): select the words, so that the keys can copy them.
    source?.select?.();
    return;
  }
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  if (button.dataset.copied) {
    label.textContent = button.dataset.copied;
    document.dispatchEvent(new CustomEvent("announce", { detail: button.dataset.copied }));
    setTimeout(() => (label.textContent = before), 2000);
  }
});
