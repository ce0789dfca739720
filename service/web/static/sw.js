/* Keeps one release of the page in this browser: the HTML of it and of the models' own
   pages in each language, everything that they name, and the models. A release is kept whole or not at all, and only
   what was fetched for that is ever stored: nothing that a reader enters passes here.
   The service puts `release` in front of this file. */

/**
 * @typedef {object} Release
 * @property {string} assets Where the release's own files are; no other release's.
 * @property {string[]} pages
 * @property {string[]} files
 */

const worker = /** @type {ServiceWorkerGlobalScope & {release: Release}} */ (
  /** @type {unknown} */ (self)
);
const { release } = worker;
const files = new Set(release.files);
const OURS = "diabetes-risk:";
const CACHE = OURS + release.assets;
const PROMPT_MS = 3_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

// A page of this release is open: none of an older one needs the older worker's files.
worker.addEventListener("message", (event) => {
  if (event.data === release.assets) {
    event.waitUntil(worker.skipWaiting());
  }
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search, searchParams } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    const known = [`${pathname}?language=${searchParams.get("language")}`, pathname];
    const address = known.find((it) => release.pages.includes(it));
    if (address !== undefined) {
      event.respondWith(page(request, address));
    }
  } else if (files.has(pathname + search)) {
    event.respondWith(kept(request).then((found) => found ?? fetch(request)));
  }
});

/** Fetch the release; in the middle of a rollout, when servers differ, it is refused. */
async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    release.pages.map(async (address) => {
      const response = await fetch(address, { cache: "no-cache" });
      const html = await response.clone().text();
      if (!response.ok || !html.includes(release.assets)) {
        throw new Error(`${address} is not of this release`);
      }
      await cache.put(address, response);
    }),
  );
  await cache.addAll(release.files);
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * A page from the network, if that answers promptly; else as it is kept.
 *
 * @param {Request} request
 * @param {string} address Under which it is kept.
 */
async function page(request, address) {
  const fresh = fetch(request).then((response) => {
    if (response.status >= 500) {
      throw new Error(`the server answered ${response.status}`);
    }
    return response;
  });
  try {
    return await Promise.race([fresh, silence()]);
  } catch {
    return (await kept(address)) ?? fresh;
  }
}

/** @returns {Promise<never>} */
async function silence() {
  await new Promise((resolve) => setTimeout(resolve, PROMPT_MS));
  throw new Error("the server does not answer promptly");
}

/** @param {RequestInfo} request */
async function kept(request) {
  const cache = await caches.open(CACHE);
  return cache.match(request, { ignoreVary: true });
}
