import { Agent, type IncomingMessage, request as send } from 'node:http';
import type { Asked } from './requests.js';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  readonly tookMs: number;
}

/** Sends requests as they are, one after the other, on one connection to each API. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true });

  /**
   * @param limit aborted when the answer has not come in its time.
   * @returns nothing where the answer did not come. Of a stream, its beginning is the answer.
   */
  async answerTo(url: string, { method, path, headers, body }: Asked, limit: AbortSignal): Promise<Answer | undefined> {
    const began = performance.now();
    const own = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    // The path is not parsed, so that it goes over the wire as it was made.
    const { hostname, port } = new URL(url);
    const all = { 'user-agent': 'fuzz', ...own, ...headers };
    const answer = await new Promise<IncomingMessage | undefined>((resolve) => {
      const options = { hostname, port, method, path, headers: all, agent: this.#agent, signal: limit };
      send(options, resolve)
        .on('error', () => resolve(undefined))
        .end(body);
    });
    if (answer === undefined) return undefined;
    const text = await textOf(answer);
    const tookMs = performance.now() - began;
    return text === undefined ? undefined : { status: answer.statusCode ?? 0, headers: answer.headers, text, tookMs };
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function textOf(answer: IncomingMessage): Promise<string | undefined> {
  if (String(answer.headers['content-type']).startsWith('text/event-stream')) {
    answer.destroy();
    return '';
  }
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}
