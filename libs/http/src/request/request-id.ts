import type { IncomingMessage } from 'node:http';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The header in which a request's id comes and goes. */
export const REQUEST_ID_HEADER = 'x-request-id';

/**
 * The id of a request: the one that the client sent, if it is a UUID, else a new one. It is in the answer, in each line
 * of the log about the request, and is the correlation id of what the request records.
 */
export function requestIdOf(request: IncomingMessage, newRequestId: () => string): string {
  const sent = request.headers[REQUEST_ID_HEADER];
  return typeof sent === 'string' && UUID.test(sent) ? sent.toLowerCase() : newRequestId();
}
