/** Words that stand in examples and manuals, and what joins them. */
const examples =
  /^(?:change|me|this|now|my|your|the|secret|password|passphrase|example|default|test|token|key|turn|plenum|admin|client|[-_ .])+\d*$/i;
/** A secret of fewer different characters was not drawn by chance. */
const fewest = 6;

/** True for a secret that anybody can guess: words of an example, or a few characters again and again. */
export function isWeakSecret(secret: string): boolean {
  return examples.test(secret) || new Set(secret).size < fewest;
}
