import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Api, World } from '../world.js';

/** An answer before it is sent. */
export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** Which answers are altered, and how. */
export interface Alteration {
  readonly api: Api;
  readonly method?: 'GET' | 'POST';
  /** The path without its query. Its first group is the patient, where it has one. */
  readonly path: RegExp;
  readonly alter: (answer: Answer, asked: { readonly patient: string | undefined; readonly url: string }) => void;
}

/** Alters answers on their way out, as a hook of the framework would. Answers that go on for ever are left as they are. */
export function alterAnswers(world: World, { api, method = 'GET', path, alter }: Alteration): void {
  const server = (api === 'site' ? world.api.app : world.inspection.app).getHttpServer();
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const url = request.url ?? '';
    const found = path.exec(url.split('?', 1)[0] ?? '');
    if (found !== null && request.method === method)
      intercept(response, (answer) => alter(answer, { patient: found[1], url }));
  });
}

function intercept(response: ServerResponse, alter: (answer: Answer) => void): void {
  const [writeHead, end] = [response.writeHead.bind(response), response.end.bind(response)];
  const parts: Buffer[] = [];
  let head: Pick<Answer, 'status' | 'headers'> | undefined;
  const take = (part: unknown) => {
    if (typeof part === 'string') parts.push(Buffer.from(part));
    else if (part instanceof Uint8Array) parts.push(Buffer.from(part));
  };
  Object.assign(response, {
    writeHead: (status: number, headers: OutgoingHttpHeaders = {}) => {
      head = { status, headers };
      return response;
    },
    write: (part: unknown) => {
      take(part);
      return true;
    },
    end: (part: unknown) => {
      take(part);
      const { status, headers } = head ?? { status: response.statusCode, headers: {} };
      const answer: Answer = { status, headers: { ...response.getHeaders(), ...headers }, body: Buffer.concat(parts) };
      alter(answer);
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      if ('content-length' in answer.headers) answer.headers['content-length'] = answer.body.byteLength;
      writeHead(answer.status, answer.headers);
      return end(answer.body);
    },
  });
}

/** Alters what a JSON answer holds. */
export function inJson(answer: Answer, alter: (value: unknown) => unknown): void {
  if (!String(answer.headers['content-type']).includes('json')) return;
  answer.body = Buffer.from(JSON.stringify(alter(JSON.parse(answer.body.toString('utf8')))));
}

/** Alters the members of an object, or of each object of a list. */
export function inMembers(answer: Answer, alter: (members: Readonly<Record<string, unknown>>) => object): void {
  inJson(answer, (value) =>
    Array.isArray(value)
      ? value.map((one) => (isObject(one) ? alter(one) : (one as unknown)))
      : isObject(value)
        ? alter(value)
        : value,
  );
}

/** Alters the items of a list, whether they are the whole answer or a page of it. */
export function inItems(answer: Answer, alter: (items: readonly unknown[]) => readonly unknown[]): void {
  inJson(answer, (value) => {
    if (Array.isArray(value)) return alter(value);
    const { items } = value as { readonly items?: readonly unknown[] };
    return items === undefined ? value : { ...(value as object), items: alter(items) };
  });
}

export function inText(answer: Answer, alter: (text: string) => string): void {
  answer.body = Buffer.from(alter(answer.body.toString('utf8')));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
