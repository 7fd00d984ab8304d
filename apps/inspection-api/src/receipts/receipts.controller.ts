import type { Person } from '@bali/access';
import { Action, CurrentPerson } from '@bali/http';
import { type Receipt, Receipts } from '@bali/queries';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, PatientEventParameter, RECEIPT_ANSWER } from '@bali/shared-routes';

/** What a site keeps of each record that it entered, for its people on the pages. */
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
  readReceiptOfPatient(
    @CurrentPerson() person: Person,
    @Param() { patient, event }: PatientEventParameter,
  ): Promise<Receipt> {
    return this.#receipts.receipt(person, patient, event);
  }
}
