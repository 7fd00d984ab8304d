import { DEFAULT_PATIENCE, type Patience, SYSTEM_TIMERS, type Timers } from './patience.js';

/** A token, or how to get one that is still good: that of an OpenID provider, for example. */
export type Token = string | (() => string | Promise<string>);

export interface ClientOptions extends Partial<Patience> {
  /** Where the API is: `https://bali.example.org`. Without a slash at its end, and without `/v1`. */
  readonly url: string;
  /** Names your program in every record that it makes: `ward-app/2.1`. */
  readonly userAgent?: string;
  /** Who asks. Without it, only signing in and what is open to anyone works. */
  readonly token?: Token;
  /** The role in which somebody acts who has several, where the token does not settle it. */
  readonly role?: string;
  /** Sends a request. Default: the platform's own `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
  readonly timers?: Timers;
}

/** The same, with every default in its place. */
export interface WholeOptions extends Omit<ClientOptions, keyof Patience>, Patience {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly timers: Timers;
}

export function wholeOptions(options: ClientOptions): WholeOptions {
  const platform = { fetch: (request: Request) => fetch(request), timers: SYSTEM_TIMERS };
  return { ...DEFAULT_PATIENCE, ...platform, ...options };
}

/** The headers that every request has. */
export async function headersOf({ userAgent, token, role }: ClientOptions): Promise<Record<string, string>> {
  const bearer = typeof token === 'function' ? await token() : token;
  return {
    ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(role === undefined ? {} : { 'x-role': role }),
  };
}
