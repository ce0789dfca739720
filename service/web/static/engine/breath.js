/* Long work in small portions, so that the page stays quick to the touch meanwhile. */

const PORTION_MS = 4; // a telephone takes four times as long as a desk

let last = 0;

/** Let the browser do what has come up, if the work has gone on for a while. */
export async function breath() {
  if (performance.now() - last > PORTION_MS) {
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  }
}
