import { type Person, SESSION_TOKEN_PATTERN } from '@bali/access';
import {
  Action,
  CurrentPerson,
  OpenToAnyone,
  Origin,
  pageCookieIn,
  requireOwnOrigin,
  type RequestOrigin,
  setPageCookie,
  TriesCredentials,
} from '@bali/http';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AUTHENTICATION, type Authentication } from '../authentication.js';
import { Sessions } from '../sessions/sessions.js';
import { AsksForPasswords } from './asks-for-passwords.js';
import { SessionAnswer, SignInOfferAnswer } from './identity-answers.js';
import { SignInDto } from './identity.dto.js';
import { givePageSession } from './page-session.js';

/**
 * Sessions of the pages: the token is in a cookie that no script reads. With it, a command is taken from the pages of this server
 * alone. An API that serves no pages does not mount this.
 */
@ApiTags('Sessions')
@Controller('page-sessions')
export class PageSessionsController {
  readonly #sessions: Sessions;
  readonly #authentication: Authentication;

  constructor(@Inject(Sessions) sessions: Sessions, @Inject(AUTHENTICATION) authentication: Authentication) {
    this.#sessions = sessions;
    this.#authentication = authentication;
  }

  @ApiOperation({ summary: 'How people sign in on the pages of this installation' })
  @ApiOkResponse({ type: SignInOfferAnswer })
  @Get('offer')
  @OpenToAnyone('whoever wants to sign in has no session yet')
  readOffer(): SignInOfferAnswer {
    const { asksForPasswords, identity } = this.#authentication;
    return new SignInOfferAnswer(asksForPasswords, identity.installation, identity.passkeys.origin);
  }

  @ApiOperation({
    summary: 'Signs in on a page: begins a session, whose token stands in a cookie',
    description: 'The `Origin` of the request must be that of this server. Nobody gets the token to see.',
  })
  @ApiCreatedResponse({ type: SessionAnswer })
  @Post()
  @AsksForPasswords()
  @OpenToAnyone('whoever signs in has no session yet')
  @TriesCredentials()
  async signInOnPage(
    @Body() body: SignInDto,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    requireOwnOrigin(request);
    const deviceToken = body.deviceToken ?? pageCookieIn(request, { deviceOf: body.userId });
    const known = deviceToken !== undefined && SESSION_TOKEN_PATTERN.test(deviceToken) ? { deviceToken } : {};
    const { userId, password, oneTimeCode, recoveryCode, role } = body;
    const codes = { ...(oneTimeCode && { oneTimeCode }), ...(recoveryCode && { recoveryCode }) };
    const given = { userId, password, ...codes, ...(role && { role }), ...known };
    return givePageSession(await this.#sessions.signIn(given, origin), request, reply);
  }

  @ApiOperation({ summary: 'Signs out on a page: ends the session at once, and takes its cookie away' })
  @ApiNoContentResponse()
  @Delete('current')
  @HttpCode(204)
  @Action('manage-own-access')
  async signOutOnPage(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.#sessions.signOut(person, origin);
    setPageCookie({ request, reply }, 'session', '', 0);
  }
}
