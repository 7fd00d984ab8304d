/** Asks over HTTP; the global `fetch` is one. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What a discovery document or a key set may have; real ones have some 5 kB. */
const MAX_BYTES = 64 * 1024;

/**
 * Gets a small document: no redirect is followed, no more is read than it may have, and only 200 is an answer.
 * @throws Error which says what was wrong, and nothing of what was answered.
 */
export async function fetchBounded(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the answer has the status ${response.status}, not 200`);
  }
  return new Response(Buffer.concat(await readBounded(response)), { status: 200 });
}

async function readBounded({ body }: Response): Promise<readonly Uint8Array[]> {
  const parts: Uint8Array[] = [];
  if (body === null) return parts;
  let size = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > MAX_BYTES) throw new Error(`the answer has more than ${MAX_BYTES} bytes`);
    parts.push(part);
  }
  return parts;
}
