/** One UDP socket of the machine. */
export interface UdpQueue {
  readonly port: number;
  readonly inode: string;
  /** Bytes that wait in its receive buffer, with the kernel's overhead for each packet. */
  readonly queuedBytes: number;
  /** Packets that its receive buffer did not take so far. */
  readonly drops: number;
}

/** The sockets in the text of /proc/net/udp or /proc/net/udp6. */
export function udpQueuesIn(text: string): UdpQueue[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode ref pointer drops
      const [, local = '', , , queues = '', , , , , inode = '', , , drops = ''] = line.trim().split(/\s+/);
      const port = Number.parseInt(local.split(':')[1] ?? '', 16);
      if (Number.isNaN(port)) return [];
      return [{ port, inode, queuedBytes: Number.parseInt(queues.split(':')[1] ?? '0', 16), drops: Number(drops) }];
    });
}
