import type { Transport } from 'protoo-server';

function isJsonObject(raw: unknown): boolean {
  if (raw === null || typeof raw !== 'object' || !('utf8Data' in raw) || typeof raw.utf8Data !== 'string') return false;
  try {
    const value: unknown = JSON.parse(raw.utf8Data);
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Keeps from protoo what would throw inside it: protoo-server 4.0.8 reads properties of a parsed `null`,
 * outside of any catch, and one such frame would end the process. Whoever sends one is disconnected.
 */
export function guardMessages(transport: Transport): void {
  const connection = transport._connection;
  const listeners = connection.listeners('message');
  connection.removeAllListeners('message');
  connection.on('message', (raw: unknown) => {
    if (!isJsonObject(raw)) {
      transport.close();
      return;
    }
    for (const listener of listeners) listener.call(connection, raw);
  });
}
