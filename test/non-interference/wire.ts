import { Agent, type IncomingMessage, request as send, type Server } from 'node:http';

/** What came over the wire, to the byte. */
export interface Received {
  readonly status: number;
  /** In the order in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | undefined;
}

/** One connection to a server, on which one request follows the other. */
export class Wire {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** When the server has noticed that a connection is closed, by the client's port. */
  readonly #closed = new Map<number, Promise<unknown>>();

  constructor(url: string, server: Server) {
    this.#url = url;
    server.on('connection', (socket) => {
      const port = socket.remotePort ?? 0;
      const closed = Promise.withResolvers<undefined>();
      this.#closed.set(port, closed.promise);
      socket.once('close', () => {
        this.#closed.delete(port);
        closed.resolve(undefined);
      });
    });
  }

  /** Sends a request, and reads the answer to its end. */
  async exchange(sent: Sent): Promise<Received> {
    const answer = await this.#answerTo(sent, this.#agent);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return this.#received(answer, Buffer.concat(chunks));
  }

  /**
   * Opens a stream of server-sent events on a connection of its own, and reads it until that number of them came. Then the server, too,
   * knows that it has ended: else it would go on with what it does for a stream at some later time.
   */
  async stream(sent: Sent, events: number): Promise<Received> {
    const agent = new Agent();
    const answer = await this.#answerTo(sent, agent);
    // An answer that was no stream may be over already, with its connection.
    const closed = this.#closed.get(answer.socket.localPort ?? 0);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) {
      chunks.push(chunk as Buffer);
      if (answer.statusCode !== 200 || eventsIn(Buffer.concat(chunks)) >= events) break;
    }
    agent.destroy();
    await closed;
    return this.#received(answer, Buffer.concat(chunks));
  }

  close(): void {
    this.#agent.destroy();
  }

  #answerTo({ method, path, token, headers, body }: Sent, agent: Agent): Promise<IncomingMessage> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const all = {
      'user-agent': 'non-interference',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const asked = send(this.#url + path, { method, agent, headers: all }, resolve).on('error', reject);
      asked.end(text);
    });
  }

  /** Cookies have the server's port in their names, and the system gives each world another one. */
  #received({ rawHeaders, statusCode = 0 }: IncomingMessage, body: Buffer): Received {
    const { port } = new URL(this.#url);
    const withoutPort = (value: string): string => value.replaceAll(`-${port}=`, '-(port)=');
    const headers = rawHeaders.flatMap((name, place) =>
      place % 2 === 0 ? [[name, withoutPort(rawHeaders[place + 1] ?? '')] as const] : [],
    );
    return { status: statusCode, headers, body };
  }
}

function eventsIn(body: Buffer): number {
  return body
    .toString('utf8')
    .split('\n\n')
    .slice(0, -1)
    .filter((part) => part.startsWith('id: ')).length;
}
