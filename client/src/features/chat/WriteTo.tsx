import { MessageSquare } from 'lucide-react';
import { presence } from '@plenum/shared/features/presence/contract';
import { talkOf } from '@plenum/shared/features/chat/channels';
import { useTranslation } from 'react-i18next';
import { openPanel } from '../../app/panels.ts';
import { useMeeting } from '../../app/session.ts';
import { stateOf } from '../../core/store.ts';
import { Button } from '../../ui/Button.tsx';
import { useDesk, writableIn } from './useChat.ts';

/** In a person's row: begins a talk with them. */
export function WriteTo({ member }: { readonly member: string }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const name = useMeeting((state) => stateOf(state, presence).members[member]?.name);
  const may = useMeeting((state) => state.me.id !== member && writableIn(state, talkOf(state.me.id, member)) === 'yes');
  if (!may || name === undefined) return null;
  const begin = () => {
    desk.begin({ id: member, name });
    openPanel('chat');
  };
  return (
    <Button look="quiet" square aria-label={t('chat.writeToName', { name })} onPress={begin}>
      <MessageSquare aria-hidden="true" className="size-5" />
    </Button>
  );
}
