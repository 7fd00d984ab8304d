import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import {
  after,
  annulment,
  annulmentAskedFor,
  annulmentConfirmed,
  commandFor,
  entriesOf,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
} from '@bali/trial/testing';
import { patientStream, statusOf } from '../index.js';

const STREAM = patientStream('REI-001');
const IMPLANTED = patientHistory({ until: 'implanted' });
const COMPLETED = patientHistory({ until: 'completed' });
const idOf = (events: readonly DecidedEvent[], which: Parameters<typeof entriesOf>[2][number]): string =>
  entriesOf(STREAM, events, [which])[0] ?? '';

describe('a patient who never was', () => {
  const consented = patientHistory({ until: 'consented' });
  const confirmed = patientHistory({ until: 'confirmed' });

  it('is annulled with the consent, once everything else is', () => {
    given(confirmed).when(annulment(confirmed, 'ConsentGiven')).expectRefusal('needed-by-others', '/entries');
    const all = annulment(confirmed, ...confirmed.map(({ type }) => type));
    expect(statusOf(patientStateOf(after(confirmed, all)))).toBe('annulled');
  });

  it('keeps the code for ever', () => {
    const annulled = after(consented, annulment(consented, 'ConsentGiven'));
    given(annulled)
      .when(commandFor(patientEvent('ConsentGiven')))
      .expectRefusal('patient-annulled');
    given(annulled)
      .when(commandFor(patientEvent('PatientScreened')))
      .expectRefusal('patient-annulled');
  });

  it('may have been signed off: that is no ground to keep the consent', () => {
    const signed = [...consented, patientEvent('Died'), patientEvent('PatientSignedOff', { throughRevision: 1 })];
    const asked = after(signed, annulmentAskedFor(signed, 'ConsentGiven', 'Died'), { by: 'u-017' });
    expect(statusOf(patientStateOf(after(asked, annulmentConfirmed(asked), { by: 'u-200' })))).toBe('annulled');
  });

  it('is not one who was randomized: that stays, and is a deviation', () => {
    const { decision } = given(COMPLETED).when(annulment(COMPLETED, 'ConsentGiven'));
    expect(JSON.stringify(decision)).toContain('“the patient was randomized” cannot be annulled');
  });
});

describe('what was annulled by mistake', () => {
  const wrong = [...IMPLANTED, patientEvent('Revascularized')];
  const annulled = after(wrong, annulment(wrong, 'Revascularized'));
  const again = commandFor(patientEvent('Revascularized'));
  const replaces = idOf(wrong, 'Revascularized');

  it('is entered again, and names it', () => {
    const entered = after(annulled, again, { replaces });
    expect(entered.slice(-2).map(({ type }) => type)).toEqual(['Revascularized', 'EnteredAgain']);
    const { entries, struck } = patientStateOf(entered);
    expect(struck).toMatchObject([{ id: replaces, enteredAgain: idOf(entered.slice(0, -1), ['Revascularized', 1]) }]);
    expect(entries.at(-1)).toMatchObject({ type: 'Revascularized' });
  });

  it('is entered again once, as what it was', () => {
    const entered = after(annulled, again, { replaces });
    given(entered)
      .when(commandFor(patientEvent('Revascularized', { procedure: 'stent' })), { replaces })
      .expectRefusal('not-annulled', '/replaces');
    given(annulled)
      .when(commandFor(patientEvent('Amputated')), { replaces })
      .expectRefusal('not-annulled', '/replaces');
    given(wrong)
      .when(commandFor(patientEvent('Revascularized', { procedure: 'stent' })), { replaces })
      .expectRefusal('not-annulled', '/replaces');
  });
});
