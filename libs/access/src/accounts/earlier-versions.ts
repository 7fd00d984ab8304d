import { CredentialsSetV1 } from '../credentials/credentials-set.js';
import { AccountLockedOutV1 } from '../sessions/account-locked-out.js';
import { SignInRefusedV1, SignInRefusedV2 } from '../sessions/sign-in-refused.js';
import { SignedInV1, SignedInV2, SignedInV3 } from '../sessions/signed-in.js';

/**
 * The versions that are no longer written, and are readable for ever. `evolveAccount` takes them as they are: what a later
 * version added is absent, and never guessed.
 */
export const EARLIER_VERSIONS = [
  CredentialsSetV1,
  SignedInV1,
  SignedInV2,
  SignedInV3,
  SignInRefusedV1,
  SignInRefusedV2,
  AccountLockedOutV1,
] as const;
