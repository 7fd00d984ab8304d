/** A kind of adverse event as it is met in such patients. */
export interface AdverseEventKind {
  readonly term: string;
  readonly severity: 'mild' | 'moderate' | 'severe';
  readonly relatedTo: string;
  readonly seriousness: readonly string[];
  /** The days after the implantation on which it may begin. */
  readonly begins: readonly [number, number];
  readonly lastsDays: readonly [number, number];
  readonly narrative?: string;
}

type Kinds = readonly [AdverseEventKind, ...AdverseEventKind[]];

/** What a harvest under general anaesthesia and an implantation bring with them. */
export const SOON_AFTER: Kinds = [
  {
    term: 'pain at the iliac crest',
    severity: 'mild',
    relatedTo: 'harvest',
    seriousness: [],
    begins: [0, 1],
    lastsDays: [2, 9],
  },
  {
    term: 'anaemia',
    severity: 'moderate',
    relatedTo: 'harvest',
    seriousness: [],
    begins: [1, 4],
    lastsDays: [10, 30],
    narrative: 'haemoglobin fell by 2 g/dL after the harvest; iron by mouth, no transfusion',
  },
  {
    term: 'nausea after anaesthesia',
    severity: 'mild',
    relatedTo: 'anaesthesia',
    seriousness: [],
    begins: [0, 0],
    lastsDays: [0, 1],
  },
  {
    term: 'pain at the injection sites',
    severity: 'mild',
    relatedTo: 'implantation-procedure',
    seriousness: [],
    begins: [0, 1],
    lastsDays: [1, 5],
  },
];

/** What befalls patients with critical limb ischemia in half a year. */
export const LATER: Kinds = [
  {
    term: 'oedema of the treated limb',
    severity: 'moderate',
    relatedTo: 'not-assessable',
    seriousness: [],
    begins: [3, 60],
    lastsDays: [10, 40],
  },
  {
    term: 'urinary tract infection',
    severity: 'mild',
    relatedTo: 'not-related',
    seriousness: [],
    begins: [10, 150],
    lastsDays: [5, 12],
  },
  {
    term: 'infection of an ulcer',
    severity: 'moderate',
    relatedTo: 'not-related',
    seriousness: ['hospitalisation'],
    begins: [10, 150],
    lastsDays: [10, 30],
    narrative: 'fever and erythema around the ulcer; antibiotics by vein for a week',
  },
  {
    term: 'pneumonia',
    severity: 'severe',
    relatedTo: 'not-related',
    seriousness: ['hospitalisation'],
    begins: [10, 150],
    lastsDays: [10, 25],
  },
  {
    term: 'decompensated heart failure',
    severity: 'severe',
    relatedTo: 'not-related',
    seriousness: ['hospitalisation'],
    begins: [10, 150],
    lastsDays: [6, 20],
  },
  {
    term: 'hypoglycaemia',
    severity: 'severe',
    relatedTo: 'not-related',
    seriousness: ['life-threatening'],
    begins: [5, 160],
    lastsDays: [0, 1],
  },
];

/** What a patient dies of: the adverse event, and the cause of death as it is classified. */
export const FATAL: readonly [FatalKind, ...FatalKind[]] = [
  { term: 'acute myocardial infarction', cause: 'cardiovascular' },
  { term: 'ischaemic stroke', cause: 'cerebrovascular' },
  { term: 'septic shock', cause: 'infection' },
];

export interface FatalKind {
  readonly term: string;
  readonly cause: string;
}
