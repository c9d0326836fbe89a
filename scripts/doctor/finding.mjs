/** The check passed. */
export const fine = (text) => ({ mark: '✓', text });

/** It works, with a weakness that the operator should know. */
export const warning = (text, advice) => ({ mark: '!', text, advice });

/** It will not work. */
export const failure = (text, advice) => ({ mark: '✗', text, advice });

/** One finding as the lines to print. */
export const formatFinding = ({ mark, text, advice }) => `${mark} ${text}${advice ? `\n    → ${advice}` : ''}`;

/** Runs one check. A check that throws becomes a failure, so that the other checks still run. */
export async function examine(check, context) {
  try {
    return [await check(context)].flat();
  } catch (error) {
    return [
      failure(error.message, error.name === 'StopError' ? undefined : 'This is a bug in the doctor; please report it.'),
    ];
  }
}
