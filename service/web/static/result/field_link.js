/* Links from the result to the field of a value that is needed: opens what is closed around
   the field and puts the focus there. */

import { t } from "../text.js";
import { listing } from "./values.js";

/**
 * @param {string} key Of a message with `{name}`.
 * @param {string} name Of a variable.
 */
export function fieldLink(key, name) {
  const link = document.createElement("a");
  link.className = "button";
  link.href = `#field-${name}`;
  link.textContent = t(key, { name: listing([name]) });
  return link;
}

/** @param {Event} event */
export function leadToField(event) {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#field-"]') : null;
  const field = document.getElementById(link?.getAttribute("href")?.slice(1) ?? "");
  if (field === null) {
    return;
  }
  event.preventDefault();
  for (let at = field.closest("details"); at !== null; ) {
    at.open = true;
    at = at.parentElement?.closest("details") ?? null;
  }
  field.focus();
}
