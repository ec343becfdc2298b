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
      localStorage.setItem(key, JSON.stringify({ ...kept, until: form.dataset.until }));
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
  forgetPast() {
    try {
      const past = Object.keys(localStorage).filter((name) => name.startsWith("answer:"));
      for (const name of past) if (isPast(JSON.parse(localStorage.getItem(name))?.until)) localStorage.removeItem(name);
    } catch {
      // Forbidden, or not ours.
    }
  },
};

// The empty form and its files, for loading the page again without a connection; answer_worker.js gives them out. What
// is typed is never in it, and it goes when the answer has been sent: a device in a staff room is everybody's.
const shelf = {
  works: "serviceWorker" in navigator && "caches" in window,
  name: `${key}|${form?.dataset.until}`,
  async keep() {
    const marks = "link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src], use[href]";
    const files = [...document.querySelectorAll(marks)].map((one) => one.getAttribute("href") ?? one.src);
    const urls = new Set(files.map((file) => new URL(file, location.href).href.split("#")[0]));
    try {
      await navigator.serviceWorker.register("/answer/worker.js", { scope: "/answer/", updateViaCache: "none" });
      const page = await fetch(`${location.pathname}?empty`);
      if (!page.ok || isGone) return;
      const cache = await caches.open(this.name);
      await cache.put(location.pathname, page);
      await Promise.all([...urls].map((url) => cache.add(url)));
      if (isGone) await this.forget();
    } catch {
      // No connection, or forbidden: then the page needs a connection to be loaded again, and nothing else changes.
    }
  },
  async forget(isOurs = (name) => name.startsWith(`${key}|`)) {
    if (!this.works) return;
    try {
      const names = (await caches.keys()).filter((name) => name.startsWith("answer:"));
      await Promise.all(names.filter(isOurs).map((name) => caches.delete(name)));
      if (!names.every(isOurs)) return;
      for (const one of await navigator.serviceWorker.getRegistrations()) {
        if (new URL(one.scope).pathname === "/answer/") await one.unregister();
      }
    } catch {
      // There was nothing to forget.
    }
  },
};
let isGone = false;

// By the server's day: a device's clock may be wrong.
function isPast(until) {
  return Boolean(until) && until < document.body.dataset.today;
}

async function forgetAll() {
  isGone = true;
  storage.forget();
  await shelf.forget();
}

storage.forgetPast();
if (document.querySelector("[data-answer-over]")) forgetAll();
else if (form) start();
else shelf.forget((name) => isPast(name.split("|")[1]));

function start() {
  const state = document.getElementById("answer-state");
  let waiting;
  let wants = false;
  let busy = false;
  let isOther = false;
  let last = Promise.resolve();

  document.body.classList.add("answering-by-script");
  const kept = storage.read();
  if (kept) {
    fill(kept.fields);
    wants = kept.wants === true;
    isOther = kept.isOther === true;
  }
  showMine();
  tellLeft();
  if (wants) send();
  else if (!navigator.onLine) state.textContent = form.dataset.offline;
  if (shelf.works) shelf.forget((name) => isPast(name.split("|")[1])).then(() => shelf.keep());

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

  document.querySelector("[data-forget]")?.addEventListener("click", (event) => {
    event.preventDefault();
    beginAnew();
  });

  function fields() {
    return [...new FormData(form)].filter(([name]) => /^(branch|s-|t-)/.test(name));
  }

  function keep() {
    storage.write({ fields: fields(), wants, isOther });
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

  // Somebody else answers here now. Without a connection the server learns it before it is told anything new.
  async function beginAnew() {
    clearTimeout(waiting);
    wants = false;
    fill([]);
    showMine();
    isOther = true;
    keep();
    try {
      await last.catch(() => {});
      await tellOther();
      storage.forget();
      location.replace(location.pathname);
    } catch {
      state.textContent = form.dataset.offline;
    }
  }

  async function tellOther() {
    const answer = await ask("other");
    if (answer.status >= 400) throw new Error("not taken");
    isOther = false;
  }

  // One after the other: each answer may name this browser anew by its cookie, and of two at once the wrong one could be
  // the last, so that what was sent would not be known as sent.
  function post(what) {
    last = last.catch(() => {}).then(() => postAlone(what));
    return last;
  }

  async function postAlone(what) {
    if (isOther) {
      await tellOther();
      keep();
    }
    return ask(what);
  }

  // A page that was put aside long ago has an old token: then a new one is fetched, once.
  async function ask(what) {
    const answer = await request(what);
    if (answer.status !== 403) return answer;
    const page = new DOMParser().parseFromString(await (await fetch(`${location.pathname}?empty`)).text(), "text/html");
    form.elements.csrfmiddlewaretoken.value = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    return request(what);
  }

  function request(what) {
    // Not as multipart, which the server reads four times slower.
    const body = new URLSearchParams(new FormData(form));
    body.set("what", what);
    // What is only kept must not hold back what is sent, where a connection hangs.
    const signal = what === "save" ? AbortSignal.timeout(TRY_AGAIN) : undefined;
    return fetch(location.pathname, { method: "POST", body, signal, headers: { "X-Quiet": "1" }, redirect: "manual" });
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
        await forgetAll();
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
