/** Says in the output of `npm test` how often something was tried, by the number of the security test. */
export function counted(id: string, count: number, words: string): void {
  process.stdout.write(`${id}: ${count} ${words}.\n`);
}
