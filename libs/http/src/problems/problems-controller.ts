import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OpenToAnyone } from '../security/route-access.js';
import { HTTP_OPTIONS, type HttpOptions } from '../http-options.js';
import { Problem, problemType } from './problem.js';
import { type ProblemKind, PROBLEMS } from './problem-kinds.js';

interface ExplainedProblem extends ProblemKind {
  readonly type: string;
}

/** Explains each kind of problem at the address that its `type` gives. */
@ApiExcludeController()
@Controller('problems')
@OpenToAnyone('an explanation of errors holds no data')
export class ProblemsController {
  readonly #explained: ReadonlyMap<string, ExplainedProblem>;

  constructor(@Inject(HTTP_OPTIONS) options: HttpOptions) {
    const kinds = [...Object.values(PROBLEMS), ...(options.problems ?? [])];
    this.#explained = new Map(kinds.map((kind) => [kind.code, { type: problemType(kind.code), ...kind }]));
  }

  @Get()
  all(): readonly ExplainedProblem[] {
    return [...this.#explained.values()];
  }

  @Get(':code')
  one(@Param('code') code: string): ExplainedProblem {
    const explained = this.#explained.get(code);
    if (explained === undefined) throw new Problem(PROBLEMS['not-found']);
    return explained;
  }
}
