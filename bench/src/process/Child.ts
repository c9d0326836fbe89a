import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Call, Calls, Returned } from './calls.ts';

/** A child process that answers calls. Load runs in one or two of them, so that measuring has a core to itself. */
export class Child<C extends Calls> {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #called = 0;

  private constructor(child: ChildProcess) {
    this.#process = child;
    // Both ends of the channel run this code, so nothing else writes here.
    child.on('message', (message) => this.#onReturned(message as Returned));
    child.once('exit', (code) => this.#onExit(code));
  }

  /** @param module URL of a module that ends with `serveCalls` */
  static start<C extends Calls>(module: URL, environment: Readonly<Record<string, string>> = {}): Child<C> {
    return new Child<C>(
      fork(fileURLToPath(module), [], {
        env: { ...process.env, ...environment },
        // Output of the load must not get into the line that machines read.
        stdio: ['ignore', 2, 'inherit', 'ipc'],
      }),
    );
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Rejects with the error of the call, or when the process ends. */
  call<K extends keyof C & string>(name: K, input: Parameters<C[K]>[0]): Promise<Awaited<ReturnType<C[K]>>> {
    this.#called += 1;
    const call: Call = { id: this.#called, name, input };
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(call.id, answer);
    this.#process.send(call);
    // The other end runs the function with this type.
    return answer.promise as Promise<Awaited<ReturnType<C[K]>>>;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(timer);
  }

  #onReturned(returned: Returned): void {
    const answer = this.#waiting.get(returned.id);
    this.#waiting.delete(returned.id);
    if ('error' in returned) answer?.reject(new Error(returned.error));
    else answer?.resolve(returned.value);
  }

  #onExit(code: number | null): void {
    for (const answer of this.#waiting.values()) answer.reject(new Error(`A load process ended with ${code}.`));
    this.#waiting.clear();
  }
}
