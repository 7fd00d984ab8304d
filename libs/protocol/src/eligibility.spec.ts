import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Answer,
  ANSWERS,
  assessEligibility,
  limitsInForce,
  REGISTERED_LIMITS,
  CRITERIA,
  type CriterionId,
  type EligibilityAnswers,
  type InfarctionHistory,
  VERDICTS,
} from './eligibility.js';

const SCREENED_ON = '2026-05-31';

/** Nothing stands against this patient, and everything is assessed. */
const ELIGIBLE: EligibilityAnswers = {
  criticalLimbIschemia: 'yes',
  noSurgicalOption: 'yes',
  ongoingInfection: 'no',
  gangreneBeyondDigits: 'no',
  diabetes: { present: 'no', proliferativeRetinopathy: 'no' },
  malignantDisease: 'no',
  anaesthesiaContraindication: 'no',
  chronicHaemodialysis: 'no',
  prothrombinTime: { percent: '90' },
  recentInfarction: { myocardial: { occurred: 'no' }, brain: { occurred: 'no' } },
  antithromboticContraindication: 'no',
  heparinInducedThrombocytopenia: 'no',
  unexplainedHaematologicalAbnormality: 'no',
};

/** For each criterion, one answer that stands against the patient and one that leaves it open. */
const AGAINST: {
  readonly [Id in CriterionId]: readonly [against: EligibilityAnswers[Id], open: EligibilityAnswers[Id]];
} = {
  criticalLimbIschemia: ['no', 'not-assessed'],
  noSurgicalOption: ['no', 'not-assessed'],
  ongoingInfection: ['yes', 'not-assessed'],
  gangreneBeyondDigits: ['yes', 'not-assessed'],
  diabetes: [
    { present: 'yes', hba1cPercent: '7.6', proliferativeRetinopathy: 'no' },
    { present: 'not-assessed', proliferativeRetinopathy: 'no' },
  ],
  malignantDisease: ['yes', 'not-assessed'],
  anaesthesiaContraindication: ['yes', 'not-assessed'],
  chronicHaemodialysis: ['yes', 'not-assessed'],
  prothrombinTime: [{ percent: '49.9' }, {}],
  recentInfarction: [
    { myocardial: { occurred: 'no' }, brain: { occurred: 'yes', lastOn: '2026-05-30' } },
    { myocardial: { occurred: 'not-assessed' }, brain: { occurred: 'no' } },
  ],
  antithromboticContraindication: ['yes', 'not-assessed'],
  heparinInducedThrombocytopenia: ['yes', 'not-assessed'],
  unexplainedHaematologicalAbnormality: ['yes', 'not-assessed'],
};

const assess = (changes: Partial<EligibilityAnswers>, screenedOn = SCREENED_ON) =>
  assessEligibility({ ...ELIGIBLE, ...changes }, screenedOn, REGISTERED_LIMITS);

describe('eligibility', () => {
  it('has the 2 inclusion and 11 exclusion criteria of the protocol, numbered, each with its source', () => {
    const numbers = (kind: string) => CRITERIA.filter((one) => one.kind === kind).map(({ number }) => number);
    expect(numbers('inclusion')).toEqual([1, 2]);
    expect(numbers('exclusion')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(
      CRITERIA.every((one) => one.source === `ClinicalTrials.gov NCT00904501, ${one.kind} criterion ${one.number}`),
    ).toBe(true);
    expect(CRITERIA.map(({ id }) => id).toSorted()).toEqual(Object.keys(ELIGIBLE).toSorted());
  });

  it('is given when every criterion is assessed and none stands against the patient', () => {
    expect(assess({})).toEqual({ verdict: 'eligible', failed: [], notAssessed: [] });
  });

  it.each(CRITERIA.map(({ id }) => id))('is not given when %s alone stands against the patient', (id) => {
    expect(assess({ [id]: AGAINST[id][0] })).toEqual({ verdict: 'not-eligible', failed: [id], notAssessed: [] });
  });

  it.each(CRITERIA.map(({ id }) => id))('cannot be decided when %s alone is not assessed', (id) => {
    expect(assess({ [id]: AGAINST[id][1] })).toEqual({ verdict: 'not-yet-decidable', failed: [], notAssessed: [id] });
  });

  it('is denied by one criterion, whatever else is not assessed yet', () => {
    const { verdict, failed, notAssessed } = assess({ malignantDisease: 'yes', prothrombinTime: {} });
    expect([verdict, failed, notAssessed]).toEqual(['not-eligible', ['malignantDisease'], ['prothrombinTime']]);
  });
});

describe('diabetes', () => {
  const diabetic = (
    hba1cPercent: string | undefined,
    proliferativeRetinopathy: Answer = 'no',
    present: Answer = 'yes',
  ) =>
    assess({
      diabetes: { present, proliferativeRetinopathy, ...(hba1cPercent === undefined ? {} : { hba1cPercent }) },
    }).verdict;

  it.each(['7.5', '7.50', '7.4', '0'])('does not exclude at HbA1c %s %%', (percent) => {
    expect(diabetic(percent)).toBe('eligible');
  });

  it.each(['7.6', '7.51', '7.500000000000000000000000000001', '12'])('excludes at HbA1c %s %%', (percent) => {
    expect(diabetic(percent)).toBe('not-eligible');
  });

  it('that is absent makes HbA1c and retinopathy irrelevant', () => {
    expect(diabetic('9.9', 'yes', 'no')).toBe('eligible');
    expect(diabetic(undefined, 'not-assessed', 'no')).toBe('eligible');
  });

  it('excludes by proliferative retinopathy alone, also before HbA1c is known', () => {
    expect(diabetic('6.0', 'yes')).toBe('not-eligible');
    expect(diabetic(undefined, 'yes')).toBe('not-eligible');
  });

  it('cannot be judged without HbA1c, nor without the eyes', () => {
    expect(diabetic(undefined)).toBe('not-yet-decidable');
    expect(diabetic('6.0', 'not-assessed')).toBe('not-yet-decidable');
  });

  it('of which it is not known whether there is one cannot be judged', () => {
    expect(diabetic('9.9', 'no', 'not-assessed')).toBe('not-yet-decidable');
  });
});

describe('the prothrombin time', () => {
  it.each([
    ['50', 'eligible'],
    ['50.0', 'eligible'],
    ['50.1', 'eligible'],
    ['49.9', 'not-eligible'],
    ['49.99999999999999999999', 'not-eligible'],
    ['0', 'not-eligible'],
  ])('of %s %% makes the patient %s', (percent, verdict) => {
    expect(assess({ prothrombinTime: { percent } }).verdict).toBe(verdict);
  });
});

describe('an infarction', () => {
  const after = (lastOn: string | undefined, screenedOn = SCREENED_ON, occurred: Answer = 'yes') => {
    const infarction: InfarctionHistory = { occurred, ...(lastOn === undefined ? {} : { lastOn }) };
    const verdicts = (['myocardial', 'brain'] as const).map((which) => {
      const recentInfarction = {
        myocardial: { occurred: 'no' },
        brain: { occurred: 'no' },
        [which]: infarction,
      } as const;
      return assess({ recentInfarction }, screenedOn).verdict;
    });
    expect(verdicts[0]).toBe(verdicts[1]);
    return verdicts[0];
  };

  it.each([
    ['31 May', '2026-05-31', '2026-02-28'],
    ['31 May of a leap year', '2028-05-31', '2028-02-29'],
    ['29 May', '2026-05-29', '2026-02-28'],
    ['31 March', '2026-03-31', '2025-12-31'],
    ['15 January', '2026-01-15', '2025-10-15'],
    ['30 November', '2026-11-30', '2026-08-30'],
  ])('before a screening of %s excludes from the very day 3 calendar months before it', (_, screenedOn, limit) => {
    const dayBefore = new Date(Date.parse(limit) - 86_400_000).toISOString().slice(0, 10);
    expect(after(limit, screenedOn)).toBe('not-eligible');
    expect(after(dayBefore, screenedOn)).toBe('eligible');
  });

  it('on the day of the screening excludes', () => {
    expect(after(SCREENED_ON)).toBe('not-eligible');
  });

  it('without a date cannot be judged', () => {
    expect(after(undefined)).toBe('not-yet-decidable');
    expect(after(undefined, SCREENED_ON, 'not-assessed')).toBe('not-yet-decidable');
  });

  it('that is recent decides, whatever is not known of the other kind', () => {
    const recentInfarction = {
      myocardial: { occurred: 'not-assessed' },
      brain: { occurred: 'yes', lastOn: '2026-05-01' },
    } as const;
    expect(assess({ recentInfarction }).verdict).toBe('not-eligible');
  });
});

describe('whatever the answers', () => {
  const answer = fc.constantFrom(...ANSWERS);
  const percent = fc.option(
    fc.integer({ min: 0, max: 2000 }).map((tenths) => (tenths / 10).toFixed(1)),
    { nil: undefined },
  );
  const date = fc
    .integer({ min: -200, max: 0 })
    .map((days) => new Date(Date.parse(SCREENED_ON) + days * 86_400_000).toISOString().slice(0, 10));
  const infarction = fc.record({ occurred: answer, lastOn: date }, { requiredKeys: ['occurred'] });
  const answers: fc.Arbitrary<EligibilityAnswers> = fc.record({
    criticalLimbIschemia: answer,
    noSurgicalOption: answer,
    ongoingInfection: answer,
    gangreneBeyondDigits: answer,
    diabetes: fc
      .record({ present: answer, hba1cPercent: percent, proliferativeRetinopathy: answer })
      .map(({ hba1cPercent, ...others }) => (hba1cPercent === undefined ? others : { ...others, hba1cPercent })),
    malignantDisease: answer,
    anaesthesiaContraindication: answer,
    chronicHaemodialysis: answer,
    prothrombinTime: percent.map((value) => (value === undefined ? {} : { percent: value })),
    recentInfarction: fc.record({ myocardial: infarction, brain: infarction }),
    antithromboticContraindication: answer,
    heparinInducedThrombocytopenia: answer,
    unexplainedHaematologicalAbnormality: answer,
  });
  const criterion = fc.constantFrom(...CRITERIA.map(({ id }) => id));

  it('there is one verdict, and it follows from the criteria', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const { verdict, failed, notAssessed } = assessEligibility(given, SCREENED_ON, REGISTERED_LIMITS);
        const undecided = notAssessed.length > 0 ? 'not-yet-decidable' : 'eligible';
        expect(VERDICTS).toContain(verdict);
        expect(verdict).toBe(failed.length > 0 ? 'not-eligible' : undecided);
        expect(failed.filter((id) => notAssessed.includes(id))).toEqual([]);
      }),
    );
  });

  it('one more that stands against the patient makes the patient not eligible', () => {
    fc.assert(
      fc.property(answers, criterion, (given, id) => {
        const { verdict, failed } = assessEligibility(
          { ...given, [id]: AGAINST[id][0] },
          SCREENED_ON,
          REGISTERED_LIMITS,
        );
        expect(verdict).toBe('not-eligible');
        expect(failed).toContain(id);
      }),
    );
  });

  it('one fewer that is assessed never makes the patient eligible', () => {
    fc.assert(
      fc.property(answers, criterion, (given, id) => {
        const { verdict, notAssessed } = assessEligibility(
          { ...given, [id]: AGAINST[id][1] },
          SCREENED_ON,
          REGISTERED_LIMITS,
        );
        expect(verdict).not.toBe('eligible');
        expect(notAssessed).toContain(id);
      }),
    );
  });
});

describe('the limits of eligibility', () => {
  const stricter = { hba1cPercentAbove: '7.0', prothrombinTimePercentBelow: '50', infarctionMonths: 6 };
  const limitsOf = (version: string) => (version === '3.0' ? stricter : undefined);

  it('are those of the registration until a version of the protocol brings others', () => {
    expect(limitsInForce(['1.0', '2.0'], limitsOf)).toEqual(REGISTERED_LIMITS);
    expect(limitsInForce(['1.0', '3.0'], limitsOf)).toEqual(stricter);
    expect(limitsInForce([])).toEqual(REGISTERED_LIMITS);
  });

  it('stay when a later version changes none', () => {
    expect(limitsInForce(['1.0', '3.0', '3.1'], limitsOf)).toEqual(stricter);
  });
});
