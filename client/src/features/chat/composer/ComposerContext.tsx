import type { ChannelId } from '@plenum/shared/features/chat/channels';
import { excerpt } from '@plenum/shared/features/chat/messages';
import { Pencil, Reply, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { usePlace } from '../useChat.ts';

interface Props {
  readonly channel: ChannelId;
  readonly onLeave: () => void;
}

/** Shows that the draft replies to a message or edits one. */
export function ComposerContext({ channel, onLeave }: Props) {
  const { t } = useTranslation();
  const { reply, editing } = usePlace(channel);
  if (!reply && !editing) return null;
  const Icon = editing ? Pencil : Reply;
  return (
    <div className="flex items-center gap-2 rounded-control border-s-3 border-accent-text bg-raised ps-2.5">
      <Icon aria-hidden="true" className="size-4 shrink-0 text-accent-text" />
      <p className="min-w-0 flex-1 text-sm">
        <span dir="auto" className="block truncate font-bold">
          {editing ? t('chat.editing') : t('chat.replyTo', { name: reply?.name ?? '' })}
        </span>
        {reply && (
          <span dir="auto" className="block truncate text-dim">
            {excerpt(reply.text === '' ? (reply.files ?? []).map(({ name }) => name).join(', ') : reply.text)}
          </span>
        )}
      </p>
      <Button
        look="quiet"
        square
        aria-label={editing ? t('chat.stopEditing') : t('chat.stopReplying')}
        onPress={onLeave}
      >
        <X aria-hidden="true" className="size-4" />
      </Button>
    </div>
  );
}
