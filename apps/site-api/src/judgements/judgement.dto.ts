import { BLINDING_EVENTS, type BlindingData, MAX_SEALED_TEXT_LENGTH } from '@bali/blinding';
import type { CommandTexts, Judged } from '@bali/commands';
import { Code, OneOf, Problem, PROBLEMS, Text, withFieldsOf } from '@bali/http';
import { enteredOf, exampleSignature, Signature, type SignatureDto } from '@bali/recording';
import type { FieldSchema } from '@bali/schema';
import { SIGNATURES, UNBLINDING_IMPACTS } from '@bali/trial';

const { JudgementMade } = BLINDING_EVENTS;

/** What is judged; the impact of an unblinding has a route of its own. */
const JUDGED_GROUPS = ['adverseEvent', 'findings', 'causeOfDeath', 'correction', 'remark'] as const;
const ENTERED: readonly string[] = [...JUDGED_GROUPS, 'text'];

const properties = (JudgementMade.data as FieldSchema).properties ?? {};
const SCHEMA: FieldSchema = {
  properties: Object.fromEntries(Object.entries(properties).filter(([name]) => ENTERED.includes(name))),
  required: [],
};

/** What somebody judges who was told the arm: exactly one of the groups, and perhaps a text. */
export class SealedJudgementDto {
  @Signature('sealed-judgement')
  readonly signature?: SignatureDto;
}

withFieldsOf(SealedJudgementDto, {
  schema: SCHEMA,
  sample: JudgementMade.sample,
  names: {
    adverseEvent: 'JudgedAdverseEventDto',
    findings: 'JudgedFindingsDto',
    causeOfDeath: 'JudgedCauseOfDeathDto',
    correction: 'JudgedCorrectionDto',
    remark: 'RemarkDto',
  },
  descriptions: {},
  limitsAt: () => undefined,
  maxTextLength: MAX_SEALED_TEXT_LENGTH,
  textNote: 'It is sealed until the trial is unblinded',
});

export const EXAMPLE_JUDGEMENT = {
  adverseEvent: (JudgementMade.sample as BlindingData<'JudgementMade'>).adverseEvent,
  text: 'the rash came an hour after the implantation',
  signature: exampleSignature(SIGNATURES['sealed-judgement'].meaning),
};

/** What is judged of a patient, as it was entered. @throws Problem `invalid-input` for none or several of the groups. */
export function judgedIn(patient: string, body: SealedJudgementDto, texts: CommandTexts): Judged {
  const entered = enteredOf(SCHEMA, body, texts);
  const given = JUDGED_GROUPS.filter((group) => entered[group] !== undefined);
  if (given.length !== 1) throw notExactlyOne();
  if (given[0] === 'remark' && entered['text'] === undefined) throw textMissing();
  return { patient, ...entered };
}

function notExactlyOne(): Problem {
  const message = `must have exactly one of ${JUDGED_GROUPS.join(', ')}`;
  return new Problem(PROBLEMS['invalid-input'], { errors: [{ field: '', rule: 'exactly-one', message }] });
}

function textMissing(): Problem {
  const errors = [{ field: '/text', rule: 'required', message: 'must say what is judged: a remark has nothing else' }];
  return new Problem(PROBLEMS['invalid-input'], { errors });
}

/** What an unblinding had an impact on: sealed where whoever assesses was told the arm. */
export class ImpactAssessmentDto {
  @Code({
    description: 'id of the unblinding',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: 'the id of an event',
    example: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
  })
  readonly unblinding!: string;

  @OneOf({ description: 'what the unblinding has an impact on', of: UNBLINDING_IMPACTS, example: 'treatment-changed' })
  readonly impact!: (typeof UNBLINDING_IMPACTS)[number];

  @Text({
    description: 'assessment of the impact (free text). It is shown to nobody who is blinded',
    max: MAX_SEALED_TEXT_LENGTH,
    example: 'as the source document says',
  })
  readonly assessment!: string;
}
