import { line, listed, oneOf, record, words } from '@bali/schema';
import { Type } from 'typebox';

/**
 * What may grow in a culture, as a code: those that contaminate or infect such cultures by name, all others by the group that says how
 * to treat at first. A line of free text could give away an arm, or a name, and nobody could take it out.
 */
const ORGANISMS = {
  'cutibacterium-acnes': 'Cutibacterium acnes',
  'staphylococcus-epidermidis': 'Staphylococcus epidermidis',
  'staphylococcus-aureus': 'Staphylococcus aureus',
  'other-coagulase-negative-staphylococcus': 'another coagulase-negative staphylococcus',
  streptococcus: 'a streptococcus',
  enterococcus: 'an enterococcus',
  'corynebacterium-or-other-gram-positive-rod': 'a corynebacterium or another gram-positive rod',
  bacillus: 'a bacillus that makes spores',
  'escherichia-coli': 'Escherichia coli',
  'klebsiella-or-enterobacter': 'a klebsiella or an enterobacter',
  'pseudomonas-aeruginosa': 'Pseudomonas aeruginosa',
  acinetobacter: 'an acinetobacter',
  'other-gram-positive-coccus': 'another gram-positive coccus',
  'other-gram-negative-bacterium': 'another gram-negative bacterium',
  'other-anaerobe': 'another anaerobe',
  candida: 'a candida',
  'other-fungus': 'another fungus',
  mycoplasma: 'a mycoplasma',
  'several-organisms': 'several organisms',
  'not-identified-yet': 'something that is not identified yet',
} as const;
export type Organism = keyof typeof ORGANISMS;
const ORGANISM_CODES = Object.keys(ORGANISMS) as Organism[];

const ANTIMICROBIALS = [
  'amikacin',
  'amoxicillin',
  'amoxicillin-clavulanic-acid',
  'amphotericin-b',
  'caspofungin',
  'cefazolin',
  'cefepime',
  'cefotaxime',
  'ceftazidime',
  'ciprofloxacin',
  'clindamycin',
  'co-trimoxazole',
  'daptomycin',
  'doxycycline',
  'erythromycin',
  'fluconazole',
  'gentamicin',
  'levofloxacin',
  'linezolid',
  'meropenem',
  'metronidazole',
  'oxacillin',
  'penicillin-g',
  'piperacillin-tazobactam',
  'rifampicin',
  'teicoplanin',
  'vancomycin',
  'voriconazole',
] as const;

/** As EUCAST reports it. */
const RESULTS = ['susceptible', 'susceptible-at-increased-exposure', 'resistant'] as const;

export const organismFields = {
  organism: Type.Optional(line('what has grown, in the first version')),
  susceptibility: Type.Optional(line('what it is susceptible to, in the first version')),
  identifiedAs: Type.Optional(oneOf('what has grown, as far as it is identified', ORGANISM_CODES)),
  susceptibilities: Type.Optional(
    Type.Array(
      record({ antimicrobial: oneOf('what was tested', ANTIMICROBIALS), result: oneOf('what was found', RESULTS) }),
      { description: 'what it is susceptible to, as far as that is known', maxItems: ANTIMICROBIALS.length },
    ),
  ),
};

/** The fields of the first version, which nobody enters any more. */
export const FORMER_ORGANISM_FIELDS = ['organism', 'susceptibility'] as const;

interface Susceptibility {
  readonly antimicrobial: string;
  readonly result: string;
}

interface Grown {
  readonly organism?: string;
  readonly susceptibility?: string;
  readonly identifiedAs?: Organism;
  readonly susceptibilities?: readonly Susceptibility[];
}

export function organismInWords({ organism, identifiedAs }: Pick<Grown, 'organism' | 'identifiedAs'>): string {
  if (identifiedAs !== undefined) return ORGANISMS[identifiedAs];
  return organism ?? 'something';
}

/** `undefined`: nothing is known of it yet. */
export function susceptibilityInWords({ susceptibility, susceptibilities = [] }: Grown): string | undefined {
  if (susceptibility !== undefined) return `susceptible to: ${susceptibility}`;
  if (susceptibilities.length === 0) return undefined;
  return listed(susceptibilities.map(({ antimicrobial, result }) => `${words(antimicrobial)}: ${words(result)}`));
}

/** Where an antimicrobial stands for the second time in the list (a JSON pointer); `undefined`: each stands there once. */
export function testedTwice({ susceptibilities = [] }: Grown): string | undefined {
  const names = susceptibilities.map(({ antimicrobial }) => antimicrobial);
  const again = names.findIndex((name, place) => names.indexOf(name) < place);
  return again < 0 ? undefined : `/susceptibilities/${again}/antimicrobial`;
}
