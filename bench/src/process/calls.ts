/** Calls of a child process by name: one plain value in, one out. */
export type Calls = Readonly<Record<string, (input: never) => unknown>>;

/** One call on the channel between the two processes. */
export interface Call {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

/** Its answer. */
export type Returned =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };
