import { useCallback } from 'react';
import { Logo, useBrand } from '../brand.tsx';
import { api } from '../service/api.ts';
import { useAnswer } from '../service/useAnswer.ts';

/** The logo and the colour of the organisation of a space, on a page of that space; nothing for people who may not read it. */
export function SpaceBrand({ organisation }: { readonly organisation: string }) {
  const { answer } = useAnswer(useCallback(() => api.organisation(organisation), [organisation]));
  const found = answer.state === 'there' ? answer.value : undefined;
  useBrand(found?.look.colour ?? '');
  return found?.logo === undefined ? null : <Logo logo={found.logo} />;
}
