"use strict";
const table = document.querySelector("table.layers");
const body = table.tBodies[0];
const rows = [...body.rows];
const headings = [...table.tHead.rows[0].cells];

// Exact, whatever their size: numbers are whole, or fractions such as 5/2.
function compareNumbers(a, b) {
  const [p, q = "1"] = a.split("/"), [r, s = "1"] = b.split("/");
  const difference = BigInt(p) * BigInt(s) - BigInt(r) * BigInt(q);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

// Numbers before formulas; formulas and names by their text.
function compare(a, b) {
  const m = a.dataset.n, n = b.dataset.n;
  if (m !== undefined && n !== undefined) return compareNumbers(m, n);
  if (m !== undefined || n !== undefined) return m !== undefined ? -1 : 1;
  return (a.title || a.textContent).localeCompare(b.title || b.textContent, "en", { numeric: true });
}

// Sorted are the layers; without an order the blocks are there again.
function sort(heading, order) {
  const at = headings.indexOf(heading);
  for (const other of headings) other.setAttribute("aria-sort", other === heading ? order : "none");
  const sign = order === "descending" ? -1 : 1;
  const sorted = order === "none" ? rows : rows.slice().sort((a, b) => sign * compare(a.cells[at], b.cells[at]));
  table.classList.toggle("sorted", order !== "none");
  body.append(...sorted);
}

function next(heading) {
  const orders = heading.classList.contains("n") ? ["none", "descending", "ascending"] : ["none", "ascending", "descending"];
  return orders[(orders.indexOf(heading.getAttribute("aria-sort")) + 1) % 3];
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

for (const heading of headings) heading.firstChild.addEventListener("click", () => sort(heading, next(heading)));
for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => {
    for (const tick of body.querySelectorAll("input")) tick.checked = button.dataset.open === "1";
  });
}
document.querySelector(".tools").hidden = !body.querySelector("input");
document.getElementById("theme").addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
});

// page.html#sort=-params&theme=dark: a link to the page as it is to be seen
const asked = new URLSearchParams(location.hash.slice(1));
const column = asked.get("sort") || "";
const found = headings.find((heading) => heading.dataset.column === column.replace(/^-/, ""));
if (found) sort(found, column.startsWith("-") ? "descending" : "ascending");
if (asked.has("theme")) document.documentElement.dataset.theme = asked.get("theme") === "dark" ? "dark" : "light";
