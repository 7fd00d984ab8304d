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
  #closed: Promise<void> | undefined;

  /**
   * Opens a resource once those that were asked for before are open, and keeps it to be closed: nothing is left open, however far
   * the opening has come when another one fails.
   * @throws what `open` throws
   */
  open<Resource extends Closable>(open: () => Resource | Promise<Resource>): Promise<Resource> {
    return this.#openings.run(async () => {
      if (this.#closed !== undefined) throw new Error('the application is being closed: nothing is opened any more');
      const resource = await open();
      this.#opened.push(resource);
      return resource;
    });
  }

  /** Closes what is open once what is being opened is open too. Whoever calls it again waits for the same end. */
  close(): Promise<void> {
    this.#closed ??= this.#letGo();
    return this.#closed;
  }

  /**
   * Makes something of what is opened here. When the signal is aborted meanwhile, nothing more is opened and all is closed at once, so
   * that what is being made fails. Nothing stays open when it fails.
   * @throws what `make` throws
   */
  async making<Made>(make: () => Promise<Made>, stop?: AbortSignal): Promise<Made> {
    const close = () => void this.close().catch(() => undefined);
    if (stop?.aborted === true) close();
    stop?.addEventListener('abort', close);
    try {
      return await make();
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      stop?.removeEventListener('abort', close);
    }
  }

  async #letGo(): Promise<void> {
    await this.#openings.idle();
    for (let last = this.#opened.pop(); last !== undefined; last = this.#opened.pop()) await last.close();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}
