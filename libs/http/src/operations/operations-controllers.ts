import { Controller, Get, Header, HttpStatus, Inject, Optional, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { READINESS_CHECKS } from '../http-options.js';
import { Action, OpenToAnyone } from '../security/route-access.js';
import { Metrics } from './metrics.js';
import { type Readiness, type ReadinessCheck, readinessOf, type UpOrDown } from './readiness.js';

const UP_OR_DOWN = { type: 'string', enum: ['up', 'down'] };
const READINESS = {
  type: 'object',
  required: ['status', 'checks'],
  properties: {
    status: UP_OR_DOWN,
    checks: { type: 'object', additionalProperties: UP_OR_DOWN },
    details: { type: 'object', additionalProperties: { type: 'string' } },
  },
};

@ApiTags('Operation')
@Controller('health')
@OpenToAnyone('a supervisor has no token, and learns nothing but names of parts that are up or down')
export class HealthController {
  readonly #checks: readonly ReadinessCheck[];

  constructor(@Optional() @Inject(READINESS_CHECKS) checks: readonly ReadinessCheck[] = []) {
    this.#checks = checks;
  }

  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers at all' })
  @ApiOkResponse({ schema: { type: 'object', required: ['status'], properties: { status: UP_OR_DOWN } } })
  checkLiveness(): { status: UpOrDown } {
    return { status: 'up' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether it can do its work, and which part cannot' })
  @ApiOkResponse({ schema: READINESS })
  @ApiServiceUnavailableResponse({ schema: READINESS })
  async checkReadiness(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await readinessOf(this.#checks);
    void reply.status(readiness.status === 'up' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}

@ApiTags('Operation')
@Controller('metrics')
export class MetricsController {
  readonly #metrics: Metrics;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.#metrics = metrics;
  }

  @Get()
  @Action('read-operations')
  @ApiOperation({ summary: 'Metrics in the text form of Prometheus' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  readMetrics(): Promise<string> {
    return this.#metrics.registry.metrics();
  }
}
