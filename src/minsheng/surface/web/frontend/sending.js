// A form is sent once: a second click while the first is on its way does nothing. The server would know it again anyway.
export function sendOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.classList.contains("is-sending")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.classList.add("is-sending");
    const key = form.elements.client_key;
    if (key) history.replaceState({ ...history.state, key: key.value }, "");
  }, true);
  const release = () => {
    for (const form of root.querySelectorAll("form.is-sending")) form.classList.remove("is-sending");
  };
  window.addEventListener("pageshow", release); // back from the next page
  root.addEventListener("htmx:afterRequest", release);
}

// Back from the page that said "received": the form keeps the key that it was sent with, so that sending it once more
// files nothing new.
export function keepKeys(root) {
  const sent = history.state?.key;
  const cameBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  for (const key of root.querySelectorAll("input[name=client_key]")) if (sent && cameBack) key.value = sent;
}
