import { createFinalURL, createQuerySerializer, defaultPathSerializer } from 'openapi-fetch';
import { type ClientOptions, headersOf, type Token, type WholeOptions, wholeOptions } from './client-options.js';
import { WITHOUT_KEY } from './generated/without-key.js';
import { NoAnswerError, patiently } from './patience.js';
import { isProblem, problemIn } from './problem-error.js';
import type {
  Answered,
  Init,
  Method,
  Operation,
  PathsWith,
  Sending,
  SendingCommand,
  Taken,
} from './typed-operations.js';

/** What a request is made of, whatever its path. */
export interface Asked extends SendingCommand {
  readonly params?: {
    readonly path?: Readonly<Record<string, unknown>>;
    readonly query?: Readonly<Record<string, unknown>>;
  };
  readonly body?: unknown;
}

/**
 * One way to ask an API whose paths are `Paths`. What the server refuses is thrown as a `ProblemError`. Queries and commands are
 * tried again after a lost connection, a timeout, a 429 or a 5xx; a command with the same key each time, so that it is done once.
 */
export class ApiClient<Paths> {
  protected readonly options: WholeOptions;

  constructor(options: ClientOptions) {
    this.options = wholeOptions(options);
  }

  /** Asks a question. @throws ProblemError, NoAnswerError */
  get<Path extends PathsWith<Paths, 'get'>>(
    path: Path,
    ...[init]: Init<Taken<Operation<Paths, Path, 'get'>> & Sending>
  ): Promise<Answered<Operation<Paths, Path, 'get'>>> {
    return this.request('get', path, init);
  }

  /** Sends a command, or whatever else is a POST. @throws ProblemError, NoAnswerError */
  post<Path extends PathsWith<Paths, 'post'>>(
    path: Path,
    ...[init]: Init<Taken<Operation<Paths, Path, 'post'>> & SendingCommand>
  ): Promise<Answered<Operation<Paths, Path, 'post'>>> {
    const asked: Asked = init ?? {};
    const takesKey = !WITHOUT_KEY.includes(path);
    return this.request('post', path, takesKey ? { ...asked, key: asked.key ?? crypto.randomUUID() } : asked);
  }

  /** @throws ProblemError, NoAnswerError */
  delete<Path extends PathsWith<Paths, 'delete'>>(
    path: Path,
    ...[init]: Init<Taken<Operation<Paths, Path, 'delete'>> & Sending>
  ): Promise<Answered<Operation<Paths, Path, 'delete'>>> {
    return this.request('delete', path, init);
  }

  /** Asks for a file: its body streams, and is not asked for again where it breaks off. @throws ProblemError, NoAnswerError */
  download<Path extends PathsWith<Paths, 'get'>>(
    path: Path,
    ...[init]: Init<Taken<Operation<Paths, Path, 'get'>> & Sending>
  ): Promise<Response> {
    return this.#patiently('get', path, init ?? {}, (response) => response);
  }

  /**
   * The same for a path that is known only when the program runs. Nothing of it is checked by the compiler, and a command gets no
   * key by itself.
   * @throws ProblemError, NoAnswerError
   */
  async request<Answer>(method: Method, path: string, init: Asked = {}): Promise<Answer> {
    const send = (asked: Asked) => this.#patiently(method, path, asked, (response) => bodyIn(response));
    try {
      return (await send(init)) as Answer;
    } catch (error) {
      if (!isProblem(error, 'signature-missing') || error.signature === undefined) throw error;
      if (init.sign === undefined) throw error;
      const { meaning } = error.signature;
      const signature = { meaning, ...(await init.sign(error.signature)) };
      return (await send({ ...init, body: { ...(init.body as object | undefined), signature } })) as Answer;
    }
  }

  /** The same client for somebody else. */
  protected optionsOf(token: Token, role = this.options.role): ClientOptions {
    return { ...this.options, token, ...(role === undefined ? {} : { role }) };
  }

  #patiently<Answer>(
    method: Method,
    path: string,
    asked: Asked,
    read: (response: Response) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const { patienceMs, timers } = this.options;
    const isCommand = asked.key !== undefined;
    const trying = { mayRepeat: method === 'get' || isCommand, patienceMs, timers, signal: asked.signal };
    return patiently(() => this.#attempt(method, path, asked, read), trying);
  }

  async #attempt<Answer>(
    method: Method,
    path: string,
    asked: Asked,
    read: (response: Response) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const request = await this.#requestOf(method, path, asked);
    const { fetch, timeoutMs } = this.options;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const signal = AbortSignal.any([late.signal, ...(asked.signal ? [asked.signal] : [])]);
    try {
      const response = await fetch(new Request(request, { signal }));
      if (!response.ok) throw await problemIn(response);
      return await read(response);
    } catch (error) {
      asked.signal?.throwIfAborted();
      if (isProblem(error)) throw error;
      throw new NoAnswerError(`${method.toUpperCase()} ${request.url}`, asked.key, error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #requestOf(method: Method, path: string, asked: Asked): Promise<Request> {
    const { params = {}, body, key, ifMatch, requestId } = asked;
    const url = createFinalURL(path, {
      baseUrl: this.options.url.replace(/\/$/, ''),
      params: { path: { ...params.path }, query: { ...params.query } },
      querySerializer: createQuerySerializer(),
      pathSerializer: defaultPathSerializer,
    });
    const headers = {
      ...(await headersOf(this.options)),
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const bytes = body === undefined ? {} : { body: JSON.stringify(body) };
    return new Request(url, { method: method.toUpperCase(), headers, ...bytes });
  }
}

/** JSON as what it says; every other text as it stands; nothing where there is nothing. */
async function bodyIn(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  return /\bjson\b/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as unknown) : text;
}
