import type { StepUp } from '@bali/access';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

/** Tells the client to have its user authenticate again, and how (RFC 9470): 401 with a challenge. */
export function authenticateAgain({ maxAgeSeconds, acrValues = [] }: StepUp): Problem {
  const challenge = [
    'Bearer error="insufficient_user_authentication"',
    'error_description="signing asks for a new authentication"',
    `max_age="${maxAgeSeconds}"`,
    ...(acrValues.length === 0 ? [] : [`acr_values="${acrValues.join(' ')}"`]),
  ];
  return new Problem(PROBLEMS['authenticate-again'], { headers: { 'www-authenticate': challenge.join(', ') } });
}
