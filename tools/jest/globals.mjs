// What tests import as `@jest/globals`. A module is loaded once for all suites of a worker, and each suite has functions of its own:
// these pass everything on to those of the suite that is running.
let current = {};

/** For the framework: what `describe`, `it` and all others are until the next suite begins. */
export function handIn(globals) {
  current = globals;
}

const passedOn = (name) =>
  new Proxy(() => undefined, {
    apply: (_, __, args) => current[name](...args),
    get: (_, property) => current[name][property],
  });

export const afterAll = passedOn('afterAll');
export const afterEach = passedOn('afterEach');
export const beforeAll = passedOn('beforeAll');
export const beforeEach = passedOn('beforeEach');
export const describe = passedOn('describe');
export const expect = passedOn('expect');
export const it = passedOn('it');
export const jest = passedOn('jest');
export const test = passedOn('test');
