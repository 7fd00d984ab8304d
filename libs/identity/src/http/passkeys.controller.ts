import type { Person } from '@bali/access';
import { Action, CurrentPerson, Origin, type RequestOrigin, TriesCredentials } from '@bali/http';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Passkeys } from '../passkeys/passkeys.js';
import { AsksForPasswords } from './asks-for-passwords.js';
import { OneTimeCodeDto } from './identity.dto.js';
import {
  PasskeyAnswer,
  PasskeyOptionsAnswer,
  PasskeyParameter,
  PasskeyRegistrationDto,
  PasskeysAnswer,
} from './passkey.dto.js';

/** One's own passkeys, to sign with. */
@ApiTags('Sessions')
@Controller('passkeys')
export class PasskeysController {
  readonly #passkeys: Passkeys;

  constructor(@Inject(Passkeys) passkeys: Passkeys) {
    this.#passkeys = passkeys;
  }

  @ApiOperation({ summary: 'My passkeys, with which I can sign' })
  @ApiOkResponse({ type: PasskeysAnswer })
  @Get()
  @Action('manage-own-access')
  async listPasskeys(@CurrentPerson() person: Person): Promise<PasskeysAnswer> {
    const passkeys = await this.#passkeys.of(person);
    return new PasskeysAnswer(passkeys.map((passkey) => new PasskeyAnswer(passkey)));
  }

  @ApiOperation({ summary: 'Begins to register a passkey; asks for all credentials again' })
  @ApiCreatedResponse({ type: PasskeyOptionsAnswer })
  @Post('options')
  @AsksForPasswords()
  @Action('manage-own-access')
  @TriesCredentials()
  async beginPasskey(
    @Body() body: OneTimeCodeDto,
    @CurrentPerson() person: Person,
    @Origin() { source }: RequestOrigin,
  ): Promise<PasskeyOptionsAnswer> {
    return new PasskeyOptionsAnswer(await this.#passkeys.begin(person, body, source));
  }

  @ApiOperation({ summary: 'Registers a passkey: it can be signed with from now on' })
  @ApiNoContentResponse()
  @Post()
  @AsksForPasswords()
  @HttpCode(204)
  @Action('manage-own-access')
  registerPasskey(
    @Body() body: PasskeyRegistrationDto,
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.#passkeys.register(person, body, origin);
  }

  @ApiOperation({ summary: 'Revokes a passkey: nothing can be signed with it from now on' })
  @ApiNoContentResponse()
  @Post(':credential/revocation')
  @HttpCode(204)
  @Action('manage-own-access')
  revokePasskey(
    @Param() { credential }: PasskeyParameter,
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
  ): Promise<void> {
    return this.#passkeys.revoke(person, credential, origin);
  }
}
