import { inspect } from 'node:util';

/** The form of a connection string. It is checked here, because the client's own errors would quote the string. */
const FORM =
  /^(?<protocol>esdb(?:\+discover)?:\/\/)(?:(?<user>[^:@/?]+):(?<password>[^@/?]*)@)?(?<hosts>[A-Za-z0-9.:,-]+)\/?(?:\?(?<options>[^?#\s]*))?$/;
const OPTION = /^[A-Za-z_-]+=[^=&]+$/;
const PREFIX = /^[a-z][a-z0-9-]{0,49}$/;
const DEFAULT_PREFIX = 'bali';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Where a cluster is, and as whom: `esdb://user:password@host:2113?tls=…`, several hosts with commas between them, or
 * `esdb+discover://`. An option of ours, `prefix`, says how the names of its streams begin.
 *
 * It holds a password, so it shows itself nowhere: not in JSON, not to `inspect`, not as a string.
 */
export class ConnectionString {
  readonly prefix: string;
  readonly #text: string;
  readonly #credentials: Credentials;

  private constructor(text: string, credentials: Credentials, prefix: string) {
    this.#text = text;
    this.#credentials = credentials;
    this.prefix = prefix;
  }

  /** Returns `undefined` if the text is no connection string. */
  static parse(text: string): ConnectionString | undefined {
    const found = FORM.exec(text)?.groups;
    if (!found) return undefined;
    const { protocol, user, password, hosts, options } = found;
    const parts = (options ?? '').split('&').filter((part) => part !== '');
    const prefix = valueOf(parts, 'prefix') ?? DEFAULT_PREFIX;
    if (!parts.every((part) => OPTION.test(part)) || !PREFIX.test(prefix)) return undefined;
    const passedOn = parts.filter((part) => !isOption(part, 'prefix'));
    // Only the leader is sure to know what was acknowledged before. Asking it first saves a redirection.
    if (valueOf(parts, 'nodepreference') === undefined) passedOn.push('nodePreference=leader');
    const address = `${String(protocol)}${String(hosts)}?${passedOn.join('&')}`;
    return new ConnectionString(address, credentialsOf(user, password), prefix);
  }

  /** For the client alone, without user and password. */
  get address(): string {
    return this.#text;
  }

  get credentials(): Credentials {
    return this.#credentials;
  }

  toString(): string {
    return 'esdb://…';
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

function isOption(part: string, name: string): boolean {
  return part.slice(0, part.indexOf('=')).replaceAll(/[_-]/g, '').toLowerCase() === name;
}

function valueOf(parts: readonly string[], name: string): string | undefined {
  const part = parts.find((one) => isOption(one, name));
  return part?.slice(part.indexOf('=') + 1);
}

/** There are always credentials: without any, the client sends appends in another way, which fails in worse ways. */
function credentialsOf(user = 'nobody', password = ''): Credentials {
  return { username: decoded(user), password: decoded(password === '' ? '-' : password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
