/** Writes one line about the course of a run to stderr; stdout is for results. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
