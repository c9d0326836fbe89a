/** A point of the curve; undefined is the point at infinity, the sum's zero. */
export type Point = { readonly x: bigint; readonly y: bigint } | undefined;

// NIST P-256: y² = x³ - 3x + b over the integers modulo p, with n points.
const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** How many points there are: a prime, so every point but zero is as good as any other. */
export const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function mod(value: bigint, modulus: bigint = p): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** The number that gives 1 when multiplied with `value`, by Euclid. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [high, low, before, now] = [modulus, mod(value, modulus), 0n, 1n];
  while (low > 1n) {
    const quotient = high / low;
    [high, low, before, now] = [low, high - quotient * low, now, before - quotient * now];
  }
  return mod(now, modulus);
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

/** One of the two points above `x`; undefined when there is none, as for every second `x`. */
export function pointAt(x: bigint): Point {
  if (x < 0n || x >= p) return undefined;
  const square = mod(x * x * x - 3n * x + b);
  const y = power(square, (p + 1n) / 4n);
  return mod(y * y) === square ? { x, y } : undefined;
}

function add(left: Point, right: Point): Point {
  if (!left) return right;
  if (!right) return left;
  if (left.x === right.x && mod(left.y + right.y) === 0n) return undefined;
  const slope =
    left.x === right.x
      ? mod((3n * left.x * left.x - 3n) * inverse(2n * left.y, p))
      : mod((right.y - left.y) * inverse(right.x - left.x, p));
  const x = mod(slope * slope - left.x - right.x);
  return { x, y: mod(slope * (left.x - x) - left.y) };
}

/**
 * `point` added up `times` times. The time it takes tells something about `times`: right for a person's own secrets on
 * their own machine, wrong for a server's.
 */
export function multiply(point: Point, times: bigint): Point {
  let [sum, doubled]: [Point, Point] = [undefined, point];
  for (let rest = times; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = add(sum, doubled);
    doubled = add(doubled, doubled);
  }
  return sum;
}
