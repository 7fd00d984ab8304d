import type { Software } from '@bali/commands';
import type { HttpOptions, OpenApiTag } from '@bali/http';
import { IDENTITY_PROBLEMS } from '@bali/identity';
import { TRIAL } from '@bali/protocol';
import { REFUSAL_PROBLEMS } from '@bali/shared-routes';
import { INSPECTION_PROBLEMS } from './inspection-problems.js';

/** The parts of the API, in the order in which an inspector meets them. */
const TAGS: readonly OpenApiTag[] = [
  { name: 'Overview', description: 'The trial at a glance, now or as it was' },
  { name: 'Reports', description: 'What the data says, pooled over both arms' },
  { name: 'Audit log', description: 'Who did what, when and why' },
  { name: 'Audit-trail review', description: 'What computed checks point at, and what reviewers concluded' },
  { name: 'Patients', description: 'The records as they stand now, and the history of each value' },
  { name: 'Safety', description: 'Line listings and figures of adverse events, both arms together' },
  { name: 'Monitoring', description: 'Queries to the sites about their data, verification, deviations, work lists' },
  { name: 'Signatures', description: 'What is signed, and with which sentence' },
  { name: 'Replay', description: 'The state as it was, and what each event changed' },
  { name: 'Ledgers', description: 'The ledgers as transparency logs: checkpoints, tiles, proofs, receipts' },
  { name: 'Receipts', description: 'Proofs to keep that a record is in the signed ledger' },
  { name: 'Exports', description: 'The data of the trial in standard forms, as of any event' },
  { name: 'Packages', description: 'Inspection packages, to be taken home and verified offline' },
  { name: 'Blinding', description: 'Who knows whose arm since when, never what' },
  { name: 'Event schemas', description: 'What the records hold' },
  { name: 'Sessions', description: 'Signing in and out, and one’s own credentials' },
  { name: 'Accounts', description: 'Who there is, and the delegation log: who may do what, where, from when to when' },
  { name: 'Operation', description: 'Health and metrics' },
];

/** What inspectors, and programmers who work for them, have to know, in Markdown. */
const DESCRIPTION = `The inspectors' way into the trial ${TRIAL.acronym} (${TRIAL.id}): everything that happened, as it was recorded.

Nothing that an inspector does here changes the clinical record. Monitors, data managers, sites and the sponsor enter here what the pages
let them enter: queries and their answers, verified source data, assessed deviations, signatures of records. An inspector who must stay blind reads the trial ledger, which holds nothing that depends
on the arm of any patient. An inspector with the recorded right (role *inspector-with-sealed-access*) reads the sealed and the access
ledger too. Each time that sealed data is read, or a package is made, this is recorded as an event of the access ledger first.

- **Audit log**: \`/v1/audit-log\`, by patient, site, person, role, kind, field, period and text. The search
  looks for a text in what is shown to the reader.
- **Replay**: \`/v1/replay\`, as of an event (\`position\`, from 0) or a moment (\`instant\`).
- **Audit-trail review**: \`/v1/audit-trail-review\`, computed checks in five groups, the records that they point at, and who reviewed them.
- **Proofs**: below \`/v1/ledgers/{ledger}\`, checkpoint, tiles and entries stand at the paths of C2SP tlog-tiles, so that programs which
  others wrote can read them. Compare the keys with those that you received on another way: on paper, from a site, from an earlier inspection.
- **Packages**: \`POST /v1/packages\`, then \`GET\` the package until it is \`ready\`, then fetch its \`file\`. \`bali verify\` verifies it
  offline; its \`README.html\` says how to verify it without our program.

Errors are problems (RFC 9457) with a stable \`code\`; \`/problems\` lists them.`;

type Described = Pick<HttpOptions, 'title' | 'description' | 'tags' | 'version'> &
  Required<Pick<HttpOptions, 'problems'>>;

/** How this API describes itself. */
export function describedAs({ version }: Pick<Software, 'version'>): Described {
  return {
    title: `${TRIAL.acronym} inspection API`,
    ...{ description: DESCRIPTION, tags: TAGS, version },
    problems: [INSPECTION_PROBLEMS, REFUSAL_PROBLEMS, IDENTITY_PROBLEMS].flatMap((kinds) => Object.values(kinds)),
  };
}
