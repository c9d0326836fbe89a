import type { Me } from '@plenum/shared/api/account/contract';
import { createContext, useContext } from 'react';

/** The account that is signed in; ServicePages provides it. */
export const MeContext = createContext<Me | undefined>(undefined);

/** The account that is signed in. @throws outside of pages that need one */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('This page needs an account.');
  return me;
}
