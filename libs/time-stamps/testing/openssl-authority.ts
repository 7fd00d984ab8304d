import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CONFIGURATION = `
[ req ]
distinguished_name = name
prompt = no
[ name ]
CN = Test authority
[ ca ]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[ tsa ]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[ other ]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
[ stamps ]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ordering = yes
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
crypto_device = builtin
`;

/** A time stamp authority made with \`openssl ts\`: a root, a certificate for time stamps under it, and a serial number. */
export class OpensslAuthority implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'tsa-'));

  /** @param key of the authority: RSA of 2,048 bits, or a curve. */
  constructor(key: 'rsa' | 'ec' = 'ec') {
    writeFileSync(this.path('openssl.cnf'), CONFIGURATION);
    writeFileSync(this.path('serial'), '01\n');
    const newKey = key === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const make = (name: string, extensions: string) =>
      this.openssl(
        'req',
        '-new',
        '-newkey',
        ...newKey,
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-config',
        'openssl.cnf',
        '-subj',
        `/CN=${extensions} ${name}`,
      );
    make('ca', 'ca');
    this.openssl(
      'x509',
      '-req',
      '-in',
      'ca.csr',
      '-key',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '3650',
      '-extfile',
      'openssl.cnf',
      '-extensions',
      'ca',
    );
    make('tsa', 'tsa');
    const issued = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '3650', '-extfile', 'openssl.cnf'];
    this.openssl('x509', '-req', '-in', 'tsa.csr', '-out', 'tsa.pem', ...issued, '-extensions', 'tsa');
  }

  get rootPem(): string {
    return readFileSync(this.path('ca.pem'), 'utf8');
  }

  get ownPem(): string {
    return readFileSync(this.path('tsa.pem'), 'utf8');
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  openssl(...args: readonly string[]): string {
    return execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' }).toString();
  }

  /** The answer to a request, in DER. */
  reply(request: Uint8Array): Uint8Array<ArrayBuffer> {
    writeFileSync(this.path('request.tsq'), request);
    this.openssl(
      ...[
        'ts',
        '-reply',
        '-queryfile',
        'request.tsq',
        '-signer',
        'tsa.pem',
        '-inkey',
        'tsa.key',
        '-config',
        'openssl.cnf',
      ],
      ...['-section', 'stamps', '-chain', 'ca.pem', '-out', 'answer.tsr'],
    );
    return Uint8Array.from(readFileSync(this.path('answer.tsr')));
  }

  /** Whether OpenSSL verifies a token of a text under this root. */
  verifies(token: Uint8Array, text: Uint8Array): boolean {
    writeFileSync(this.path('token.tst'), token);
    writeFileSync(this.path('text'), text);
    try {
      const said = this.openssl('ts', '-verify', '-data', 'text', '-in', 'token.tst', '-token_in', '-CAfile', 'ca.pem');
      return said.includes('Verification: OK');
    } catch {
      return false;
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Serves an authority on the loopback address. @param answer what it answers: by default, what OpenSSL does. */
export async function serveAuthority(
  authority: OpensslAuthority,
  answer: (request: Uint8Array) => Uint8Array | 'redirect' | 'nothing' = (request) => authority.reply(request),
): Promise<{ readonly url: string; readonly asked: () => number; readonly close: () => Promise<void> }> {
  let asked = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked += 1;
      const answered = answer(Buffer.concat(parts));
      if (answered === 'nothing') return;
      if (answered === 'redirect') response.writeHead(302, { location: '/elsewhere' }).end();
      else response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answered);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}/`, asked: () => asked, close };
}
