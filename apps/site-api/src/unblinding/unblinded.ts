import { armInFrench, armInWords, nextSteps } from '@bali/blinding';
import type { PatientAllocation } from '@bali/commands';
import { Recorded } from '@bali/recording';
import { ApiProperty } from '@nestjs/swagger';
import { patientStream } from '@bali/trial';

const EXAMPLE = { arm: 'B', patient: 'REI-001', implantedAt: '2011-03-02T15:10:00+01:00' } as const;
const IN_WORDS = armInWords(EXAMPLE);
const IN_FRENCH = armInFrench(EXAMPLE);

class ArmInWordsView {
  @ApiProperty({ description: 'what the arm prescribes for the syringe, with its volume', example: IN_WORDS.product })
  readonly product!: string;

  @ApiProperty({ description: 'for whom, and whether and when it was implanted', example: IN_WORDS.sentence })
  readonly sentence!: string;

  @ApiProperty({ description: 'what becomes of the cells of the patient', example: IN_WORDS.cells })
  readonly cells!: string;
}

class ArmInFrenchView {
  @ApiProperty({ description: '`inWords.product` in French', example: IN_FRENCH.product })
  readonly product!: string;

  @ApiProperty({ description: '`inWords.sentence` in French', example: IN_FRENCH.sentence })
  readonly sentence!: string;

  @ApiProperty({ description: '`inWords.cells` in French', example: IN_FRENCH.cells })
  readonly cells!: string;

  @ApiProperty({ description: '`next` in French', type: [String], example: IN_FRENCH.next })
  readonly next!: readonly string[];
}

/** What is disclosed of a patient, as the documentation says it. */
class AllocationView {
  @ApiProperty({ description: 'the patient', example: 'REI-001' })
  readonly patient!: string;

  @ApiProperty({ description: 'the arm', enum: ['A', 'B'], example: 'B' })
  readonly arm!: string;

  @ApiProperty({ description: 'the arm in words', type: ArmInWordsView })
  readonly inWords!: ArmInWordsView;

  @ApiProperty({
    description: 'what the person does now who was told it, the same steps in either arm',
    type: [String],
    example: nextSteps(EXAMPLE),
  })
  readonly next!: readonly string[];

  @ApiProperty({ description: 'the arm, and what to do next, in French', type: ArmInFrenchView })
  readonly inFrench!: ArmInFrenchView;

  @ApiProperty({ description: 'the part of the randomization list', example: 'ALL' })
  readonly stratum!: string;

  @ApiProperty({ description: 'the slot, from 0 in its stratum', example: 17 })
  readonly slot!: number;

  @ApiProperty({ description: 'the nonce of the slot, lower-case hex', example: '7d1a5c0e'.repeat(8) })
  readonly nonce!: string;

  @ApiProperty({
    description: 'what the trial ledger holds since before the first patient',
    example: 'c0117d1a'.repeat(8),
  })
  readonly listCommitment!: string;

  @ApiProperty({ description: 'the place of the slot in the whole list, from 0', example: 17 })
  readonly index!: number;

  @ApiProperty({ description: 'slots of the whole list', example: 160 })
  readonly listSize!: number;

  @ApiProperty({
    description: "RFC 6962 audit path to the list's commitment",
    type: [String],
    example: ['ab'.repeat(32)],
  })
  readonly inclusionProof!: readonly string[];
}

/** The answer to an unblinding: to the one person who signed it. Whoever repeats the command is the same person. */
export class Unblinded extends Recorded {
  @ApiProperty({ description: 'what is disclosed, and its proof', type: AllocationView })
  readonly allocation: PatientAllocation;

  constructor(recorded: Recorded, allocation: PatientAllocation) {
    const { patient = '', revision, position, events } = recorded;
    super({ stream: patientStream(patient), revision, position, events });
    this.allocation = allocation;
  }
}
