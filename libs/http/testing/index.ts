import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A log that keeps its lines, for tests that look for what must, and must not, be in them. */
export interface KeptLog {
  readonly write: (line: string) => void;
  readonly text: () => string;
  readonly lines: () => readonly Record<string, unknown>[];
}

export function keepLog(): KeptLog {
  const lines: string[] = [];
  return {
    write: (line) => void lines.push(line),
    text: () => lines.join(''),
    lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

/** Lets an application listen on a free port of the loopback address. Returns its URL, without a slash at the end. */
export async function listenOnLoopback(app: NestFastifyApplication): Promise<string> {
  await app.listen(0, '127.0.0.1');
  const address = app.getHttpServer().address();
  if (address === null || typeof address === 'string') throw new Error('the application does not listen on a port');
  return `http://127.0.0.1:${address.port}`;
}
export { OpenApiDocument, type Parameter, type Schema } from './open-api-document.js';

export { withVerifier } from './with-verifier.js';
