import { parseArgs } from 'node:util';
import { print, type Report } from './report.ts';
import { meeting } from './scenarios/meeting.ts';

type Scenario = (options: Readonly<Record<string, number>>) => Promise<Report>;

/** Every scenario, with its options and their defaults: whole numbers above zero. */
const scenarios: Readonly<
  Record<string, { readonly run: Scenario; readonly options: Readonly<Record<string, number>> }>
> = {
  meeting: { run: meeting, options: { browsers: 3, seconds: 10 } },
};

function usage(): never {
  const lines = Object.entries(scenarios).map(
    ([name, { options }]) =>
      `  ${name} ${Object.entries(options)
        .map(([option, value]) => `[--${option} ${value}]`)
        .join(' ')} [--json]`,
  );
  process.stderr.write(`Usage: npm run bench -- SCENARIO\n${lines.join('\n')}\n`);
  process.exit(2);
}

async function main(): Promise<void> {
  const [name = '', ...rest] = process.argv.slice(2);
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (!scenario) usage();
  const wanted = Object.fromEntries(
    Object.keys(scenario.options).map((option) => [option, { type: 'string' as const }]),
  );
  const { values } = parseArgs({ args: rest, options: { ...wanted, json: { type: 'boolean' } } });
  const options: Record<string, number> = { ...scenario.options };
  for (const option of Object.keys(options)) {
    const given = Reflect.get(values, option);
    if (given === undefined) continue;
    options[option] = Number(given);
    if (!Number.isInteger(options[option]) || Number(given) < 1) usage();
  }
  const report = await scenario.run(options);
  print(report, values.json === true);
  process.exitCode = report.pass && report.void === undefined ? 0 : 1;
}

await main();
