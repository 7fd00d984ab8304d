/** The provider, or something that its discovery document names, cannot be asked over a connection that nobody else reads. */
export class NotASecureUrl extends Error {
  constructor(what: string) {
    super(`${what} must be an https URL without credentials, query or fragment (http only on the loopback address)`);
    this.name = 'NotASecureUrl';
  }
}

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** @param what what the URL is of, for the error. @throws NotASecureUrl */
export function secureUrl(text: string, what: string): URL {
  if (!URL.canParse(text)) throw new NotASecureUrl(what);
  const url = new URL(text);
  if (!isConfidential(url) || !isBare(url)) throw new NotASecureUrl(what);
  return url;
}

function isConfidential({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

function isBare({ username, password, hash, search }: URL): boolean {
  return [username, password, hash, search].every((part) => part === '');
}
