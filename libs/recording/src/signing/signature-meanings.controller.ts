import { Action } from '@bali/http';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers } from '@bali/shared-routes';
import { SIGNATURE_MEANINGS_ANSWER, type SignatureMeaning, signatureMeanings } from './signature-meanings.js';

@ApiTags('Signatures')
@Controller('signature-meanings')
@Action('read-trial')
export class SignatureMeaningsController {
  @ApiOperation({ summary: 'What is signed, by whom, and the sentence that each signer has to be shown' })
  @Get()
  @Answers(SIGNATURE_MEANINGS_ANSWER)
  listSignatureMeanings(): readonly SignatureMeaning[] {
    return signatureMeanings();
  }
}
