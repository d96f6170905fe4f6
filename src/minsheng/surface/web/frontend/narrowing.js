// Long lists get a box above them that narrows them while somebody types.
const FEW = 9;
const MONTHS = 12;

export function narrowLists(root) {
  for (const select of root.querySelectorAll("select[data-search]:not([data-ready])")) {
    select.dataset.ready = "";
    if (select.options.length > FEW) narrowSelect(select);
  }
  for (const list of root.querySelectorAll("[data-narrow]:not([data-ready])")) {
    list.dataset.ready = "";
    if (list.querySelectorAll("label").length > MONTHS) narrowLabels(list);
  }
}

function boxBefore(element, label) {
  const box = document.createElement("input");
  box.type = "search";
  box.className = "narrow-by";
  box.autocomplete = "off";
  box.setAttribute("aria-label", label);
  box.placeholder = document.documentElement.lang === "en" ? "Type to narrow the list" : "输入文字缩小范围";
  element.before(box);
  // Enter in the box must not send the form.
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  return box;
}

function labelOf(element) {
  return element.labels?.[0]?.textContent.trim() ?? "";
}

function narrowSelect(select) {
  const all = [...select.children].map((child) => child.cloneNode(true));
  const box = boxBefore(select, labelOf(select));
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    const chosen = select.value;
    select.replaceChildren(...all.map((child) => fitting(child, wanted, chosen)).filter(Boolean));
    select.value = chosen;
    const found = wanted ? [...select.options].filter((option) => option.value && fits(option, wanted)) : [];
    if (found.length && !found.some((option) => option.selected)) {
      found[0].selected = true;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    select.size = wanted ? Math.min(8, Math.max(3, select.options.length)) : 0;
  });
}

function fitting(child, wanted, chosen) {
  const copy = child.cloneNode(true);
  if (!wanted) return copy;
  if (copy.tagName === "OPTION") return keeps(copy, wanted, chosen) ? copy : null;
  if (copy.label.toLowerCase().includes(wanted)) return copy;
  for (const option of [...copy.children]) if (!keeps(option, wanted, chosen)) option.remove();
  return copy.children.length ? copy : null;
}

function keeps(option, wanted, chosen) {
  return !option.value || option.value === chosen || fits(option, wanted);
}

function fits(option, wanted) {
  return option.textContent.toLowerCase().includes(wanted) || (option.parentElement?.label ?? "").toLowerCase().includes(wanted);
}

function narrowLabels(list) {
  const box = boxBefore(list, list.closest("fieldset")?.querySelector("legend")?.textContent.trim() ?? "");
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    for (const label of list.querySelectorAll("label")) {
      const ticked = label.querySelector("input").checked;
      label.hidden = !ticked && !label.textContent.toLowerCase().includes(wanted);
    }
  });
}
