import type { Person } from '@bali/access';
import { Action, CurrentPerson, OpenToAnyone, Origin, type RequestOrigin, TriesCredentials } from '@bali/http';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OwnCredentials } from '../accounts/own-credentials.js';
import { Sessions } from '../sessions/sessions.js';
import { AsksForPasswords } from './asks-for-passwords.js';
import { OneTimeCodeAnswer, RecoveryCodesAnswer, SessionAnswer, SignedInAnswer } from './identity-answers.js';
import { ChangePasswordDto, OneTimeCodeDto, SignInDto } from './identity.dto.js';

/** Signing in and out, and one's own credentials. None of it has an Idempotency-Key: no secret is hashed into an event. */
@ApiTags('Sessions')
@Controller()
export class SessionsController {
  readonly #sessions: Sessions;
  readonly #ownCredentials: OwnCredentials;

  constructor(@Inject(Sessions) sessions: Sessions, @Inject(OwnCredentials) ownCredentials: OwnCredentials) {
    this.#sessions = sessions;
    this.#ownCredentials = ownCredentials;
  }

  @ApiOperation({ summary: 'Signs in: begins a session in one role' })
  @ApiCreatedResponse({ type: SignedInAnswer })
  @Post('sessions')
  @AsksForPasswords()
  @OpenToAnyone('whoever signs in has no token yet')
  @TriesCredentials()
  async signIn(@Body() body: SignInDto, @Origin() origin: RequestOrigin): Promise<SignedInAnswer> {
    return new SignedInAnswer(await this.#sessions.signIn(body, origin));
  }

  @ApiOperation({ summary: 'Who I am, in which role, and until when' })
  @ApiOkResponse({ type: SessionAnswer })
  @Get('sessions/current')
  @Action('manage-own-access')
  async readSession(@CurrentPerson() person: Person): Promise<SessionAnswer> {
    return new SessionAnswer(person, await this.#sessions.expiryOf(person));
  }

  @ApiOperation({ summary: 'Signs out: ends this session at once' })
  @ApiNoContentResponse()
  @Delete('sessions/current')
  @HttpCode(204)
  @Action('manage-own-access')
  signOut(@CurrentPerson() person: Person, @Origin() origin: RequestOrigin): Promise<void> {
    return this.#sessions.signOut(person, origin);
  }

  @ApiOperation({ summary: 'Changes a password, also an initial one; ends every session of the account' })
  @ApiNoContentResponse()
  @Post('password')
  @AsksForPasswords()
  @HttpCode(204)
  @OpenToAnyone('nobody can sign in with an initial password; the former password is asked for')
  @TriesCredentials()
  changePassword(@Body() body: ChangePasswordDto, @Origin() origin: RequestOrigin): Promise<void> {
    return this.#ownCredentials.changePassword(body, origin);
  }

  @ApiOperation({ summary: 'Begins to set up one-time codes; asks for all credentials again' })
  @ApiCreatedResponse({ type: OneTimeCodeAnswer })
  @Post('one-time-code')
  @AsksForPasswords()
  @Action('manage-own-access')
  @TriesCredentials()
  async beginOneTimeCode(
    @Body() body: OneTimeCodeDto,
    @CurrentPerson() person: Person,
    @Origin() { source }: RequestOrigin,
  ): Promise<OneTimeCodeAnswer> {
    const ownCredentials = this.#ownCredentials;
    return new OneTimeCodeAnswer(await ownCredentials.beginOneTimeCode(person, body, source));
  }

  @ApiOperation({ summary: 'Confirms one-time codes by one of them: needed from now on' })
  @ApiNoContentResponse()
  @Post('one-time-code/confirmation')
  @AsksForPasswords()
  @HttpCode(204)
  @Action('manage-own-access')
  @TriesCredentials()
  confirmOneTimeCode(
    @Body() { oneTimeCode = '' }: OneTimeCodeDto,
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.#ownCredentials.confirmOneTimeCode(person, oneTimeCode, origin);
  }

  @ApiOperation({
    summary: 'Makes ten recovery codes, in place of all former ones; asks for all credentials again',
    description:
      'For an emergency physician. A code takes the place of a one-time code when the physician signs in or opens a code in an ' +
      'emergency, once, and is good for nothing else.',
  })
  @ApiCreatedResponse({ type: RecoveryCodesAnswer })
  @Post('recovery-codes')
  @AsksForPasswords()
  @Action('make-recovery-codes')
  @TriesCredentials()
  async makeRecoveryCodes(
    @Body() body: OneTimeCodeDto,
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<RecoveryCodesAnswer> {
    return new RecoveryCodesAnswer(await this.#ownCredentials.makeRecoveryCodes(person, body, origin));
  }
}
