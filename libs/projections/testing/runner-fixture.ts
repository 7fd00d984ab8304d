import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { EventStore } from '@bali/event-store';
import { type Projection, ProjectionRunner } from '@bali/projections';

/** Collects what a runner tells an operator. */
class CollectedLog {
  readonly lines: string[] = [];

  info(_details: object, message: string): void {
    this.lines.push(message);
  }

  error(details: object, message: string): void {
    this.lines.push(`${message}: ${String((details as { err?: unknown }).err)}`);
  }
}

/** A directory that is gone with the test, and the runners in it. */
export class RunnerFixture implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'bali-projections-'));
  readonly path = join(this.directory, 'projections.db');
  readonly log = new CollectedLog();
  readonly #runners: ProjectionRunner[] = [];

  open(store: EventStore, projections: readonly Projection[], path = this.path): ProjectionRunner {
    const runner = new ProjectionRunner({ path, store, projections, log: this.log });
    this.#runners.push(runner);
    return runner;
  }

  /** Opens a runner and waits until it has caught up. */
  async start(store: EventStore, projections: readonly Projection[], path = this.path): Promise<ProjectionRunner> {
    const runner = this.open(store, projections, path);
    runner.start();
    await runner.ready();
    return runner;
  }

  async close(runner: ProjectionRunner): Promise<void> {
    this.#runners.splice(this.#runners.indexOf(runner), 1);
    await runner.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const runner of this.#runners) await runner.close();
    rmSync(this.directory, { recursive: true });
  }
}

/** Every row of the given tables, in the order of their keys. */
export function contentsOf(database: DatabaseSync, tables: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(tables.map((table) => [table, database.prepare(`SELECT * FROM "${table}"`).all()]));
}
