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

/** A point as x/z², y/z³, which saves a division at every step; z is 0 at infinity. */
interface Projected {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

function double({ x, y, z }: Projected): Projected {
  const [squareZ, squareY] = [mod(z * z), mod(y * y)];
  const [beta, alpha] = [mod(x * squareY), mod(3n * (x - squareZ) * (x + squareZ))];
  const doubledX = mod(alpha * alpha - 8n * beta);
  return {
    x: doubledX,
    y: mod(alpha * (4n * beta - doubledX) - 8n * squareY * squareY),
    z: mod((y + z) ** 2n - squareY - squareZ),
  };
}

function add(sum: Projected, point: NonNullable<Point>): Projected {
  if (sum.z === 0n) return { ...point, z: 1n };
  const squareZ = mod(sum.z * sum.z);
  const run = mod(point.x * squareZ - sum.x);
  const rise = mod(point.y * sum.z * squareZ - sum.y);
  if (run === 0n) return rise === 0n ? double(sum) : { x: 1n, y: 1n, z: 0n };
  const square = mod(run * run);
  const [cube, base] = [mod(run * square), mod(sum.x * square)];
  const x = mod(rise * rise - cube - 2n * base);
  return { x, y: mod(rise * (base - x) - sum.y * cube), z: mod(sum.z * run) };
}

/**
 * `point` added up `times` times. The time it takes tells something about `times`: right for a person's own secrets on
 * their own machine, wrong for a server's.
 */
export function multiply(point: Point, times: bigint): Point {
  if (!point) return undefined;
  let sum: Projected = { x: 1n, y: 1n, z: 0n };
  for (const bit of times.toString(2)) {
    sum = double(sum);
    if (bit === '1') sum = add(sum, point);
  }
  if (sum.z === 0n) return undefined;
  const whole = inverse(sum.z, p);
  return { x: mod(sum.x * whole ** 2n), y: mod(sum.y * whole ** 3n) };
}
