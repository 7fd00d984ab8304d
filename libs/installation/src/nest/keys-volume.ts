import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { statSync } from 'node:fs';
import type { DataDirectory } from '../data-directory.js';
import type { OperatorLog } from './installation.module.js';
import { DATA_DIRECTORY, OPERATOR_LOG } from './tokens.js';

/** Warns at the start when the keys lie on the volume of the data: a person who has the one then has the other. */
@Injectable()
export class KeysVolume implements OnModuleInit {
  readonly #directory: DataDirectory;
  readonly #log: OperatorLog;

  constructor(@Inject(DATA_DIRECTORY) directory: DataDirectory, @Inject(OPERATOR_LOG) log: OperatorLog) {
    this.#directory = directory;
    this.#log = log;
  }

  onModuleInit(): void {
    const volume = volumeOf(this.#directory.keys);
    if (volume === undefined || volume !== volumeOf(this.#directory.path)) return;
    this.#log.warn(
      { setting: 'BALI_KEYS' },
      'The keys lie on the same volume as the data: a person who can write the data can write the keys. Set BALI_KEYS.',
    );
  }
}

function volumeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev;
}
