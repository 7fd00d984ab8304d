import { named } from '../patient/happened.js';
import { schemaAt } from '@bali/schema';
import type { PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { patientEventOf } from '../patient/patient-events.js';
import { fieldUnknown } from '../field-unknown.js';
import { type Refusal, refusal } from '../refusal.js';
import { type Asked, entryOfVisit } from './asked.js';
import { enteredAt, isSourceData } from './source-data.js';

export const somethingToVerify: PatientCondition = {
  says: 'each value that is said to be compared was entered at the site, and stands',
  field: '/entries',
  refuses: (state, _, { visit, entries }: Asked) => {
    if (visit === undefined && entries === undefined) {
      return refusal(
        'value-missing',
        'Name the entries that were compared with their source, or the visit.',
        '/entries',
      );
    }
    if (visit !== undefined && entryOfVisit(state, visit) === undefined) {
      return refusal(
        'nothing-to-verify',
        `Nothing is recorded of visit ${visit}: there is nothing to verify.`,
        '/visit',
      );
    }
    for (const [place, asked] of (entries ?? []).entries()) {
      const refused = entryRefused(state, asked.entry, asked.fields ?? []);
      if (refused !== undefined) return { ...refused, field: `/entries/${place}${refused.field ?? ''}` };
    }
    return undefined;
  },
};

function entryRefused(state: PatientState, id: string, fields: readonly string[]): Refusal | undefined {
  const entry = state.entries.find((one) => one.id === id);
  if (entry === undefined) {
    return (state.struck ?? []).some((one) => one.id === id)
      ? refusal('already-annulled', 'This entry is annulled: nothing of it stands that could be verified.', '/entry')
      : refusal('event-unknown', 'There is no such entry in the record of this patient.', '/entry');
  }
  if (!isSourceData(entry)) {
    return refusal(
      'nothing-to-verify',
      `An entry that says ${named(entry)} has no source at the site that it could be compared with.`,
      '/entry',
    );
  }
  const place = fields.findIndex((field) => enteredAt(entry, field).length === 0);
  const field = fields[place];
  if (field === undefined) return undefined;
  const schema = patientEventOf(entry.type)?.data ?? {};
  return schemaAt(schema, field) === undefined
    ? fieldUnknown({ entry: named(entry), field, schema: schema, at: `/fields/${place}` })
    : refusal(
        'nothing-to-verify',
        `Nobody entered anything at ${field}: raise a query, if it is missing.`,
        `/fields/${place}`,
      );
}

export const reasonIfTakenBack: PatientCondition = {
  says: 'a reason says why a verification is taken back, where one is',
  field: '/reason',
  refuses: (_, { reason }, { verdict }: Asked) =>
    verdict === 'taken-back' && reason === undefined
      ? refusal('reason-missing', 'Say why the verification is taken back.', '/reason')
      : undefined,
};
