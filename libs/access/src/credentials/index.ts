export { MAX_PASSKEYS, registerPasskey, revokePasskey } from './decide-passkey.js';
export * from './one-time-codes.js';
export { PASSKEY_ALGORITHMS, type PasskeyAlgorithm } from './passkey-registered.js';
export { argon2idHasher, PASSWORD_SALT_BYTES, type PasswordHasher } from './password-hashing.js';
export * from './password-rules.js';
export * from './secret-texts.js';
