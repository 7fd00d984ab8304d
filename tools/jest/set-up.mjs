import { bundle } from './bundled.mjs';
import { setUp } from './temporary-directories.mjs';

export default async function () {
  setUp();
  await bundle();
}
