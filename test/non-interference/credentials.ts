import { argon2idHasher } from '@bali/access';

/** Everyone's. */
export const PASSWORD = 'a password that is nowhere in the record';

/** Passwords that are hashed in no time. */
export const HASHER = argon2idHasher({ memoryKiB: 8, passes: 1, parallelism: 1 });

/** As they were hashed before: whoever signs in has theirs hashed anew, and bound. */
export const FORMER_HASHER = argon2idHasher({ memoryKiB: 16, passes: 1, parallelism: 1 });
