import type { types } from 'mediasoup';
import type { Ends } from '../wide/Links.ts';
import { call } from './failures.ts';
import type { Wing } from './Wing.ts';

// Workers of one machine connect over loopback; retransmission repairs what is lost there under load.
const options: types.PipeTransportOptions = {
  listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
  enableRtx: true,
};

/** Connects two wings. The link ends with either wing. @throws AppError `unavailable` */
export async function createLink(a: Wing, b: Wing): Promise<Ends<Wing, types.PipeTransport>> {
  const made = await Promise.allSettled([a, b].map(({ router }) => call(router.createPipeTransport(options))));
  const ends = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const close = (): void => {
    for (const end of ends) end.close();
  };
  const [here, there] = ends;
  const failed = made.find((one) => one.status === 'rejected');
  if (!here || !there) {
    close();
    throw failed?.reason;
  }
  for (const end of ends) end.observer.once('close', close);
  try {
    await Promise.all([connect(here, there), connect(there, here)]);
  } catch (error) {
    close();
    throw error;
  }
  return new Map([
    [a, here],
    [b, there],
  ]);
}

function connect(end: types.PipeTransport, { tuple }: types.PipeTransport): Promise<void> {
  return call(end.connect({ ip: tuple.localAddress, port: tuple.localPort }));
}
