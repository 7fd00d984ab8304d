import { BLINDING_EVENTS, type BlindingData } from '@bali/blinding';
import type { OpenedJudgement } from '@bali/commands';
import { record } from '@bali/schema';
import { actor, type DocumentedAnswer, EXAMPLE_ACTOR, recordedAt, text } from '@bali/shared-routes';
import { Type } from 'typebox';

const { request: _, text: __, ...judged } = BLINDING_EVENTS.JudgementMade.data.properties;
const { request: ___, ...example } = BLINDING_EVENTS.JudgementMade.sample as BlindingData<'JudgementMade'>;

export const JUDGEMENTS_ANSWER: DocumentedAnswer<readonly OpenedJudgement[]> = {
  description: 'What was judged by people who had been told the arm, beside what somebody blinded has judged',
  schema: Type.Array(
    record({
      ...judged,
      text: Type.Optional(text('what there is to say of it')),
      judgedBy: actor,
      judgedAt: recordedAt,
    }),
  ),
  example: [
    {
      ...example,
      text: 'the rash came an hour after the implantation',
      judgedBy: EXAMPLE_ACTOR,
      judgedAt: '2011-03-04T07:30:00.123Z',
    },
  ],
};
