import { type CalendarDate, REGISTERED_LIMITS } from '@bali/protocol';
import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  recordId,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { describe, it } from '@jest/globals';
import { ELIGIBLE_ANSWERS, type PatientData, patientStream } from '../index.js';

const SCREENED = patientHistory({ until: 'baseline' });
const CONFIRMED = patientHistory({ until: 'confirmed' });
const confirm = { type: 'ConfirmEligibility', data: {} } as const;
const randomize = commandFor(patientEvent('Randomized'));
const confirmation = patientEvent('EligibilityConfirmed', { screening: recordId(patientStream('REI-001'), 1) });
const noon = (day: CalendarDate) => ({ now: `${day}T11:00:00.000Z` });

type Infarction = (typeof ELIGIBLE_ANSWERS)['recentInfarction']['brain'];

/** A history until the baseline, with such an infarction of the brain in the answers of the screening. */
function screenedWith(brain: Infarction) {
  const answers = { ...ELIGIBLE_ANSWERS, recentInfarction: { myocardial: { occurred: 'no' }, brain } } as const;
  return SCREENED.map((event) =>
    event.type === 'PatientScreened' ? patientEvent('PatientScreened', { answers }) : event,
  );
}

const reported = (changes: Partial<PatientData<'AdverseEventReported'>>) =>
  patientEvent('AdverseEventReported', { startedOn: '2026-03-05', ...changes });

describe('eligibility', () => {
  it('that was confirmed on another day is confirmed again on the day of the randomization', () => {
    given(CONFIRMED).when(randomize, noon('2026-03-05')).expectRefusal('eligibility-not-confirmed');
    given(CONFIRMED).when(confirm, noon('2026-03-05')).expectAccepted();
    given([...CONFIRMED, confirmation])
      .when(randomize)
      .expectAccepted();
  });

  it('does not last two years after the screening without being judged again', () => {
    given(CONFIRMED).when(randomize, noon('2028-03-04')).expectRefusal('eligibility-not-confirmed');
    given(CONFIRMED).when(confirm, noon('2028-03-04')).expectAccepted();
  });

  it('is lost with an infarction that was reported since the screening', () => {
    const history = [...CONFIRMED, reported({ infarction: 'myocardial' })];
    given(history).when(confirm, noon('2026-03-06')).expectRefusal('patient-not-eligible');
    given(history).when(randomize, noon('2026-03-06')).expectRefusal('patient-not-eligible');
    given(history).when(confirm, noon('2026-06-05')).expectRefusal('patient-not-eligible');
    given(history).when(confirm, noon('2026-06-06')).expectAccepted();
    given([...CONFIRMED, reported({ infarction: 'no' })])
      .when(confirm, noon('2026-03-06'))
      .expectAccepted();
  });

  it('is not decidable where an old report sounds like an infarction, until it is said', () => {
    const { infarction: _, termAsReported: __, ...old } = reported({ term: 'Acute myocardial infarction' }).data;
    const history = [...CONFIRMED, { type: 'AdverseEventReported', data: old }];
    given(history).when(confirm, noon('2026-03-06')).expectRefusal('eligibility-not-yet-decidable');
    given(history)
      .when(correction(history, 'AdverseEventReported', '/infarction', 'no'))
      .expectAccepted();
  });

  it('asks of an adverse event before the randomization whether it is an infarction', () => {
    const { infarction: _, ...unsaid } = reported({}).data;
    const report = { type: 'ReportAdverseEvent', data: unsaid } as const;
    given(CONFIRMED).when(report).expectRefusal('infarction-not-said', '/infarction');
    given(patientHistory({ until: 'randomized' }))
      .when(report)
      .expectAccepted();
  });

  it.each([
    ['2025', 'eligibility-not-yet-decidable'],
    ['2025-12', 'eligibility-not-yet-decidable'],
    ['2025-11', undefined],
    ['2024', undefined],
    ['2026', 'patient-not-eligible'],
    ['2026-02', 'patient-not-eligible'],
  ] as const)('with an infarction in %s is met only if every possible day agrees', (lastOn, code) => {
    const outcome = given(screenedWith({ occurred: 'yes', lastOn })).when(confirm, noon('2026-03-05'));
    if (code === undefined) outcome.expectAccepted();
    else outcome.expectRefusal(code);
  });

  it('becomes decidable, and a patient eligible, with time', () => {
    const history = screenedWith({ occurred: 'yes', lastOn: '2025-12' });
    given(history).when(confirm, noon('2026-03-31')).expectRefusal('eligibility-not-yet-decidable');
    given(history).when(confirm, noon('2026-04-01')).expectAccepted();
  });

  it('has dates that exist, and none that is certainly after the screening', () => {
    const screen = (lastOn: string) => {
      const answers = {
        ...ELIGIBLE_ANSWERS,
        recentInfarction: { myocardial: { occurred: 'no' }, brain: { occurred: 'yes', lastOn } },
      } as const;
      return given(patientHistory({ until: 'consented' })).when(
        commandFor(patientEvent('PatientScreened', { answers })),
      );
    };
    for (const impossible of ['2019-13', '2019-02-30', '0850']) screen(impossible).expectRefusal('invalid-value');
    screen('2026-04').expectRefusal('out-of-order', '/answers/recentInfarction/brain/lastOn');
    screen('2026').expectAccepted();
  });

  it('is judged by the limits that are in force on the day, at the site', () => {
    const strict = { ...REGISTERED_LIMITS, hba1cPercentAbove: '7.0' };
    const limitsOf = (version: string) => (version === '2.0' ? strict : undefined);
    const protocol = (site: string) =>
      trialEvent('VersionPutInForce', { document: 'protocol', version: '2.0', site, inForceFrom: '2026-03-06' });
    const at = (day: CalendarDate, site: string) =>
      given(CONFIRMED, trialHistory(protocol(site))).when(confirm, { ...noon(day), limitsOf });
    at('2026-03-05', 'REI').expectAccepted();
    at('2026-03-06', 'REI').expectRefusal('patient-not-eligible');
    at('2026-03-06', 'NAN').expectAccepted();
  });

  it('that was confirmed on paper during an outage is entered with its day', () => {
    const onPaper = (confirmedOn: CalendarDate) => ({ type: 'ConfirmEligibility', data: { confirmedOn } }) as const;
    given(SCREENED).when(onPaper('2026-03-05'), noon('2026-03-08')).expectAccepted();
    given(SCREENED).when(onPaper('2026-03-03'), noon('2026-03-08')).expectRefusal('out-of-order', '/confirmedOn');
    given(SCREENED).when(onPaper('2026-03-09'), noon('2026-03-08')).expectRefusal('in-the-future', '/confirmedOn');
  });
});
