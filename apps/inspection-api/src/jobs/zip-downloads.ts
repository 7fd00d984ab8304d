import { clientGone, Shares } from '@bali/http';
import type { FastifyReply } from 'fastify';
import { createReadStream } from 'node:fs';

/** An open file and a connection each. */
const DOWNLOADS = { perAccount: 5, perAddress: 50, inAll: 100 };

interface ZipFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

/** Sends zip files, to nobody too many at once. */
export class ZipDownloads {
  readonly #shares: Shares;

  /** @param what such as `downloads of packages` */
  constructor(what: string) {
    this.#shares = new Shares(what, DOWNLOADS);
  }

  send(reply: FastifyReply, { path, name, bytes }: ZipFile): FastifyReply {
    this.#shares.takeWhileOpen(reply);
    // A client that takes nothing of it for a minute is let go.
    clientGone(reply);
    return reply
      .headers({
        'content-type': 'application/zip',
        'content-length': bytes,
        'content-disposition': `attachment; filename="${name}"`,
      })
      .send(createReadStream(path));
  }
}
