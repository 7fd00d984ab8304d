export type { CredentialKind } from './credentials-set.js';
export { MAX_PASSKEYS, registerPasskey, revokePasskey } from './decide-passkey.js';
export * from './one-time-codes.js';
export { PASSKEY_ALGORITHMS, type PasskeyAlgorithm } from './passkey-registered.js';
export {
  argon2idHasher,
  HASHING_MINIMUM,
  type HashingParameters,
  PASSWORD_SALT_BYTES,
  type PasswordHasher,
} from './password-hashing.js';
export * from './password-rules.js';
export * from './secret-texts.js';
