import 'reflect-metadata';
import { serveSiteApi } from './serve.js';

try {
  await serveSiteApi(process.env);
} catch (error) {
  // What keeps it from starting is told in words; a stack helps nobody who only set a variable wrongly.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
