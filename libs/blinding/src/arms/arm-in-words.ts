import { type Arm, ARMS } from '@bali/protocol';
import { moment } from '@bali/schema';

/** An arm as a person is told it, who has to treat a patient and may not know what a letter stands for. */
export interface ArmInWords {
  /** What the arm prescribes for the syringe. */
  readonly product: string;
  /** For whom, and whether it was implanted. */
  readonly sentence: string;
  /** What becomes of the patient's own cells. */
  readonly cells: string;
}

export interface ArmOfPatient {
  readonly arm: Arm['code'];
  readonly patient: string;
  /** When the site recorded the implantation; absent: it recorded none. */
  readonly implantedAt?: string | undefined;
}

/** @throws Error for an arm that the protocol does not have. */
export function knownArm({ arm: code }: Pick<ArmOfPatient, 'arm'>): Arm {
  const arm = ARMS.find((known) => known.code === code);
  if (arm === undefined) throw new Error('the protocol has no such arm');
  return arm;
}

/** @throws Error for an arm that the protocol does not have. */
export function armInWords({ arm, patient, implantedAt }: ArmOfPatient): ArmInWords {
  const { implanted: product, afterwards } = knownArm({ arm });
  const sentence =
    implantedAt === undefined
      ? `No implantation is recorded for patient ${patient}. What the randomization list prescribes: ${product}.`
      : `On ${moment(implantedAt)}, patient ${patient} was implanted with what the randomization list prescribes: ${product}.`;
  return { product, sentence, cells: `What the protocol says of the cells: ${afterwards}.` };
}

/** What a person does who was just told the arm of a patient: the same steps in either arm. */
export function nextSteps({ arm, patient }: ArmOfPatient): readonly string[] {
  const { product } = armInWords({ arm, patient });
  return [
    `Treat patient ${patient} as a person for whom this is prescribed: ${product}.`,
    'Tell it only to those who need it to treat this patient, and enter it into no record, query or letter that others read.',
    'Leave every further assessment of this patient to somebody who does not know the arm.',
    'The site, the sponsor and the administrators were told that this code was opened, and not what it says: you have nobody to inform.',
    'When there is time for it, record what impact the unblinding has: ' +
      `POST /v1/patients/${patient}/unblinding-impact-assessments.`,
  ];
}
