import { OneAtATime } from '@bali/queue';

/** Something that is open, and has to be closed. */
export interface Closable {
  close(): Promise<void>;
}

/**
 * What an application has opened. It is closed in the reverse order, so that each resource is closed before those that it was
 * made from: Nest calls `onApplicationShutdown` when every request is answered and every stream has ended.
 */
export class OpenedResources implements Closable {
  readonly #opened: Closable[] = [];
  readonly #openings = new OneAtATime();
  #closing = false;

  /**
   * Opens a resource once those that were asked for before are open, and keeps it to be closed: nothing is left open, however far
   * the opening has come when another one fails.
   * @throws what `open` throws
   */
  open<Resource extends Closable>(open: () => Resource | Promise<Resource>): Promise<Resource> {
    return this.#openings.run(async () => {
      if (this.#closing) throw new Error('the application is being closed: nothing is opened any more');
      const resource = await open();
      this.#opened.push(resource);
      return resource;
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#openings.idle();
    for (let last = this.#opened.pop(); last !== undefined; last = this.#opened.pop()) await last.close();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}
