// What jest asks of an environment, without a context of its own: `framework.mjs` says why. What jest puts on `global` (a console
// that keeps what is printed) stays here; the framework hands it to the suite.
export default class OneContext {
  global = { process: {} };
  moduleMocker = { restoreAllMocks: () => undefined };
  fakeTimers = null;
  fakeTimersModern = null;

  async setup() {}
  async teardown() {}
  getVmContext() {
    return null;
  }
  exportConditions() {
    return ['node', 'node-addons'];
  }
}
