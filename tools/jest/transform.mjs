// How jest gets from TypeScript to JavaScript. Jest keeps what comes of it in its own cache.
import { keyOf, transpile } from '../transpile.mjs';

export default {
  process: (text, fileName) => ({ code: transpile(text, fileName) }),
  getCacheKey: (text, fileName) => keyOf(text, fileName),
};
