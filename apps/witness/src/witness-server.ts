import { sha256Hex } from '@bali/ledger';
import { MAX_WITNESS_BYTES } from '@bali/witness';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Witness } from './witness.js';
import { witnessPage } from './witness-page.js';

export interface ServedWitness {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** How long a request may take to come in, so that nobody holds a connection by sending slowly. */
const REQUEST_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 200;
const PLAIN = 'text/plain; charset=utf-8';

/** Serves a witness: `POST /add-checkpoint` and the newest checkpoint of each log, as C2SP tlog-witness has them, and its page. */
export async function serveWitness(
  witness: Witness,
  { host, port, now }: { readonly host: string; readonly port: number; readonly now: () => Date },
): Promise<ServedWitness> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    (request, response) => {
      answer(witness, now, request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else send(response, 500, PLAIN, 'This witness could not answer.\n');
      });
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: listens } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${listens}`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

async function answer(
  witness: Witness,
  now: () => Date,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '' } = request;
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const isWriting = path === '/add-checkpoint';
  if (isWriting && method === 'POST') await addCheckpoint(witness, request, response);
  else if (isWriting || (method !== 'GET' && method !== 'HEAD')) notAllowed(response, isWriting ? 'POST' : 'GET');
  else if (path === '/') send(response, 200, 'text/html; charset=utf-8', witnessPage(witness, now()));
  else sendCheckpoint(witness, path, response);
}

/** The newest checkpoint of a log that was cosigned, by the hash of its origin. */
function sendCheckpoint(witness: Witness, path: string, response: ServerResponse): void {
  const hash = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1];
  const log = witness.logs.find(({ origin }) => sha256Hex(origin) === hash);
  const latest = log === undefined ? undefined : witness.seenOf(log.origin).latest;
  if (latest === undefined) send(response, 404, PLAIN, 'This witness has cosigned no such log.\n');
  else send(response, 200, PLAIN, latest.note);
}

async function addCheckpoint(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) {
    // The rest is not read: whoever goes on sending meets a closed connection.
    response.setHeader('connection', 'close');
    send(response, 413, PLAIN, `A request has at most ${MAX_WITNESS_BYTES} bytes.\n`);
    response.once('finish', () => request.destroy());
    return;
  }
  const { status, contentType, body: said } = await witness.addCheckpoint(body);
  send(response, status, contentType, said);
}

/** The body, or undefined if it is larger than it may be. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_WITNESS_BYTES) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (part: Buffer) => {
      size += part.byteLength;
      if (size <= MAX_WITNESS_BYTES) parts.push(part);
      else {
        request.pause();
        resolve(undefined);
      }
    });
    request.once('end', () => resolve(Buffer.concat(parts)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('the request was broken off')));
  });
}

function notAllowed(response: ServerResponse, allow: string): void {
  response.setHeader('allow', allow);
  send(response, 405, PLAIN, `Here one asks with ${allow}.\n`);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(body);
}
