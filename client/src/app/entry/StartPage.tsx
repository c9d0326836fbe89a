import type { ServerInfo } from '@plenum/shared/api/server/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EnterForm } from './EnterForm.tsx';
import { NewRoomForm } from './NewRoomForm.tsx';
import { PageFrame } from './PageFrame.tsx';
import { RecentRooms } from './RecentRooms.tsx';
import { serverInfo } from '../../core/http.ts';

/** The first page: open a room, or enter one. The first of the two is what the person of a new server came for. */
export function StartPage() {
  const { t } = useTranslation();
  const { createRooms } = useServerInfo() ?? { createRooms: 'everyone' };
  const opens = createRooms !== 'nobody';
  return (
    <PageFrame title={t('start.title')}>
      <div className="mx-auto flex w-full max-w-xl flex-col gap-6 px-4">
        <div className="flex flex-col gap-2">
          <h1 className="text-4xl font-bold tracking-tight sm:text-5xl">{t('start.title')}</h1>
          <p className="max-w-prose text-lg text-dim">{t(opens ? 'start.lead' : 'start.leadEnter')}</p>
        </div>
        <div className="flex flex-col gap-5 rounded-tile border border-line bg-surface p-5 sm:p-7">
          {opens ? (
            <>
              <NewRoomForm needsKey={createRooms === 'key'} />
              <div className="flex items-center gap-3 text-sm text-dim" aria-hidden="true">
                <span className="h-px flex-1 bg-line" />
                {t('start.or')}
                <span className="h-px flex-1 bg-line" />
              </div>
              <EnterForm look="plain" />
            </>
          ) : (
            <>
              <EnterForm look="primary" />
              <p className="text-dim">{t('start.nobodyOpens')}</p>
            </>
          )}
        </div>
        <RecentRooms />
      </div>
    </PageFrame>
  );
}

/** The server's public information; undefined until the server answers, and without an answer. */
function useServerInfo(): ServerInfo | undefined {
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
