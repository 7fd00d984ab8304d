import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { statSync } from 'node:fs';
import type { DataDirectory } from '../data-directory.js';
import type { OperatorLog } from './installation.module.js';
import { DATA_DIRECTORY, OPERATOR_LOG } from './tokens.js';

/** Warns at the start when the keys lie on the volume of the data: a person who has the one then has the other. */
@Injectable()
export class KeysVolume implements OnModuleInit {
  constructor(
    @Inject(DATA_DIRECTORY) private readonly directory: DataDirectory,
    @Inject(OPERATOR_LOG) private readonly log: OperatorLog,
  ) {}

  onModuleInit(): void {
    const [keys, data] = [this.directory.keys, this.directory.path].map((path) =>
      statSync(path, { throwIfNoEntry: false }),
    );
    if (keys === undefined || data === undefined || keys.dev !== data.dev) return;
    this.log.warn(
      { setting: 'BALI_KEYS' },
      'The keys lie on the same volume as the data: a person who can write the data can write the keys. Set BALI_KEYS.',
    );
  }
}
