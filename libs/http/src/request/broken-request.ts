import type { Socket } from 'node:net';
import { Problem, PROBLEM_MEDIA_TYPE, problemBody } from '../problems/problem.js';
import { type ProblemKind, PROBLEMS } from '../problems/problem-kinds.js';

const KIND_OF_ERROR: ReadonlyMap<string, ProblemKind> = new Map([
  ['HPE_HEADER_OVERFLOW', PROBLEMS['headers-too-large']],
  ['ERR_HTTP_REQUEST_TIMEOUT', PROBLEMS['request-timeout']],
]);

/** Answers on the bare connection what is no HTTP, and so never became a request. */
export function answerBrokenRequests(newRequestId: () => string): (error: Error, socket: Socket) => void {
  return (error, socket) => {
    const code = 'code' in error ? String(error.code) : '';
    if (code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const kind = KIND_OF_ERROR.get(code) ?? PROBLEMS['malformed-request'];
    const body = JSON.stringify(problemBody(new Problem(kind), newRequestId()));
    const head = [
      `HTTP/1.1 ${kind.status} ${kind.title}`,
      `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}
