/** Reports an event to the operator. */
export type Report = (
  severity: 'info' | 'warn' | 'error',
  message: string,
  details: Readonly<Record<string, unknown>>,
) => void;
