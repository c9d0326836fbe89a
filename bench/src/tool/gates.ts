import { assertNever } from '@plenum/shared/core/errors';
import { Trouble } from './Trouble.ts';
import type { Summary } from './Summary.ts';

/** The figures that a gate can hold to a bound: their unit, and where the summary has them. */
const figures = {
  loss: { unit: '%', of: ({ loss }) => share(loss) },
  'sound.loss': { unit: '%', of: ({ soundLoss }) => share(soundLoss) },
  'sound.p50': { unit: 'ms', of: ({ soundDelayMs }) => soundDelayMs?.p50 },
  'sound.p99': { unit: 'ms', of: ({ soundDelayMs }) => soundDelayMs?.p99 },
  'join.p50': { unit: 'ms', of: ({ joinMs }) => joinMs?.p50 },
  'join.p95': { unit: 'ms', of: ({ joinMs }) => joinMs?.p95 },
  'join.max': { unit: 'ms', of: ({ joinMs }) => joinMs?.max },
  'chat.p99': { unit: 'ms', of: ({ chatMs }) => chatMs?.p99 },
  'chat.missing': { unit: '', of: ({ chatMissing }) => chatMissing },
  'board.p99': { unit: 'ms', of: ({ boardMs }) => boardMs?.p99 },
  failed: { unit: '', of: ({ failed }) => failed },
  connected: { unit: '%', of: ({ connected }) => share(connected) },
  drops: { unit: '', of: ({ drops }) => drops },
  freezes: { unit: 's', of: ({ browser }) => browser?.frozenSeconds },
  concealed: { unit: '%', of: ({ browser }) => share(browser?.concealed) },
  'picture.delay': { unit: 'ms', of: ({ browser }) => browser?.pictureDelayMs },
  'lips.apart': { unit: 'ms', of: ({ browser }) => browser?.lipsMs && Math.abs(browser.lipsMs) },
  'memory.slope': { unit: '%/h', of: ({ server }) => server?.memoryPercentPerHour },
} as const satisfies Readonly<Record<string, { unit: string; of: (summary: Summary) => number | undefined }>>;

/** The names of all figures that a gate can use. */
const gateNames = Object.keys(figures);

/** A bound that a figure must keep. */
export interface Gate {
  readonly text: string;
  readonly figure: keyof typeof figures;
  readonly is: '<' | '<=' | '>' | '>=';
  readonly bound: number;
}

/** What became of a gate. `value` is undefined when nothing was measured: then the gate does not hold. */
export interface Judged {
  readonly gate: Gate;
  readonly value: number | undefined;
  readonly unit: string;
  readonly holds: boolean;
}

/** Reads `loss<0.1%` or `join.p95 <= 2s`. @throws Trouble */
export function readGate(text: string): Gate {
  const [, name = '', is, amount, unit = ''] =
    /^\s*([a-zA-Z0-9.]+)\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*(%\/h|%|ms|s)?\s*$/.exec(text) ?? [];
  if (is === undefined) throw new Trouble(`--gate "${text}" is not understood.`, 'An example: --gate "loss<0.1%"');
  const figure = Object.hasOwn(figures, name) ? (name as keyof typeof figures) : undefined;
  if (!figure) throw new Trouble(`--gate "${text}": there is no figure ${name}.`, `Figures: ${gateNames.join(', ')}.`);
  const wanted: string = figures[figure].unit;
  const factor = wanted === 'ms' && unit === 's' ? 1_000 : wanted === 's' && unit === 'ms' ? 0.001 : 1;
  if (unit !== '' && unit !== wanted && factor === 1)
    throw new Trouble(`--gate "${text}": ${name} is measured in ${wanted === '' ? 'pieces' : wanted}, not in ${unit}.`);
  return { text: text.trim(), figure, is: is as Gate['is'], bound: Number(amount) * factor };
}

export function judgeGates(gates: readonly Gate[], summary: Summary): Judged[] {
  return gates.map((gate) => {
    const { unit, of } = figures[gate.figure];
    const value = of(summary);
    return { gate, value, unit, holds: value !== undefined && compare(value, gate) };
  });
}

function compare(value: number, { is, bound }: Gate): boolean {
  switch (is) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    default:
      return assertNever(is);
  }
}

/** A share from 0 to 1 in percent. */
function share(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 100;
}
