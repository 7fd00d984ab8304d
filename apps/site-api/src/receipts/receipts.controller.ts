import { Action, assertOwnSite, Code, CurrentPerson, Problem, PROBLEMS } from '@bali/http';
import type { Person } from '@bali/access';
import type { StoredEvent } from '@bali/event-store';
import { formatVerifierKey } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { NotYetInLog, SigningRefused } from '@bali/log';
import { patientStream } from '@bali/trial';
import { Answers } from '@bali/trial-reading';
import { Controller, Get, Header, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PatientParameter } from '../parameters.js';
import { type Resources, RESOURCES } from '../resources.js';
import { RECEIPT_ANSWER, type Receipt } from './receipt-answers.js';

const PATIENCE_MILLISECONDS = 10_000;

/** An event of a patient in a path. */
class PatientEventParameter extends PatientParameter {
  @Code({
    description: 'id of the event',
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    called: "an event's id",
  })
  readonly event!: string;
}

/**
 * Receipts: what a site keeps of each record that it enters. With the leaf and the log's key, anyone can verify later that
 * the record was in the trial's ledger then, and what it said, also against the sponsor and against us.
 */
@ApiTags('Receipts')
@Controller('patients/:patient/receipts/:event')
@Action('read-receipts')
export class ReceiptsController {
  constructor(@Inject(RESOURCES) private readonly resources: Resources) {}

  @ApiOperation({
    summary: 'The receipt of a record: its leaf, and a proof that it is in the signed ledger',
    description:
      'To be had at once after the command; a checkpoint is signed if none covers it yet. Keep it as it is: `bali verify` takes the ' +
      'file alone.',
  })
  @Get()
  @Answers(RECEIPT_ANSWER)
  async readReceipt(@CurrentPerson() person: Person, @Param() about: PatientEventParameter): Promise<Receipt> {
    const { position, leaf } = await this.eventOf(person, about);
    const log = this.resources.logs.trial;
    return {
      event: about.event,
      index: position,
      leaf: Buffer.from(leaf).toString('base64'),
      proof: await this.proofOf(position),
      verifierKeys: log.signing.verifiers.map(formatVerifierKey),
    };
  }

  @ApiOperation({
    summary: 'The proof of a receipt alone, as C2SP tlog-proof writes it',
    description: 'To be stored as `….tlog-proof`, beside the leaf.',
  })
  @Get('proof')
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Header('content-type', 'text/plain; charset=utf-8')
  async readProof(@CurrentPerson() person: Person, @Param() about: PatientEventParameter): Promise<string> {
    const { position } = await this.eventOf(person, about);
    return this.proofOf(position);
  }

  /** @throws Problem `another-site`, `not-found` */
  private async eventOf(person: Person, { patient, event }: PatientEventParameter): Promise<StoredEvent> {
    assertOwnSite(person, siteOfPatient(patient));
    const events = await this.resources.trialLedger.readStream(patientStream(patient));
    const found = events.find(({ id }) => id === event);
    if (found === undefined) throw new Problem(PROBLEMS['not-found']);
    return found;
  }

  /** @throws Problem `not-available` when no checkpoint covers it yet, and none can be signed here and now. */
  private async proofOf(position: number): Promise<string> {
    const proof = await this.resources.logs.trial
      .receipt(position, AbortSignal.timeout(PATIENCE_MILLISECONDS))
      .catch((error: unknown) => {
        if (error instanceof NotYetInLog || error instanceof SigningRefused) return undefined;
        throw error;
      });
    if (proof !== undefined) return proof;
    const detail = 'no signed checkpoint covers the record yet';
    throw new Problem(PROBLEMS['not-available'], { detail, headers: { 'retry-after': '5' } });
  }
}
