/** What plans could have that were fixed before there were more analyses. */
export const FORMER_ANALYSES = [
  'primary-endpoint',
  'amputation-with-death-competing',
  'mortality',
  'proportions',
  'from-the-randomization',
  'either-limb',
  'any-amputation-or-revascularization',
  'partial-dates-on-first-day',
  'partial-dates-on-last-day',
  'per-protocol',
  'secondary-measures',
  'safety',
] as const;

/** What the statistical report estimates or tests, each by a name of its own (docs/statistics.md defines them). */
export const ANALYSES = [
  ...FORMER_ANALYSES,
  'as-recorded-by-sites',
  'from-the-inclusion',
  'missing-as-events',
  'missing-as-no-events',
  'missing-worst-case',
  'cells-before-six-months-censored',
  'cells',
] as const;

export type Analysis = (typeof ANALYSES)[number];

/** Whom an analysis may be of. */
export const POPULATIONS = ['intention-to-treat', 'safety', 'implanted', 'per-protocol'] as const;

/** The tests that the primary analysis can be decided by. */
export const PRIMARY_TESTS = ['log-rank', 'log-rank-stratified'] as const;
