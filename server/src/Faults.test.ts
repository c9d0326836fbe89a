import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

/** Runs some lines of code in a process that watches its faults; returns its exit code and output. */
async function run(lines: string): Promise<{ code: unknown; said: string }> {
  const program = `
    const { Faults } = await import(${JSON.stringify(new URL('./Faults.ts', import.meta.url))});
    const { createLog } = await import(${JSON.stringify(new URL('./log.ts', import.meta.url))});
    const { alone } = await import(${JSON.stringify(new URL('./media/alone.ts', import.meta.url))});
    const faults = Faults.watch(process, createLog('info'));
    ${lines}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return { code, said };
}

it('an uncaught rejection is logged with an id and counted, and the process continues', async () => {
  const { code, said } = await run(`
    Promise.reject(new Error('stray'));
    alone(Promise.reject(new Error('engine')));
    setTimeout(() => console.log('alive after ' + faults.count), 50);
  `);
  expect(code).toBe(0);
  expect(said).toContain('alive after 2');
  expect(said).toMatch(/"id":"[\w-]{36}".*an uncaught rejection/);
  expect(said).toMatch(/engine.*must not reject/);
});

it('an uncaught exception is logged and ends the process', async () => {
  const { code, said } = await run(
    `setTimeout(() => { throw new Error('half done'); }); setInterval(() => {}, 1_000);`,
  );
  expect(code).toBe(1);
  expect(said).toMatch(/half done.*"id":"[\w-]{36}"/);
});
