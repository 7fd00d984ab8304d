export const ANOTHER_HISTORY =
  'the data directory holds another history than this demo makes; give it a directory of its own';
