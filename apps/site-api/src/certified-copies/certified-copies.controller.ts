import type { Person } from '@bali/access';
import { Action, clientGone, CurrentPerson, Origin, type RequestOrigin } from '@bali/http';
import { CertifiedCopies } from '@bali/queries';
import { SiteParameter } from '@bali/recording';
import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

/** What a site keeps of all that was recorded about its patients: the sponsor has no exclusive control of it. */
@ApiTags('Receipts')
@Controller('certified-copies/:site')
@Action('make-certified-copies')
export class CertifiedCopiesController {
  readonly #copies: CertifiedCopies;

  constructor(@Inject(CertifiedCopies) copies: CertifiedCopies) {
    this.#copies = copies;
  }

  @ApiOperation({
    summary: 'A certified copy of the records of a site, as a zip file that proves itself offline',
    description:
      'The events of its own patients and of the trial, and of every other event the hash alone; it is verified against the same ' +
      'signed checkpoint as the whole ledger. That it is made is an event of the access ledger, recorded before it is sent.',
  })
  @Get()
  @ApiOkResponse({
    description: 'The zip file; README.html in it says what it is, and how to verify it',
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  async makeCertifiedCopy(
    @CurrentPerson() person: Person,
    @Origin() origin: RequestOrigin,
    @Param() { site }: SiteParameter,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { treeSize, bytes, content } = await this.#copies.make(site, { person, ...origin }, clientGone(reply));
    void reply
      .headers({
        'content-type': 'application/zip',
        'content-length': bytes,
        'content-disposition': `attachment; filename="bali-${site}-${treeSize}.zip"`,
      })
      .send(content);
  }
}
