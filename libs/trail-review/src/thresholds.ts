/** A number at which a check begins to point at something. */
interface Threshold {
  readonly meaning: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** Every threshold of the review, with its default. A name never changes its meaning: it stands in configurations. */
export const REVIEW_THRESHOLDS = {
  withoutDelegationDays: days('a live account without a delegation is pointed at', 30),
  revocationDays: days('an account is deactivated late, counted from the end of its last delegation', 3),
  nightBegins: hour('the night begins', 22),
  nightEnds: hour('the night ends', 6),
  failures: count('refused sign-ins or signatures make a burst', 5),
  failureMinutes: minutes('they come within', 15),
  shortDelegationHours: { meaning: 'hours below which a delegation is a short one', default: 24, min: 1, max: 8_760 },
  entryDelayDays: days('an entry is late, counted from what it records', 10),
  entries: count('entries of one person make a burst', 12),
  entryMinutes: minutes('they come within', 10),
  overdueDays: days('a visit is absent, counted from the end of its window', 14),
  correctionPercent: {
    meaning: 'corrections of a site in a month, in percent of its entries',
    default: 20,
    min: 1,
    max: 100,
  },
  corrections: count('corrections of a site in a month are enough to be counted', 8),
  reasonCharacters: { meaning: 'characters that a reason has at least', default: 8, min: 1, max: 200 },
  sameReasons: count('reasons of the same words by one person are boilerplate', 8),
  verifications: count('verifications of one person make a burst', 8),
  verificationMinutes: minutes('they come within', 2),
  queryDays: days('a query is old, counted from when it was raised', 60),
  signatures: count('signatures of one person make a burst', 6),
  signatureMinutes: minutes('they come within', 2),
  exports: count('exports of one person on a day are many', 4),
  refusals: count('refusals of one account by the same rule in a month are many', 5),
  unsignedHours: {
    meaning: 'hours after which an event is covered by a signed checkpoint',
    default: 25,
    min: 1,
    max: 8_760,
  },
  unwitnessedHours: {
    meaning: 'hours after which a quorum of witnesses has seen an event of the trial',
    default: 25,
    min: 1,
    max: 8_760,
  },
  anchorDays: days('a daily anchor is missing, counted from the last one', 2),
} as const satisfies Readonly<Record<string, Threshold>>;

export type ThresholdName = keyof typeof REVIEW_THRESHOLDS;
export type ReviewThresholds = Readonly<Record<ThresholdName, number>>;

const NAMES = Object.keys(REVIEW_THRESHOLDS) as readonly ThresholdName[];

/** The thresholds with their defaults, but for those that are set. */
export function reviewThresholds(set: Partial<ReviewThresholds> = {}): ReviewThresholds {
  const defaults = NAMES.map((name) => [name, REVIEW_THRESHOLDS[name].default] as const);
  return { ...(Object.fromEntries(defaults) as Record<ThresholdName, number>), ...set };
}

/** A setting such as `entryDelayDays=5`, or what is wrong with it as a sentence. */
export function thresholdSet(text: string): { readonly set: Partial<ReviewThresholds> } | { readonly wrong: string } {
  const [, name = '', digits = ''] = /^([A-Za-z]{1,40})=([0-9]{1,6})$/.exec(text) ?? [];
  const known = NAMES.find((other) => other === name);
  if (known === undefined) return { wrong: `“${text}” sets no threshold: it has to be a name, = and a whole number` };
  const { min, max } = REVIEW_THRESHOLDS[known];
  const value = Number(digits);
  if (value < min || value > max) return { wrong: `${known} has to be between ${min} and ${max}` };
  return { set: { [known]: value } };
}

function days(what: string, value: number): Threshold {
  return { meaning: `days after which ${what}`, default: value, min: 0, max: 3_650 };
}

function minutes(what: string, value: number): Threshold {
  return { meaning: `minutes: ${what} this time`, default: value, min: 1, max: 1_440 };
}

function count(what: string, value: number): Threshold {
  return { meaning: `number from which ${what}`, default: value, min: 2, max: 100_000 };
}

function hour(what: string, value: number): Threshold {
  return { meaning: `hour of the day, at the site, at which ${what}`, default: value, min: 0, max: 24 };
}
