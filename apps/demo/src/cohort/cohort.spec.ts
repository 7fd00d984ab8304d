import { assessEligibility, CRITERIA, type EligibilityAnswers, MEASUREMENTS, REGISTERED_LIMITS } from '@bali/protocol';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cohortScript } from './cohort.js';
import type { ScriptedCommand } from './script.js';

const DEFAULT = { seed: 1, patients: 40 };

/** The commands whose path ends with this. */
function to(path: string, commands: readonly ScriptedCommand[]): readonly ScriptedCommand[] {
  return commands.filter((command) => command.path.endsWith(path));
}

function accepted(commands: readonly ScriptedCommand[]): readonly ScriptedCommand[] {
  return commands.filter(({ refusedAs }) => refusedAs === undefined);
}

/** By the software, and by a sealed card. */
function randomizationsIn(commands: readonly ScriptedCommand[]): readonly ScriptedCommand[] {
  return ['/randomization', '/randomization-by-card'].flatMap((path) => to(path, accepted(commands)));
}

function excludingCriteria(commands: readonly ScriptedCommand[]): ReadonlySet<string> {
  const failed = to('/screenings', accepted(commands)).flatMap(({ body }) => {
    const { answers, screenedOn } = body as { answers: EligibilityAnswers; screenedOn: string };
    return assessEligibility(answers, screenedOn, REGISTERED_LIMITS).failed;
  });
  return new Set(failed);
}

describe('the script of a synthetic trial', () => {
  it('is the same for the same seed, and another for another seed or size', () => {
    const script = JSON.stringify(cohortScript(DEFAULT));
    expect(JSON.stringify(cohortScript(DEFAULT))).toBe(script);
    expect(JSON.stringify(cohortScript({ ...DEFAULT, seed: 2 }))).not.toBe(script);
    expect(JSON.stringify(cohortScript({ ...DEFAULT, patients: 41 }))).not.toBe(script);
  });

  it('excludes patients by every criterion of the protocol', () => {
    expect(excludingCriteria(cohortScript(DEFAULT).commands)).toEqual(new Set(CRITERIA.map(({ id }) => id)));
  });

  it('shows every kind of event, ending and correction', () => {
    const { commands } = cohortScript(DEFAULT);
    const kinds = commands.map(({ path }) =>
      path
        .replace(/^(cell-therapy\/)?patients\/[A-Z]{3}-\d+\//, '$1')
        .replace(/^sites\/[A-Z]{3}\/versions/, 'sites/versions')
        .replace(/\d+/, 'n'),
    );
    expect(new Set(kinds)).toEqual(
      new Set([
        ...[
          'trial',
          'sites',
          'sites/versions',
          'trial/randomization-list',
          'trial/randomization-cards/printings',
          'trial/randomization-cards/openings',
          'trial/randomization-cards/openings-in-vain',
          'randomization-by-card',
          'trial/recruitment-target-amendments',
          'trial/visit-schedule-amendments',
          'sites/MUL/closure',
          'patients',
        ],
        ...[
          'screenings',
          'baseline',
          'randomization',
          'harvest',
          'product-release',
          'product-release-correction',
          'release-withdrawal',
          'implantation',
          'implantation-not-done',
          'microbiology-alerts/n/acknowledgement',
          'contacts',
          'missed-visits',
          'follow-up-visits',
        ],
        ...['amputations', 'revascularizations', 'adverse-events', 'adverse-events/n/follow-ups', 'corrections'],
        ...['adverse-events/n/assessments', 'adverse-events/n/handover', 'adverse-events/n/closure', 'codings'],
        'adverse-events/n/unblinded-case/records',
        'board/recommendations',
        'trial/reference-information',
        ...['annulments', 'annulment-requests', 'text-reviews', 'redactions'],
        ...['errata', 'errata/{erratum}/acknowledgement', 'trial/errata'],
        ...['annulment-requests/{request}/confirmation', 'annulment-requests/{request}/refusal'],
        ...['queries', 'queries/n/answers', 'queries/n/closure', 'queries/n/reopening'],
        ...['source-data-verifications', 'deviations', 'deviation-assessments', 'adjudications'],
        ...['diagnoses', 'concomitant-treatments', 'concomitant-treatments/n/changes'],
        ...[
          'consent-renewals',
          'transfers',
          'same-person',
          'consent-withdrawal',
          'loss-to-follow-up',
          'completion',
          'death',
        ],
        ...[
          'eligibility-confirmation',
          'sign-off',
          'trial/unit-statement',
          'trial/database-lock',
          'trial/database-unlock',
          'cell-therapy/records',
        ],
        ...['planned-unblinding', 'emergency-unblinding', 'unblinding-impact-assessments', 'sealed-judgements'],
        ...[
          'trial/analysis-plan',
          'unit-deviations/judgements',
          'trial/unblinding',
          'trial/unblinding-impact-assessment',
        ],
      ]),
    );
    const corrected = to('/corrections', commands).map(({ body }) => (body as { field: string }).field);
    expect(corrected).toEqual(
      expect.arrayContaining(['/answers/diabetes/hba1cPercent', '/toePressure/value', '/level', '/complications']),
    );
    const levels = to('/amputations', commands).map(({ body }) => (body as { level: string }).level);
    expect(levels).toEqual(expect.arrayContaining(['toe', 'below-knee']));
    const refused = new Set(commands.flatMap(({ refusedAs }) => refusedAs ?? []));
    expect(refused).toEqual(
      new Set([
        ...['another-site', 'patient-not-eligible', 'recruitment-complete', 'site-not-open', 'database-locked'],
      ]),
    );
    expect(new Set(commands.flatMap(({ signs }) => signs ?? []))).toEqual(
      new Set([
        ...['eligibility', 'randomization', 'product-release', 'serious-adverse-event', 'sign-off', 'unit-statement'],
        ...['database-lock'],
        ...['emergency-unblinding', 'planned-unblinding', 'trial-unblinding', 'sealed-judgement', 'card-opening'],
        ...['annulment-request', 'database-unlock', 'erratum', 'adjudication', 'sponsor-assessment', 'unit-deviations'],
      ]),
    );
  });

  it('finds somebody again who was lost to follow-up', () => {
    const { commands } = cohortScript(DEFAULT);
    const patientsOf = (path: string) => to(path, commands).map(({ path: whole }) => whole.split('/')[1]);
    const completed = new Set(patientsOf('/completion'));
    const lost = patientsOf('/loss-to-follow-up');
    expect(lost.filter((patient) => completed.has(patient))).toHaveLength(1);
    expect(lost.length).toBeGreaterThan(1);
  });

  it('keeps its order for any seed: nothing is sent before what it builds on, and no key is there twice', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 1, max: 30 }), (seed, patients) => {
        const { commands } = cohortScript({ seed, patients });
        const places = new Map(commands.map(({ key }, place) => [key, place]));
        expect(places.size).toBe(commands.length);
        expect(commands.every(({ at }, place) => at >= (commands[place - 1]?.at ?? ''))).toBe(true);
        const builtOn = commands.flatMap(({ corrects = [], about = {}, key }) =>
          [corrects, ...Object.values(about)].flat().map((earlier) => [earlier, key]),
        );
        expect(builtOn.length).toBeGreaterThan(0);
        expect(builtOn.every(([earlier, later]) => places.get(earlier!)! < places.get(later!)!)).toBe(true);
        expect(randomizationsIn(commands)).toHaveLength(patients);
      }),
      { numRuns: 12 },
    );
  });

  it('[EMA-63] has every randomized patient signed off by an investigator after everything else that is recorded of them', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (seed) => {
        const { commands } = cohortScript({ seed, patients: 15 });
        // What is heard of later is recorded beside the locked record.
        const lockedAt = commands.findLast(({ path }) => path === 'trial/database-lock')?.at ?? '';
        const clinical = accepted(commands).filter(
          ({ path, at }) =>
            at <= lockedAt && !/unblinding|sealed-judgements|text-reviews|redactions|adjudications/.test(path),
        );
        const ofPatient = Map.groupBy(clinical, ({ path }) => path.split('/')[1] ?? '');
        for (const { path } of randomizationsIn(commands)) {
          const last = ofPatient.get(path.split('/')[1]!)?.at(-1);
          expect(last).toMatchObject({ signs: 'sign-off', by: { role: 'investigator' } });
        }
        expect(clinical.at(-1)).toMatchObject({ path: 'trial/database-lock', signs: 'database-lock' });
      }),
      { numRuns: 12 },
    );
  });

  it('measures what is plausible in a limb with critical ischemia', () => {
    const visits = to('/follow-up-visits', cohortScript({ seed: 3, patients: 100 }).commands);
    const values = visits.flatMap(({ body }) => {
      const { tcPO2 } = body as { tcPO2: { value?: number } };
      return tcPO2.value ?? [];
    });
    expect(values.length).toBeGreaterThan(100);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(MEASUREMENTS.tcPO2.min);
    expect(Math.max(...values)).toBeLessThan(80);
  });
});
