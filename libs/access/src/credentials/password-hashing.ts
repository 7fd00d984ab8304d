import { argon2 as argon2WithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const argon2 = promisify(argon2WithCallback);

/** What a hash costs. */
export interface HashingParameters {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** The least that OWASP recommends for argon2id (19 MiB, 2 passes). A stronger one may be configured, never a weaker. */
export const HASHING_MINIMUM: HashingParameters = { memoryKiB: 19_456, passes: 2, parallelism: 1 };

const ALGORITHM = 'argon2id';
/** Argon2, version 1.3. */
const VERSION = 19;
export const PASSWORD_SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

export interface PasswordHasher {
  /** @param salt {@link PASSWORD_SALT_BYTES} random bytes. @returns a PHC string. */
  hash(password: string, salt: Uint8Array): Promise<string>;
  /** Compares in constant time. @throws RangeError when the text is no hash of ours. */
  verify(password: string, phc: string): Promise<boolean>;
  /** Whether a hash was made with other parameters than those of now. */
  needsRehash(phc: string): boolean;
}

/** Hashes passwords by argon2id, in threads of their own. A password counts in its NFC form (NIST SP 800-63B, 3.1.1.2). */
export function argon2idHasher(parameters: HashingParameters = HASHING_MINIMUM): PasswordHasher {
  return {
    async hash(password, salt) {
      if (salt.byteLength !== PASSWORD_SALT_BYTES)
        throw new RangeError(`a password is hashed with ${PASSWORD_SALT_BYTES} bytes of salt`);
      const tag = await tagOf(password, salt, parameters);
      return `$${ALGORITHM}$v=${VERSION}$${costOf(parameters)}$${encode(salt)}$${encode(tag)}`;
    },
    async verify(password, phc) {
      const { salt, tag, ...cost } = read(phc);
      return timingSafeEqual(await tagOf(password, salt, cost), tag);
    },
    needsRehash(phc) {
      return costOf(read(phc)) !== costOf(parameters);
    },
  };
}

function tagOf(password: string, salt: Uint8Array, { memoryKiB, passes, parallelism }: HashingParameters) {
  const message = password.normalize('NFC');
  return argon2(ALGORITHM, { message, nonce: salt, parallelism, tagLength: TAG_BYTES, memory: memoryKiB, passes });
}

function costOf({ memoryKiB, passes, parallelism }: HashingParameters): string {
  return `m=${memoryKiB},t=${passes},p=${parallelism}`;
}

function read(phc: string): HashingParameters & { readonly salt: Buffer; readonly tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(phc) ?? [];
  if (salt === undefined || tag === undefined) throw new RangeError('this is no password hash of ours');
  return {
    memoryKiB: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** Base64 without padding, as PHC strings have it. */
function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
