/* One line above the form for what was done to it, with a button that takes it back. */

/**
 * @param {HTMLElement} place A live region.
 * @returns {{say: (text: string, undo?: {label: string, act: () => void}) => void,
 *   hush: () => void}}
 */
export function createSaid(place) {
  function hush() {
    place.replaceChildren();
    place.hidden = true;
  }

  return {
    say(text, undo) {
      const words = document.createElement("span");
      words.textContent = text;
      place.hidden = false;
      place.replaceChildren(words);
      if (undo !== undefined) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button plain";
        button.textContent = undo.label;
        button.addEventListener("click", () => {
          hush();
          undo.act();
        });
        place.append(button);
      }
    },
    hush,
  };
}
