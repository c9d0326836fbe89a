import type { ServerInfo } from '@plenum/shared/api/server/contract';
import { useEffect, useState } from 'react';
import { serverInfo } from '../../core/http.ts';

/** The server's public information; undefined until the server answers, and without an answer. */
export function useServerInfo(): ServerInfo | undefined {
  const [info, setInfo] = useState<ServerInfo>();
  useEffect(() => {
    let wanted = true;
    const take = (answer: ServerInfo) => wanted && setInfo(answer);
    // A person who then opens a room gets the error there.
    serverInfo(location.origin).then(take, () => undefined);
    return () => {
      wanted = false;
    };
  }, []);
  return info;
}
