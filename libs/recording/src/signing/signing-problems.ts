import type { StepUp } from '@bali/access';
import {
  type AskedSignature,
  SignatureMeaningDiffers,
  SignatureMissing,
  SignatureNotAskedFor,
  SignatureRefused,
} from '@bali/commands';
import { Problem, PROBLEMS } from '@bali/http';

const CREDENTIALS = ['password', 'oneTimeCode'] as const;
const FIELD = '/signature';

/** What a client has to show and to ask for, so that the command can be sent again with a signature. */
const asked = ({ meaning, passkey }: AskedSignature) => ({
  signature: { meaning, credentials: CREDENTIALS, ...(passkey && { passkey }) },
});

/** The problem of a signature that is missing, or that is not the one that is needed; nothing for any other error. */
export function problemOfSignature(error: unknown): Problem | undefined {
  if (error instanceof SignatureMissing) return signatureMissing(error);
  if (error instanceof SignatureMeaningDiffers) return meaningDiffers(error);
  if (error instanceof SignatureNotAskedFor) return nothingToSign();
  if (error instanceof SignatureRefused) return refused(error);
  return undefined;
}

function signatureMissing({ asked: what }: SignatureMissing): Problem {
  return new Problem(PROBLEMS['signature-missing'], {
    detail: `To sign is to say: “${what.meaning}” The first signature of a session asks for all credentials, each later one for at least one.`,
    errors: [{ field: FIELD, rule: 'signature-missing', message: 'must be there' }],
    ...asked(what),
  });
}

function meaningDiffers({ asked: what }: SignatureMeaningDiffers): Problem {
  const message = `must be the sentence that is shown for this: “${what.meaning}”`;
  return new Problem(PROBLEMS['signature-meaning-differs'], {
    detail: 'The meaning is not the one that this is signed with, so the signer has not seen it.',
    errors: [{ field: `${FIELD}/meaning`, rule: 'signature-meaning-differs', message }],
    ...asked(what),
  });
}

function nothingToSign(): Problem {
  const errors = [{ field: FIELD, rule: 'signature-not-asked-for', message: 'must be left out: this is not signed' }];
  return new Problem(PROBLEMS['signature-not-asked-for'], { errors });
}

/** A signer who may not sign now learns why, by a stable `rule`; the message quotes no credentials. */
function refused({ refused: { reason, message, stepUp }, asked: what }: SignatureRefused): Problem {
  if (reason === 'authenticate-again') {
    const headers = { 'www-authenticate': challenge(stepUp) };
    return new Problem(PROBLEMS['authenticate-again'], { detail: message, headers, ...asked(what) });
  }
  const errors = [{ field: FIELD, rule: reason, message: 'must be given by a person who may sign now' }];
  return new Problem(PROBLEMS['signature-refused'], { detail: message, errors, ...asked(what) });
}

/** How recent an authentication has to be to sign with it, where the way of signing in does not say so itself. */
const MAX_AGE_SECONDS = 300;

/** The challenge of RFC 9470. */
function challenge({ maxAgeSeconds, acrValues = [] }: StepUp = { maxAgeSeconds: MAX_AGE_SECONDS }): string {
  const classes = acrValues.length === 0 ? '' : `, acr_values="${acrValues.join(' ')}"`;
  return `Bearer error="insufficient_user_authentication", max_age="${maxAgeSeconds}"${classes}`;
}
