/** One step of a path, with absolute coordinates; curves have two control points. */
export type Step =
  | { readonly kind: 'move' | 'line'; readonly to: readonly [number, number] }
  | { readonly kind: 'curve'; readonly points: readonly [number, number, number, number, number, number] }
  | { readonly kind: 'close' };

/** Parses path data with absolute M, L, C, Q and Z. PDF has no quadratic curves, so they become cubic ones. */
export function stepsOf(d: string): readonly Step[] {
  const steps: Step[] = [];
  let [x, y] = [0, 0];
  for (const [, letter = '', rest = ''] of d.matchAll(/([MLCQZ])([^MLCQZ]*)/g)) {
    const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) ?? []).map(Number);
    if (letter === 'Z') steps.push({ kind: 'close' });
    const size = { M: 2, L: 2, Q: 4, C: 6 }[letter] ?? numbers.length + 1;
    for (let at = 0; at + size <= numbers.length; at += size) {
      const step = stepOf(letter, numbers.slice(at, at + size), [x, y]);
      steps.push(step);
      [x = 0, y = 0] = numbers.slice(at + size - 2, at + size);
    }
  }
  return steps;
}

function stepOf(letter: string, numbers: readonly number[], [fromX, fromY]: readonly [number, number]): Step {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers;
  if (letter === 'C') return { kind: 'curve', points: [a, b, c, d, e, f] };
  if (letter !== 'Q') return { kind: letter === 'M' ? 'move' : 'line', to: [a, b] };
  const third = (from: number, control: number) => from + ((control - from) * 2) / 3;
  return { kind: 'curve', points: [third(fromX, a), third(fromY, b), third(c, a), third(d, b), c, d] };
}
