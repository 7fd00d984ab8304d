import { type SigningRefused, type StepUp } from '@bali/access';
import { Problem, PROBLEMS } from '@bali/http';

const CREDENTIALS = ['password', 'oneTimeCode'] as const;
const FIELD = '/signature';

/** What a client has to show and to ask for, so that the command can be sent again with a signature. */
const asked = (meaning: string) => ({ signature: { meaning, credentials: CREDENTIALS } });

export function signatureMissing(meaning: string): Problem {
  return new Problem(PROBLEMS['signature-missing'], {
    detail: `To sign is to say: “${meaning}” The first signature of a session asks for all credentials, each later one for at least one.`,
    errors: [{ field: FIELD, rule: 'signature-missing', message: 'must be there' }],
    ...asked(meaning),
  });
}

export function meaningDiffers(meaning: string): Problem {
  const message = `must be the sentence that is shown for this: “${meaning}”`;
  return new Problem(PROBLEMS['signature-meaning-differs'], {
    detail: 'The meaning is not the one that this is signed with, so the signer has not seen it.',
    errors: [{ field: `${FIELD}/meaning`, rule: 'signature-meaning-differs', message }],
    ...asked(meaning),
  });
}

export function nothingToSign(): Problem {
  const errors = [{ field: FIELD, rule: 'signature-not-asked-for', message: 'must be left out: this is not signed' }];
  return new Problem(PROBLEMS['signature-not-asked-for'], { errors });
}

/** Who may not sign now learns why, by a stable `rule`; the message quotes no credentials. */
export function signingRefused({ reason, message, stepUp }: SigningRefused, meaning: string): Problem {
  if (reason === 'authenticate-again') {
    const headers = { 'www-authenticate': challenge(stepUp) };
    return new Problem(PROBLEMS['authenticate-again'], { detail: message, headers, ...asked(meaning) });
  }
  const errors = [{ field: FIELD, rule: reason, message: 'must be given by who may sign now' }];
  return new Problem(PROBLEMS['signature-refused'], { detail: message, errors, ...asked(meaning) });
}

/** How recent an authentication has to be to sign with it, unless the way of signing in says so itself. */
const MAX_AGE_SECONDS = 300;

/** The challenge of RFC 9470. */
function challenge({ maxAgeSeconds, acrValues = [] }: StepUp = { maxAgeSeconds: MAX_AGE_SECONDS }): string {
  const classes = acrValues.length === 0 ? '' : `, acr_values="${acrValues.join(' ')}"`;
  return `Bearer error="insufficient_user_authentication", max_age="${maxAgeSeconds}"${classes}`;
}
