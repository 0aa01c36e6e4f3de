import { TestEnvironment } from 'jest-environment-node';

/** Jest's node environment without a clock, chance or network: the pure core may use none of them. */
export default class PureEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    const forbid = (name) => () => {
      throw new Error(`${name} was called in the pure core: pass the value as an argument`);
    };
    this.global.fetch = forbid('fetch');
    // fast-check and Jest themselves need Math.random and Date: only calls from the core are refused.
    const core = /src[\\/]investigation[\\/](?!.*\.test\.ts)/;
    const guarded = (name, original) =>
      function guardedCall(...args) {
        const caller = new Error().stack?.split('\n')[2] ?? '';
        if (core.test(caller)) forbid(name)();
        return original.apply(this, args);
      };
    this.global.Math.random = guarded('Math.random', this.global.Math.random);
    this.global.Date.now = guarded('Date.now', this.global.Date.now);
  }
}
