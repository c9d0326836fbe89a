import { parentPort } from 'node:worker_threads';
import { stampPaper } from '@plenum/shared/ballot/papers';
import type { StampOrder } from './Stamper.ts';

// The thread in which papers are stamped, one after the other, in the order in which they are asked for.
const port = parentPort;
if (!port) throw new Error('worker.ts is started by StampThread only.');
port.on('message', ({ key, publicKey, blinded }: StampOrder) => {
  port.postMessage(stampPaper(key, publicKey, blinded));
});
