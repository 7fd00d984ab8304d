import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { currentSite, dayAt, patientStream, siteOn, timeZoneOf } from '../index.js';

const IMPLANTED = patientHistory({ until: 'implanted' });
const CONFIRMED = patientHistory({ until: 'confirmed' });
const transfer = (transferredOn: string, toSite = 'STR') =>
  patientEvent('PatientTransferred', { transferredOn, toSite });
const MOVED = [...IMPLANTED, transfer('2026-05-04')];

/** The five sites, Strasbourg far in the west. */
const FAR = trialHistory().map((event) =>
  event.type === 'SiteOpened' && event.data.site === 'STR'
    ? { ...event, data: { ...event.data, timeZone: 'America/Martinique' } }
    : event,
);

describe('a transfer', () => {
  it('moves a patient from Reims to Strasbourg from a day on; the code stays', () => {
    given(IMPLANTED)
      .when(commandFor(transfer('2026-05-04')))
      .expectEvents(transfer('2026-05-04'));
    const state = patientStateOf(MOVED);
    expect([siteOn(state, '2026-05-03'), siteOn(state, '2026-05-04'), currentSite(state)]).toEqual([
      'REI',
      'STR',
      'STR',
    ]);
  });

  it('is to another site, which is open, and after the transfer before', () => {
    given(IMPLANTED)
      .when(commandFor(transfer('2026-05-04', 'REI')))
      .expectRefusal('already-at-site', '/toSite');
    given(IMPLANTED)
      .when(commandFor(transfer('2026-05-04', 'LYO')))
      .expectRefusal('site-unknown', '/toSite');
    const closed = trialHistory(trialEvent('SiteClosed', { site: 'STR', closedOn: '2026-04-01' }));
    given(IMPLANTED, closed)
      .when(commandFor(transfer('2026-05-04')))
      .expectRefusal('site-not-open', '/toSite');
    given(MOVED)
      .when(commandFor(transfer('2026-05-04', 'REI')))
      .expectRefusal('out-of-order', '/transferredOn');
    given(MOVED)
      .when(commandFor(transfer('2026-06-04', 'REI')))
      .expectAccepted();
  });

  it('is possible from a site that was closed', () => {
    const closed = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-04-01' }));
    given(IMPLANTED, closed)
      .when(commandFor(transfer('2026-05-04')))
      .expectAccepted();
    const visit = patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-10' });
    given(IMPLANTED, closed).when(commandFor(visit)).expectRefusal('site-not-open');
    given(MOVED, closed).when(commandFor(visit)).expectAccepted();
  });

  it('is corrected, but for the site where the patient was', () => {
    given(MOVED)
      .when(correction(MOVED, 'PatientTransferred', '/toSite', 'NAN'))
      .expectAccepted();
    given(MOVED)
      .when(correction(MOVED, 'PatientTransferred', '/toSite', 'REI'))
      .expectRefusal('already-at-site');
    given(MOVED)
      .when(correction(MOVED, 'PatientTransferred', '/fromSite', 'NAN'))
      .expectRefusal('field-not-correctable');
  });

  it('changes the clock by which days are told, and not that of the days before', () => {
    const zones = timeZoneOf(patientStateOf(MOVED), trialStateOf(FAR));
    expect(dayAt('2026-03-10T23:30:00Z', zones)).toBe('2026-03-11');
    expect(dayAt('2026-06-10T02:00:00Z', zones)).toBe('2026-06-09');
    // In Reims the day of the transfer begins six hours earlier: until it has begun there too, the patient is in Reims.
    expect(dayAt('2026-05-04T01:00:00Z', zones)).toBe('2026-05-04');
    expect(dayAt('2026-05-04T04:30:00Z', zones)).toBe('2026-05-04');
  });

  it('is followed by the list of the new site where the patient is not randomized yet', () => {
    const list = (...strata: readonly string[]) => [
      ...trialHistory().slice(0, -1),
      trialEvent('RandomizationListCommitted', { strata: strata.map((stratum) => ({ stratum, slots: 20 })) }),
    ];
    const confirmed = patientEvent('EligibilityConfirmed', { screening: recordId(patientStream('REI-001'), 1) });
    const moved = [...CONFIRMED, transfer('2026-03-05'), confirmed];
    given(moved, list('REI'))
      .when(commandFor(patientEvent('Randomized')))
      .expectRefusal('site-not-in-list');
    given(moved, list('REI', 'STR'))
      .when(commandFor(patientEvent('Randomized', { stratum: 'STR' })))
      .expectAccepted();
  });
});
