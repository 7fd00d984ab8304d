import type { Software } from '@bali/commands';
import type { HttpOptions, OpenApiTag } from '@bali/http';
import { IDENTITY_PROBLEMS } from '@bali/identity';
import { TRIAL } from '@bali/protocol';
import { REFUSAL_PROBLEMS } from '@bali/shared-routes';
import { WITNESSING_PROBLEMS } from './witnessing/witnessing-problems.js';

/** The parts of the API in the order in which a trial needs them. */
const TAGS: readonly OpenApiTag[] = [
  { name: 'Trial', description: 'The trial as a whole, and its sites' },
  { name: 'Enrolment', description: 'From consent to randomization' },
  { name: 'Blinding', description: 'The randomization list, and who is told an arm' },
  { name: 'Treatment', description: 'The day of the harvest' },
  { name: 'Cell therapy', description: 'What the cell therapy unit records and reads; sealed from everybody else' },
  { name: 'Follow-up', description: 'Visits, amputations, revascularizations' },
  { name: 'Safety', description: 'Adverse events' },
  { name: 'End of participation', description: 'Completion, withdrawal, loss to follow-up, death' },
  { name: 'Signatures', description: 'Confirmation, sign-off and lock; what is signed, and with which meaning' },
  { name: 'Corrections', description: 'What was recorded wrongly; nothing is overwritten' },
  { name: 'Patients', description: 'Records as they stand now, and their history' },
  { name: 'Monitoring', description: 'Queries to the sites about their data, verification, deviations, work lists' },
  { name: 'Receipts', description: 'Proofs to keep that a record is in the signed ledger' },
  { name: 'Reports', description: 'What the data says: pooled over both arms, and by arm once the trial is unblinded' },
  { name: 'Audit log', description: 'Who did what, when and why' },
  { name: 'Live feed', description: 'Events as they come' },
  { name: 'Event schemas', description: 'What the records hold' },
  { name: 'Witnesses', description: 'Checkpoints of the trial ledger for those who cosign them' },
  { name: 'Sessions', description: 'Signing in and out, and one’s own credentials' },
  { name: 'Accounts', description: 'Who there is, and the delegation log: who may do what, where, from when to when' },
  { name: 'Operation', description: 'Health and metrics' },
];

/** What someone who writes a client has to know, in Markdown. */
const DESCRIPTION = `The sites' way into the trial ${TRIAL.acronym} (${TRIAL.id}): commands in, state out. Everything that happens is an
immutable event; nothing here depends on the arm of any patient, and nothing here can tell it.

## Signing in

\`POST /v1/sessions\` with the account's credentials gives a token for \`Authorization: Bearer\`: one session, in one role. It ends
when it is not used for 30 minutes, after 12 hours, with \`DELETE /v1/sessions/current\`, and at once when an administrator ends
the delegation. Where people sign in with an OpenID provider, its access tokens take the place of sessions.

## Signatures

What the trial turns on is signed: a token is no signature. Sent without one, such a command is refused with
\`signature-missing\`, and \`signature.meaning\` is the sentence that the person has to be shown. Send it again (with the same key)
with \`signature\`: that sentence, and the credentials as the person gave them: all for the first signature of a session, at
least one for each later one. Keep no credentials. Whoever has a passkey can sign with that instead: \`signature.passkey\` of the
refusal is what \`navigator.credentials.get\` takes, and its answer goes into \`signature.passkey\` of the command.

## Commands

Every \`POST\` is a command, but for those about sessions and one's own credentials, which take no key. It is recorded whole or not at all, and is durable when it is answered with 201.

- **\`Idempotency-Key\`** (required): make one for each intent, such as a UUID, and keep it for every attempt. The same key with
  the same body is answered as it was the first time, to the letter, and recorded once; with another body or path it is
  refused with \`idempotency-key-reused\`. Keys are each person's own. A refused command leaves no trace: the same key may be
  used again.
- **Retries**: after a lost connection, a 5xx, or no answer at all, send the same request with the same key again; where
  \`Retry-After\` is given, after that number of seconds. Nothing else needs to be asked or undone.
- **\`If-Match\`** (optional): the \`ETag\` of what the person saw. If somebody has changed the record since, the command is
  refused with 412 \`stale-revision\`: show it anew, and let the person decide again. Every command answers with the new \`ETag\`.

## Queries

- **Reading one's own writes**: a command answers with its \`position\`; a query with \`atLeast=<position>\` waits until its answer
  includes it.
- **Pages**: pass \`next\` of a page as \`cursor\` of the following query, with the same filters. The last page has no \`next\`.
- **Free texts** (comments, narratives, reasons) stand in records as hashes; \`texts\` of a patient, and the sentences of the audit
  log, give them to those who may read them.

## Values

Dates are \`YYYY-MM-DD\`, moments RFC 3339 with an offset. Measurements with decimals are texts (\`"0.45"\`), so that no digit is lost.
Unknown fields and \`null\` are refused; what was not done has fields of its own to say so.

## When it fails

The answer is a problem (RFC 9457) with a stable \`code\`, explained at its \`type\`; \`/problems\` lists all of them. For each wrong
field, \`errors\` has a JSON pointer and the rule; \`source\` names the rule of the trial that a command would have broken.
400 and 422: the request is wrong in itself. 401, 403: who is asking may not. 404, 409: the record does not allow it. 412: it has
changed. 503: not now.`;

type Described = Pick<HttpOptions, 'title' | 'description' | 'tags' | 'version'> &
  Required<Pick<HttpOptions, 'problems'>>;

/** How this API describes itself. */
export function describedAs({ version }: Pick<Software, 'version'>): Described {
  return {
    title: `${TRIAL.acronym} site API`,
    ...{ description: DESCRIPTION, tags: TAGS, version },
    problems: [REFUSAL_PROBLEMS, IDENTITY_PROBLEMS, WITNESSING_PROBLEMS].flatMap((kinds) => Object.values(kinds)),
  };
}
