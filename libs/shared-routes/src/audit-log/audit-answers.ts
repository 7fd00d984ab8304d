import type { AuditLogEntry, Page } from '@bali/queries';
import { DataCorrected, EVENT_CATALOGUE } from '@bali/trial';
import { instant, oneOf, patientCode, record, siteCode } from '@bali/schema';
import { Type } from 'typebox';
import {
  actor,
  type DocumentedAnswer,
  eventData,
  eventIdentifier,
  pageOf,
  place,
  recordedAt,
  text,
  yesOrNo,
} from '../answers/answers.js';
import { standing, supersededBy } from '../signatures/signature-answers.js';
import { EXAMPLE_ACTOR, EXAMPLE_CORRECTION, EXAMPLE_HARVEST } from '../answers/example-facts.js';

const optional = Type.Optional;

const signature = record({
  name: text('printed name of the signer'),
  meaning: text('what the signature means'),
  signedAt: instant('when it was signed'),
  contentHash: text('hash of what is signed'),
  method: text('how the person was verified'),
});

const shownStanding = record({ standing, supersededBy });

const entry = record({
  position: place('in the ledger, from 0'),
  stream: text('the record that it belongs to'),
  revision: place('of that record, from 0'),
  id: eventIdentifier('of the event'),
  type: oneOf('type of event', Object.keys(EVENT_CATALOGUE)),
  patient: optional(patientCode),
  site: optional(siteCode),
  actor,
  recordedAt,
  recordedAtSite: optional(instant('the same moment at the site, with its offset')),
  late: yesOrNo('recorded long after it happened'),
  reasonCode: optional(text('why, as a code that everybody may read')),
  reason: optional(text('why: as it is, withheld from the reader, or redacted')),
  signature: optional(signature),
  signatureStanding: optional(shownStanding),
  correction: optional(DataCorrected.data),
  annulled: optional(
    record(
      { by: eventIdentifier('the event that annulled it'), recordedAt, reasonCode: optional(text('why, as a code')) },
      'how what it records was annulled later: it is shown struck through',
    ),
  ),
  data: eventData,
  sentence: text('all of it as people read it'),
});

const EXAMPLE_ENTRY: AuditLogEntry = {
  position: 127,
  stream: 'patient-REI-001',
  revision: 4,
  id: EXAMPLE_CORRECTION.id,
  type: 'DataCorrected',
  patient: 'REI-001',
  site: 'REI',
  actor: EXAMPLE_ACTOR,
  recordedAt: EXAMPLE_CORRECTION.recordedAt,
  recordedAtSite: '2011-03-04T08:30:00+01:00',
  late: false,
  reason: '“transcription error”',
  correction: {
    correctedEvent: EXAMPLE_HARVEST.id,
    correctedType: 'Harvested',
    field: '/volumeMl',
    oldValue: 500,
    newValue: 480,
    computed: false,
  },
  data: {
    correctedEvent: EXAMPLE_HARVEST.id,
    correctedType: 'Harvested',
    field: '/volumeMl',
    oldValue: 500,
    newValue: 480,
    computed: false,
  },
  sentence:
    'On 2011-03-04 at 07:30:00 UTC (08:30:00 at the site), Claire Martin (investigator, CHU de Reims) corrected in ' +
    'the record of patient REI-001 “volume of bone marrow, mL” of the entry “bone marrow was harvested” ' +
    `(/volumeMl of ${EXAMPLE_HARVEST.id}) from 500 to 480. Reason: “transcription error”.`,
};

export const AUDIT_ENTRY_ANSWER: DocumentedAnswer<AuditLogEntry> = {
  description: 'The entry',
  schema: entry,
  example: EXAMPLE_ENTRY,
};

export const AUDIT_LOG_ANSWER: DocumentedAnswer<Page<AuditLogEntry>> = {
  description: 'A page of entries in the order asked for',
  schema: pageOf(entry),
  example: {
    items: [EXAMPLE_ENTRY],
    next: 'WzEsImF1ZGl0IGxvZyBuZXdlc3QtZmlyc3QiLDEyN10',
  },
};
