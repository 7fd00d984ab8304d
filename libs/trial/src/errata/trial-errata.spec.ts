import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import { entriesOf, givenTrial, trialCorrection, trialEvent, trialHistory, trialStateOf } from '@bali/trial/testing';
import {
  definitionOf,
  hasErrata,
  isOpen,
  siteOf,
  targetInForce,
  TRIAL_STREAM,
  type TrialCommand,
  type TrialErratumOrder,
  trialWithErrata,
} from '../index.js';

const UNBLINDED = trialHistory(
  trialEvent('RecruitmentTargetAmended'),
  trialEvent('SiteClosed', { closedOn: '2026-05-04' }),
  trialEvent('DatabaseLocked'),
  trialEvent('TrialUnblinded'),
);
const idOf = (type: string): string => entriesOf(TRIAL_STREAM, UNBLINDED, [type])[0] ?? '';
const erratum = (data: TrialErratumOrder): TrialCommand => ({ type: 'RecordTrialErratum', data });
const ofClosing = (newValue: string) => ({ correctedEvent: idOf('SiteClosed'), field: '/closedOn', newValue });

function after(order: TrialErratumOrder): readonly DecidedEvent[] {
  const { decision } = givenTrial(UNBLINDED).when(erratum(order), { sitesWithPatients: new Set() });
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...UNBLINDED, ...decision.events];
}

describe('[R3-316e] an erratum about the trial or a site', () => {
  it('says the old and the new value, and leaves what was locked as it is', () => {
    const told = after({ values: [ofClosing('2026-05-11')] });
    expect(told.at(-1)).toEqual({
      type: 'Erratum',
      data: {
        ...{ kind: 'value', correctedEvent: idOf('SiteClosed'), correctedType: 'SiteClosed' },
        ...{ field: '/closedOn', oldValue: '2026-05-04', newValue: '2026-05-11', computed: false },
      },
    });
    const state = trialStateOf(told);
    expect(siteOf(state, 'REI')?.open.at(-1)?.to).toBe('2026-05-04');
    expect(siteOf(trialWithErrata(state), 'REI')?.open.at(-1)?.to).toBe('2026-05-11');
    expect([hasErrata(trialStateOf(UNBLINDED)), hasErrata(state)]).toEqual([false, true]);
  });

  it('says that an entry has not to count', () => {
    const state = trialStateOf(after({ notToCount: [idOf('SiteClosed'), idOf('RecruitmentTargetAmended')] }));
    const right = trialWithErrata(state);
    expect([targetInForce(state), targetInForce(right)]).toEqual([40, 110]);
    expect(right.struck).toHaveLength(2);
    const site = siteOf(right, 'REI');
    expect(site && isOpen(site)).toBe(true);
  });

  it('is judged by the rules of an entry, with all that it says, and names the field', () => {
    const tried = (order: TrialErratumOrder) => givenTrial(UNBLINDED).when(erratum(order));
    tried({ values: [ofClosing('2025-05-11')] }).expectRefusal('out-of-order', '/values/0/newValue');
    const opening = { correctedEvent: idOf('SiteOpened'), field: '/openedOn', newValue: '2025-01-01' };
    tried({ values: [opening, ofClosing('2025-05-11')] }).expectAccepted();
    tried({ values: [opening, opening] }).expectRefusal('value-unchanged', '/values/1/newValue');
    tried({ values: [{ ...opening, field: '/site', newValue: 'NAN' }] }).expectRefusal(
      'field-not-correctable',
      '/values/0/field',
    );
    tried({ notToCount: [idOf('TrialUnblinded')] }).expectRefusal('never-annulled', '/notToCount/0');
    tried({ notToCount: [idOf('SiteOpened')] }).expectRefusal('needed-by-others', '/notToCount');
    tried({}).expectRefusal('value-missing', '/values');
    givenTrial(UNBLINDED)
      .when(erratum({ values: [opening] }), { reason: null })
      .expectRefusal('reason-missing', '/reason');
  });

  it('waits for the unblinding; after it, it is the way out for whoever wants to correct', () => {
    const locked = UNBLINDED.slice(0, -1);
    givenTrial(locked)
      .when(erratum({ values: [ofClosing('2026-05-11')] }))
      .expectRefusal('trial-not-unblinded');
    const { decision } = givenTrial(UNBLINDED).when(
      trialCorrection(UNBLINDED, 'SiteClosed', '/closedOn', '2026-05-11'),
    );
    expect(decision).toMatchObject({ refusal: { code: 'database-locked' } });
    expect(JSON.stringify(decision)).toContain('erratum, which the sponsor authorises');
  });

  it('says what the entry was, and not the name of its type', () => {
    const about = { patient: '', show: (hash: string) => hash, definitionOf };
    const [event] = after({ notToCount: [idOf('SiteClosed')] }).slice(-1);
    const sentence = definitionOf('Erratum').sentence(event?.data as never, about);
    expect(sentence).toContain('the entry “a site was closed”');
    expect(sentence).not.toMatch(/SiteClosed|of patient/);
  });
});
