import {
  calendarDate,
  defineEvent,
  details,
  freeText,
  instant,
  oneOf,
  patientCode,
  record,
  saidInWords,
  side,
  uuid,
} from '@bali/schema';
import { Type } from 'typebox';

const SERIOUSNESS = [
  'death',
  'life-threatening',
  'hospitalisation',
  'disability',
  'congenital-anomaly',
  'other-medically-important',
] as const;

/** The cells that were kept, or what else was done instead: the same fields whatever it was. */
const treatment = record(
  {
    treatedAt: instant('when it was done'),
    limb: side,
    what: oneOf('what was done', ['cells-used', 'no-cells-used', 'other']),
    anaesthesia: oneOf('the anaesthesia', ['none', 'local', 'regional', 'general']),
  },
  'a treatment because of the arm',
);

const adverseEvent = record(
  {
    startedOn: calendarDate('when it began'),
    awareAt: instant('when anybody at the site first knew of it'),
    seriousness: Type.Array(oneOf('a criterion of seriousness', [...SERIOUSNESS]), {
      description: 'the criteria of seriousness that it meets; none: it is not serious',
      maxItems: SERIOUSNESS.length,
      uniqueItems: true,
    }),
    severity: oneOf('severity', ['mild', 'moderate', 'severe']),
    relatedTo: oneOf('what it may be due to', ['not-related', 'cells', 'anaesthesia', 'procedure', 'not-assessable']),
    outcome: oneOf('outcome', ['recovered', 'recovering', 'not-recovered', 'sequelae', 'fatal', 'unknown']),
  },
  'an adverse event because of the arm',
);

const followUp = record(
  {
    seenOn: calendarDate('the day of the contact'),
    way: oneOf('the way of the contact', ['visit', 'telephone', 'letter', 'record']),
    vitalStatus: oneOf('how the patient was', ['alive', 'dead', 'not-known']),
  },
  'a contact for safety because of the arm',
);

const takenBack = record({ record: uuid('the open record that was wrong') }, 'an open record that is taken back');

/**
 * What happens to a patient because of the arm, recorded by a clinician who was told it as planned: here alone, until the trial is
 * unblinded. Exactly one of its groups is there. The trial ledger does not say that there is such a record.
 */
export const OpenRecordMade = defineEvent('OpenRecordMade', {
  schemaVersion: 1,
  about: 'a clinician who was told the arm as planned recorded what happened because of it',
  data: {
    patient: patientCode,
    treatment: Type.Optional(treatment),
    adverseEvent: Type.Optional(adverseEvent),
    followUp: Type.Optional(followUp),
    takenBack: Type.Optional(takenBack),
    text: Type.Optional(freeText('what there is to say of it')),
  },
  happened: undefined,
  mayGiveAwayArm: true,
  notCorrectable: ['/patient'],
  mayBeAnnulled: false,
  // A serious adverse event is signed, here as in the trial ledger.
  signedUnder: [
    { signature: 'serious-adverse-event', onlyIf: (data: Serious) => (data.adverseEvent?.seriousness.length ?? 0) > 0 },
  ],
  command: { name: 'MakeOpenRecord', action: 'make-open-records' },
  sentence: ({ patient, text, ...groups }, about) =>
    `what happened to patient ${patient} because of the arm was recorded by the person, who had been told it as planned: ` +
    Object.entries(groups)
      .map(([group, said]) => `${GROUPS[group] ?? group}: ${saidInWords(said, about, listed)}`)
      .join('; ') +
    details(text === undefined ? undefined : about.show(text)),
  sample: {
    patient: 'REI-001',
    followUp: { seenOn: '2026-11-10', way: 'telephone', vitalStatus: 'alive' },
    text: 'cd'.repeat(32),
  },
});

interface Serious {
  readonly adverseEvent?: { readonly seriousness: readonly string[] };
}

const GROUPS: Readonly<Record<string, string>> = {
  adverseEvent: 'adverse event',
  followUp: 'contact for safety',
  takenBack: 'taken back',
};

function listed(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') || 'none' : String(value);
}
