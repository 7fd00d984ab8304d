import { COURSE_RULES, PATIENT_EVENTS, SIGNATURES, type SignatureId, TRIAL_EVENTS } from '@bali/trial';

interface Said {
  readonly says: string;
}

/** What is read here of a definition of an event. */
interface Ruled {
  readonly type: string;
  readonly about: string;
  readonly conditions: readonly Said[];
  readonly rules: readonly Said[];
  readonly afterLock: string;
  readonly notCorrectable: readonly string[];
  readonly signedUnder: readonly { readonly signature: string; readonly onlyIf?: unknown }[];
  readonly computed: { readonly fields: readonly string[] } | undefined;
}

/** What only an event of a patient says of itself. */
interface RuledOfPatient extends Ruled {
  readonly needs: readonly (Said | { readonly type: string })[];
  readonly once: { readonly per?: string } | undefined;
  readonly afterDeath: string;
  readonly afterWithdrawal: string;
  readonly afterSiteClosed: string;
  readonly byWhoKnowsTheArm: string | { readonly judged: Readonly<Record<string, unknown>> };
}

/** What no event says of itself, since it holds of all of them. */
const FOR_EVERY_ENTRY = [
  'The consent of the patient is recorded before it.',
  'It is not before the opening of the site, and the site was open then, unless its event may come after the closing.',
];

const FOR_EVERY_CORRECTION = [
  'A reason is given.',
  'It is not recorded while the database is locked.',
  'The new value is one that could be entered, and another one than the value until now.',
  'It brings no contradiction into the record that was not there.',
  'What the software computes from a corrected value is corrected along with it.',
  'It is signed, if it makes an adverse event serious.',
];

/** What is decided in the sealed ledger, and refused like everything else. */
const DECIDED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  Randomized: [
    'It is recorded only if fewer patients than the recruitment target in force hold a slot of the list.',
    'It is recorded only if the list has a slot left for the patient.',
  ],
};

/** What may happen when, for clinicians: made from what the events say of themselves. */
export function rulesPage(): readonly string[] {
  return [
    'What may be recorded, and when. A refusal names its code, a sentence and the source of the rule.',
    'What the cell therapy unit records has rules of its own, which are not on this page.',
    '## Of every entry of a patient',
    listOf([...FOR_EVERY_ENTRY, ...COURSE_RULES.map(({ says }) => says)]),
    '## Of every correction',
    listOf(FOR_EVERY_CORRECTION),
    ...Object.values(PATIENT_EVENTS).flatMap((event: RuledOfPatient) => [
      `## \`${event.type}\`: ${event.about}`,
      listOf([...sequenceOf(event), ...momentsOf(event), ...valuesOf(event), ...(DECIDED_ELSEWHERE[event.type] ?? [])]),
    ]),
    '# The trial as a whole',
    'Everything but the registration itself needs the trial to be registered. No date of it is in the future.',
    ...Object.values(TRIAL_EVENTS).flatMap((event: Ruled) => [
      `## \`${event.type}\`: ${event.about}`,
      listOf([...event.conditions.map(onlyIf), lock(event), ...valuesOf(event)]),
    ]),
  ];
}

function sequenceOf({ needs, once, conditions, byWhoKnowsTheArm }: RuledOfPatient): readonly string[] {
  const steps = needs.map((need) => ('says' in need ? onlyIf(need) : `It needs \`${need.type}\` before it.`));
  const often =
    once && (once.per === undefined ? 'It is recorded once.' : `It is recorded once for each \`${once.per}\`.`);
  const judged = 'It is a judgement: nobody who was told the arm of the patient records or corrects it.';
  return [
    ...steps,
    ...(often === undefined ? [] : [often]),
    ...conditions.map(onlyIf),
    ...(byWhoKnowsTheArm === 'refused' ? [judged] : []),
    ...(typeof byWhoKnowsTheArm === 'object' ? [onlyFacts(byWhoKnowsTheArm.judged)] : []),
  ];
}

function onlyFacts(judged: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(judged).map(([name, neutral]) =>
    neutral === undefined ? `leaves \`${name}\` out` : `enters \`${name}\` as \`${JSON.stringify(neutral)}\``,
  );
  return `Whoever was told the arm of the patient ${fields.join(', ')}, and corrects none of these.`;
}

function momentsOf({ afterDeath, afterWithdrawal, afterSiteClosed, ...event }: RuledOfPatient): readonly string[] {
  const moments = {
    'the death': afterDeath,
    'a withdrawal of consent to the follow-up': afterWithdrawal,
    'the closing of the site': afterSiteClosed,
  };
  const named = (standing: string) => Object.entries(moments).flatMap(([name, is]) => (is === standing ? [name] : []));
  const refused = named('refused');
  const withdrawn = AFTER_WITHDRAWAL[afterWithdrawal];
  const allowed = named('allowed');
  return [
    ...(refused.length === 0 ? [] : [`It cannot have happened after ${refused.join(', or after ')}.`]),
    ...(allowed.length === 0 ? [] : [`It may have happened after ${allowed.join(', and after ')}.`]),
    ...(withdrawn === undefined ? [] : [withdrawn]),
    lock(event),
  ];
}

const AFTER_WITHDRAWAL: Readonly<Record<string, string>> = {
  'part-of-treatment': 'It cannot have happened after a withdrawal of consent to the treatment, or to the follow-up.',
  'from-public-source':
    'It may have happened after a withdrawal of consent, if the consent allowed to learn the vital status from a public source.',
};

function lock({ afterLock }: Pick<Ruled, 'afterLock'>): string {
  return afterLock === 'allowed'
    ? 'It may be recorded while the database is locked.'
    : 'It is not recorded while the database is locked.';
}

function valuesOf({ rules, computed, notCorrectable, signedUnder }: Ruled): readonly string[] {
  const fields = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
  return [
    ...rules.map(({ says }) => says),
    ...(computed === undefined ? [] : [`The software computes ${fields(computed.fields)}.`]),
    ...signedUnder.map(({ signature, onlyIf: some }) => {
      const { meaning } = SIGNATURES[signature as SignatureId];
      return `It is signed${some === undefined ? '' : ', depending on its data'}: “${meaning}”`;
    }),
    ...(notCorrectable.length === 0 ? [] : [`Nobody corrects ${fields(notCorrectable)}.`]),
  ];
}

const onlyIf = ({ says }: Said): string => `It is recorded only if ${says}.`;

const listOf = (sentences: readonly string[]): string => sentences.map((sentence) => `- ${sentence}`).join('\n');
