import { OpenToAnyone, Problem, PROBLEMS } from '@bali/http';
import { OPERATOR_LOG, type OperatorLog, type TransparencyLogs } from '@bali/installation';
import { Malformed, NoteNotVerified } from '@bali/ledger';
import { NotYetInLog, type Witnessing } from '@bali/log';
import { formatAddCheckpoint } from '@bali/witness';
import { Body, Controller, Get, Header, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TRANSPARENCY_LOGS } from '../ledgers/tokens.js';
import { CosignatureTaken, CosignedCheckpoint, SeenQuery } from './witnessing.dto.js';
import { WITNESSING_PROBLEMS } from './witnessing-problems.js';

/** How long a witness waits at most for a tree that is still being read: shorter than it waits for an answer. */
const PATIENCE_MS = 1_000;
const LATER = {
  detail: 'This instance is still reading what another one has signed.',
  headers: { 'retry-after': '5' },
};

/**
 * For witnesses that nobody can reach: they come, fetch the newest checkpoint of the trial ledger, and bring their cosignature. Which
 * witnesses there are, the policy says alone. A checkpoint holds a number and a hash, which depend on no arm.
 */
@ApiTags('Witnesses')
@Controller('witnessing')
export class WitnessingController {
  readonly #logs: TransparencyLogs;
  readonly #log: OperatorLog;

  constructor(@Inject(TRANSPARENCY_LOGS) logs: TransparencyLogs, @Inject(OPERATOR_LOG) log: OperatorLog) {
    this.#logs = logs;
    this.#log = log;
  }

  @ApiOperation({
    summary: 'The newest checkpoint of the trial ledger, with the proof that it extends what a witness has seen',
    description:
      'In the form of a request to a witness (C2SP tlog-witness): `old`, the proof, an empty line, the checkpoint.',
  })
  @Get('checkpoint')
  @OpenToAnyone('a witness has no account; a checkpoint shows a number of events and a hash')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOkResponse({ description: 'A request to a witness', content: { 'text/plain': { schema: { type: 'string' } } } })
  async readNewestCheckpoint(@Query() { old }: SeenQuery): Promise<string> {
    this.#witnessing();
    const { reader, follower } = this.#logs.logs.trial;
    const kept = await reader.latestCheckpoint();
    if (kept === undefined) throw new Problem(WITNESSING_PROBLEMS['nothing-signed-yet']);
    if (old > kept.size) {
      this.#log.error(
        { old },
        'A WITNESS HAS SEEN MORE: the trial ledger was cut or restored, or somebody says so who is no witness',
      );
      throw new Problem(WITNESSING_PROBLEMS['witness-has-seen-more']);
    }
    await follower.waitFor(kept.size, AbortSignal.timeout(PATIENCE_MS)).catch((error: unknown) => {
      if (!(error instanceof NotYetInLog)) throw error;
      throw new Problem(PROBLEMS['not-available'], LATER);
    });
    return formatAddCheckpoint({ oldSize: old, proof: reader.consistencyProof(old, kept.size), checkpoint: kept.note });
  }

  @ApiOperation({
    summary: 'Brings the cosignature of a witness',
    description:
      'Of witnesses of the policy alone, on the newest checkpoint. It may be sent again: it is kept once. A witness that cosigns the ' +
      'same checkpoint again is kept every six hours.',
  })
  @Post('cosignatures')
  @OpenToAnyone('a witness has no account; what it brings is signed with a key of the policy, or is not taken')
  @HttpCode(200)
  @ApiOkResponse({ type: CosignatureTaken })
  async bringCosignature(@Body() { checkpoint }: CosignedCheckpoint): Promise<CosignatureTaken> {
    const taken = await this.#witnessing()
      .take(checkpoint)
      .catch((error: unknown) => {
        if (!(error instanceof Malformed || error instanceof NoteNotVerified)) throw error;
        throw new Problem(WITNESSING_PROBLEMS['cosignature-not-taken'], { detail: `${error.message}.` });
      });
    if (taken === 'superseded') throw new Problem(WITNESSING_PROBLEMS['checkpoint-superseded']);
    return new CosignatureTaken(taken === 'kept');
  }

  #witnessing(): Witnessing {
    const { witnessing } = this.#logs;
    if (witnessing === undefined) throw new Problem(WITNESSING_PROBLEMS['no-witnesses']);
    return witnessing;
  }
}
