import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  recordsOf,
  SAMPLE_DATA,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { definitionOf, evolvePatient, isLost, type PatientData, patientStream, statusOf } from '../index.js';
import { contactFor, contactsOf } from './contacts.js';

const RANDOMIZED = patientHistory({ until: 'randomized' });
const IMPLANTED = patientHistory({ until: 'implanted' });
const NO = { amputated: 'no' } as const;
const contact = (changes: Partial<PatientData<'ContactMade'>> = {}) =>
  patientEvent('ContactMade', { contactedOn: '2026-05-20', ...changes });
const visit = (changes: Partial<PatientData<'FollowUpAssessed'>> = {}) => patientEvent('FollowUpAssessed', changes);
const idOf = (revision: number) => recordId(patientStream('REI-001'), revision);

describe('a contact outside of the schedule', () => {
  it('is recorded of whoever is randomized, implanted or not, from that day on', () => {
    given(RANDOMIZED).when(commandFor(contact())).expectEvents(contact());
    given(IMPLANTED).when(commandFor(contact())).expectEvents(contact());
    given(patientHistory({ until: 'confirmed' }))
      .when(commandFor(contact()))
      .expectRefusal('not-randomized');
    given(RANDOMIZED)
      .when(commandFor(contact({ contactedOn: '2026-03-03' })))
      .expectRefusal('out-of-order', '/contactedOn');
  });

  it('[R3-A2] says how the site heard of the patient, and who said so', () => {
    const heard = { ...SAMPLE_DATA.ContactMade, way: 'telephone', informant: 'relative' } as const;
    const read = definitionOf('ContactMade').sentence(heard as never, {
      patient: 'REI-001',
      definitionOf,
      show: (text) => text,
    });
    expect(read).toContain('(telephone)');
    expect(read).toContain('said by: relative');
  });

  it('is what comes before the window of a visit; after the window it is that visit still', () => {
    given(IMPLANTED)
      .when(commandFor(visit({ visit: 'M6', assessedOn: '2026-08-19' })))
      .expectRefusal('visit-before-window', '/assessedOn');
    given(IMPLANTED)
      .when(commandFor(contact({ contactedOn: '2026-08-19', way: 'visit' })))
      .expectAccepted();
    given(IMPLANTED)
      .when(commandFor(visit({ visit: 'M6', assessedOn: '2026-08-20' })))
      .expectAccepted();
    given(IMPLANTED)
      .when(commandFor(visit({ visit: 'M6', assessedOn: '2026-11-20' })))
      .expectAccepted();
  });

  it('holds no correction of a visit to a day before its window, nor to a visit whose window was not open', () => {
    const history = [...IMPLANTED, visit()];
    given(history)
      .when(correction(history, 'FollowUpAssessed', '/assessedOn', '2026-04-02'))
      .expectRefusal('visit-before-window');
    given(history)
      .when(correction(history, 'FollowUpAssessed', '/visit', 'M3'))
      .expectRefusal('visit-before-window');
    given(history)
      .when(correction(history, 'FollowUpAssessed', '/assessedOn', '2026-04-03'))
      .expectAccepted();
  });

  it('leaves a later implantation alone, though the visits of before are then too early', () => {
    const early = [...patientHistory({ until: 'released' }), visit({ assessedOn: '2026-03-30' })];
    given(early)
      .when(commandFor(patientEvent('Implanted')))
      .expectAccepted();
  });

  it('says which entry an amputation is, of the same side', () => {
    const history = [...IMPLANTED, patientEvent('Amputated')];
    const saying = (limbs: PatientData<'ContactMade'>['limbs']) => commandFor(contact({ limbs }));
    const entry = idOf(IMPLANTED.length);
    given(history)
      .when(saying({ left: { amputated: 'yes', entry }, right: NO }))
      .expectAccepted();
    given(history)
      .when(saying({ left: { amputated: 'yes' }, right: NO }))
      .expectRefusal('amputation-not-recorded', '/limbs/left/entry');
    given(history)
      .when(saying({ left: { amputated: 'yes', entry }, right: { amputated: 'yes', entry } }))
      .expectRefusal('amputation-not-recorded', '/limbs/right/entry');
    given(history)
      .when(saying({ left: { amputated: 'not-known', entry }, right: NO }))
      .expectRefusal('invalid-value', '/limbs/left/entry');
    const both = [...history, patientEvent('Amputated', { side: 'right' })];
    given(both)
      .when(saying({ left: { amputated: 'yes', entry }, right: { amputated: 'not-known' } }))
      .expectAccepted();
  });

  it('does not say no against an amputation on record since the last contact; one heard of later is recorded all the same', () => {
    const history = [...IMPLANTED, patientEvent('Amputated')];
    given(history)
      .when(commandFor(contact({ limbs: { left: NO, right: NO } })))
      .expectRefusal('amputation-on-record', '/limbs/left/amputated');
    given([...IMPLANTED, contact()])
      .when(commandFor(patientEvent('Amputated')))
      .expectAccepted();
    const told = contact({ contactedOn: '2026-05-10', limbs: { left: { amputated: 'not-known' }, right: NO } });
    given([...history, told])
      .when(commandFor(contact({ limbs: { left: NO, right: NO } })))
      .expectRefusal('amputation-on-record', '/limbs/left/amputated');
    const known = contact({
      contactedOn: '2026-05-10',
      limbs: { left: { amputated: 'yes', entry: idOf(IMPLANTED.length) }, right: NO },
    });
    given([...history, known])
      .when(commandFor(contact({ limbs: { left: NO, right: NO } })))
      .expectAccepted();
  });

  it.each([
    ['of the day before', '2026-05-19', 'amputation-on-record'],
    ['of the same day', '2026-05-20', 'amputation-on-record'],
    ['of the day after', '2026-05-21', undefined],
  ] as const)('that says no is judged by an amputation %s', (_, performedOn, refused) => {
    const outcome = given([...IMPLANTED, patientEvent('Amputated', { performedOn })]).when(
      commandFor(contact({ contactedOn: '2026-05-20', limbs: { left: NO, right: NO } })),
    );
    if (refused === undefined) outcome.expectAccepted();
    else outcome.expectRefusal(refused, '/limbs/left/amputated');
  });

  it.each([
    ['of a day after it tells nothing', '2026-05-04', '2026-05-21', 'amputation-on-record'],
    ['of the same day tells nothing', '2026-05-04', '2026-05-20', 'amputation-on-record'],
    ['on the day of the amputation tells of it', '2026-05-10', '2026-05-10', undefined],
  ] as const)('counts from the last contact before it: one %s', (_, performedOn, contactedOn, refused) => {
    const left = { amputated: 'yes', entry: idOf(IMPLANTED.length) } as const;
    const history = [
      ...[...IMPLANTED, patientEvent('Amputated', { performedOn })],
      contact({ contactedOn, limbs: { left, right: NO } }),
    ];
    const outcome = given(history).when(
      commandFor(contact({ contactedOn: '2026-05-20', limbs: { left: NO, right: NO } })),
    );
    if (refused === undefined) outcome.expectAccepted();
    else outcome.expectRefusal(refused, '/limbs/left/amputated');
  });

  it('asks for the death that somebody tells of, and for nobody who speaks after it', () => {
    const dead = { vitalStatus: 'dead', informant: 'relative' } as const;
    const died = patientEvent('Died', { diedOn: '2026-05-15' });
    given(IMPLANTED)
      .when(commandFor(contact(dead)))
      .expectRefusal('death-not-recorded', '/vitalStatus');
    given([...IMPLANTED, died])
      .when(commandFor(contact(dead)))
      .expectAccepted();
    given([...IMPLANTED, died])
      .when(commandFor(contact({ ...dead, contactedOn: '2026-05-14' })))
      .expectRefusal('out-of-order', '/contactedOn');
    given([...IMPLANTED, died])
      .when(commandFor(contact()))
      .expectRefusal('patient-died', '/contactedOn');
    given(IMPLANTED)
      .when(commandFor(contact({ vitalStatus: 'not-known' })))
      .expectRefusal('invalid-value', '/informant');
    given(IMPLANTED)
      .when(commandFor(contact({ ...dead, vitalStatus: 'not-known' })))
      .expectAccepted();
    given(IMPLANTED)
      .when(commandFor(visit({ vitalStatus: 'not-known', informant: 'examination' })))
      .expectRefusal('invalid-value', '/vitalStatus');
  });

  it('is recorded by somebody who was told the arm, but nothing that was found then', () => {
    const told = [...IMPLANTED, patientEvent('PatientUnblinded', { shownTo: 'u-017' })];
    given(told).when(commandFor(contact()), { by: 'u-017' }).expectAccepted();
    const found = commandFor(contact({ ulcers: { value: 'no' } }));
    given(told).when(found, { by: 'u-017' }).expectRefusal('assessor-unblinded');
    given(told).when(found, { by: 'u-018' }).expectAccepted();
  });

  it('is entered once, and also where the site is closed by then', () => {
    given([...IMPLANTED, contact()])
      .when(commandFor(contact()))
      .expectRefusal('already-recorded');
    const closed = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-05-01' }));
    given(IMPLANTED, closed).when(commandFor(contact())).expectAccepted();
  });

  it('finds a patient again who was lost, if the patient was alive', () => {
    const lost = [...IMPLANTED, patientEvent('LostToFollowUp', { lastContactOn: '2026-05-01' })];
    const not = contact({ vitalStatus: 'not-known', informant: 'relative' });
    expect(isLost(patientStateOf([...lost, not]))).toBe(true);
    expect(statusOf(patientStateOf([...lost, contact()]))).toBe('in-follow-up');
  });
});

describe('[P11-10c] a visit as its first version recorded it', () => {
  const { vitalStatus: _, limbs: __, informant: ___, ...old } = SAMPLE_DATA.FollowUpAssessed;

  it('is read as it was, and asks for nothing when another field is corrected', () => {
    const history = [...IMPLANTED, { type: 'FollowUpAssessed', data: old } as const];
    given(history)
      .when(correction(history, 'FollowUpAssessed', '/tcPO2/value', 30))
      .expectAccepted();
    given(history)
      .when(correction(history, 'FollowUpAssessed', '/informant', 'examination'))
      .expectAccepted();
    const [found] = contactsOf(patientStateOf(history));
    expect(found).toEqual({ id: idOf(IMPLANTED.length), on: '2026-04-10', visit: 'M1', vitalStatus: 'alive' });
  });

  it('keeps its schema, which knows no artery that cannot be measured', () => {
    const first = definitionOf('FollowUpAssessed', 1);
    expect(Object.keys((first.data as unknown as { properties: object }).properties)).not.toContain('vitalStatus');
    const [record] = recordsOf([{ type: 'FollowUpAssessed', data: old }], { stream: patientStream('REI-001') });
    const read = evolvePatient(patientStateOf([]), { ...record!, schemaVersion: 1 });
    expect(read.entries[0]?.data).toEqual(old);
  });

  it('is no entry any more: what a contact says has to be entered, and is not taken out', () => {
    given(IMPLANTED).when({ type: 'AssessFollowUp', data: old }).expectRefusal('value-missing', '/vitalStatus');
    const history = [...IMPLANTED, visit()];
    given(history)
      .when(correction(history, 'FollowUpAssessed', '/limbs'))
      .expectRefusal('value-missing');
  });
});

describe('of the contacts in the window of a visit', () => {
  const M6 = {
    visit: { code: 'M6', title: '6 months', monthsAfterImplantation: 6, windowDays: 21 },
    ...{ target: '2026-09-10', opensOn: '2026-08-20', closesOn: '2026-10-01' },
  };
  const on = (contactedOn: string) => contact({ contactedOn });
  const counting = (...events: Parameters<typeof patientStateOf>[0][number][]) =>
    contactFor(M6, contactsOf(patientStateOf([...IMPLANTED, ...events])))?.on;

  it.each([
    ['the scheduled one counts', [visit({ visit: 'M6', assessedOn: '2026-09-30' }), on('2026-09-10')], '2026-09-30'],
    ['then the nearest to its day', [on('2026-09-13'), on('2026-09-08'), on('2026-08-20')], '2026-09-08'],
    ['of two that are as near, the later', [on('2026-09-08'), on('2026-09-12')], '2026-09-12'],
    ['none that is outside', [on('2026-08-19'), on('2026-10-02')], undefined],
    ['nor a scheduled one that is late', [visit({ visit: 'M6', assessedOn: '2026-10-02' })], undefined],
  ] as const)('%s', (_, events, expected) => {
    expect(counting(...events)).toBe(expected);
  });
});
