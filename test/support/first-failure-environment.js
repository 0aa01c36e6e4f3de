import PureEnvironment from './pure-environment.js';

/** The pure core's environment, for mutants: one test that fails is enough to notice one, so the tests after it are skipped. */
export default class FirstFailureEnvironment extends PureEnvironment {
  #failed = false;

  async handleTestEvent(event) {
    if (event.name === 'test_fn_failure' || event.name === 'hook_failure') this.#failed = true;
    if (event.name === 'test_start' && this.#failed) event.test.mode = 'skip';
  }
}
