import type { SigningCredentials } from '@bali/access';
import { type SignatureId, SIGNATURES } from '@bali/trial';
import { PASSWORD } from './accounts.js';

/** The signature of a command, with the password unless told: all the credentials of who has no one-time codes. */
export function signatureFor(id: SignatureId, credentials: SigningCredentials = { password: PASSWORD }) {
  return { signature: { meaning: SIGNATURES[id].meaning, ...credentials } };
}
