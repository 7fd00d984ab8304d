import { type Person, USER_ID_PATTERN } from '@bali/access';
import { Code, OpenToAnyone, Origin, Problem, PROBLEMS, requireOwnOrigin, type RequestOrigin } from '@bali/http';
import { AUTHENTICATION, type Authentication, givePageSession } from '@bali/identity';
import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The token of the {@link DemoPeople}. */
export const DEMO_PEOPLE = Symbol('DemoPeople');

export interface DemoPeople {
  readonly people: readonly Person[];
  readonly passwordOf: (person: Person) => string;
}

class DemoSignInDto {
  @Code({ description: 'the account', pattern: USER_ID_PATTERN, called: 'the identifier of an account' })
  readonly userId!: string;
}

const OWN_MACHINE = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;

/**
 * Signs a visitor of the demo in as one of its simulated people. A page that came by another name of this machine gets nothing: a
 * stranger's page that leads its own name here (DNS rebinding) is such a page.
 */
@ApiExcludeController()
@Controller('demo')
@OpenToAnyone('the passwords of a demo can be known to anybody')
export class DemoSignInController {
  readonly #people: DemoPeople;
  readonly #authentication: Authentication;

  constructor(@Inject(DEMO_PEOPLE) people: DemoPeople, @Inject(AUTHENTICATION) authentication: Authentication) {
    this.#people = people;
    this.#authentication = authentication;
  }

  @Get('people')
  listPeople(@Req() request: FastifyRequest): readonly Person[] {
    requireOwnMachine(request);
    return this.#people.people;
  }

  @Post('sessions')
  async enter(
    @Body() { userId }: DemoSignInDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    requireOwnMachine(request);
    requireOwnOrigin(request);
    const person = this.#people.people.find((somebody) => somebody.userId === userId);
    if (person === undefined) throw new Problem(PROBLEMS['not-found']);
    const { sessions } = this.#authentication.identity;
    const password = this.#people.passwordOf(person);
    return givePageSession(await sessions.signIn({ userId, password }, origin), request, reply);
  }
}

/** @throws Problem `another-origin` */
function requireOwnMachine({ host }: FastifyRequest): void {
  if (!OWN_MACHINE.test(host.toLowerCase())) throw new Problem(PROBLEMS['another-origin']);
}
