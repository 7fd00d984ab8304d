/** What is sent to another party, and how much of its time and of its answer is taken. */
export interface BoundedRequest {
  /** From the configuration, and from nowhere else. */
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface BoundedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The other party did not answer as it should, or at all. */
export class NoAnswer extends Error {
  readonly why: 'unreachable' | 'too-late' | 'too-large';

  constructor(why: NoAnswer['why'], options?: ErrorOptions) {
    const words = {
      unreachable: 'could not be reached',
      'too-late': 'did not answer in time',
      'too-large': 'answered too much',
    };
    super(`the other party ${words[why]}`, options);
    this.name = 'NoAnswer';
    this.why = why;
  }
}

/**
 * Asks another party: no redirect is followed, no more is read than the limit, and after the time all is given up.
 * @throws NoAnswer
 */
export async function askBounded({
  url,
  method,
  body,
  contentType,
  timeoutMs,
  maxBytes,
}: BoundedRequest): Promise<BoundedAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  try {
    const answer = await fetch(url, {
      ...{ method: method ?? 'GET', headers, signal, redirect: 'error' },
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      body: await readBounded(answer, maxBytes),
    };
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer(signal.aborted ? 'too-late' : 'unreachable', { cause: error });
  }
}

async function readBounded(answer: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (answer.body === null) return new Uint8Array();
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += part.byteLength;
    if (size > maxBytes) throw new NoAnswer('too-large');
    parts.push(part);
  }
  return Uint8Array.from(Buffer.concat(parts));
}
