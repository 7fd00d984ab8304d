import { commitmentTo } from '../credentials/commitment.js';
import { usableRecoveryCode } from '../credentials/recovery-codes.js';
import { SESSION_TOKEN_PATTERN, tokenHash } from '../credentials/secret-texts.js';

/** Where an attempt to sign in comes from: failures are counted for each source by itself. */
export interface AttemptSource {
  readonly address: string;
  /**
   * The commitment to the token of a device that has signed in to the account before, or to a right recovery code. Absent: the source
   * is not known.
   */
  readonly device?: string;
}

/** Under which name failures from a source are counted. */
export function sourceKey({ address, device }: AttemptSource): string {
  return device === undefined ? `address ${networkOf(address)}` : `device ${device}`;
}

/** What the holder of an account alone can give, and nobody who merely knows its identifier. */
export interface GivenToBeKnown {
  readonly deviceToken?: string | undefined;
  readonly recoveryCode?: string | undefined;
}

interface KnownToAccount {
  readonly userId?: string;
  readonly devices?: readonly string[];
  readonly recoveryCodes?: readonly string[];
}

/**
 * The source of an attempt. A device is known if the account has signed in from it: its token, of 256 random bits, was given to
 * it then, and the event of that sign-in commits to it. So is whoever gives a recovery code, of 128 random bits, that was not used:
 * the code has a count of its own, so that it lets its holder in from a device that is locked out, too.
 */
export function attemptSource(account: KnownToAccount, address: string, given: GivenToBeKnown): AttemptSource {
  const { userId, devices = [] } = account;
  const { deviceToken, recoveryCode } = given;
  const token = userId === undefined || deviceToken === undefined ? undefined : deviceCommitment(userId, deviceToken);
  const device =
    usableRecoveryCode(account, recoveryCode) ?? (token !== undefined && devices.includes(token) ? token : undefined);
  return device === undefined ? { address } : { address, device };
}

/** What the event of a sign-in says of the device. A token that is none is committed to as it is, and fits no event. */
export function deviceCommitment(userId: string, deviceToken: string): string {
  const verifier = SESSION_TOKEN_PATTERN.test(deviceToken) ? tokenHash(deviceToken) : '';
  return commitmentTo({ purpose: 'device', user: userId, verifier });
}

/** The address of a client as limits count it: of IPv6 the /64 network, which one client has to itself. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1);
  const written = `http://[${plain}]`;
  if (!plain.includes(':') || !URL.canParse(written)) return plain;
  const { hostname } = new URL(written);
  const [head = [], tail = []] = hostname
    .slice(1, -1)
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  // An IPv4 address in IPv6's clothes (::ffff:0:0/96) is a client of its own.
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return groups.slice(0, isMapped ? 8 : 4).join(':');
}
