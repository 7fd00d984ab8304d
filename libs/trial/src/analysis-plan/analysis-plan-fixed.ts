import { calendarDate, details, digest, line, oneOf, SAMPLE_TEXT_HASH } from '@bali/schema';
import { Type } from 'typebox';
import { refusal } from '../refusal.js';
import { defineTrialEvent, type TrialCondition, type TrialRule } from '../trial/define-trial-event.js';
import { entriesOfType, isUnblinded } from '../trial/trial-state.js';
import { ANALYSES, type Analysis, FORMER_ANALYSES, POPULATIONS, PRIMARY_TESTS } from './analyses.js';

const beforeTheUnblinding: TrialCondition = {
  says: 'the trial is not unblinded',
  refuses: (state) =>
    isUnblinded(state)
      ? refusal(
          'trial-unblinded',
          'The trial is unblinded, so that no plan can be fixed any more: an analysis that no plan has is reported as post hoc.',
        )
      : undefined,
};

const newVersion: TrialCondition = {
  says: 'no plan of that version is fixed',
  refuses: (state, _, { planVersion }: { readonly planVersion: string }) =>
    entriesOfType(state, 'AnalysisPlanFixed').some(({ data }) => data.planVersion === planVersion)
      ? refusal(
          'plan-version-already-fixed',
          `Version ${planVersion} of the analysis plan is fixed already: give the new plan a version of its own.`,
          '/planVersion',
        )
      : undefined,
};

const hasPrimaryAnalysis: TrialRule = {
  says: 'A plan has the analysis of the primary endpoint.',
  refuses: ({ analyses }: { readonly analyses: readonly Analysis[] }) =>
    analyses.includes('primary-endpoint')
      ? undefined
      : refusal(
          'plan-without-primary-endpoint',
          'A plan has to have the analysis of the primary endpoint: add primary-endpoint.',
          '/analyses',
        ),
};

const plan = {
  planVersion: line('the version of the plan'),
  document: digest('SHA-256 of the signed document, lower-case hex'),
  signedOn: calendarDate('when the document was signed'),
  primaryTest: oneOf('the one test that the trial is decided by: two-sided, at 5 %', PRIMARY_TESTS),
  populations: Type.Array(oneOf('a population', POPULATIONS), {
    description: 'the populations that the plan has',
    minItems: 1,
    maxItems: POPULATIONS.length,
    uniqueItems: true,
  }),
};

const listOf = (maxItems: number) => ({
  description: 'the analyses that the plan has, each of the estimand that the documentation defines under its name',
  minItems: 1,
  maxItems,
  uniqueItems: true,
});
const formerAnalyses = Type.Array(oneOf('an analysis', FORMER_ANALYSES), listOf(FORMER_ANALYSES.length));
const analyses = Type.Array(oneOf('an analysis', ANALYSES), listOf(ANALYSES.length));

/**
 * The analysis plan that is in force from now on, named by the hash of its signed document. Reports mark what is not in it as post
 * hoc. A later version takes its place until the trial is unblinded (ICH E9, 5.1; ICH E9(R1)).
 */
export const AnalysisPlanFixed = defineTrialEvent('AnalysisPlanFixed', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: { ...plan, analyses: formerAnalyses }, upcast: (data: object) => data }],
  about: 'the statistical analysis plan was fixed',
  data: { ...plan, analyses },
  happened: 'signedOn',
  mayGiveAwayArm: false,
  conditions: [beforeTheUnblinding, newVersion],
  rules: [hasPrimaryAnalysis],
  computed: undefined,
  // It is no clinical data, and the lock may come before it.
  afterLock: 'allowed',
  notCorrectable: ['/planVersion', '/document', '/primaryTest', '/populations', '/analyses'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'FixAnalysisPlan', action: 'fix-analysis-plan' },
  sentence: (data) =>
    `version ${data.planVersion} of the analysis plan was fixed` +
    details(
      `signed on ${data.signedOn}`,
      `primary test: ${data.primaryTest}`,
      `populations: ${data.populations.join(', ')}`,
      `analyses: ${data.analyses.join(', ')}`,
      `document ${data.document}`,
    ),
  sample: {
    planVersion: '1.0',
    document: SAMPLE_TEXT_HASH,
    signedOn: '2026-03-01',
    primaryTest: 'log-rank',
    populations: ['intention-to-treat', 'safety', 'per-protocol'],
    analyses: ['primary-endpoint', 'mortality', 'secondary-measures', 'safety'],
  },
});
