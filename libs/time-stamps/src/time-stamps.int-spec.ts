import { Malformed, utf8 } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OpensslAuthority } from '../testing/index.js';
import { stampAuthority, stampIn, StampNotVerified, stampRequest, verifyStamp } from './index.js';

const TEXT = utf8('bali.example/T/trial\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n');
const NONCE = Uint8Array.from({ length: 16 }, (_, place) => 200 + place);

describe.each(['ec', 'rsa'] as const)('a time stamp (RFC 3161) of an authority made with OpenSSL, %s', (kind) => {
  let made: OpensslAuthority;
  beforeAll(() => {
    made = new OpensslAuthority(kind);
  });
  afterAll(() => made[Symbol.dispose]());

  it('is asked for, and verified under the root, under its own certificate, and by OpenSSL', async () => {
    const answer = made.reply(stampRequest(TEXT, NONCE));
    const root = stampAuthority('tsa.example', made.rootPem);
    const { token, stamp } = await stampIn(answer, { text: TEXT, nonce: NONCE, authority: root });
    expect(Math.abs(stamp.at.getTime() - Date.now())).toBeLessThan(60_000);
    expect(made.verifies(token, TEXT)).toBe(true);
    const own = stampAuthority('tsa.example', made.ownPem);
    await expect(verifyStamp(token, TEXT, own)).resolves.toEqual(stamp);
    expect(own.id).not.toBe(root.id);
  });

  it('is refused for another text, another request, another authority, and when a byte of it is changed', async () => {
    const answer = made.reply(stampRequest(TEXT, NONCE));
    const authority = stampAuthority('tsa.example', made.rootPem);
    const given = { text: TEXT, nonce: NONCE, authority };
    const { token } = await stampIn(answer, given);
    await expect(stampIn(answer, { ...given, text: utf8('another') })).rejects.toThrow('of another text');
    await expect(stampIn(answer, { ...given, nonce: NONCE.toReversed() })).rejects.toThrow('answers another request');
    using foreign = new OpensslAuthority('ec');
    const other = stampAuthority('tsa.example', foreign.rootPem);
    await expect(verifyStamp(token, TEXT, other)).rejects.toThrow(StampNotVerified);
    await expect(verifyStamp(token, TEXT, stampAuthority('tsa.example', foreign.ownPem))).rejects.toThrow(
      StampNotVerified,
    );
    for (const place of [0, 30, 60, 100, token.length - 10, token.length - 80]) {
      const changed = Uint8Array.from(token);
      changed[place] = (changed[place] ?? 0) ^ 1;
      await expect(verifyStamp(changed, TEXT, authority)).rejects.toThrow(StampNotVerified);
    }
    await expect(stampIn(utf8('no answer'), given)).rejects.toThrow(StampNotVerified);
    expect(() => stampAuthority('tsa.example', 'no certificate')).toThrow(Malformed);
  });
});

describe('a certificate that is not for time stamps', () => {
  it('makes none, though it is of the same authority', async () => {
    using made = new OpensslAuthority('ec');
    const answer = made.reply(stampRequest(TEXT, NONCE));
    const issued = [
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-days',
      '10',
      '-extfile',
      'openssl.cnf',
      '-extensions',
      'other',
    ];
    made.openssl(
      'x509',
      '-req',
      '-in',
      'tsa.csr',
      '-out',
      'other.pem',
      '-set_serial',
      `0x${serialOf(made)}`,
      ...issued,
    );
    const other = stampAuthority('tsa.example', made.openssl('x509', '-in', 'other.pem'));
    const authority = { ...other, certificates: other.certificates };
    await expect(stampIn(answer, { text: TEXT, nonce: NONCE, authority })).rejects.toThrow(StampNotVerified);
  });
});

function serialOf(made: OpensslAuthority): string {
  return made.openssl('x509', '-in', 'tsa.pem', '-noout', '-serial').trim().split('=')[1] ?? '';
}
