import { useState } from 'react';
import { RoomPage } from './RoomPage.tsx';
import { wayToSpace } from './wayToSpace.ts';

/** The pages behind the address of a space. */
export function SpacePage({ slug }: { readonly slug: string }) {
  const [way] = useState(() => wayToSpace(slug));
  return <RoomPage way={way} />;
}
