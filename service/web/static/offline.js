/* The page without a network: a worker keeps everything of this release, and the models
   are fetched for the browser's own engine, both once the page is at rest. Where browsers
   allow no worker (plain http) the engine alone is made ready. */

import { loadLocalEngine } from "./ask.js";

const WORKER = "/sw.js";
const REST_MS = 2_000;

/**
 * @returns {Promise<void>} When the browser can answer, or never will by itself.
 */
export async function prepareOffline() {
  await rest();
  const registration = await keepRelease().catch((error) => {
    console.info(`this page is not kept for use without a network: ${error.message}`);
    return null;
  });
  await loadLocalEngine();
  // A worker that waits takes over if this page is of its release; last, as the older
  // one must have nothing left to do for the page.
  registration?.waiting?.postMessage(new URL(".", import.meta.url).pathname);
}

/** Wait until the page is loaded, has stood for a while, and has nothing to do. */
async function rest() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  if ("requestIdleCallback" in window) {
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: REST_MS }));
  }
}

/**
 * Have the worker keep this release; it has done so when it is active.
 *
 * @returns {Promise<ServiceWorkerRegistration | null>}
 */
async function keepRelease() {
  if (!("serviceWorker" in navigator)) {
    return null;
  }
  const registration = await navigator.serviceWorker.register(address(), {
    updateViaCache: "none",
  });
  if (registration.active === null && registration.installing !== null) {
    await settled(registration.installing);
  }
  return registration;
}

/**
 * Wait until a new worker has kept the release, or has failed to.
 *
 * @param {ServiceWorker} worker
 * @returns {Promise<void>}
 */
function settled(worker) {
  return new Promise((resolve) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated" || worker.state === "redundant") {
        resolve();
      }
    });
  });
}

/**
 * The worker's address. Where browsers let no plain text name a script, the one policy
 * that the page's headers allow names this one.
 */
function address() {
  /** @type {any} */
  const { trustedTypes } = window;
  if (trustedTypes === undefined) {
    return WORKER;
  }
  const policy = trustedTypes.createPolicy("service-worker", {
    createScriptURL: () => WORKER,
  });
  return policy.createScriptURL(WORKER);
}
