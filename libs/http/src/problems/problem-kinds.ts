/** One way in which a request can fail, as clients' programs know it: by a code that never changes its meaning. */
export interface ProblemKind {
  /** Kebab-case; also the last part of the problem's `type`, `/problems/<code>`. */
  readonly code: string;
  /** The HTTP status that it is answered with. */
  readonly status: number;
  /** The same in every occurrence. */
  readonly title: string;
  /** What it means and what to do about it, for the page of this code. */
  readonly meaning: string;
}

type Described = Omit<ProblemKind, 'code'>;

/** A table of problems, from what each code means. */
export function problemKinds<Code extends string>(table: Readonly<Record<Code, Described>>): Record<Code, ProblemKind> {
  const kinds = Object.entries<Described>(table).map(([code, described]) => [code, { code, ...described }] as const);
  return Object.fromEntries(kinds) as Record<Code, ProblemKind>;
}

/** The problems that every API of ours shares. An API adds its own by another such table. */
export const PROBLEMS = problemKinds({
  'malformed-request': {
    status: 400,
    title: 'The request is not well-formed HTTP',
    meaning: 'The request line, a header, the path or the framing of the body cannot be read.',
  },
  'header-twice': {
    status: 400,
    title: 'A header comes more than once',
    meaning:
      'The header that `detail` names decides who asks, or what. A proxy on the way could go by one of its values and this API by ' +
      'another, so it is refused. Send it once.',
  },
  'body-missing': { status: 400, title: 'There is no body', meaning: 'This request needs a body: a JSON object.' },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    meaning: 'The body cannot be parsed as JSON (RFC 8259).',
  },
  'body-not-an-object': {
    status: 400,
    title: 'The body is not a JSON object',
    meaning: 'Every request of this API with a body has one JSON object as its body.',
  },
  'body-too-deep': {
    status: 400,
    title: 'The body is nested too deeply',
    meaning: 'Nothing in this API is nested more than a few levels deep; the limit is 32.',
  },
  'ill-formed-text': {
    status: 400,
    title: 'A text is not well-formed Unicode',
    meaning:
      'The body is not UTF-8, or a text in it contains half a surrogate pair, which has no meaning and cannot be stored.',
  },
  'reserved-name': {
    status: 400,
    title: 'A field has a reserved name',
    meaning: 'No field of this API is named `__proto__`, `constructor` or `prototype`.',
  },
  'sealed-data-unreadable': {
    status: 500,
    title: 'Sealed data cannot be opened',
    meaning:
      'A record of the sealed ledger was altered, or its key is not there. Nothing was recorded or shown. The operator finds ' +
      'the record in the log.',
  },
  'value-not-recordable': {
    status: 400,
    title: 'A value cannot be recorded',
    meaning: 'The value has no canonical form (RFC 8785), or the record that it belongs to would be too large.',
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'There is no Idempotency-Key',
    meaning:
      'A command needs an `Idempotency-Key`: the same for every attempt at the same intent, so that it is done once only.',
  },
  'idempotency-key-malformed': {
    status: 400,
    title: 'The Idempotency-Key is malformed',
    meaning: 'An `Idempotency-Key` has 1 to 255 visible ASCII characters; a UUID is a good one.',
  },
  'if-match-malformed': {
    status: 400,
    title: 'The If-Match header is malformed',
    meaning:
      'It is `*`, or one strong entity tag as an answer gave it in `ETag`: a revision in double quotes, such as `"12"`.',
  },
  'bad-cursor': {
    status: 400,
    title: 'The cursor is not one of this list',
    meaning: 'A cursor is taken as it is from `next` of the page before, of the same list. Begin again without one.',
  },
  'last-event-id-malformed': {
    status: 400,
    title: 'The Last-Event-ID is malformed',
    meaning: 'It is the `id` of an event that this feed sent. Begin again without one.',
  },
  'not-authenticated': {
    status: 401,
    title: 'Who is asking is not known',
    meaning:
      'The request needs `Authorization: Bearer` with a token that is signed for this trial and has not expired.',
  },
  'authenticate-again': {
    status: 401,
    title: 'This asks for a new authentication',
    meaning:
      'Signing asks who you are again. `WWW-Authenticate` says how recent the authentication must be, in `max_age`, and of ' +
      'which kind, in `acr_values` (RFC 9470). Authenticate so, and repeat the request with the new token.',
  },
  'no-role': {
    status: 403,
    title: 'There is no role to act in',
    meaning:
      'The person is known, but the delegation log gives them no role today, or not the one that `X-Role` names, or ' +
      'several: then `X-Role` names the one in which they act.',
  },
  'not-permitted': {
    status: 403,
    title: 'The role does not permit this',
    meaning: 'The person is known, but their role may not do this.',
  },
  'signature-refused': {
    status: 403,
    title: 'The signature is refused',
    meaning:
      'Signing asks for the credentials again, and why they are refused is the `rule` in `errors`: `credentials-missing`, ' +
      '`all-credentials-needed` (at the first signature of a session), `credentials-wrong`, `locked-out`, `no-session`. ' +
      'Nothing was recorded; the same Idempotency-Key may be used again.',
  },
  'another-origin': {
    status: 403,
    title: 'The request does not come from the pages of this server',
    meaning:
      'Whoever is signed in by a cookie sends commands from the pages of this server alone: the `Origin` of the request must be the ' +
      'one that the browser shows. Programs send `Authorization: Bearer` instead.',
  },
  'another-site': {
    status: 403,
    title: 'The site is not one of yours',
    meaning: 'A role held at sites sees and records the patients of these sites only.',
  },
  'outcomes-not-open': {
    status: 409,
    title: 'Outcomes are not open to you before the database is locked',
    meaning:
      'Who watches outcomes while the trial runs could be led by them: until the lock they are shown to statisticians and inspectors ' +
      'alone, also for all patients together. After the lock, everybody who may read the trial may read them.',
  },
  'not-found': { status: 404, title: 'There is nothing of this name', meaning: 'What the path names does not exist.' },
  'beyond-the-end': {
    status: 404,
    title: 'There is no such event',
    meaning:
      'The ledger ends before the event, the tree size or the tile that the request names, also where `atLeast` names it. A ' +
      'command answers with the position of its last event.',
  },
  'no-such-route': {
    status: 404,
    title: 'This API has no such path',
    meaning: 'The paths that exist are at `/openapi.json`, and at `/docs` for reading.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The path does not have this method',
    meaning: 'The path exists; the methods that it has are in `Allow`.',
  },
  'request-timeout': { status: 408, title: 'The request took too long to arrive', meaning: 'Send it again.' },
  'stale-revision': {
    status: 412,
    title: 'It has changed since you read it',
    meaning: 'The revision in `If-Match` is not the one in force. Read again, and decide again.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'A body has at most 128 KiB, unless this installation says otherwise. Nothing of it was looked at.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    meaning: 'A part of the path is longer than anything here.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not application/json',
    meaning: 'A body is JSON in UTF-8 and says so: `Content-Type: application/json`.',
  },
  'unsupported-encoding': {
    status: 415,
    title: 'The body is compressed, or encoded otherwise',
    meaning:
      'A body is read as it comes. Send it without `Content-Encoding`, and with no `Transfer-Encoding` but `chunked`.',
  },
  'invalid-input': {
    status: 422,
    title: 'The input is not valid',
    meaning: 'Each field that is not valid is named in `errors`, with the rule that it breaks. Nothing was recorded.',
  },
  'signature-missing': {
    status: 422,
    title: 'This has to be signed',
    meaning:
      'Show the signer the sentence in `signature.meaning`, ask for their credentials, and send the command again with ' +
      '`signature`: that sentence and the credentials. Nothing was recorded.',
  },
  'signature-meaning-differs': {
    status: 422,
    title: 'The signature has another meaning',
    meaning: 'The `meaning` that was sent is not the sentence for this: `signature.meaning` is. Nothing was recorded.',
  },
  'signature-not-asked-for': {
    status: 422,
    title: 'This is not signed',
    meaning: 'The command came with a signature, but what it leads to stands under none. Nothing was recorded.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for something else',
    meaning: 'A key stands for one request. The same key with another path or body is refused; the first one stands.',
  },
  'too-many-requests': {
    status: 429,
    title: 'There are too many requests',
    meaning: 'This account or this address sent too many requests in a minute. Try again after `Retry-After` seconds.',
  },
  'too-many-at-once': {
    status: 429,
    title: 'Too much of this is open at once',
    meaning:
      'This account or this address has as many live feeds, calendars, packages that wait, or requests that take long as it may have at ' +
      'once. `detail` says which. End one, or wait until one has ended.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    meaning: 'All headers together have at most 16 KiB.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong on our side',
    meaning: 'It is in our log under the request id in `instance`. Trying again with the same Idempotency-Key is safe.',
  },
  overloaded: {
    status: 503,
    title: 'Too much is waiting',
    meaning: 'Nothing was recorded. Try again after `Retry-After` seconds with the same Idempotency-Key.',
  },
  'ledger-held': {
    status: 503,
    title: 'A ledger is held',
    meaning:
      'What is stored in a ledger is not what was written into it. Nothing was recorded. What is verified can still be read. The ' +
      'operators have been told, and have to decide before anything is recorded again.',
  },
  'store-unavailable': {
    status: 503,
    title: 'The store cannot be reached',
    meaning:
      'Whether it was recorded may be unknown. Try again after `Retry-After` seconds with the same Idempotency-Key.',
  },
  'ledger-refused': {
    status: 503,
    title: 'A ledger is not as this server has seen it before',
    meaning:
      'The store does not hold a ledger any more, or not all of it, or something else. Whether it was recorded may be unknown. ' +
      "An operator has to restore it: the server's log names what is wrong, and how to mend it. Then try again with the same " +
      'Idempotency-Key.',
  },
  'not-available': { status: 503, title: 'Not available just now', meaning: 'Try again after `Retry-After` seconds.' },
});
