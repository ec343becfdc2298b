// Answering where the connection is bad: what is filled in is kept on this device at once and on the server when it can
// be reached. Sending waits for a connection. The server knows this browser by a secret cookie, so what is sent twice
// counts once. Without this script the form is an ordinary form.

const SAVE_AFTER = 1_500;
const TRY_AGAIN = 15_000;
const form = document.getElementById("answer");
const key = `answer:${location.pathname}`;

const storage = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  },
  write(kept) {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // Full or forbidden: the server still keeps it.
    }
  },
  forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // There was nothing to forget.
    }
  },
};

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-forget]")) storage.forget();
});

if (document.getElementById("answer-sent")) storage.forget();
if (form) start();

function start() {
  const state = document.getElementById("answer-state");
  let waiting;
  let wants = false;
  let busy = false;

  document.body.classList.add("answering-by-script");
  const kept = storage.read();
  if (kept) {
    fill(kept.fields);
    wants = kept.wants === true;
  }
  showMine();
  tellLeft();
  if (wants) send();

  form.addEventListener("input", () => {
    showMine();
    keep();
    clearTimeout(waiting);
    waiting = setTimeout(save, SAVE_AFTER);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wants = true;
    keep();
    send();
  });

  window.addEventListener("online", () => (wants ? send() : save()));

  function fields() {
    return [...new FormData(form)].filter(([name]) => /^(branch|s-|t-)/.test(name));
  }

  function keep() {
    storage.write({ fields: fields(), wants });
    tellLeft();
  }

  function fill(pairs) {
    for (const input of form.querySelectorAll("input[type=radio], input[type=checkbox]")) input.checked = false;
    for (const [name, value] of pairs ?? []) {
      for (const input of form.elements[name]?.length ? [...form.elements[name]] : [form.elements[name]]) {
        if (!input) continue;
        if (input.type === "radio" || input.type === "checkbox") input.checked ||= input.value === value;
        else input.value = value;
      }
    }
  }

  // Only the questions of one's own grades and subjects: of each kind that is named, one must be chosen.
  function showMine() {
    const chosen = new Set([...form.querySelectorAll("[data-branch]:checked")].map((one) => one.value));
    for (const part of form.querySelectorAll("[data-when]")) {
      const groups = part.dataset.when.split("|").filter(Boolean);
      part.hidden = !groups.every((group) => group.split(" ").some((one) => chosen.has(one)));
    }
  }

  function tellLeft(before = "") {
    if (wants) return;
    const asked = [...form.querySelectorAll("fieldset.answer-statement")].filter((one) => !one.closest("[hidden]"));
    const left = asked.filter((one) => !one.querySelector("input:checked")).length;
    state.textContent = [before, left ? `${form.dataset.left} ${left}` : ""].filter(Boolean).join(" ");
  }

  async function post(what) {
    const body = new FormData(form);
    body.set("what", what);
    return fetch(form.action || location.href, { method: "POST", body, headers: { "X-Quiet": "1" }, redirect: "manual" });
  }

  async function save() {
    if (wants || busy) return;
    try {
      const answer = await post("save");
      if (answer.status === 204) tellLeft(`${form.dataset.kept}.`);
    } catch {
      state.textContent = form.dataset.offline;
    }
  }

  async function send() {
    if (busy) return;
    busy = true;
    clearTimeout(waiting);
    try {
      const answer = await post("send");
      if (answer.status === 204) {
        storage.forget();
        location.replace(location.pathname);
        return;
      }
      wants = false;
      keep();
      if (answer.status !== 422) state.textContent = form.dataset.refused;
    } catch {
      state.textContent = form.dataset.waiting;
      setTimeout(() => wants && send(), TRY_AGAIN);
    } finally {
      busy = false;
    }
  }
}
