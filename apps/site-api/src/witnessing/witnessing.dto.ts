import { Text, Whole } from '@bali/http';
import { ApiProperty } from '@nestjs/swagger';

/** Room for the signatures of a rotation and of every witness of a policy. */
const MAX_CHECKPOINT = 16_384;

export class SeenQuery {
  @Whole({
    description: 'how many events the witness has cosigned last; 0: none',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fromText: true,
  })
  readonly old!: number;
}

export class CosignedCheckpoint {
  @Text({
    description: 'the checkpoint with the cosignature of the witness under it (C2SP tlog-cosignature)',
    max: MAX_CHECKPOINT,
    example:
      'bali.localhost/NCT00904501/trial\n131\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '— bali.localhost/NCT00904501/trial …\n— witness.chu-nantes.example/bali …\n',
  })
  readonly checkpoint!: string;
}

/** The answer to a cosignature that was taken. */
export class CosignatureTaken {
  @ApiProperty({ description: 'false: it was there already, or is too new to be kept beside the one that is there' })
  readonly kept: boolean;

  constructor(kept: boolean) {
    this.kept = kept;
  }
}
