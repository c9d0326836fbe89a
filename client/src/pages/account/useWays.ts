import type { AccountWays } from '@plenum/shared/api/account/contract';
import { useEffect, useState } from 'react';
import { accountApi } from './api.ts';

/** How accounts are made here and how one signs in; undefined until the server answers. */
export function useWays(): AccountWays | undefined {
  const [ways, setWays] = useState<AccountWays>();
  useEffect(() => {
    let wanted = true;
    accountApi.ways().then(
      (answer) => wanted && setWays(answer),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return ways;
}
