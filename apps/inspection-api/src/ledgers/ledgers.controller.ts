import type { Person } from '@bali/access';
import { Action, CurrentPerson, Origin, Padded, type RequestOrigin, TakesLong, Unobserved } from '@bali/http';
import {
  type ArmReading,
  ArmReadings,
  type ConsistencyView,
  type InclusionView,
  LedgerEntries,
  LedgerLeaves,
  type LedgerEntry,
  LedgerProofs,
  type LedgerView,
  type Page,
} from '@bali/queries';
import { Answers, ARM_BLOCK_BYTES, ARM_READINGS_ANSWER, PatientParameter } from '@bali/shared-routes';
import { applyDecorators, Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { CONSISTENCY_ANSWER, INCLUSION_ANSWER, LEDGER_ENTRIES_ANSWER, LEDGERS_ANSWER } from './ledger-answers.js';
import {
  AccessEntriesQuery,
  EventParameter,
  IndexParameter,
  LedgerParameter,
  SealedEntriesQuery,
  SizeQuery,
  SizesQuery,
} from './ledgers.dto.js';

/** The answer is a text as it is in a file, not JSON. */
const AnswersText = (description: string): MethodDecorator =>
  applyDecorators(
    Header('content-type', 'text/plain; charset=utf-8'),
    ApiOkResponse({ description, content: { 'text/plain': { schema: { type: 'string' } } } }),
  );

/**
 * The ledgers as transparency logs, in the forms that other people's programs read (C2SP). A request about the sealed ledger is in no
 * line of the log and in no metric: there are as many such requests as the ledger has pages, so that their number would tell how many
 * records there are.
 */
@ApiTags('Ledgers')
@Controller('ledgers')
@Action('inspect-ledgers')
@Unobserved(({ ledger }) => ledger === 'sealed')
export class LedgersController {
  readonly #proofs: LedgerProofs;
  readonly #entries: LedgerEntries;

  readonly #armReadings: ArmReadings;
  readonly #leaves: LedgerLeaves;

  constructor(
    @Inject(LedgerProofs) proofs: LedgerProofs,
    @Inject(LedgerEntries) entries: LedgerEntries,
    @Inject(ArmReadings) armReadings: ArmReadings,
    @Inject(LedgerLeaves) leaves: LedgerLeaves,
  ) {
    this.#proofs = proofs;
    this.#entries = entries;
    this.#armReadings = armReadings;
    this.#leaves = leaves;
  }

  @ApiOperation({ summary: 'The ledgers that one may read, with their keys and last checkpoints' })
  @Get()
  @Answers(LEDGERS_ANSWER)
  listLedgers(@CurrentPerson() person: Person): Promise<readonly LedgerView[]> {
    return this.#proofs.ledgers(person);
  }

  @ApiOperation({ summary: 'The last checkpoint (C2SP tlog-checkpoint)' })
  @Get(':ledger/checkpoint')
  @AnswersText('A signed note')
  readCheckpoint(@CurrentPerson() person: Person, @Param() { ledger }: LedgerParameter): Promise<string> {
    return this.#proofs.checkpoint(person, ledger);
  }

  @ApiOperation({
    summary: 'A tile or a bundle of entries (C2SP tlog-tiles)',
    description: 'Below `tile/`: `<L>/<N>[.p/<W>]`, `entries/<N>[.p/<W>]`.',
  })
  @Get(':ledger/tile/*')
  @ApiParam({ name: 'path', description: 'the path of the tile', example: '0/000' })
  @Header('content-type', 'application/octet-stream')
  @ApiOkResponse({
    description: 'The tile',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  async readTile(
    @CurrentPerson() person: Person,
    @Param('ledger') ledger: string,
    @Param('*') path: string,
    @Origin() origin: RequestOrigin,
  ): Promise<Buffer> {
    return Buffer.from(await this.#proofs.tile({ person, ...origin }, ledger, path));
  }

  @ApiOperation({ summary: 'The proof that an event is in the tree (RFC 6962)' })
  @Get(':ledger/proofs/inclusion/:index')
  @Answers(INCLUSION_ANSWER)
  proveInclusion(
    @CurrentPerson() person: Person,
    @Param() { ledger, index }: EventParameter,
    @Query() { size }: SizeQuery,
  ): Promise<InclusionView> {
    return this.#proofs.inclusion(person, ledger, index, size);
  }

  @ApiOperation({ summary: 'The proof that a tree is the beginning of another (RFC 6962)' })
  @Get(':ledger/proofs/consistency')
  @Answers(CONSISTENCY_ANSWER)
  proveConsistency(
    @CurrentPerson() person: Person,
    @Param() { ledger }: LedgerParameter,
    @Query() { from, to }: SizesQuery,
  ): Promise<ConsistencyView> {
    return this.#proofs.consistency(person, ledger, from, to);
  }

  @ApiOperation({
    summary: 'An event of the trial ledger exactly as it is stored: the bytes that are hashed',
    description: 'Canonical JSON (RFC 8785). Its leaf hash is SHA-256 over a zero byte and these bytes (RFC 6962).',
  })
  @Get('trial/leaves/:index')
  @Action('inspect-trial-ledger')
  @Header('content-type', 'application/octet-stream')
  @ApiOkResponse({
    description: 'The leaf',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  async readLeaf(@CurrentPerson() person: Person, @Param() { index }: IndexParameter): Promise<Buffer> {
    return Buffer.from(await this.#leaves.leaf(person, index));
  }

  @ApiOperation({ summary: 'The receipt of an event (C2SP tlog-proof): proof and checkpoint' })
  @Get(':ledger/receipts/:index')
  @AnswersText('A transparency log proof')
  readReceipt(@CurrentPerson() person: Person, @Param() { ledger, index }: EventParameter): Promise<string> {
    return this.#proofs.receipt(person, ledger, index);
  }

  @ApiOperation({
    summary: 'The audit log of the access ledger in sentences, the newest first',
    description:
      'With the filters that the audit log of the trial ledger has, which is at `/v1/audit-log`. A page looks at 2,000 events: it may ' +
      'have fewer entries than asked for, or none, and still a `next`.',
  })
  @Get('access/audit-log')
  @Action('inspect-access-ledger')
  @Answers(LEDGER_ENTRIES_ANSWER)
  readAccessLog(@CurrentPerson() person: Person, @Query() query: AccessEntriesQuery): Promise<Page<LedgerEntry>> {
    return this.#entries.ofAccess(person, query);
  }

  @ApiOperation({
    summary: 'What the sealed ledger says, opened, the newest first: whoever reads it is unblinded',
    description:
      'Each reading is an event of the access ledger, recorded before anything is shown. With the filters of the other audit logs.',
  })
  @Get('sealed/audit-log')
  @Action('inspect-sealed-ledger')
  @Unobserved()
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(LEDGER_ENTRIES_ANSWER)
  readSealedLog(
    @CurrentPerson() person: Person,
    @Query() query: SealedEntriesQuery,
    @Origin() origin: RequestOrigin,
  ): Promise<Page<LedgerEntry>> {
    return this.#entries.ofSealed({ person, ...origin }, query);
  }

  @ApiOperation({
    summary: 'Who looked at the arm of a patient, or at the arms of all',
    description:
      'From the access and the sealed ledger: for those who may know the arm, since it shows what the cell therapy unit did. For ' +
      'others, the unblinding register says who knows. Whoever may know it and inspects nothing asks the sites’ API for ' +
      '`/v1/patients/{patient}/arm-readings`.',
  })
  @Get('access/arm-readings/:patient')
  @Action('inspect-sealed-ledger')
  @TakesLong()
  @Unobserved()
  @Padded(ARM_BLOCK_BYTES.records)
  @Answers(ARM_READINGS_ANSWER)
  readArmReadings(
    @CurrentPerson() person: Person,
    @Param() { patient }: PatientParameter,
    @Origin() origin: RequestOrigin,
  ): Promise<readonly ArmReading[]> {
    return this.#armReadings.of({ person, ...origin }, patient);
  }
}
