import { firstDay, isCertainlyAfter, isCertainlyBefore, lastDay, onDate } from '@bali/protocol';
import { all, type EntryOfType, last, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import type { Rule } from '../patient/rule.js';
import { type Refusal, refusal } from '../refusal.js';
import { type ContactStatus, type Limb, LIMBS } from './contact-status.js';
import { contactsOf, tellsOf } from './contacts.js';

type Status = Partial<ContactStatus>;

/** A limb that was amputated since the last contact: which entry says so. */
export const namesTheAmputation: Rule = {
  says: 'A limb that was amputated names the entry of an amputation of that side, and no other limb names one.',
  refuses: ({ limbs }: Status, _, state) =>
    limbs && LIMBS.map((limb) => wronglyNamed(limb, limbs[limb], state)).find((found) => found !== undefined),
};

function wronglyNamed(
  limb: Limb,
  { amputated, entry }: ContactStatus['limbs'][Limb],
  state: PatientState,
): Refusal | undefined {
  const field = `/limbs/${limb}/entry`;
  if (amputated !== 'yes') {
    if (entry === undefined) return undefined;
    return refusal('invalid-value', `The ${limb} limb was not amputated: there is no entry to name.`, field);
  }
  const isThere = all(state, 'Amputated').some(({ id, data }) => id === entry && data.side === limb);
  if (isThere) return undefined;
  const sentence = `Record the amputation of the ${limb} limb first, and name its entry here.`;
  return refusal('amputation-not-recorded', sentence, field);
}

/** What a contact says of the patient's life, against the death that is recorded. */
export const deathAgrees: Rule = {
  says: 'Who is said to be dead has a death on record by that day, and who speaks is alive.',
  refuses: ({ vitalStatus, informant }: Status, entry, state, { happenedOn, whenOf }) => {
    if (vitalStatus === 'alive') return aliveAfterDeath(happenedOn(entry), state, whenOf(entry));
    if (informant === 'patient') {
      return refusal('invalid-value', 'A patient who said so was alive: correct one of the two.', '/informant');
    }
    if (vitalStatus !== 'dead') return undefined;
    const death = last(state, 'Died');
    if (death === undefined) {
      return refusal('death-not-recorded', 'Record the death first: its day and its cause.', '/vitalStatus');
    }
    return isCertainlyAfter(death.data.diedOn, happenedOn(entry))
      ? refusal('out-of-order', `The patient died ${onDate(death.data.diedOn)}, after that.`, whenOf(entry))
      : undefined;
  },
};

function aliveAfterDeath(on: string, state: PatientState, field: string | undefined): Refusal | undefined {
  const death: EntryOfType<'Died'> | undefined = last(state, 'Died');
  if (death === undefined || !isCertainlyBefore(death.data.diedOn, on)) return undefined;
  return refusal('patient-died', `The patient died ${onDate(death.data.diedOn)}, and was not alive on ${on}.`, field);
}

/**
 * That a limb was not amputated cannot be said against an amputation that is on record. One that is heard of later is
 * recorded all the same: then the contact said what was known.
 */
export function noneOnRecord(limb: Limb, dateOf: (data: never) => string): PatientCondition {
  return {
    says: `no amputation of the ${limb} limb is recorded since the last contact, if none is said to have been`,
    field: `/limbs/${limb}/amputated`,
    refuses: (state, _, data: Status) => {
      if (data.limbs?.[limb].amputated !== 'no') return undefined;
      const on = dateOf(data as never);
      const before = contactsOf(state).findLast((contact) => contact.on < on && tellsOf(contact, limb))?.on ?? '';
      const found = all(state, 'Amputated').find(
        ({ data: { side, performedOn } }) =>
          side === limb && firstDay(performedOn) > before && lastDay(performedOn) <= on,
      );
      if (found === undefined) return undefined;
      const sentence = `An amputation of the ${limb} limb ${onDate(found.data.performedOn)} is recorded: say yes, and name ${found.id}.`;
      return refusal('amputation-on-record', sentence, `/limbs/${limb}/amputated`);
    },
  };
}
