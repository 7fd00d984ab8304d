import { actorOf, type Person } from '@bali/access';
import {
  Action,
  Code,
  CurrentPerson,
  decodeCursor,
  encodeCursor,
  OneOf,
  Origin,
  type Page,
  Problem,
  PROBLEMS,
  type RequestOrigin,
  Text,
  Unobserved,
  Whole,
} from '@bali/http';
import { openSealedRecord, readSealingKeys } from '@bali/blinding';
import { viewOf } from '@bali/inspection';
import { fingerprintOf, formatVerifierKey, LEDGERS, type Ledger, type LedgerRecord, parseTilePath } from '@bali/ledger';
import { recordsAt, withholdTexts } from '@bali/projections';
import { Answers } from '@bali/trial-reading';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { INSPECTION_PROBLEMS } from '../inspection-problems.js';
import { type Resources, RESOURCES } from '../resources.js';
import {
  CONSISTENCY_ANSWER,
  type ConsistencyView,
  INCLUSION_ANSWER,
  type InclusionView,
  LEDGER_ENTRIES_ANSWER,
  type LedgerEntry,
  LEDGERS_ANSWER,
  type LedgerView,
} from './ledger-answers.js';
import { assertMayRead, readableLedgers } from './rights.js';

const MAX = Number.MAX_SAFE_INTEGER;
const RECEIPT_PATIENCE_MILLISECONDS = 5_000;

class LedgerParameter {
  @OneOf({ description: 'the ledger', of: LEDGERS, example: 'trial' })
  readonly ledger!: Ledger;
}

class EventParameter extends LedgerParameter {
  @Whole({ description: 'the index of an event, from 0', min: 0, max: MAX, fromText: true })
  readonly index!: number;
}

class SizeQuery {
  @Whole({
    description: 'the tree size; that of the last checkpoint unless told',
    min: 1,
    max: MAX,
    fromText: true,
    optional: true,
  })
  readonly size?: number;
}

class SizesQuery {
  @Whole({ description: 'the older tree size', min: 0, max: MAX, fromText: true })
  readonly from!: number;

  @Whole({
    description: 'the newer tree size; that of the last checkpoint unless told',
    min: 0,
    max: MAX,
    fromText: true,
    optional: true,
  })
  readonly to?: number;
}

class EntriesQuery {
  @Text({ description: 'the `next` of the page before', max: 512, oneLine: true, optional: true })
  readonly cursor?: string;

  @Whole({ description: 'entries a page, 50 unless told', min: 1, max: 200, fromText: true, optional: true })
  readonly limit?: number;

  @Code({
    description: 'only events of this type',
    pattern: '^[A-Z][A-Za-z]{1,99}$',
    called: 'a type of event',
    optional: true,
  })
  readonly type?: string;
}

/** A text as it is in a file, not JSON. */
const plainText = (description: string) =>
  ApiOkResponse({ description, content: { 'text/plain': { schema: { type: 'string' } } } });

/**
 * The ledgers as transparency logs, in the forms that programs of others read (C2SP). What is asked of the sealed one is in no
 * line of the log and no metric: how often is as often as it has pages, and tells how many records there are.
 */
@ApiTags('Ledgers')
@Controller('ledgers')
@Action('inspect-ledgers')
@Unobserved(({ ledger }) => ledger === 'sealed')
export class LedgersController {
  constructor(@Inject(RESOURCES) private readonly resources: Resources) {}

  @ApiOperation({ summary: 'The ledgers that one may read, with their keys and last checkpoints' })
  @Get()
  @Answers(LEDGERS_ANSWER)
  async listLedgers(@CurrentPerson() person: Person): Promise<readonly LedgerView[]> {
    const views = readableLedgers(person).map(async (ledger): Promise<LedgerView> => {
      const log = this.resources.logs[ledger];
      const latest = await log.latestCheckpoint();
      const keys = log
        .verifiers()
        .map((key) => ({ verifierKey: formatVerifierKey(key), fingerprint: fingerprintOf(key) }));
      return { ledger, origin: log.origin, keys, ...(latest === undefined ? {} : { signedSize: latest.size }) };
    });
    return Promise.all(views);
  }

  @ApiOperation({ summary: 'The last checkpoint (C2SP tlog-checkpoint)' })
  @Get(':ledger/checkpoint')
  @plainText('A signed note')
  async readCheckpoint(
    @CurrentPerson() person: Person,
    @Param() { ledger }: LedgerParameter,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayRead(person, ledger);
    const { note } = await this.latest(ledger);
    sendText(reply, note);
  }

  @ApiOperation({
    summary: 'A tile or a bundle of entries (C2SP tlog-tiles)',
    description: 'Below `tile/`: `<L>/<N>[.p/<W>]`, `entries/<N>[.p/<W>]`.',
  })
  @Get(':ledger/tile/*')
  @ApiParam({ name: '*', description: 'the path of the tile', example: '0/000' })
  @ApiOkResponse({
    description: 'The tile',
    content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
  })
  async readTile(
    @CurrentPerson() person: Person,
    @Param('ledger') ledger: string,
    @Param('*') path: string,
    @Origin() origin: RequestOrigin,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const name = LEDGERS.find((known) => known === ledger);
    const tile = parseTilePath(`tile/${path}`);
    if (name === undefined || tile === undefined) throw new Problem(PROBLEMS['not-found']);
    assertMayRead(person, name);
    const log = this.resources.logs[name];
    const signed = (await this.latest(name)).size;
    const { level, index, width } = tile;
    const bytes = await found(async () => {
      const last = (index * 256 + width) * (level === 'entries' ? 1 : 256 ** level);
      if (last > signed) throw new RangeError(`the last checkpoint is of ${signed} events`);
      if (level !== 'entries') return log.tile({ level, index, width });
      await this.discloseSealed(name, 'ledger-entries', person, origin);
      return log.entries(index, width);
    });
    void reply.headers({ 'content-type': 'application/octet-stream' }).send(Buffer.from(bytes));
  }

  @ApiOperation({ summary: 'The proof that an event is in the tree (RFC 6962)' })
  @Get(':ledger/proofs/inclusion/:index')
  @Answers(INCLUSION_ANSWER)
  async proveInclusion(
    @CurrentPerson() person: Person,
    @Param() { ledger, index }: EventParameter,
    @Query() query: SizeQuery,
  ): Promise<InclusionView> {
    assertMayRead(person, ledger);
    const log = this.resources.logs[ledger];
    const size = query.size ?? (await this.latest(ledger)).size;
    return found(() => ({
      index,
      size,
      root: base64(log.rootAt(size)),
      hashes: log.inclusionProof(index, size).map(base64),
    }));
  }

  @ApiOperation({ summary: 'The proof that a tree is the beginning of another (RFC 6962)' })
  @Get(':ledger/proofs/consistency')
  @Answers(CONSISTENCY_ANSWER)
  async proveConsistency(
    @CurrentPerson() person: Person,
    @Param() { ledger }: LedgerParameter,
    @Query() query: SizesQuery,
  ): Promise<ConsistencyView> {
    assertMayRead(person, ledger);
    const log = this.resources.logs[ledger];
    const { from } = query;
    const to = query.to ?? (await this.latest(ledger)).size;
    return found(() => ({
      ...{ from, to },
      fromRoot: base64(log.rootAt(from)),
      toRoot: base64(log.rootAt(to)),
      hashes: log.consistencyProof(from, to).map(base64),
    }));
  }

  @ApiOperation({ summary: 'The receipt of an event (C2SP tlog-proof): proof and checkpoint' })
  @Get(':ledger/receipts/:index')
  @plainText('A transparency log proof')
  async readReceipt(
    @CurrentPerson() person: Person,
    @Param() { ledger, index }: EventParameter,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMayRead(person, ledger);
    const signal = AbortSignal.timeout(RECEIPT_PATIENCE_MILLISECONDS);
    const log = this.resources.logs[ledger];
    if (index >= log.size) throw new Problem(INSPECTION_PROBLEMS['beyond-the-end']);
    const receipt = await log.receipt(index, signal);
    if (receipt === undefined) throw new Problem(INSPECTION_PROBLEMS['no-checkpoint']);
    sendText(reply, receipt);
  }

  @ApiOperation({
    summary: 'The audit log of the access ledger in sentences, the newest first',
    description: 'That of the trial ledger, with filters, is at `/v1/audit-log`.',
  })
  @Get('access/audit-log')
  @Action('inspect-access-ledger')
  @Answers(LEDGER_ENTRIES_ANSWER)
  async readAccessLog(@CurrentPerson() person: Person, @Query() query: EntriesQuery): Promise<Page<LedgerEntry>> {
    assertMayRead(person, 'access');
    return this.entries('access', query);
  }

  @ApiOperation({
    summary: 'What the sealed ledger says, opened, the newest first: whoever reads it is unblinded',
    description: 'Each reading is an event of the access ledger, recorded before anything is shown.',
  })
  @Get('sealed/audit-log')
  @Action('inspect-sealed-ledger')
  @Unobserved()
  @Answers(LEDGER_ENTRIES_ANSWER)
  async readSealedLog(
    @CurrentPerson() person: Person,
    @Query() query: EntriesQuery,
    @Origin() origin: RequestOrigin,
  ): Promise<Page<LedgerEntry>> {
    assertMayRead(person, 'sealed');
    const keys = readSealingKeys(this.resources.sealingKeys);
    if (keys === undefined) throw new Problem(PROBLEMS['not-available'], { detail: 'the sealing keys are not here' });
    await this.discloseSealed('sealed', 'audit-log', person, origin);
    return this.entries('sealed', query, (record) => openSealedRecord(record, keys));
  }

  private async entries(ledger: Ledger, query: EntriesQuery, opened: Opened = unsealed): Promise<Page<LedgerEntry>> {
    const { cursor, limit = 50, type } = query;
    const list = `entries of ${ledger}`;
    const end = (await this.resources.stores[ledger].lastPosition()) + 1;
    const before = cursor === undefined ? end : decodeCursor(list, cursor, 1)[0];
    if (typeof before !== 'number' || !Number.isSafeInteger(before)) throw new Problem(PROBLEMS['bad-cursor']);
    const items: LedgerEntry[] = [];
    let next = Math.min(before, end);
    const least = Math.max(0, next - MOST_LOOKED_AT);
    for await (const entry of this.backwards(ledger, next, least, opened)) {
      next = entry.position;
      if (type === undefined || entry.type === type) items.push(entry);
      if (items.length === limit) break;
    }
    if (items.length < limit) next = least;
    return { items, ...(next > 0 ? { next: encodeCursor(list, [next]) } : {}) };
  }

  /** The entries before a position, the newest first, down to another. */
  private async *backwards(ledger: Ledger, before: number, least: number, opened: Opened): AsyncGenerator<LedgerEntry> {
    const rowOf = viewOf(ledger).plainRow;
    for (let end = before; end > least; end -= LOOKED_AT_ONCE) {
      const first = Math.max(least, end - LOOKED_AT_ONCE);
      const positions = Array.from({ length: end - first }, (_, place) => first + place);
      for (const { position, record: stored } of (
        await recordsAt(this.resources.stores[ledger], positions)
      ).toReversed()) {
        const record = await opened(stored);
        const { sentence } = rowOf(record, position, { show: withholdTexts });
        const { id, type, stream, metadata } = record;
        const { actor, recordedAt } = metadata;
        yield { position, id, type, stream, recordedAt, actor, sentence };
      }
    }
  }

  /** @throws Problem `no-checkpoint` */
  private async latest(ledger: Ledger): Promise<{ readonly size: number; readonly note: string }> {
    const latest = await this.resources.logs[ledger].latestCheckpoint();
    if (latest === undefined) throw new Problem(INSPECTION_PROBLEMS['no-checkpoint']);
    return latest;
  }

  /** Whoever reads of the sealed ledger is recorded first [EMA-621-access]; whoever reads on is not, within the hour. */
  private async discloseSealed(ledger: Ledger, what: string, person: Person, origin: RequestOrigin): Promise<void> {
    if (ledger !== 'sealed') return;
    const { requestId, source } = origin;
    const shownTo = { actor: actorOf(person), requestId, source };
    await this.resources.disclosures.recordReading(what, shownTo);
  }
}

/** What a stored record holds. */
type Opened = (record: LedgerRecord) => Promise<LedgerRecord>;
const unsealed: Opened = (record) => Promise.resolve(record);

const LOOKED_AT_ONCE = 200;
const MOST_LOOKED_AT = 2_000;

/** @throws Problem `beyond-the-end` for what the log does not have. */
async function found<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(INSPECTION_PROBLEMS['beyond-the-end'], { detail: error.message });
  }
}

function sendText(reply: FastifyReply, text: string): void {
  void reply.headers({ 'content-type': 'text/plain; charset=utf-8' }).send(text);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
