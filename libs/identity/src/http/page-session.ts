import { setPageCookie } from '@bali/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../sessions/sessions.js';
import { SessionAnswer } from './identity-answers.js';

const A_YEAR_SECONDS = 365 * 24 * 3_600;

/** Gives a browser the session that has just begun, in cookies that no script reads. The answer has no token. */
export function givePageSession(
  { token, deviceToken, person, expiresAt }: SignedIn,
  request: FastifyRequest,
  reply: FastifyReply,
): SessionAnswer {
  setPageCookie({ request, reply }, 'session', token);
  setPageCookie({ request, reply }, { deviceOf: person.userId }, deviceToken, A_YEAR_SECONDS);
  return new SessionAnswer(person, expiresAt);
}
