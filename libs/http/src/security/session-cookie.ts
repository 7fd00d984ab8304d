import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

/**
 * The cookies of our pages. No script reads them (`HttpOnly`), and no other site's page has them sent (`SameSite=Strict`). Cookies
 * are shared by all ports of a host, so their names have the port: two installations on one machine do not sign each other out.
 * That of a device is for one account: on a machine that several people use, each of them stays known. Its name has a hash of the
 * account, so that a browser says to nobody in plain words who uses it.
 */
export type WhichCookie = 'session' | { readonly deviceOf: string };

const LONGEST_HEADER = 8_192;
/** What a browser says in `Sec-Fetch-Site` of a page that is not of the same origin. */
const FROM_ELSEWHERE = new Set(['cross-site', 'same-site']);
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a browser kept of us; undefined if it has nothing, or says two things. */
export function pageCookieIn(request: FastifyRequest, cookie: WhichCookie): string | undefined {
  const { cookie: header = '' } = request.headers;
  if (header.length > LONGEST_HEADER) return undefined;
  const name = nameOf(request, cookie);
  const values = header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at > 0 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}

/** @param seconds how long the browser keeps it; 0: it forgets it at once. Without it: until the browser is closed. */
export function setPageCookie(
  { reply, request }: { readonly reply: FastifyReply; readonly request: FastifyRequest },
  cookie: WhichCookie,
  value: string,
  seconds?: number,
): void {
  const secure = request.protocol === 'https' ? ['Secure'] : [];
  const kept = seconds === undefined ? [] : [`Max-Age=${seconds}`];
  const parts = [`${nameOf(request, cookie)}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', ...secure, ...kept];
  // Fastify adds it to the cookies that are set already.
  void reply.header('set-cookie', parts.join('; '));
}

/**
 * Refuses what another site's page has a browser send: whoever is signed in by a cookie commands from our own pages alone.
 * @throws Problem `another-origin`
 */
export function requireOwnOrigin(request: FastifyRequest): void {
  if (READS.has(request.method)) return;
  const isOwn = hostOf(request.headers.origin) === request.host.toLowerCase();
  if (isOwn && !FROM_ELSEWHERE.has(String(request.headers['sec-fetch-site']))) return;
  throw new Problem(PROBLEMS['another-origin']);
}

/**
 * The host and port in an `Origin`. Its scheme is not compared: behind a proxy that is not believed, this process does not know
 * whether the browser came by https.
 */
function hostOf(origin: string | undefined): string | undefined {
  if (origin === undefined || !URL.canParse(origin)) return undefined;
  const { host, protocol } = new URL(origin);
  return protocol === 'https:' || protocol === 'http:' ? host : undefined;
}

function nameOf({ host, protocol }: FastifyRequest, cookie: WhichCookie): string {
  const port = /:(\d{1,5})$/.exec(host)?.[1];
  const prefix = protocol === 'https' ? '__Host-' : '';
  const kind = cookie === 'session' ? cookie : `device-${accountInName(cookie.deviceOf)}`;
  return `${prefix}bali-${kind}${port === undefined ? '' : `-${port}`}`;
}

function accountInName(userId: string): string {
  return createHash('sha256').update(userId).digest('hex').slice(0, 16);
}
