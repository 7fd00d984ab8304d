import {
  correction,
  given,
  givenTrial,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialCommandFor,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { commandFor } from '@bali/trial/testing';
import { describe, it, expect } from '@jest/globals';
import { signOffInForce } from '../index.js';

const COMPLETED = patientHistory({ until: 'completed' });
const IMPLANTED = patientHistory({ until: 'implanted' });
const SIGNED_OFF = [...COMPLETED, patientEvent('PatientSignedOff')];
const EMERGENCY = patientEvent('PatientUnblinded', { kind: 'emergency', shownTo: 'u-017' });
const PLANNED = patientEvent('PatientUnblinded', { kind: 'planned', shownTo: 'u-017' });
const LOCKED = trialHistory(trialEvent('DatabaseLocked'));
const UNKNOWN_EVENT = '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10';
const CLOSED = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-03-20' }));

describe('an emergency unblinding', () => {
  it('[R3-315] says that it happened, to whom it was shown and why, and never what', () => {
    given(IMPLANTED).when(commandFor(EMERGENCY)).expectEvents(EMERGENCY);
  });

  it.each([
    ['after the lock', IMPLANTED, LOCKED],
    ['when the site is closed', IMPLANTED, CLOSED],
    ['when no site is known', IMPLANTED, trialHistory().filter(({ type }) => type !== 'SiteOpened')],
    ['once the participation has ended', SIGNED_OFF, trialHistory()],
    ['after the death', [...IMPLANTED, patientEvent('Died')], trialHistory()],
    ['after the withdrawal', [...IMPLANTED, patientEvent('ConsentWithdrawn')], trialHistory()],
    ['before the implantation', patientHistory({ until: 'randomized' }), trialHistory()],
    ['when somebody else was told before', [...IMPLANTED, EMERGENCY], trialHistory()],
  ])('[R3-315] is never blocked: %s', (_, events, trial) => {
    given(events, trial).when(commandFor(EMERGENCY)).expectEvents(EMERGENCY);
  });

  it('is refused without a reason, and where there is nothing to disclose', () => {
    given(IMPLANTED).when(commandFor(EMERGENCY), { reason: null }).expectRefusal('reason-missing', '/reason');
    given(patientHistory({ until: 'confirmed' }))
      .when(commandFor(EMERGENCY))
      .expectRefusal('not-randomized');
    given([]).when(commandFor(EMERGENCY)).expectRefusal('patient-unknown');
  });
});

describe('a planned unblinding', () => {
  it('comes once the endpoint is complete and the record signed off, also after the lock', () => {
    given(SIGNED_OFF).when(commandFor(PLANNED)).expectEvents(PLANNED);
    given(SIGNED_OFF, LOCKED).when(commandFor(PLANNED)).expectEvents(PLANNED);
    given(IMPLANTED)
      .when(commandFor(PLANNED), { now: '2026-10-01T21:59:00.000Z' })
      .expectRefusal('endpoint-not-complete');
    given(COMPLETED).when(commandFor(PLANNED)).expectRefusal('not-signed-off');
  });

  it('opens also for a patient who was not implanted, or is lost, once the window is closed and the record signed', () => {
    const randomized = patientHistory({ until: 'randomized' });
    const notDone = patientEvent('ImplantationNotDone', { harvest: 0, knownOn: '2026-03-20', why: 'fever' });
    const lost = patientEvent('LostToFollowUp', { lastContactOn: '2026-05-01' });
    const signed = patientEvent('PatientSignedOff');
    for (const events of [
      [...randomized, notDone, lost, signed],
      [...IMPLANTED, lost, signed],
    ]) {
      given(events)
        .when(commandFor(PLANNED), { now: '2026-09-20T10:00:00.000Z' })
        .expectRefusal('endpoint-not-complete');
      given(events).when(commandFor(PLANNED), { now: '2026-10-02T10:00:00.000Z' }).expectAccepted();
      given(events.slice(0, -1))
        .when(commandFor(PLANNED), { now: '2026-10-02T10:00:00.000Z' })
        .expectRefusal('not-signed-off');
    }
  });

  it('leaves the sign-off in force, so that the next can be planned too', () => {
    expect(signOffInForce(patientStateOf([...SIGNED_OFF, PLANNED]))).toBeDefined();
    given([...SIGNED_OFF, PLANNED])
      .when(commandFor(PLANNED))
      .expectEvents(PLANNED);
  });
});

describe('who was told the arm', () => {
  const UNBLINDED = [...patientHistory({ until: 'M1' }), EMERGENCY];
  const visit = commandFor(patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-10' }));

  it('[R3-316fg] assesses the patient no more, nor corrects an assessment; others do', () => {
    given(UNBLINDED).when(visit, { by: 'u-017' }).expectRefusal('assessor-unblinded');
    given(UNBLINDED).when(visit, { by: 'u-018' }).expectAccepted();
    const corrected = correction(UNBLINDED, 'FollowUpAssessed', '/restPain/value', 'no');
    given(UNBLINDED).when(corrected, { by: 'u-017' }).expectRefusal('assessor-unblinded');
    given(UNBLINDED).when(corrected, { by: 'u-018' }).expectAccepted();
  });

  it('[R3-414] assesses the impact, once for each unblinding', () => {
    const { decision } = given(UNBLINDED).when(commandFor(patientEvent('UnblindingImpactAssessed')));
    expect(decision).toMatchObject({ refusal: { code: 'unblinding-unknown' } });
  });
});

describe('[R3-316fg] who was told the arm, and writes', () => {
  const TOLD = [...patientHistory({ until: 'M1' }), EMERGENCY, patientEvent('AdverseEventReported')];
  const told = { by: 'u-017' };
  const others = { by: 'u-018' };

  it('records facts that need no judgement: an amputation, a contact without findings, a loss', () => {
    for (const fact of ['Amputated', 'LostToFollowUp'] as const) {
      given(TOLD)
        .when(commandFor(patientEvent(fact)), told)
        .expectAccepted();
    }
  });

  it('reports an adverse event without judging it, and judges it neither there nor by a correction', () => {
    const judged = patientEvent('AdverseEventReported');
    const { severity: _, relatedTo: __, ...facts } = judged.data;
    given(TOLD).when(commandFor(judged), told).expectRefusal('assessor-unblinded', '/severity');
    given(TOLD).when(commandFor(judged), others).expectAccepted();
    given(TOLD).when({ type: 'ReportAdverseEvent', data: facts }, told).expectAccepted();
    for (const [field, value] of [
      ['/relatedTo', 'implanted-product'],
      ['/severity', 'severe'],
    ] as const) {
      const corrected = correction(TOLD, 'AdverseEventReported', field, value);
      given(TOLD).when(corrected, told).expectRefusal('assessor-unblinded', '/field');
      given(TOLD).when(corrected, others).expectAccepted();
    }
    const ended = correction(TOLD, 'AdverseEventReported', '/endedOn', '2026-04-02');
    given(TOLD).when(ended, told).expectAccepted();
  });

  it('records a death and its date, and leaves the cause to others', () => {
    const died = commandFor(patientEvent('Died'));
    given(TOLD).when(died, told).expectRefusal('assessor-unblinded', '/cause');
    given(TOLD).when(died, others).expectAccepted();
    const unknown = commandFor(patientEvent('Died', { cause: 'unknown' }));
    given(TOLD).when(unknown, told).expectAccepted();
  });

  it('says that something was judged, and never how; nobody else does', () => {
    const judged = patientEvent('JudgementSealed', { of: 'adverse-event', adverseEvent: 1 });
    given(TOLD).when(commandFor(judged), told).expectEvents(judged);
    given(TOLD).when(commandFor(judged), others).expectRefusal('arm-not-told');
    const unknown = patientEvent('JudgementSealed', { of: 'adverse-event', adverseEvent: 2 });
    given(TOLD).when(commandFor(unknown), told).expectRefusal('adverse-event-unknown', '/adverseEvent/number');
    const nowhere = { ...patientEvent('JudgementSealed'), data: { of: 'correction', correctedEvent: UNKNOWN_EVENT } };
    given(TOLD)
      .when(commandFor(nowhere as typeof judged), told)
      .expectRefusal('event-unknown', '/correction/correctedEvent');
  });

  it.each([
    ['after the lock', TOLD, LOCKED],
    ['when the site is closed', TOLD, CLOSED],
    ['after the death', [...TOLD, patientEvent('Died')], trialHistory()],
    ['after the withdrawal', [...TOLD, patientEvent('ConsentWithdrawn')], trialHistory()],
  ])('judges at any time: %s', (_, events, trial) => {
    given(events, trial)
      .when(commandFor(patientEvent('JudgementSealed')), told)
      .expectAccepted();
  });

  it('leaves the sign-off in force: the record is what it was', () => {
    expect(signOffInForce(patientStateOf([...SIGNED_OFF, PLANNED, patientEvent('JudgementSealed')]))).toBeDefined();
  });

  it('[R3-414] assesses the impact sealed; whoever was not told assesses it where everybody reads it', () => {
    const unblinding = recordId('patient-REI-001', patientHistory({ until: 'M1' }).length);
    const open = patientEvent('UnblindingImpactAssessed', { unblinding });
    const { impact: _, assessment: __, ...without } = open.data;
    const sealed = { ...open, data: without };
    given(TOLD).when(commandFor(open), told).expectRefusal('assessor-unblinded');
    given(TOLD).when(commandFor(sealed), told).expectEvents(sealed);
    given(TOLD).when(commandFor(open), others).expectEvents(open);
    given(TOLD).when(commandFor(sealed), others).expectRefusal('value-missing', '/impact');
  });
});

describe('the unblinding of the trial', () => {
  const unblind = trialCommandFor(trialEvent('TrialUnblinded'));
  const PLANNED_AND_LOCKED = [...LOCKED, trialEvent('UnitDeviationsJudged'), trialEvent('AnalysisPlanFixed')];

  it('[R3-316r] comes only after the lock, which then stays', () => {
    givenTrial(trialHistory()).when(unblind).expectRefusal('database-not-locked');
    givenTrial(LOCKED).when(unblind).expectRefusal('analysis-plan-not-fixed');
    givenTrial(PLANNED_AND_LOCKED).when(unblind, { reason: null }).expectRefusal('reason-missing', '/reason');
    givenTrial(PLANNED_AND_LOCKED).when(unblind).expectEvents(trialEvent('TrialUnblinded'));
    const unlock = trialCommandFor(trialEvent('DatabaseUnlocked'));
    givenTrial([...LOCKED, trialEvent('TrialUnblinded')])
      .when(unlock)
      .expectRefusal('trial-unblinded');
  });
});

describe('whoever was told an arm as planned', () => {
  const told = { by: 'u-017', unblindedAsPlanned: true };
  const CONFIRMED = patientHistory({ until: 'confirmed' });
  const M1 = patientHistory({ until: 'M1' });

  it('neither confirms eligibility, nor randomizes, nor assesses anybody, until the trial is unblinded', () => {
    const unblinded = trialHistory(trialEvent('TrialUnblinded'));
    for (const step of ['baseline', 'confirmed', 'randomized', 'M1'] as const) {
      const history = patientHistory({ until: step });
      const asked = commandFor(history.at(-1)!);
      given(history.slice(0, -1)).when(asked, told).expectRefusal('unblinded-as-planned');
      given(history.slice(0, -1), unblinded).when(asked, told).expectAccepted();
      given(history.slice(0, -1)).when(asked, { by: 'u-018' }).expectAccepted();
    }
    given(M1)
      .when(correction(M1, 'FollowUpAssessed', '/tcPO2/value', 30), told)
      .expectRefusal('unblinded-as-planned');
    const found = patientEvent('ContactMade', { ulcers: { value: 'no' } });
    given(M1).when(commandFor(found), told).expectRefusal('unblinded-as-planned');
  });

  it('still records what needs no judgement of a limb, and signs', () => {
    given(CONFIRMED.slice(0, 1))
      .when(commandFor(patientEvent('PatientScreened')), told)
      .expectAccepted();
    given(M1)
      .when(commandFor(patientEvent('ContactMade')), told)
      .expectAccepted();
    given(M1)
      .when(correction(M1, 'Harvested', '/volumeMl', 480), told)
      .expectAccepted();
    given(COMPLETED).when({ type: 'SignOffPatient', data: {} }, told).expectAccepted();
  });
});
