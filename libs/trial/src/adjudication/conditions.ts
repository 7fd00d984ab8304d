import { firstDay, isCertainlyAfter, isCertainlyBefore, onDate } from '@bali/protocol';
import { lastAliveOn } from '../follow-up/contacts.js';
import { last, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { dayAt, timeZoneOf } from '../patient/time-zone.js';
import { type Refusal, refusal } from '../refusal.js';

interface Judged {
  readonly entry: string;
  readonly verdict: string;
  readonly performedOn?: string;
  readonly diedOn?: string;
}

/** What has to be said of each kind of entry, where it happened. */
export const ADJUDICATED = {
  Amputated: ['side', 'level', 'performedOn'],
  Died: ['diedOn', 'cause'],
} as const;

export type AdjudicatedType = keyof typeof ADJUDICATED;

const FINDINGS = Object.values(ADJUDICATED).flat();

function typeOf({ entries }: PatientState, id: string): AdjudicatedType | undefined {
  const type = entries.find((entry) => entry.id === id)?.type;
  return type === 'Amputated' || type === 'Died' ? type : undefined;
}

export const endpointStands: PatientCondition = {
  says: 'the entry is an amputation or a death of this patient that stands',
  field: '/entry',
  refuses: (state, _, { entry }: Judged) => {
    if (typeOf(state, entry) !== undefined) return undefined;
    const sentence =
      'There is no such amputation or death of this patient, or it was annulled: name the id of one that stands. What is not in ' +
      'the record is asked of the site first, by a query of a monitor or a data manager.';
    return refusal('no-endpoint', sentence, '/entry');
  },
};

/** Whether somebody has died is no matter of judgement: a death of nobody is annulled by the site. */
export const judgedWhole: PatientCondition = {
  says: 'what happened is said whole (of an amputation limb, level and date; of a death date and cause), and nothing of what did not',
  refuses: (state, _, judged: Judged) => {
    const type = typeOf(state, judged.entry);
    if (type === undefined) return undefined;
    if (type === 'Died' && judged.verdict === 'did-not-happen') {
      const sentence =
        'A death is judged by its date and its cause. If the patient lives, say that it is not assessable, and have the site ' +
        'ask for the annulment of the death.';
      return refusal('invalid-value', sentence, '/verdict');
    }
    return missingOrTooMuch(judged, judged.verdict === 'happened' ? ADJUDICATED[type] : []);
  },
};

function missingOrTooMuch(judged: Judged, asked: readonly string[]): Refusal | undefined {
  const values: Readonly<Record<string, unknown>> = { ...judged };
  const missing = asked.find((field) => values[field] === undefined);
  if (missing !== undefined) return refusal('value-missing', `Say what was judged of it: ${missing}.`, `/${missing}`);
  const tooMuch = FINDINGS.find((field) => values[field] !== undefined && !asked.includes(field));
  if (tooMuch === undefined) return undefined;
  const sentence = `${tooMuch} is not judged of this entry with this verdict: leave it out, or change the verdict.`;
  return refusal('invalid-value', sentence, `/${tooMuch}`);
}

/** A day that the record shows to be impossible is asked of the site first. */
export const possibleDay: PatientCondition = {
  says: 'its day is not in the future, that of an amputation not after the death, and that of a death not before a contact that found the patient alive',
  refuses: (state, { now, trial }, { performedOn, diedOn }: Judged) => {
    const on = performedOn ?? diedOn;
    if (on === undefined) return undefined;
    const field = performedOn === undefined ? '/diedOn' : '/performedOn';
    if (firstDay(on) > dayAt(now, timeZoneOf(state, trial))) {
      return refusal('in-the-future', `${on} is in the future.`, field);
    }
    return performedOn === undefined ? notBeforeContact(state, on, field) : notAfterDeath(state, on, field);
  },
};

function notAfterDeath(state: PatientState, on: string, field: string): Refusal | undefined {
  const died = last(state, 'Died')?.data.diedOn;
  if (died === undefined || !isCertainlyAfter(on, died)) return undefined;
  return refusal('patient-died', `The patient died ${onDate(died)}: nobody is amputated after that.`, field);
}

function notBeforeContact(state: PatientState, on: string, field: string): Refusal | undefined {
  const alive = lastAliveOn(state);
  if (alive === undefined || !isCertainlyBefore(on, alive)) return undefined;
  const sentence =
    `A contact on ${alive} found the patient alive. Have the site asked, by a query of a monitor or a data manager, which of ` +
    'both is wrong; until then say that it is not assessable.';
  return refusal('out-of-order', sentence, field);
}
