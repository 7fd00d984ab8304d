import { describe, expect, it } from '@jest/globals';
import { ARMS } from './arms.js';
import { isTimeZone } from './calendar.js';
import { AMPUTATION_LEVELS, isMajorAmputation, PRIMARY_ENDPOINT } from './endpoint.js';
import { FOLLOW_UP_VISITS } from './follow-up.js';
import { CONCENTRATE_VOLUME_ML, HARVEST } from './procedures.js';
import { PATIENT_CODE_PATTERN, patientCode, SITE_CODE_PATTERN, siteOfPatient, SITES } from './sites.js';
import { RECRUITMENT_TARGET, TRIAL } from './trial-identity.js';

describe('an amputation', () => {
  it.each(['below-knee', 'through-knee', 'above-knee', 'hip-disarticulation'] as const)('is major %s', (level) => {
    expect(isMajorAmputation(level)).toBe(true);
  });

  it.each(['toe', 'ray', 'forefoot', 'midfoot', 'ankle-disarticulation'] as const)('is minor at: %s', (level) => {
    expect(isMajorAmputation(level)).toBe(false);
  });

  it('is one or the other at every level', () => {
    expect(AMPUTATION_LEVELS).toHaveLength(9);
  });
});

describe('the sites', () => {
  it('are the five of the registry record, each with a code and a known time zone', () => {
    expect(SITES.map(({ code, city }) => [code, city])).toEqual([
      ['REI', 'Reims'],
      ['NAN', 'Nantes'],
      ['PAR', 'Paris'],
      ['MUL', 'Mulhouse'],
      ['STR', 'Strasbourg'],
    ]);
    expect(SITES.every(({ code, timeZone }) => new RegExp(SITE_CODE_PATTERN).test(code) && isTimeZone(timeZone))).toBe(
      true,
    );
  });

  it.each([
    [1, 'REI-001'],
    [999, 'REI-999'],
    [1000, 'REI-1000'],
  ])('number their patients: %i is %s', (number, code) => {
    expect(patientCode('REI', number)).toBe(code);
    expect(code).toMatch(new RegExp(PATIENT_CODE_PATTERN));
    expect(siteOfPatient(code)).toBe('REI');
  });
});

describe('what the trial is registered with', () => {
  it('is the registry record’s', () => {
    expect(TRIAL.id).toBe('NCT00904501');
    expect(RECRUITMENT_TARGET).toEqual({ registered: 110, amended: 40 });
    expect(HARVEST).toMatchObject({ prescribedVolumeMl: 500, anaesthesia: 'general' });
    expect(CONCENTRATE_VOLUME_ML).toBe(30);
    expect(ARMS.map(({ code }) => code)).toEqual(['A', 'B']);
  });

  it('has distinct visits, the last of them the endpoint’s', () => {
    expect(new Set(FOLLOW_UP_VISITS.map(({ code }) => code)).size).toBe(FOLLOW_UP_VISITS.length);
    expect(FOLLOW_UP_VISITS.at(-1)?.monthsAfterImplantation).toBe(PRIMARY_ENDPOINT.months);
  });
});
