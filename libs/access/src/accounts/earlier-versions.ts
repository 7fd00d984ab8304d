import { CredentialsSetV1 } from '../credentials/credentials-set.js';
import { SignInRefusedV1 } from '../sessions/sign-in-refused.js';
import { SignedInV1 } from '../sessions/signed-in.js';

/**
 * The versions that are no longer written, and are readable for ever. `evolveAccount` takes them as they are: what a later
 * version added is absent, and never guessed.
 */
export const EARLIER_VERSIONS = [CredentialsSetV1, SignedInV1, SignInRefusedV1] as const;
