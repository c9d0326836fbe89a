import type { ServerInfo } from '@plenum/shared/api/server/contract';
import { useEffect, useState } from 'react';
import { serverInfo } from '../core/http.ts';

/** What this server says of itself; undefined until it has answered, and when it does not. */
export function useServerInfo(): ServerInfo | undefined {
  const [info, setInfo] = useState<ServerInfo>();
  useEffect(() => {
    let wanted = true;
    const take = (answer: ServerInfo) => wanted && setInfo(answer);
    // Whoever opens a room all the same is told then what is wrong.
    serverInfo(location.origin).then(take, () => undefined);
    return () => {
      wanted = false;
    };
  }, []);
  return info;
}
