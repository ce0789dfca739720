/* Parts of the markup that the templates declare: cloned, found by name and filled with
   text. Nothing here or in its users makes markup out of strings. */

/**
 * A fresh copy of a part.
 *
 * @param {string} id Of the <template>.
 * @returns {HTMLElement}
 */
export function clone(id) {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) {
    throw new Error(`the page has no part ${id}`);
  }
  const first = template.content.firstElementChild;
  return /** @type {HTMLElement} */ (document.importNode(/** @type {Element} */ (first), true));
}

/**
 * @param {Element} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
function need(root, selector) {
  const found = root.querySelector(selector);
  if (found === null) {
    throw new Error(`there is no ${selector}`);
  }
  return /** @type {HTMLElement} */ (found);
}

/**
 * @param {Element} root
 * @param {string} name
 */
export function part(root, name) {
  return need(root, `[data-part="${name}"]`);
}

/**
 * The list of that name, with these members alone; hidden while it has none.
 *
 * @param {Element} root
 * @param {string} name
 * @param {Element[]} members
 */
export function list(root, name, members) {
  const found = need(root, `[data-list="${name}"]`);
  found.replaceChildren(...members);
  found.hidden = members.length === 0;
  return found;
}

/**
 * Write texts into parts; a part without text is hidden.
 *
 * @param {Element} root
 * @param {Record<string, string>} texts By name of the part.
 */
export function say(root, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const found = part(root, name);
    found.textContent = text;
    found.hidden = text === "";
  }
}

/**
 * Set attributes of a part, such as the places of a shape.
 *
 * @param {Element} root
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
export function shape(root, name, attributes) {
  const found = part(root, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    found.setAttribute(attribute, value);
  }
}

/**
 * A list item or other element with a text.
 *
 * @param {string} tag
 * @param {string} text
 */
export function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}
