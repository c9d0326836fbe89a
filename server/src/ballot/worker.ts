import { parentPort } from 'node:worker_threads';
import { stampPaper } from '@plenum/shared/ballot/papers';
import type { StampOrder } from './Stamper.ts';

// This thread stamps papers one after the other, in the order of the orders.
const port = parentPort;
if (!port) throw new Error('worker.ts is started by StampThread only.');
port.on('message', ({ key, publicKey, blinded }: StampOrder) => {
  port.postMessage(stampPaper(key, publicKey, blinded));
});
