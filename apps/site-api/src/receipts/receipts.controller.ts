import type { Person } from '@bali/access';
import { Action, CurrentPerson } from '@bali/http';
import { type Receipt, Receipts } from '@bali/queries';
import { Answers, PatientEventParameter, RECEIPT_ANSWER } from '@bali/shared-routes';
import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

@ApiTags('Receipts')
@Controller('patients/:patient/receipts/:event')
@Action('read-receipts')
export class ReceiptsController {
  readonly #receipts: Receipts;

  constructor(@Inject(Receipts) receipts: Receipts) {
    this.#receipts = receipts;
  }

  @ApiOperation({
    summary: 'The receipt of a record: its leaf, and a proof that it is in the signed ledger',
    description:
      'To be had at once after the command; a checkpoint is signed if none covers it yet. Keep it as it is: `bali verify` takes the ' +
      'file alone.',
  })
  @Get()
  @Answers(RECEIPT_ANSWER)
  readReceipt(@CurrentPerson() person: Person, @Param() { patient, event }: PatientEventParameter): Promise<Receipt> {
    return this.#receipts.receipt(person, patient, event);
  }

  @ApiOperation({
    summary: 'The proof of a receipt alone, as C2SP tlog-proof writes it',
    description: 'To be stored as `….tlog-proof`, beside the leaf.',
  })
  @Get('proof')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/plain; charset=utf-8')
  readProof(@CurrentPerson() person: Person, @Param() { patient, event }: PatientEventParameter): Promise<string> {
    return this.#receipts.proof(person, patient, event);
  }
}
