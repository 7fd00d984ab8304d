import type { SigningCredentials } from '@bali/access';
import { type SignatureId, SIGNATURES } from '@bali/trial';
import { PASSWORD } from './accounts.js';

/** The signature of a command. Default: with the password, which is all that a person without one-time codes has. */
export function signatureFor(id: SignatureId, credentials: SigningCredentials = { password: PASSWORD }) {
  return { signature: { meaning: SIGNATURES[id].meaning, ...credentials } };
}
