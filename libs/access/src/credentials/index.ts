export {
  isEmergencyPhysician,
  RECOVERY_CODE_BYTES,
  RECOVERY_CODE_PATTERN,
  RECOVERY_CODES,
  recoveryCode,
  recoveryCodeCommitment,
  recoveryCodeUsed,
  setRecoveryCodes,
  spendRecoveryCode,
  usableRecoveryCode,
} from './recovery-codes.js';
export { MAX_PASSKEYS, registerPasskey, revokePasskey } from './decide-passkey.js';
export { commitmentTo, type VerifierPurpose } from './commitment.js';
export { bindCredentials, credentialBound, setCredential } from './decide-credential.js';
export * from './one-time-codes.js';
export { PASSKEY_ALGORITHMS, type PasskeyAlgorithm } from './passkey-registered.js';
export { argon2idHasher, PASSWORD_SALT_BYTES, type PasswordHasher } from './password-hashing.js';
export * from './password-rules.js';
export * from './secret-texts.js';
export { unboundCredentials } from './unbound-credentials.js';
