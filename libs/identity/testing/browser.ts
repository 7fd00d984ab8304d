import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { temporaryDirectory } from '@bali/event-store/testing';

/** Where Chromium usually is; a test can do without it, and says so. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

interface Answer {
  readonly id?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A page on this machine in a real browser, whose authenticator is a virtual one that verifies its holder. */
export class BrowserPage implements AsyncDisposable {
  readonly origin: string;
  readonly #server: Server;
  readonly #browser: ChildProcess;
  readonly #profile = temporaryDirectory();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #socket: WebSocket | undefined;
  #session: string | undefined;
  #calls = 0;

  private constructor(server: Server, program: string) {
    this.#server = server;
    this.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    const quiet = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-port=0'];
    const options = [...quiet, `--user-data-dir=${this.#profile.path}`, 'about:blank'];
    this.#browser = spawn(program, options, { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  static async open(program: string): Promise<BrowserPage> {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>A page</title>');
    });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const page = new BrowserPage(server, program);
    await page.#connect();
    return page;
  }

  /** What an expression comes to in the page, once it is settled. */
  async evaluate<Result>(expression: string): Promise<Result> {
    const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
    const { result, exceptionDetails } = await this.#call('Runtime.evaluate', options);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Result }).value;
  }

  async #connect(): Promise<void> {
    const socket = new WebSocket(await this.#address());
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer;
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
    await once(socket, 'open');
    const { targetId } = await this.#call('Target.createTarget', { url: `${this.origin}/` });
    const { sessionId } = await this.#call('Target.attachToTarget', { targetId, flatten: true });
    this.#session = String(sessionId);
    await this.#call('WebAuthn.enable', {});
    const kind = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true };
    await this.#call('WebAuthn.addVirtualAuthenticator', {
      options: { ...kind, isUserVerified: true, automaticPresenceSimulation: true },
    });
    while ((await this.evaluate<string>('`${location.origin} ${document.readyState}`')) !== `${this.origin} complete`);
  }

  async #address(): Promise<string> {
    for await (const line of createInterface(this.#browser.stderr!)) {
      const address = /^DevTools listening on (ws:.*)$/.exec(line)?.[1];
      if (address !== undefined) return address;
    }
    throw new Error('the browser did not start');
  }

  async #call(method: string, params: object): Promise<Readonly<Record<string, unknown>>> {
    const id = (this.#calls += 1);
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#socket?.send(JSON.stringify({ id, method, params, ...session }));
    const { result, error } = await answered;
    this.#waiting.delete(id);
    if (result === undefined) throw new Error(`${method}: ${error?.message ?? 'no answer'}`);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket?.close();
    if (this.#browser.exitCode === null) {
      this.#browser.kill();
      await once(this.#browser, 'exit');
    }
    this.#server.close();
    this.#server.closeAllConnections();
    this.#profile[Symbol.dispose]();
  }
}
