import { readFileSync } from 'node:fs';

const minute = 60_000;

/**
 * A vitest reporter that ends a run in which no test has finished for ten minutes, with exit code 1 and the names of
 * the tests under way. Vitest's own limits cannot end a test whose process computes for ever; without this, such a
 * run stops only when CI's time is over, and nothing says why.
 */
// oxlint-disable-next-line import/no-default-export -- vitest loads a reporter by its default export.
export default class StallReporter {
  #underWay = new Map();
  #timer;
  #limit;
  #say;
  #end;

  /** `limit` in ms. */
  constructor({ limit = 10 * minute, say = (text) => process.stderr.write(`${text}\n`), end = endProcess } = {}) {
    this.#limit = limit;
    this.#say = say;
    this.#end = end;
  }

  onTestRunStart() {
    this.#wait();
  }

  onTestRunEnd() {
    clearTimeout(this.#timer);
  }

  onTestModuleQueued({ moduleId }) {
    this.#underWay.set(moduleId, moduleId);
    this.#wait();
  }

  onTestCaseReady({ fullName, module }) {
    this.#underWay.set(module.moduleId, `${module.moduleId}: ${fullName}`);
  }

  onTestCaseResult() {
    this.#wait();
  }

  onTestModuleEnd({ moduleId }) {
    this.#underWay.delete(moduleId);
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stalled(), this.#limit);
  }

  #stalled() {
    this.#say(`✗ No test has finished for ${Math.round(this.#limit / minute)} min. Under way:`);
    for (const name of this.#underWay.values()) this.#say(`    ${name}`);
    this.#end();
  }
}

// A test process that computes for ever does not notice that vitest has gone.
function endProcess() {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
  for (const id of children) process.kill(Number(id), 'SIGKILL');
  process.exit(1);
}
