import 'reflect-metadata';
import { serveUntilSignal } from '@bali/installation';
import { serveSiteApi } from './serve.js';

try {
  await serveUntilSignal((stop) => serveSiteApi(process.env, stop));
} catch (error) {
  // What keeps it from starting is told in words; a stack helps nobody who only set a variable wrongly.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
